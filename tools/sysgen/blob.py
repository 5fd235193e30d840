# SPDX-License-Identifier: Apache-2.0
"""Packs a layout into the bytes that userland/init reads: userland/init/layout_blob.h."""
import struct

from .constants import BLOB, BLOB_NONE, BLOB_STRUCTS


def table_pack(name, entries):
    """The entries as structs of the header: exactly its fields, in its order."""
    fields = BLOB_STRUCTS[name]
    packed = b""
    for entry in entries:
        assert set(entry) == set(fields), f"{name}: {set(entry) ^ set(fields)}"
        packed += struct.pack(f"<{len(fields)}I", *(entry[f] for f in fields))
    return packed


def strings_pack(names, offset):
    """All names, each once, and where each of them stands."""
    places = {}
    packed = b""
    for name in names:
        if name not in places:
            places[name] = offset + len(packed)
            packed += name.encode() + b"\0"
    return packed + bytes(-len(packed) % 4), places


def blob_pack(layout):
    tables = [("domain", "domains", [layout.domain_entry(d) for d in layout.domains]),
              ("memory", "memories", [dict(m) for m in layout.memories]),
              ("map", "maps", layout.maps), ("cap", "caps", layout.caps), ("irq", "irqs", layout.irqs)]
    header = {"magic": BLOB["BLOB_MAGIC"], "version": BLOB["BLOB_VERSION"]}
    offset = 4 * len(BLOB_STRUCTS["blob_header"])
    for struct_name, key, entries in tables:
        header[key] = offset
        header[struct_name + "_count"] = len(entries)
        offset += 4 * len(BLOB_STRUCTS["blob_" + struct_name]) * len(entries)
    strings, places = strings_pack([e["name"] for _, _, entries in tables[:2] for e in entries], offset)
    offset += len(strings)
    header["contents"] = offset
    contents = b""
    starts = []
    for content in layout.contents:
        starts.append(offset + len(contents))
        contents += content + bytes(-len(content) % 4)
    for _, _, entries in tables[:2]:
        for entry in entries:
            entry["name"] = places[entry["name"]]
            if entry.get("content", BLOB_NONE) != BLOB_NONE:
                entry["content"] = starts[entry["content"]]
    header["bytes"] = offset + len(contents)
    return (table_pack("blob_header", [header])
            + b"".join(table_pack("blob_" + name, entries) for name, _, entries in tables)
            + strings + contents)
