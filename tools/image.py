#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One bootable ELF file out of the kernel, a root task and a blob for it.

The kernel's segments stay as they are.  On the first page after the kernel
stands the boot image (BOOT_IMAGE_ in kernel/abi.h), from which the kernel's
boot makes the root task:

    | kernel | header page | root task's segments, by pages | blob | zero pages |

What holds bytes comes first, then what is zero at the start, which takes
memory but no place in the file.  The blob is one more read-only segment of
the root task, at BLOB_ADDRESS.
"""
import argparse
import struct
import sys

import interpreter

if __name__ == "__main__":
    interpreter.require(__file__)

from sysgen.board import Board  # noqa: E402
from sysgen.constants import ABI, BLOB_ADDRESS, CONFIG, PAGE, USER_END, page_up  # noqa: E402
from sysgen.program import Program, Segment  # noqa: E402
from sysgen.refusal import Refusal, files_write  # noqa: E402


def root_segments(root):
    """The root task's segments as (address, bytes, pages, rights), checked and page aligned."""
    found = []
    for segment in root.segments:
        start = segment.virtual // PAGE * PAGE
        end = page_up(segment.virtual + segment.memory)
        if end > USER_END:
            root.refuse(f"segment at {segment.virtual:#x} is not below {USER_END:#x};"
                        " link it with userland/lib/program.ld")
        if found and start < found[-1][0] + found[-1][2] * PAGE:
            root.refuse(f"two segments share the page at {start:#x};"
                        " link it with userland/lib/program.ld")
        data = bytes(segment.virtual - start) + segment.data
        found.append((start, data, (end - start) // PAGE, segment.rights()))
    return found


def boot_image(root, blob):
    """The boot image: its bytes up to the last that is not zero, and its pages."""
    segments = root_segments(root)
    if blob:
        pages = page_up(len(blob)) // PAGE
        for start, _, count, _ in segments:
            if start < BLOB_ADDRESS + pages * PAGE and BLOB_ADDRESS < start + count * PAGE:
                root.refuse(f"its segment at {start:#x} overlaps the blob at {BLOB_ADDRESS:#x};"
                            " make the root task or the blob smaller")
        segments.append((BLOB_ADDRESS, blob, pages, ABI["RIGHT_READ"]))
    most = ABI["BOOT_IMAGE_SEGMENTS_MAX"]
    if len(segments) > most:
        root.refuse(f"{len(segments)} segments, at most {most} fit into a boot image; merge some")
    segments.sort(key=lambda s: not any(s[1]))
    table = b""
    body = b""
    page = 1
    for start, data, pages, rights in segments:
        table += struct.pack("<4I", start, page, pages, rights)
        if any(data):
            body += data + bytes(pages * PAGE - len(data))
        page += pages
    if page > CONFIG["IMAGE_PAGES_MAX"]:
        root.refuse(f"the boot image takes {page} pages, the kernel maps {CONFIG['IMAGE_PAGES_MAX']}; make the"
                    " root task or its blob smaller")
    header = struct.pack("<8I", ABI["BOOT_IMAGE_MAGIC"], ABI["BOOT_IMAGE_VERSION"], page,
                         root.entry, len(segments), 0, 0, 0)
    return (header + table).ljust(PAGE, b"\0") + body, page


def image_address(kernel):
    """Where the boot image goes: (virtual, physical)."""
    last = max(kernel.segments, key=lambda s: s.physical + s.memory)
    offset = last.virtual - last.physical
    if "machine_image" in kernel.symbols:
        virtual = kernel.symbols["machine_image"][0]
        return virtual, virtual - offset
    physical = page_up(last.physical + last.memory)
    return physical + offset, physical


def image_check_fits(out, pages, physical, board):
    """Refuse an image that ends beyond the board's RAM."""
    over = physical + pages * PAGE - (board.ram_base + board.ram_bytes)
    if over > 0:
        raise Refusal(out, None, f"image too large for memory: the root task and its blob take"
                      f" {pages * PAGE // 1024} KiB, {(over + 1023) // 1024} KiB more than fit into"
                      f" the {board.ram_bytes // 1024} KiB of {board.name}; make the programs smaller"
                      " or choose a board with more memory")


def elf_bytes(kernel, extra):
    """The executable: the kernel's segments and one more."""
    segments = kernel.segments + [extra]
    offset = page_up(52 + 32 * len(segments))
    headers = b""
    body = b""
    for s in segments:
        headers += struct.pack("<8I", 1, offset + len(body), s.virtual, s.physical, len(s.data),
                               s.memory, s.flags, 4)
        body += s.data + bytes(page_up(len(s.data)) - len(s.data))
    ident = b"\x7fELF\x01\x01\x01".ljust(16, b"\0")
    header = ident + struct.pack("<HHIIIIIHHHHHH", 2, 40, 1, kernel.entry, 52, 0, kernel.flags,
                                 52, 32, len(segments), 0, 0, 0)
    return (header + headers).ljust(offset, b"\0") + body


def blob_read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise Refusal(path, None, f"{error.strerror}; build it first")


def main(arguments=None):
    parser = argparse.ArgumentParser(description="one bootable ELF file out of the kernel and a root task")
    parser.add_argument("--kernel", required=True, help="the kernel's ELF file")
    parser.add_argument("--root", required=True, help="the root task's ELF file")
    parser.add_argument("--blob", help="a file that the root task sees, read-only")
    parser.add_argument("--board", help="board.json: check that the image fits into the board's RAM")
    parser.add_argument("--out", required=True, help="the image to write")
    options = parser.parse_args(arguments)
    try:
        kernel = Program(options.kernel)
        root = Program(options.root)
        data, pages = boot_image(root, blob_read(options.blob) if options.blob else b"")
        virtual, physical = image_address(kernel)
        if options.board:
            image_check_fits(options.out, pages, physical, Board(options.board))
        extra = Segment(virtual, physical, data, pages * PAGE, 6)
        files_write({options.out: elf_bytes(kernel, extra)})
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
