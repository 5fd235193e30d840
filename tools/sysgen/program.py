# SPDX-License-Identifier: Apache-2.0
"""Programs: ELF32 ARM executables, as both sysgen and image.py see them."""
from elftools.elf.elffile import ELFFile
from elftools.elf.sections import SymbolTableSection

from .constants import ABI
from .refusal import Refusal

SIZE_MAX = 1 << 30


class Segment:
    """A PT_LOAD: its bytes, followed by zeros up to `memory` bytes."""

    def __init__(self, virtual, physical, data, memory, flags):
        self.virtual = virtual
        self.physical = physical
        self.data = data
        self.memory = memory
        self.flags = flags

    def rights(self):
        """RIGHT_ bits from PF_R, PF_W, PF_X."""
        rights = 0
        for flag, right in ((4, "RIGHT_READ"), (2, "RIGHT_WRITE"), (1, "RIGHT_EXECUTE")):
            if self.flags & flag:
                rights |= ABI[right]
        return rights

    def writable(self):
        return bool(self.flags & 2)


class Program:
    """Entry, PT_LOAD segments and symbols {name: (address, size)}.

    `named` is who named the file, a (file, line) for messages; the file itself otherwise.
    """

    def __init__(self, path, named=None):
        self.path = path
        self.place = named or (path, None)
        self.prefix = f"{path}: " if named else ""
        try:
            with open(path, "rb") as file:
                self.read(ELFFile(file))
        except OSError as error:
            self.refuse(f"{error.strerror}; build it first")
        except Refusal:
            raise
        except Exception as error:  # a damaged file can make the library raise anything
            self.refuse(f"not a readable ELF file ({error or type(error).__name__}); build it again")

    def refuse(self, what):
        raise Refusal(*self.place, self.prefix + what)

    def read(self, elf):
        header = elf.header
        if elf.elfclass != 32 or header["e_machine"] != "EM_ARM" or header["e_type"] != "ET_EXEC":
            self.refuse("not an ELF32 ARM executable; build it with arm-none-eabi-gcc")
        self.entry = header["e_entry"]
        self.flags = header["e_flags"]
        self.segments = [self.segment(s) for s in elf.iter_segments()
                         if s["p_type"] == "PT_LOAD" and s["p_memsz"]]
        if not self.segments:
            self.refuse("has nothing to load; build it again")
        self.segments.sort(key=lambda s: s.virtual)
        self.symbols = {}
        for section in elf.iter_sections():
            if isinstance(section, SymbolTableSection):
                self.symbols.update((s.name, (s["st_value"], s["st_size"]))
                                    for s in section.iter_symbols())

    def segment(self, header):
        if header["p_memsz"] > SIZE_MAX:
            self.refuse(f'a segment of {header["p_memsz"]:#x} bytes; make it smaller than 1 GiB')
        data = header.data()
        if len(data) != header["p_filesz"] or len(data) > header["p_memsz"]:
            self.refuse("cut short; build it again")
        return Segment(header["p_vaddr"], header["p_paddr"], data, header["p_memsz"],
                       header["p_flags"])
