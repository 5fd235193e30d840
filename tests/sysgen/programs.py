# SPDX-License-Identifier: Apache-2.0
"""Small programs for the tests: ELF files with what the compiler looks at, made without a compiler."""
import struct

TEXT, DATA, STACK_TOP = 0x00100000, 0x10000000, 0x10000000
READ_EXECUTE, READ_WRITE, ALL = 5, 6, 7


def elf(segments, symbols=(), entry=TEXT, machine=40, kind=2):
    """An ELF32 file.

    segments: (address, bytes, size in memory, flags), symbols: (name, address, size).
    """
    place = 52 + 32 * len(segments)
    headers, body = b"", b""
    for address, data, memory, flags in segments:
        headers += struct.pack("<8I", 1, place + len(body), address, address, len(data), memory, flags, 4096)
        body += data
    names, table = b"\0", bytes(16)
    for name, address, size in symbols:
        table += struct.pack("<IIIBBH", len(names), address, size, 0x11, 0, 1)
        names += name.encode() + b"\0"
    section_names = b"\0.symtab\0.strtab\0.shstrtab\0"
    offset = place + len(body)
    sections = [bytes(40)]
    for name, section, data, link, size in ((1, 2, table, 2, 16), (9, 3, names, 0, 0),
                                            (17, 3, section_names, 0, 0)):
        sections.append(struct.pack("<10I", name, section, 0, 0, offset, len(data), link, 1, 4, size))
        body += data
        offset += len(data)
    header = b"\x7fELF\x01\x01\x01".ljust(16, b"\0") + struct.pack(
        "<HHIIIIIHHHHHH", kind, machine, 1, entry, 52, offset, 0x5000200, 52, 32, len(segments), 40,
        len(sections), 3)
    return header + headers + body + b"".join(sections)


def program(text=0x800, symbols=(), data_image=0x700):
    """A program as userland/lib/program.ld links it: 16 KiB of stack, one page of data."""
    code = bytes(range(1, 256)) * (text // 255 + 1)
    standard = (("__data_image", TEXT + data_image, 0), ("__data_start", DATA, 0),
                ("__data_end", DATA + 0x80, 0), ("microkit_name", DATA, 64), ("word", DATA + 0x40, 4),
                ("constant", TEXT + 0x100, 4), ("half", DATA + 0x44, 2), ("in_bss", DATA + 0x200, 4))
    return elf([(TEXT, code[:text], text, READ_EXECUTE), (STACK_TOP - 0x4000, b"", 0x4000, READ_WRITE),
                (DATA, b"", 0x1000, READ_WRITE)], standard + tuple(symbols))


def programs():
    """All programs that the corpus names: {file name: bytes}."""
    clients = (("writ_clients", TEXT + 0x200, 64),)
    small = program()
    return {
        "small.elf": small,
        "pager.elf": program(symbols=clients),
        "large.elf": program(text=0x500000),
        "cut.elf": small[:200],
        "text.elf": b"This is not a program.\n",
        "other.elf": elf([(TEXT, b"code", 4, READ_EXECUTE)], machine=62),
        "empty.elf": elf([]),
        "high.elf": elf([(0x80000000, b"code", 4, READ_EXECUTE)], entry=0x80000000),
        "twice.elf": elf([(TEXT, b"code", 4, READ_EXECUTE), (TEXT + 8, b"data", 4, READ_WRITE)]),
        "writable.elf": elf([(TEXT, b"code", 4, ALL)]),
        "lost.elf": elf([(TEXT, b"code", 4, READ_EXECUTE)], entry=0x400000),
        "stackless.elf": elf([(TEXT, b"code", 4, READ_EXECUTE)]),
        "huge.elf": elf([(TEXT, b"code", 0x40000001, READ_EXECUTE)]),
        "ranges.elf": elf([(TEXT, b"code", 4, READ_EXECUTE)] + [
            (DATA + i * 0x10000, b"", 4, READ_WRITE) for i in range(4)]),
        "filled.elf": elf([(TEXT, b"code", 4, READ_EXECUTE), (DATA, b"data", 4, READ_WRITE)]),
    }
