# SPDX-License-Identifier: Apache-2.0
"""The whole layout as JSON, for other tools: layout.schema.json says what stands where.

The same input gives the same bytes: everything is in the layout's own order,
and the only path is the description's name.

Objects are named after what they are and whose: `thread:NAME`, `region:NAME`.
"""
import hashlib
import json
import os

from .constants import ABI, BLOB_NONE, CONFIG, GRANULE, LAYOUT
from .report import KINDS, MEMORY_WORDS, rights_words

FORMAT_VERSION = 1
OBJECT_TYPES = {"cnode": "cnode", "memory": "cnode", "vspace": "vspace", "thread": "thread",
                "sched_context": "sched_context", "endpoint": "endpoint", "notification": "notification",
                "reply": "reply"}


def object_bytes(kind):
    """What an object of a fixed size takes."""
    return CONFIG.get(f"{kind.upper()}_GRANULES", CONFIG["QUEUE_GRANULES"]) * GRANULE


def memory_name(layout, memory, address):
    """A memory's object: a region's by its name, a domain's own by its first address."""
    if memory["owner"] == BLOB_NONE:
        return f"region:{memory['name']}"
    return f"memory:{layout.domains[memory['owner']].name}:{address:#010x}"


def memory_object(layout, number):
    memory = layout.memories[number]
    return memory_name(layout, memory, layout.maps[memory["first_map"]]["address"])


def untyped_name(layout, cap):
    return f"untyped:{layout.domains[cap['domain']].name}:{cap['slot']}"


def entry(name, kind, size, owner, **more):
    return {"name": name, "type": kind, "bytes": size, "owner": owner, **more}


def domain_objects(layout, domain):
    """What the root task makes for a domain, without its frames."""
    number, name = layout.number[domain.name], domain.name
    sizes = {"cnode": GRANULE << layout.cnode_radix(domain), "memory": GRANULE << layout.memory_radix(domain)}
    names = {"memory": f"memory_cnode:{name}"}
    found = [entry(names.get(key, f"{key}:{name}"), kind, sizes.get(key) or object_bytes(kind), name)
             for key, kind in OBJECT_TYPES.items()]
    ranges = [(m["address"], m["address"] + (memory["pages"] << memory["page_bits"]))
              for m, memory in layout.domain_maps(domain) if memory["page_bits"] < 20]
    found += [entry(f"page_table:{name}:{section << 20:#010x}", "page_table", object_bytes("page_table"), name)
              for section in sorted(layout.tables(ranges))]
    found += [entry(untyped_name(layout, cap), "untyped", cap["target"], name) for cap in layout.caps
              if cap["domain"] == number and KINDS[cap["kind"]] == "untyped"]
    return found


def memory_objects(layout):
    """Frames, told together for each memory, and the CNodes that hold the regions' frames."""
    found = []
    for number, memory in enumerate(layout.memories):
        own = memory["owner"] != BLOB_NONE
        found.append(entry(memory_object(layout, number), "frames", memory["pages"] << memory["page_bits"],
                           layout.domains[memory["owner"]].name if own else None,
                           page_bytes=1 << memory["page_bits"], pages=memory["pages"],
                           device=None if memory["device"] == BLOB_NONE else memory["device"]))
        if not own:
            radix = max(1, memory["pages"].bit_length())
            found.append(entry(f"region_cnode:{memory['name']}", "cnode", GRANULE << radix, None))
    return found


def machine_objects(layout):
    """What is the root task's, or the machine's."""
    lines = sorted({irq["line"] for irq in layout.irqs})
    return [entry("root_endpoint", "endpoint", object_bytes("endpoint"), None),
            entry("root_reply", "reply", object_bytes("reply"), None),
            entry("machine", "machine", 0, None)] + [
                entry(f"irq:{line}", "irq_handler", 0, None) for line in lines]


def cap_object(layout, cap):
    """The name of the object that a capability is of."""
    kind = KINDS[cap["kind"]]
    if kind == "irq":
        return f"irq:{cap['target']}"
    if kind == "machine":
        return "machine"
    if kind == "untyped":
        return untyped_name(layout, cap)
    if cap["target"] == BLOB_NONE:
        return f"root_{kind}"
    return f"{kind}:{layout.domains[cap['target']].name}"


def badge(entry_of):
    """A 64-bit number, as text: JSON's numbers are exact to 53 bits only."""
    return f"{entry_of['badge_high'] << 32 | entry_of['badge_low']:#x}"


