# SPDX-License-Identifier: Apache-2.0
"""gdb commands that show what the kernel's objects are: `writ threads | caps | untyped | mappings`.

Which granule is what is ghost state, known to the proof only; at run time an object is
known by the capabilities to it.  So these commands walk from the slots that boot owns
through every CNode and thread that they reach, with the kernel's own symbols and types.
"""
import gdb

TYPES = ("null", "untyped", "cnode", "thread", "endpoint", "notification", "reply",
         "sched-context", "vspace", "page-table", "frame", "irq", "machine")
STATES = ("inactive", "runnable", "sending", "calling", "receiving", "waiting", "reply-wait")
CAP_UNTYPED, CAP_CNODE, CAP_THREAD, CAP_FRAME, CAP_PAGE_TABLE = 1, 2, 3, 10, 9
CAP_ENDPOINT, CAP_NOTIFICATION = 4, 5
RIGHTS = ((1, "r"), (2, "w"), (4, "x"), (8, "c"), (16, "g"), (32, "p"), (128, "o"))
GRANULE = 32
BOOT_SLOTS = 16           # these five are kernel/config.h's and kernel/object.h's
THREAD_SLOTS = 8
GRANULES = 0x2000000
DEVICE_END = GRANULES + 0x8000000


def not_yet(address):
    """The error of asking too early."""
    return gdb.GdbError(f"no memory at {address}: the kernel has not turned its MMU on yet; "
                        "type `tbreak boot`, `continue`, and try again")


def number(expression):
    """The value of a C expression."""
    try:
        return int(gdb.parse_and_eval(expression))
    except gdb.MemoryError:
        raise not_yet(expression) from None


def window(name):
    """Address at which a window begins."""
    return int(gdb.parse_and_eval(f"(unsigned long)&{name}"))


def memory(address, length):
    """Bytes of the kernel's linear map."""
    try:
        return bytes(gdb.selected_inferior().read_memory(address, length))
    except gdb.MemoryError:
        raise not_yet(f"{address:#x}") from None


class Slot:
    """A capability: the fields of `struct slot`, and where it is."""
    fields = None

    def __init__(self, granule, data):
        self.granule = granule
        for name, offset, size in Slot.layout():
            value = int.from_bytes(data[offset:offset + size], "little")
            setattr(self, name, value)

    @classmethod
    def layout(cls):
        if cls.fields is None:
            kind = gdb.lookup_type("struct slot")
            cls.fields = [(f.name, f.bitpos // 8, f.type.sizeof) for f in kind.fields()]
        return cls.fields

    @classmethod
    def read(cls, granule, count=1):
        """The slots of `count` granules."""
        data = memory(window("slot_window") + granule * GRANULE, count * GRANULE)
        return [cls(granule + i, data[i * GRANULE:(i + 1) * GRANULE]) for i in range(count)]

    def rights_text(self):
        return "".join(letter for bit, letter in RIGHTS if self.rights & bit)

    def kind(self):
        return TYPES[self.type] if self.type < len(TYPES) else str(self.type)

    def place(self):
        """What it covers, as a physical address, an interrupt line or nothing."""
        if self.object < GRANULES:
            return f"{number('board.ram_base') + self.object * GRANULE:#010x}"
        if self.object < DEVICE_END:
            return f"{(self.object - GRANULES) * GRANULE:#010x}"
        return f"line {self.object - DEVICE_END}"

    def about(self):
        """The type-specific words, for people."""
        if self.type == CAP_UNTYPED:
            return f"{self.word0 * GRANULE} bytes handed out"
        if self.type == CAP_CNODE:
            return f"guard {self.word0:#x}, {self.word1} bits"
        if self.type in (CAP_ENDPOINT, CAP_NOTIFICATION):
            return f"badge {self.word1 << 32 | self.word0:#x}"
        if self.type in (CAP_FRAME, CAP_PAGE_TABLE) and self.word1:
            return f"mapped in vspace {self.word0} at {self.word1 - 1:#010x}"
        return ""


def slots_reached():
    """Every slot that is not null, boot's own first."""
    waiting = [(number("kernel.boot_slots"), BOOT_SLOTS)]
    seen, found = set(), []
    while waiting:
        start, count = waiting.pop(0)
        if start in seen:
            continue
        seen.add(start)
        for slot in Slot.read(start, count):
            if slot.type == 0:
                continue
            found.append(slot)
            if slot.type == CAP_CNODE:
                waiting.append((slot.object, slot.size))
            if slot.type == CAP_THREAD:
                waiting.append((slot.object, THREAD_SLOTS))
    return found


def table(heading, rows):
    """Aligned columns."""
    rows = [heading, *rows]
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(heading))]
    for row in rows:
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)).rstrip())


