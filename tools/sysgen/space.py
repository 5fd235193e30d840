# SPDX-License-Identifier: Apache-2.0
"""Address spaces: each domain's program, what lies where, and what is written into the program
before it starts."""
import dataclasses
import os

from .constants import ABI, LAYOUT, PAGE, USER_END, page_up
from .program import Program
from .refusal import Refusal, shown

CLIENT_WORDS = 8  # struct writ_client in <writ/clients.h>
CLIENT_RANGES = 3


@dataclasses.dataclass
class Range:
    """Part of a domain's address space, and what it is."""
    start: int
    end: int
    what: str


class Spaces:
    """The address spaces of a description's domains, checked."""

    def __init__(self, description, search):
        self.description = description
        self.search = search
        self.programs = {}
        self.patches = {d.name: {} for d in description.domains}
        self.ranges = {d.name: [] for d in description.domains}
        for domain in description.domains:
            self.program_find(domain)
            self.space_fill(domain)
        for domain in description.domains:
            self.patches_collect(domain)

    def refuse(self, line, what):
        raise Refusal(self.description.path, line, what)

    def program_find(self, domain):
        place = (self.description.path, domain.program_line)
        folders = [os.path.dirname(self.description.path) or "."] + self.search
        for folder in folders:
            path = os.path.join(folder, domain.program)
            if os.path.exists(path):
                break
        else:
            self.refuse(domain.program_line, f"no program {shown(domain.program)} in"
                        f" {', '.join(dict.fromkeys(folders))}; build it, or correct the path")
        program = Program(path, place)
        program.path = domain.program
        self.programs[domain.name] = program

    def range_add(self, domain, start, end, what, line):
        for other in self.ranges[domain.name]:
            if start < other.end and other.start < end:
                self.refuse(line, f"{what} at {start:#x} to {end - 1:#x} overlaps {other.what} at"
                            f" {other.start:#x} to {other.end - 1:#x}; move one of them")
        self.ranges[domain.name].append(Range(start, end, what))

    def segments(self, domain):
        """The program's segments as (start, end, segment), the stack as large as asked for."""
        found = []
        for segment in self.programs[domain.name].segments:
            start = segment.virtual // PAGE * PAGE
            end = page_up(segment.virtual + segment.memory)
            if domain.stack_size and self.is_stack(segment):
                start = end - domain.stack_size
            found.append((start, end, segment))
        return found

    @staticmethod
    def is_stack(segment):
        return (page_up(segment.virtual + segment.memory) == LAYOUT["LAYOUT_STACK_TOP"] and segment.writable()
                and not any(segment.data))

    def space_fill(self, domain):
        program = self.programs[domain.name]
        line = domain.program_line
        buffer = LAYOUT["LAYOUT_IPC_BUFFER"]
        if domain.stack_size and not any(map(self.is_stack, program.segments)):
            self.refuse(domain.line, f"{program.path} has no stack below {LAYOUT['LAYOUT_STACK_TOP']:#x} that"
                        " stack_size could set; leave it out, or link with userland/lib/program.ld")
        self.range_add(domain, buffer, buffer + PAGE, "the IPC buffer", domain.line)
        for start, end, segment in self.segments(domain):
            if start < PAGE or end > USER_END:
                self.refuse(line, f"{program.path}: segment at {start:#x} is not between {PAGE:#x} and"
                            f" {USER_END:#x}; link it with userland/lib/program.ld")
            if segment.writable() and segment.rights() & ABI["RIGHT_EXECUTE"]:
                self.refuse(line, f"{program.path}: segment at {start:#x} is writable and executable;"
                            " link it with userland/lib/program.ld")
            if domain.pager and segment.writable() and any(segment.data):
                self.refuse(line, f"{program.path}: the writable segment at {start:#x} is not zero at"
                            " the start, so it cannot be paged; link it with userland/lib/program.ld")
            self.range_add(domain, start, end, f"{program.path}'s segment", line)
        if not any(s <= program.entry < e and seg.rights() & ABI["RIGHT_EXECUTE"]
                   for s, e, seg in self.segments(domain)):
            self.refuse(line, f"{program.path}: entry {program.entry:#x} is not in its code;"
                        " link it with userland/lib/program.ld")
        for mapped in domain.maps:
            region = self.description.regions[mapped.region]
            self.range_add(domain, mapped.address, mapped.address + region.size,
                           f"memory region {shown(region.name)}", mapped.line)
        if domain.pager and domain.pager.size:
            self.range_add(domain, domain.pager.base, domain.pager.base + domain.pager.size,
                           "the paged region", domain.pager.line)

    def paged_ranges(self, domain):
        """Where the pager provides memory: the program's writable segments and the region."""
        found = [(s, e) for s, e, segment in self.segments(domain) if segment.writable()]
        if domain.pager.size:
            found.append((domain.pager.base, domain.pager.base + domain.pager.size))
        return found

    # --- What is written into programs before they start ---------------------

    def patch(self, domain, symbol, data, line, optional=False):
        """Set a symbol of a program: its bytes, in .rodata or .data's load image."""
        program = self.programs[domain.name]
        if symbol not in program.symbols:
            if optional:
                return
            self.refuse(line, f"{program.path} has no symbol {shown(symbol)}; define it, or correct the name")
        address, size = program.symbols[symbol]
        if size < len(data):
            self.refuse(line, f"{program.path}: {shown(symbol)} has {size} bytes, {len(data)} are set;"
                        " declare it larger")
        image = program.symbols.get("__data_image")
        data_start, data_end = (program.symbols.get(n, (0, 0))[0] for n in ("__data_start", "__data_end"))
        if image and data_start <= address and address + len(data) <= data_end:
            address += image[0] - data_start
        for segment in program.segments:
            offset = address - segment.virtual
            if 0 <= offset and offset + len(data) <= len(segment.data) and not segment.writable():
                self.patches[domain.name][address] = data
                return
        self.refuse(line, f"{program.path}: {shown(symbol)} is not in .data or .rodata; give it an"
                    " initial value that is not 0, or make it const volatile")

    def patch_word(self, domain, symbol, value, line):
        self.patch(domain, symbol, value.to_bytes(4, "little"), line)

    def patches_collect(self, domain):
        name = domain.name.encode().ljust(LAYOUT["LAYOUT_NAME_BYTES"], b"\0")
        self.patch(domain, "microkit_name", name, domain.line, optional=True)
        for mapped in domain.maps:
            if mapped.setvar_vaddr is not None:
                self.patch_word(domain, mapped.setvar_vaddr, mapped.address, mapped.line)
            if mapped.setvar_size is not None:
                size = self.description.regions[mapped.region].size
                self.patch_word(domain, mapped.setvar_size, size, mapped.line)
        for setvar in domain.setvars:
            value = setvar.value
            if value is None:
                region = self.description.regions[setvar.region]
                if region.physical is None:
                    self.refuse(setvar.line, f"{shown(region.name)} has no fixed physical address; only"
                                " a region with phys_addr has one")
                value = region.physical
            self.patch_word(domain, setvar.symbol, value, setvar.line)
        for pair in self.description.channels:
            for end in pair:
                if end.domain is domain and end.setvar_id is not None:
                    self.patch_word(domain, end.setvar_id, end.id, end.line)
        self.clients_patch(domain)

    def clients_patch(self, domain):
        """A parent's array `writ_clients`, by the child's id: struct writ_client."""
        if "writ_clients" not in self.programs[domain.name].symbols:
            paged = [c for c in domain.children.values() if c.pager]
            if paged:
                self.refuse(paged[0].pager.line, f"{self.programs[domain.name].path} does not define"
                            ' "writ_clients", so it is no pager; include <writ/clients.h>')
            return
        table = b""
        for number in range(max(domain.children, default=-1) + 1):
            child = domain.children.get(number)
            words = [0] * CLIENT_WORDS
            if child:
                words[0] = self.programs[child.name].entry
            if child and child.pager:
                ranges = self.paged_ranges(child)
                if len(ranges) > CLIENT_RANGES:
                    self.refuse(child.program_line, f"{self.programs[child.name].path}: {len(ranges)}"
                                f" ranges to page, at most {CLIENT_RANGES}; link it with userland/lib/program.ld")
                words[1] = child.pager.limit
                for i, (start, end) in enumerate(ranges):
                    words[2 + 2 * i: 4 + 2 * i] = start, end
            table += b"".join(w.to_bytes(4, "little") for w in words)
        self.patch(domain, "writ_clients", table, domain.line)

    def patched(self, domain, segment):
        data = bytearray(segment.data)
        for address, value in self.patches[domain.name].items():
            offset = address - segment.virtual
            if 0 <= offset < len(data):
                data[offset:offset + len(value)] = value
        return bytes(data)