def cap_entry(layout, cap):
    kind = KINDS[cap["kind"]]
    return {"slot": cap["slot"], "type": "irq_handler" if kind == "irq" else kind,
            "rights": rights_words(cap), "object": cap_object(layout, cap), "badge": badge(cap),
            "held": "gift" if kind == "untyped" else "loan"}


def map_entry(layout, m, memory):
    return {"address": m["address"], "bytes": memory["pages"] << memory["page_bits"],
            "rights": [word for word, right in (("read", "READ"), ("write", "WRITE"), ("execute", "EXECUTE"))
                       if m["rights"] & ABI["RIGHT_" + right]],
            "memory": MEMORY_WORDS[m["memory"]].strip() or "cached",
            "object": memory_name(layout, memory, m["address"]),
            "region": memory["name"] if memory["owner"] == BLOB_NONE else None}


def domain_entry(layout, domain):
    own = layout.domain_entry(domain)
    number = layout.number[domain.name]
    paged = domain.pager and {
        "pager": domain.parent.name, "pages": domain.pager.limit,
        "ranges": [{"address": start, "bytes": end - start} for start, end in layout.spaces.paged_ranges(domain)]}
    return {"name": domain.name, "number": number, "parent": domain.parent.name if domain.parent else None,
            "id": domain.id if domain.parent else None, "program": domain.program, "entry": own["entry"],
            "priority": own["priority"], "described_priority": domain.priority, "budget": domain.budget,
            "period": domain.period, "bounded": domain.period != domain.budget, "passive": domain.passive,
            "fault_handler": f"endpoint:{domain.parent.name}" if domain.parent else "root_endpoint",
            "fault_badge": f"{LAYOUT['LAYOUT_BADGE_CHILD'] + own['id']:#x}",
            "thread_pointer": own["thread_pointer"], "ipc_buffer": LAYOUT["LAYOUT_IPC_BUFFER"],
            "capabilities": [cap_entry(layout, cap) for cap in
                             sorted(layout.caps, key=lambda c: c["slot"]) if cap["domain"] == number],
            "mappings": [map_entry(layout, m, memory) for m, memory in
                         sorted(layout.domain_maps(domain), key=lambda pair: pair[0]["address"])],
            "on_demand": paged or None}


def end_entry(end):
    return {"domain": end.domain.name, "id": end.id, "calls": end.calls, "notifies": end.notifies}


def irq_entry(layout, irq):
    domain = layout.domains[irq["domain"]]
    channel = next(i.id for i in domain.irqs if i.number == irq["line"])
    return {"line": irq["line"], "domain": domain.name, "id": channel,
            "trigger": "edge" if layout.board.irqs[irq["line"]] else "level",
            "notification": f"notification:{domain.name}", "badge": badge(irq)}


def content_entries(layout):
    """What memories start with; the rest of them is zero."""
    return [{"object": memory_object(layout, number), "bytes": memory["content_bytes"],
             "sha256": hashlib.sha256(layout.contents[memory["content"]]).hexdigest()}
            for number, memory in enumerate(layout.memories) if memory["content"] != BLOB_NONE]


def assertion_entry(assertion):
    target = assertion.target
    kind = type(target).__name__.lower()
    return {"kind": assertion.kind, "domains": [d.name for d in assertion.sources],
            "about": {"domain": "domain", "region": "region", "int": "interrupt", "str": "machine"}[kind],
            "target": getattr(target, "name", target), "except": [d.name for d in assertion.trusted]}


def layout_json(layout):
    """The layout as text."""
    objects = [found for domain in layout.domains for found in domain_objects(layout, domain)]
    data = {
        "format": "writ-layout", "version": FORMAT_VERSION,
        "system": os.path.basename(layout.description.path), "board": layout.board.name,
        "memory_left": max(layout.left, 0),
        "objects": objects + memory_objects(layout) + machine_objects(layout),
        "domains": [domain_entry(layout, domain) for domain in layout.domains],
        "channels": [{"ends": [end_entry(end) for end in pair]} for pair in layout.description.channels],
        "interrupts": [irq_entry(layout, irq) for irq in layout.irqs],
        "contents": content_entries(layout),
        "assertions": [assertion_entry(assertion) for assertion in layout.description.assertions],
    }
    return json.dumps(data, indent="\t") + "\n"