def unique(slots, kind):
    """One capability for each object of a type, its owner if it was seen."""
    found = {}
    for slot in slots:
        if slot.type == kind and (slot.object not in found or slot.rights & 128):
            found[slot.object] = slot
    return [found[key] for key in sorted(found)]


class Writ(gdb.Command):
    """Show the kernel's objects: writ threads | caps [CNODE] | untyped | mappings."""

    def __init__(self):
        super().__init__("writ", gdb.COMMAND_DATA, gdb.COMPLETE_NONE, True)


class Threads(gdb.Command):
    """Threads: number, state, priority, program counter, and who runs.  writ threads"""

    def __init__(self):
        super().__init__("writ threads", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        size = gdb.lookup_type("struct thread").sizeof // GRANULE
        current, idle = number("kernel.current"), number("kernel.idle")
        names = {slot.object // size for slot in unique(slots_reached(), CAP_THREAD)}
        rows = []
        for name in sorted(names | {current, idle}):
            thread = gdb.parse_and_eval(f"thread_window[{name}]")
            state = int(thread["state"])
            marks = [text for text, holds in (("running", name == current), ("idle", name == idle)) if holds]
            if int(thread["fault"]):
                marks.append(f"fault {int(thread['fault'])}")
            rows.append((name, STATES[state] if state < len(STATES) else state, int(gdb.parse_and_eval(f"waiter_window[{name}].priority")),
                         f"{int(thread['registers'][15]):#010x}", f"{int(thread['registers'][13]):#010x}",
                         int(thread["waits_on"]), int(thread["context"]), " ".join(marks)))
        table(("thread", "state", "priority", "pc", "sp", "waits on", "context", ""), rows)


class Caps(gdb.Command):
    """Capabilities by slot: of a CNode by its granule, of all that are reached without one.
    writ caps [CNODE]"""

    def __init__(self):
        super().__init__("writ caps", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        everything = slots_reached()
        cnodes = unique(everything, CAP_CNODE)
        slots, base = everything, 0
        if argument.strip():
            base = number(argument)
            wanted = [c for c in cnodes if c.object == base]
            if not wanted:
                raise gdb.GdbError(f"{base}: no such CNode; CNodes are "
                                   f"{' '.join(str(c.object) for c in cnodes)}")
            slots = [s for s in Slot.read(base, wanted[0].size) if s.type]
        table(("slot", "type", "rights", "covers", "bytes", "depth", "about"),
              [(slot.granule - base, slot.kind(), slot.rights_text(), slot.place(), slot.size * GRANULE,
                slot.depth, slot.about()) for slot in slots])


class Untyped(gdb.Command):
    """Untyped memory: where, how much, how much is handed out.  writ untyped"""

    def __init__(self):
        super().__init__("writ untyped", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        rows = []
        for slot in sorted((s for s in slots_reached() if s.type == CAP_UNTYPED), key=lambda s: s.object):
            used = 100 * slot.word0 // slot.size if slot.size else 0
            rows.append((slot.granule, "device" if slot.object >= GRANULES else "memory", slot.place(),
                         slot.size * GRANULE, slot.word0 * GRANULE, f"{used} %"))
        table(("slot", "kind", "from", "bytes", "handed out", ""), rows)


class Mappings(gdb.Command):
    """Frames that are mapped, by address space and address.  writ mappings"""

    def __init__(self):
        super().__init__("writ mappings", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        frames = [s for s in slots_reached() if s.type == CAP_FRAME and s.word1]
        table(("vspace", "address", "physical", "bytes", "rights", "slot"),
              [(s.word0, f"{s.word1 - 1:#010x}", s.place(), s.size * GRANULE, s.rights_text(), s.granule)
               for s in sorted(frames, key=lambda s: (s.word0, s.word1))])


for command in (Writ, Threads, Caps, Untyped, Mappings):
    command()
