#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a program restartable: moves its initial data into its constants.

    data_image.py PROGRAM

A linked program (program.ld) holds the bytes of .tdata and .data twice over:
at their place in the writable segment, and as the empty section .data_image
among the constants.  This fills the second from the first and makes the
writable segment all zero, so that a loader only has to give zeroed memory and
a program starts again by being entered again (crt0.S copies the data back).
"""
import struct
import sys

import interpreter

if __name__ == '__main__':
    interpreter.require(__file__)

from elftools.common.exceptions import ELFError  # noqa: E402
from elftools.elf.elffile import ELFFile  # noqa: E402

SECTION_NOBITS = 8


def file_offset(elf, address):
    """Where the byte of this address stands in the file."""
    for segment in elf.iter_segments(type='PT_LOAD'):
        if segment['p_vaddr'] <= address < segment['p_vaddr'] + segment['p_filesz']:
            return segment['p_offset'] + address - segment['p_vaddr']
    raise KeyError(f'{address:#x}')


def data_move(content, elf):
    """The program's bytes, changed."""
    symbols = elf.get_section_by_name('.symtab')
    image, start, end = (symbols.get_symbol_by_name(name)[0]['st_value']
                         for name in ('__data_image', '__data_start', '__data_end'))
    out = bytearray(content)
    target = file_offset(elf, image)
    for i, segment in enumerate(elf.iter_segments()):
        if segment['p_vaddr'] < start or segment['p_type'] not in ('PT_LOAD', 'PT_TLS'):
            continue
        if segment['p_type'] == 'PT_LOAD':
            data = segment.data()[:end - start]
            out[target:target + len(data)] = data
        header = elf['e_phoff'] + i * elf['e_phentsize']
        struct.pack_into('<I', out, header + 16, 0)  # p_filesz
    for i, section in enumerate(elf.iter_sections()):
        if start <= section['sh_addr'] < end and section['sh_type'] == 'SHT_PROGBITS':
            struct.pack_into('<I', out, elf['e_shoff'] + i * elf['e_shentsize'] + 4, SECTION_NOBITS)
    return bytes(out)


def main():
    if len(sys.argv) != 2:
        print('data_image.py: give one program to change', file=sys.stderr)
        return 2
    path = sys.argv[1]
    try:
        with open(path, 'rb') as file:
            content = file.read()
            out = data_move(content, ELFFile(file))
        with open(path, 'wb') as file:
            file.write(out)
    except (OSError, ELFError, KeyError, TypeError, AttributeError) as error:
        print(f'{path}: not a program linked with program.ld ({error}); link it again',
              file=sys.stderr)
        return 2
    return 0


if __name__ == '__main__':
    sys.exit(main())
