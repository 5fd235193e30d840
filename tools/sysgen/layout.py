# SPDX-License-Identifier: Apache-2.0
"""The capability layout: from a description, a board and programs to tables.

The tables are those of userland/init/layout_blob.h, as plain dictionaries
with the header's field names.  Everything that the root task would otherwise
find out too late is checked here: address spaces, devices, interrupts, memory.
"""
import math

from .constants import (ABI, BLOB, BLOB_ADDRESS, BLOB_NONE, CONFIG, GRANULE, LAYOUT, PAGE, page_up)
from .refusal import Refusal, shown
from .space import Spaces

READ, WRITE, CALL = ABI["RIGHT_READ"], ABI["RIGHT_WRITE"], ABI["RIGHT_CALL"]
PRIORITY_MOST = ABI["PRIORITIES"] - 2   # the root task keeps the highest one
# Objects of every domain, in the order in which the root task makes them.
DOMAIN_OBJECTS = ("CNODE", "MEMORY", "VSPACE", "THREAD", "SCHED_CONTEXT", "ENDPOINT",
                  "NOTIFICATION", "REPLY")


class Layout:
    def __init__(self, description, board, search, root=None, kernel=None):
        self.description = description
        self.board = board
        self.root = root
        self.kernel = kernel
        self.domains = sorted(description.domains, key=lambda d: -d.priority)
        self.number = {d.name: i for i, d in enumerate(self.domains)}
        self.memories = []
        self.maps = []
        self.caps = []
        self.irqs = []
        self.contents = []
        self.buffers = {}
        self.build(search)

    def refuse(self, line, what):
        raise Refusal(self.description.path, line, what)

    def build(self, search):
        self.priorities_map()
        self.interrupts_check()
        self.devices_check()
        for domain in self.description.domains:
            self.pager_check(domain)
        self.spaces = Spaces(self.description, search)
        for domain in self.domains:
            self.program_place(domain)
        self.regions_place()
        for domain in self.domains:
            self.capabilities_give(domain)
        for a, b in self.description.channels:
            self.channel_give(a, b)
            self.channel_give(b, a)
        self.memory_check()

    def priorities_map(self):
        """The kernel's priorities: the description's own when they fit, else in the same order."""
        used = sorted({d.priority for d in self.domains})
        if used[-1] <= PRIORITY_MOST:
            self.priority = {p: p for p in used}
        elif len(used) <= PRIORITY_MOST + 1:
            first = PRIORITY_MOST + 1 - len(used)
            self.priority = {p: first + i for i, p in enumerate(used)}
        else:
            self.refuse(self.domains[-1].line, f"{len(used)} different priorities, the kernel has"
                        f" {PRIORITY_MOST + 1}; let some domains share one")

    # --- What the board has -------------------------------------------------

    def interrupts_check(self):
        for domain in self.description.domains:
            for irq in domain.irqs:
                if irq.number not in self.board.irqs:
                    self.refuse(irq.line, f"{self.board.name} has no interrupt {irq.number} for"
                                f" programs; it has {self.board.irqs_text()}")
                edge = self.board.irqs[irq.number]
                words = {True: "edge", False: "level"}
                if irq.edge is not None and irq.edge != edge:
                    self.refuse(irq.line, f'interrupt {irq.number} is {words[edge]}-triggered on'
                                f' {self.board.name}; write trigger="{words[edge]}"')

    def devices_check(self):
        taken = []
        for region in self.description.regions.values():
            if region.physical is None:
                continue
            start, end = region.physical, region.physical + region.size
            if start < self.board.ram_base + self.board.ram_bytes and self.board.ram_base < end:
                self.refuse(region.line, f"{shown(region.name)} at {start:#x} is in RAM; leave"
                            " phys_addr out, and the root task takes free memory")
            device = self.board.device_at(start, end)
            if device is None:
                self.refuse(region.line, f"{self.board.name} has no device at {start:#x} to"
                            f" {end - 1:#x}; it has {self.board.devices_text(start)}")
            for other in taken:
                if start < other.physical + other.size and other.physical < end:
                    self.refuse(region.line, f"{shown(region.name)} covers registers of"
                                f" {shown(other.name)}, in line {other.line}; map one region in both domains")
            taken.append(region)

    # --- Memory ---------------------------------------------------------------

    def memory_add(self, name, owner, page_bits, size, device, content, maps):
        """One memory with its maps; returns its number."""
        number = len(self.memories)
        content = content.rstrip(b"\0")
        if content:
            self.contents.append(content)
        self.memories.append({
            "name": name, "owner": owner, "page_bits": page_bits, "pages": size >> page_bits,
            "device": device, "content": len(self.contents) - 1 if content else BLOB_NONE,
            "content_bytes": len(content), "first_map": len(self.maps), "map_count": len(maps)})
        self.maps += maps
        return number

    def program_place(self, domain):
        """Program segments and IPC buffer: the domain's own frames."""
        number = self.number[domain.name]
        cached = ABI["MEMORY_CACHED"]
        for start, end, segment in self.spaces.segments(domain):
            if domain.pager and segment.writable():
                continue
            data = self.spaces.patched(domain, segment)
            content = bytes(segment.virtual - start) + data if any(data) else b""
            self.memory_add(f"{domain.name} program", number, 12, end - start, BLOB_NONE, content,
                            [{"domain": number, "address": start, "rights": segment.rights(),
                              "memory": cached}])
        self.buffers[domain.name] = self.memory_add(
            f"{domain.name} buffer", number, 12, PAGE, BLOB_NONE, b"",
            [{"domain": number, "address": LAYOUT["LAYOUT_IPC_BUFFER"], "rights": READ | WRITE,
              "memory": cached}])

    def attribute(self, region, mapped):
        """MEMORY_ of a map."""
        if region.physical is not None:
            if mapped.cached:
                self.refuse(mapped.line, f"{shown(region.name)} is a device and cannot be cached;"
                            ' write cached="false"')
            if mapped.rights & ABI["RIGHT_EXECUTE"]:
                self.refuse(mapped.line, f"{shown(region.name)} is a device and holds no code;"
                            ' write perms="rw"')
            return ABI["MEMORY_DEVICE"]
        return ABI["MEMORY_UNCACHED"] if mapped.cached is False else ABI["MEMORY_CACHED"]

    def regions_place(self):
        """Memory regions that somebody maps; devices last, by address, as their frames are made."""
        regions = self.description.regions.values()
        for region in sorted(regions, key=lambda r: -1 if r.physical is None else r.physical):
            maps = [{"domain": self.number[d.name], "address": m.address, "rights": m.rights,
                     "memory": self.attribute(region, m)}
                    for d in self.domains for m in d.maps if m.region == region.name]
            if maps:
                device = BLOB_NONE if region.physical is None else region.physical
                self.memory_add(region.name, BLOB_NONE, region.page_bits, region.size, device, b"", maps)

    # --- Capabilities -----------------------------------------------------------

    def give(self, domain, slot, kind, target, rights, badge=0):
        self.caps.append({"domain": self.number[domain.name], "slot": slot,
                          "kind": BLOB["BLOB_CAP_" + kind], "target": target, "rights": rights,
                          "badge_low": badge & 0xffffffff, "badge_high": badge >> 32})

    @staticmethod
    def cnode_radix(domain):
        return LAYOUT["LAYOUT_CNODE_RADIX_UNTYPED" if domain.untyped else "LAYOUT_CNODE_RADIX"]

    def capabilities_give(self, domain):
        own = self.number[domain.name]
        self.give(domain, LAYOUT["LAYOUT_CNODE"], "CNODE", own, READ | WRITE if domain.untyped else READ)
        self.give(domain, LAYOUT["LAYOUT_ENDPOINT"], "ENDPOINT", own, READ)
        self.give(domain, LAYOUT["LAYOUT_REPLY"], "REPLY", own, READ | WRITE)
        self.give(domain, LAYOUT["LAYOUT_NOTIFICATION"], "NOTIFICATION", own, READ)
        if domain.passive:
            self.give(domain, LAYOUT["LAYOUT_READY"], "ENDPOINT", BLOB_NONE, WRITE, own)
        if domain.machine is not None:
            self.give(domain, LAYOUT["LAYOUT_MACHINE"], "MACHINE", 0, domain.machine)
        for i, untyped in enumerate(domain.untyped):
            self.give(domain, LAYOUT["LAYOUT_UNTYPED"] + i, "UNTYPED", untyped.size, 0)
        for irq in domain.irqs:
            self.give(domain, LAYOUT["LAYOUT_CHANNEL_IRQ"] + irq.id, "IRQ", irq.number, READ | WRITE)
            badge = 1 << irq.id
            self.irqs.append({"line": irq.number, "domain": own, "badge_low": badge & 0xffffffff,
                              "badge_high": badge >> 32})
        if domain.monitor is not None:
            self.give(domain, LAYOUT["LAYOUT_CHANNEL_ENDPOINT"] + domain.monitor, "ENDPOINT",
                      BLOB_NONE, CALL, own)
        for number, child in sorted(domain.children.items()):
            target = self.number[child.name]
            self.give(domain, LAYOUT["LAYOUT_CHILD_THREAD"] + number, "THREAD", target, READ | WRITE)
            self.give(domain, LAYOUT["LAYOUT_CHILD_VSPACE"] + number, "VSPACE", target, READ | WRITE)

    def channel_give(self, end, other):
        """What the domain at `end` may do to the other one."""
        target = self.number[other.domain.name]
        if end.notifies:
            self.give(end.domain, LAYOUT["LAYOUT_CHANNEL_NOTIFICATION"] + end.id, "NOTIFICATION",
                      target, WRITE, 1 << other.id)
        if end.calls:
            self.give(end.domain, LAYOUT["LAYOUT_CHANNEL_ENDPOINT"] + end.id, "ENDPOINT", target,
                      CALL, other.id)

    def domain_entry(self, domain):
        """A domain's entry of the blob's table; `name` still as text."""
        return {"name": domain.name,
                "parent": self.number[domain.parent.name] if domain.parent else BLOB_NONE,
                "id": domain.id if domain.parent else self.number[domain.name],
                "priority": self.priority[domain.priority],
                "budget": domain.budget, "period": domain.period,
                "cnode_radix": self.cnode_radix(domain), "memory_radix": self.memory_radix(domain),
                "entry": self.spaces.programs[domain.name].entry,
                "thread_pointer": LAYOUT["LAYOUT_THREAD_POINTER"],
                "buffer": self.buffers[domain.name]}

    # --- Pagers -----------------------------------------------------------------------

    def pager_check(self, domain):
        """A pager needs untyped memory, and slots, for all that its clients may ask for."""
        clients = [c for c in domain.children.values() if c.pager]
        if not clients:
            return
        if not domain.untyped:
            self.refuse(clients[0].pager.line, f"{shown(domain.name)} has no memory to give its clients; add"
                        f" <untyped size=\"...\"/> to {shown(domain.name)}")
        free = (1 << self.cnode_radix(domain)) - LAYOUT["LAYOUT_FIRST_FREE"]
        pages = sum(c.pager.limit for c in clients)
        if pages > free:
            self.refuse(clients[-1].pager.line, f"{pages} pages for {shown(domain.name)}'s clients, whose"
                        f" CNode has {free} slots left; lower the limit")

    def pagers_memory_check(self):
        for domain in self.description.domains:
            clients = [c for c in domain.children.values() if c.pager]
            tables = sum(len(self.tables(self.spaces.paged_ranges(c))) for c in clients)
            need = sum(c.pager.limit for c in clients) * PAGE + page_up(
                tables * CONFIG["PAGE_TABLE_GRANULES"] * GRANULE)
            have = sum(u.size for u in domain.untyped)
            if need > have:
                self.refuse(clients[-1].pager.line, f"pages and page tables for {shown(domain.name)}'s"
                            f" clients take up to {need:#x} bytes of its {have:#x} bytes of untyped"
                            f" memory; give {shown(domain.name)} more <untyped> or lower the limit")

    # --- How much memory it takes -------------------------------------------------

    @staticmethod
    def tables(ranges):
        """Numbers of the 1 MiB sections that need a page table."""
        return {n for start, end in ranges for n in range(start >> 20, (end - 1 >> 20) + 1)}

    def domain_maps(self, domain):
        """(map, memory) of everything that is mapped into a domain at the start."""
        number = self.number[domain.name]
        return [(m, memory) for memory in self.memories
                for m in self.maps[memory["first_map"]:memory["first_map"] + memory["map_count"]]
                if m["domain"] == number]

    def domain_tables(self, domain):
        """How many page tables the root task makes for a domain."""
        ranges = [(m["address"], m["address"] + (memory["pages"] << memory["page_bits"]))
                  for m, memory in self.domain_maps(domain) if memory["page_bits"] < 20]
        return len(self.tables(ranges))

    def memory_radix(self, domain):
        """Slot 0 is reserved; then one slot for every mapped page and page table."""
        pages = sum(memory["pages"] for _, memory in self.domain_maps(domain))
        return max(2, math.ceil(math.log2(1 + pages + self.domain_tables(domain))))

    def memory_needed(self):
        """Bytes that the root task takes, each object rounded up to its alignment's worst case."""
        total = 0
        for domain in self.domains:
            sizes = {kind: CONFIG.get(f"{kind}_GRANULES", CONFIG["QUEUE_GRANULES"]) * GRANULE
                     for kind in DOMAIN_OBJECTS}
            sizes["CNODE"] = GRANULE << self.cnode_radix(domain)
            sizes["MEMORY"] = GRANULE << self.memory_radix(domain)
            tables = self.domain_tables(domain) * CONFIG["PAGE_TABLE_GRANULES"] * GRANULE
            total += page_up(sum(sizes.values())) + page_up(tables) + 2 * PAGE
        for memory in self.memories:
            if memory["device"] == BLOB_NONE:
                total += (memory["pages"] + (memory["page_bits"] > 12)) << memory["page_bits"]
            total += page_up(GRANULE * (memory["pages"] + 1)) if memory["owner"] == BLOB_NONE else 0
        return total

    def blob_bytes(self):
        """About how large the blob is; its tables are small beside its contents."""
        entries = len(self.memories) + len(self.maps) + len(self.caps) + len(self.irqs) + len(self.domains)
        return sum(len(c) for c in self.contents) + 48 * (entries + 2)

    def image_check(self):
        """The image fits into RAM and into what the kernel's boot can map; returns what RAM is left."""
        line = self.description.root.sourceline
        blob = page_up(self.blob_bytes())
        segments = [(s.virtual // PAGE * PAGE, page_up(s.virtual + s.memory)) for s in self.root.segments] \
            if self.root else [(LAYOUT["LAYOUT_TEXT"], LAYOUT["LAYOUT_TEXT"] + PAGE),
                               (LAYOUT["LAYOUT_STACK_TOP"] - PAGE, LAYOUT["LAYOUT_DATA"] + PAGE)]
        image = PAGE + blob + sum(end - start for start, end in segments)
        start = self.board.ram_base
        if self.kernel:
            start = max(page_up(s.physical + s.memory) for s in self.kernel.segments)
        self.image = (start, start + image)  # where the root task, its blob and the programs begin
        left = self.board.ram_base + self.board.ram_bytes - start - image
        if left < 0:
            self.refuse(line, f"image too large for memory: the programs and the root task take {image // 1024} KiB,"
                        f" {-left // 1024 + 1} KiB more than {self.board.name} has; make the programs"
                        " smaller, or choose a board with more memory")
        tables = len(self.tables(segments + [(BLOB_ADDRESS, BLOB_ADDRESS + blob)])) + 1
        if image // PAGE > CONFIG["IMAGE_PAGES_MAX"] or tables > CONFIG["BOOT_TABLES_MAX"]:
            most = min(CONFIG["IMAGE_PAGES_MAX"] * 4, (CONFIG["BOOT_TABLES_MAX"] - 4) * 1024)
            self.refuse(line, f"image too large to boot: the programs take {blob // 1024} KiB, the kernel maps"
                        f" up to {most} KiB for the root task; make the programs smaller")
        slots = image // PAGE + len(self.board.pages) + len(self.board.irqs) + 16 \
            + BLOB["BLOB_DOMAIN_SLOTS"] * len(self.domains) + 3 * len(self.memories)
        if slots > 1 << ABI["ROOT_CNODE_RADIX"]:
            self.refuse(line, f"the root task needs {slots} slots and has {1 << ABI['ROOT_CNODE_RADIX']}; describe"
                        " fewer or smaller domains")
        return left

    def memory_check(self):
        self.left = self.image_check() - self.memory_needed()
        if self.left < 0:
            self.refuse(self.description.root.sourceline, f"domains and memory regions take {-self.left // 1024 + 1}"
                        f" KiB more than {self.board.name} has; make regions or programs smaller")
        for domain in self.description.domains:
            for untyped in domain.untyped:
                if untyped.size > self.left:
                    self.refuse(untyped.line, f"{shown(domain.name)} asks for {untyped.size // 1024} KiB of untyped"
                                f" memory and {self.left // 1024} KiB are left; ask for less")
                self.left -= untyped.size
        self.pagers_memory_check()
