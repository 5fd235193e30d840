# SPDX-License-Identifier: Apache-2.0
"""What the operations on capabilities mean, written a second time.

From docs/manual.md, the contracts in kernel/*.h and spec/, not from the kernel's
code: an oracle that says, for one entry of the kernel, what the thread gets and
which slots change.  Here a capability is a value, the derivation tree is each
capability's parent, and there are no queues, tables or steps.

An operation that takes long may be preempted: the kernel then answers that the
call is to be made again, having done a part of the work.  Which part, the model
leaves open; it says what a part may be (Work), and goes on from what was done.
"""
import pathlib
import re
from typing import NamedTuple

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORD = 0xffffffff


def constants():
    """Numbers of the kernel's interface, by name."""
    table = {}
    for name in ("abi.h", "config.h", "object.h"):
        text = (ROOT / "kernel" / name).read_text()
        for key, value in re.findall(r"^#define (\w+) (0x[0-9a-f]+|\d+)u?\b", text, re.M):
            table[key] = int(value, 0)
        for key, name in re.findall(r"^#define (\w+) (\w+)$", text, re.M):
            if name in table:
                table[key] = table[name]
    text = (ROOT / "kernel" / "status.h").read_text()
    for key, value in re.findall(r"(STATUS_\w+) = (\d+)", text):
        table[key] = int(value)
    return table


K = type("Constants", (), constants())
DEVICE_END = K.GRANULES + K.DEVICE_GRANULES

# Granules of an object, and whether it begins at a multiple of them.
FIXED = {K.CAP_THREAD: K.THREAD_GRANULES, K.CAP_ENDPOINT: K.QUEUE_GRANULES,
         K.CAP_NOTIFICATION: K.QUEUE_GRANULES, K.CAP_REPLY: K.REPLY_GRANULES,
         K.CAP_SCHED_CONTEXT: K.SCHED_CONTEXT_GRANULES, K.CAP_VSPACE: K.VSPACE_GRANULES,
         K.CAP_PAGE_TABLE: K.PAGE_TABLE_GRANULES}
FRAMES = {12: K.PAGE_GRANULES, 16: K.LARGE_PAGE_GRANULES, 20: K.SECTION_GRANULES}
ONE_HOLDER = (K.CAP_UNTYPED, K.CAP_PAGE_TABLE)
BADGED = (K.CAP_ENDPOINT, K.CAP_NOTIFICATION)
MAPPABLE = (K.CAP_FRAME, K.CAP_PAGE_TABLE)
# What a thread's slots hold, and the argument that names it.
CONFIGURED = ((K.CAP_CNODE, 1), (K.CAP_VSPACE, 2), (K.CAP_ENDPOINT, 3), (K.CAP_FRAME, 4), (K.CAP_ENDPOINT, 6))
BUFFER = 3

# Operations that only a type's own part of the kernel knows; the right that any of them needs.
OTHERS = {K.CAP_THREAD: (range(20, 28), K.RIGHT_WRITE), K.CAP_PAGE_TABLE: (range(0), 0), K.CAP_FRAME: (range(K.FRAME_ADDRESS, K.FRAME_ADDRESS + 1), 0),
          K.CAP_IRQ_HANDLER: (range(50, 53), K.RIGHT_WRITE), K.CAP_MACHINE: (range(60, 63), 0)}


class Cap(NamedTuple):
    """What a slot holds: `parent` is the slot that it was derived from, 0 for none."""
    type: int
    rights: int
    object: int
    size: int
    word0: int
    word1: int
    parent: int
    depth: int

    @property
    def owns(self):
        """Does the object go with this capability?"""
        return self.rights & K.RIGHT_OWN != 0


class Refused(Exception):
    """The call is refused."""
    def __init__(self, status, argument):
        super().__init__(status, argument)
        self.answer = status | argument << 8


class NotModelled(Exception):
    """The call is one that this model says nothing about."""


class Work:
    """What a preempted call may have done, at most: `gone` slots emptied, `unmapped` slots' mappings
    ended; or memory of the untyped capability in slot `untyped` zeroed, from `clean` to `need`."""
    def __init__(self, gone=frozenset(), unmapped=frozenset(), untyped=0, start=None, need=0):
        self.gone, self.unmapped = gone, unmapped
        self.untyped, self.start, self.need = untyped, start, need


class Outcome(NamedTuple):
    """Of one entry: r0, r2..r5 if they are said (or a function that says them once the caller runs),
    slots that change, if it is not preempted; and what it may have done if it is (None: it never is)."""
    answer: int
    results: tuple | None
    changes: dict
    work: Work | None
    empties: bool = False   # when it is done no CNode is being emptied
    given: tuple | None = None  # a scheduling context's object, its budget and period from now on


def field(value, low, count):
    """`count` bits of a word, from bit `low` up."""
    return value >> low & ((1 << count) - 1)


def object_granules(kind, size):
    """How many granules an object has; 0 if there is none such."""
    if kind == K.CAP_UNTYPED:
        return size if size <= DEVICE_END else 0
    if kind == K.CAP_CNODE:
        return 1 << size if 1 <= size <= K.CNODE_RADIX_MAX else 0
    if kind == K.CAP_FRAME:
        return FRAMES.get(size, 0)
    return FIXED.get(kind, 0) if size == 0 else 0


def aligned(kind, granules, start):
    """The first place for such an object from `start` on."""
    if kind in (K.CAP_UNTYPED, K.CAP_CNODE):
        return start
    return -(-start // granules) * granules


class Model:
    """All slots that hold a capability, by number; the CNodes that are being emptied."""
    def __init__(self, slots=None, dying=None, times=None):
        self.slots = {}
        self.times = times  # time_model.Times
        self.dying = dict(dying or {})
        self.below = {}     # slot: those with a child of it
        self.owners = {}    # (type, object): the slot with the capability that it goes with
        self.apply(slots or {})

    def apply(self, changes):
        """The slots hold this from now on."""
        for slot, new in changes.items():
            old = self.slots.pop(slot, None)
            if old is not None:
                self.below[old.parent].discard(slot)
                if self.owners.get((old.type, old.object)) == slot:
                    del self.owners[old.type, old.object]
            if new is not None:
                self.slots[slot] = new
                self.below.setdefault(new.parent, set()).add(slot)
                if new.owns:
                    self.owners[new.type, new.object] = slot

    def children(self, slot):
        """Slots of what was derived from this one, directly."""
        return self.below.get(slot, set())

    def inside(self, first, count):
        """The slots first .. first + count - 1 that hold something."""
        if count < len(self.slots):
            return [s for s in range(first, first + count) if s in self.slots]
        return [s for s in self.slots if first <= s < first + count]

    # Names.

    def lookup(self, root, index, depth):
        """(slot, slots of its CNode from there on) that `depth` bits of index name; None."""
        if depth > 32:
            return None
        cap = self.slots.get(root)
        for _ in range(K.CSPACE_LEVELS_MAX):
            if cap is None or cap.type != K.CAP_CNODE:
                return None
            radix, guard_bits = cap.size.bit_length() - 1, cap.word1
            if guard_bits + radix > depth:
                return None
            depth -= guard_bits
            if guard_bits and field(index, depth, guard_bits) != cap.word0:
                return None
            depth -= radix
            number = field(index, depth, radix)
            if number == 0:
                return None
            if depth == 0:
                return cap.object + number, cap.size - number
            cap = self.slots.get(cap.object + number)
        return None

    def named(self, thread, address):
        """The slot that a thread means by an address, or None."""
        found = self.lookup(thread, address, 32)
        return found and found[0]

    def argument(self, thread, address, kind, number):
        """The slot of a capability of that type."""
        slot = self.named(thread, address)
        if slot is None or slot not in self.slots or self.slots[slot].type != kind:
            raise Refused(K.STATUS_INVALID_CAPABILITY, number)
        return slot

    def root(self, thread, address, right, number):
        """The slot of the CNode capability that begins a (root, index, depth)."""
        slot = thread if address == 0 else self.named(thread, address)
        if slot is None or slot not in self.slots or self.slots[slot].type != K.CAP_CNODE:
            raise Refused(K.STATUS_INVALID_CAPABILITY, number)
        if not self.slots[slot].rights & right:
            raise Refused(K.STATUS_NO_RIGHT, number)
        return slot

    # Entries.

    def entry(self, thread, registers):
        """What this system call of the thread comes to."""
        number = registers[7]
        if number in range(1, K.CALL_INVOKE) or number == K.CALL_NBSEND_RECV:
            raise NotModelled
        try:
            if number != K.CALL_INVOKE:
                raise Refused(K.STATUS_INVALID_CALL, 0)
            return self.invoke(thread, registers)
        except Refused as refused:
            return Outcome(refused.answer, None, {}, None)

    def invoke(self, thread, registers):
        """An operation on a kernel object."""
        slot, operation = self.named(thread, registers[0]), registers[1]
        a = [0, *registers[2:7], *registers[8:11]]
        if slot is None or slot not in self.slots:
            raise Refused(K.STATUS_INVALID_CAPABILITY, 0)
        cap = self.slots[slot]
        if cap.type == K.CAP_UNTYPED:
            if operation != K.UNTYPED_RETYPE:
                raise Refused(K.STATUS_INVALID_CALL, 0)
            return self.retype(thread, slot, a)
        if cap.type == K.CAP_CNODE:
            if operation not in CNODE_OPERATIONS:
                raise Refused(K.STATUS_INVALID_CALL, 0)
            return CNODE_OPERATIONS[operation](self, thread, slot, a)
        if cap.type == K.CAP_THREAD and operation == K.THREAD_CONFIGURE:
            if not cap.rights & K.RIGHT_WRITE:
                raise Refused(K.STATUS_NO_RIGHT, 0)
            return self.configure(thread, cap.object, a)
        if (cap.type, operation) in SPACE_OPERATIONS:
            return SPACE_OPERATIONS[cap.type, operation](self, thread, slot, a)
        if cap.type == K.CAP_SCHED_CONTEXT:
            return self.sched_context(thread, cap, operation, a)
        if cap.type not in OTHERS:
            raise Refused(K.STATUS_INVALID_CAPABILITY, 0)
        operations, right = OTHERS[cap.type]
        if operation in operations:
            raise NotModelled
        if right and not cap.rights & right:
            raise Refused(K.STATUS_NO_RIGHT, 0)
        raise Refused(K.STATUS_INVALID_CALL, 0)

    # Untyped memory.

    def retype(self, thread, slot, a):
        """type, size, slot, n: n objects in n slots, or nothing."""
        kind, size, n = a[1], a[2], a[6]
        if self.dying:
            # What dies goes first; then the call is made again.
            return Outcome(None, None, {}, self.withdrawal([]))
        if not K.CAP_UNTYPED <= kind <= K.CAP_FRAME:
            raise Refused(K.STATUS_INVALID_ARGUMENT, 1)
        granules = object_granules(kind, size)
        if granules == 0:
            raise Refused(K.STATUS_INVALID_ARGUMENT, 2)
        root = self.root(thread, a[3], K.RIGHT_WRITE, 3)
        window = self.lookup(root, a[4], a[5])
        if window is None:
            raise Refused(K.STATUS_INVALID_CAPABILITY, 4)
        first, room = window
        if not 1 <= n <= min(K.RETYPE_MAX, room):
            raise Refused(K.STATUS_OUT_OF_RANGE, 6)
        return self.make(slot, kind, granules, first, n)

    def make(self, slot, kind, granules, first, n):
        """n objects of `granules` each, into the slots from `first` on."""
        untyped = self.slots[slot]
        device = untyped.object >= K.GRANULES
        if device and kind not in (K.CAP_FRAME, K.CAP_UNTYPED):
            raise Refused(K.STATUS_INVALID_ARGUMENT, 1)
        if untyped.depth >= K.DERIVATION_DEPTH_MAX:
            raise Refused(K.STATUS_TOO_DEEP, 0)
        if self.inside(first, n):
            raise Refused(K.STATUS_OCCUPIED, 4)
        # Memory of which nothing is left is free again, and what it holds is not known any more.
        reset = not self.children(slot) and untyped.word0 != 0
        mark, clean = (0, 0) if reset else (untyped.word0, untyped.word1)
        start = aligned(kind, granules, untyped.object + mark)
        end = start + n * granules
        if end > untyped.object + untyped.size:
            raise Refused(K.STATUS_NO_MEMORY, 0)
        used, work = end - untyped.object, None
        if not device and kind != K.CAP_UNTYPED and used > clean:
            work = Work(untyped=slot, start=untyped._replace(word0=mark, word1=clean), need=used)
        changes = {slot: untyped._replace(word0=used, word1=max(clean, used))}
        for i in range(n):
            changes[first + i] = Cap(kind, K.RIGHT_ALL | K.RIGHT_OWN, start + i * granules, granules, 0, 0,
                                     slot, untyped.depth + 1)
        return Outcome(0, None, changes, work, True)

    # CNodes: index and depth are arguments 1 and 2.

    def target(self, slot, a, right):
        """The slot that an operation on a CNode is about."""
        if not self.slots[slot].rights & right:
            raise Refused(K.STATUS_NO_RIGHT, 0)
        found = self.lookup(slot, a[1], a[2])
        if found is None:
            raise Refused(K.STATUS_INVALID_CAPABILITY, 1)
        return found[0]

    def transfer(self, thread, slot, a, right):
        """(from, to) of copy, mint, move and mutate."""
        to = self.target(slot, a, K.RIGHT_WRITE)
        if to in self.slots:
            raise Refused(K.STATUS_OCCUPIED, 1)
        return self.source(thread, a, right), to

    def source(self, thread, a, right):
        """The slot of arguments 3 to 5, which holds something."""
        found = self.lookup(self.root(thread, a[3], right, 3), a[4], a[5])
        if found is None or found[0] not in self.slots:
            raise Refused(K.STATUS_INVALID_CAPABILITY, 4)
        return found[0]

    def loan(self, source, rights, words):
        """A child of what is in the source, with these words."""
        cap = self.slots[source]
        if cap.depth >= K.DERIVATION_DEPTH_MAX:
            raise Refused(K.STATUS_TOO_DEEP, 4)
        return cap._replace(rights=cap.rights & rights & K.RIGHT_ALL, word0=words[0], word1=words[1],
                            parent=source, depth=cap.depth + 1)

    def copy(self, thread, slot, a):
        """A loan that says what its source says, but not where that is mapped."""
        source, to = self.transfer(thread, slot, a, K.RIGHT_READ)
        cap = self.slots[source]
        if cap.type in ONE_HOLDER:
            raise Refused(K.STATUS_NO_RIGHT, 4)
        words = (0, 0) if cap.type == K.CAP_FRAME else (cap.word0, cap.word1)
        return Outcome(0, None, {to: self.loan(source, a[6], words)}, None)

    def mint(self, thread, slot, a):
        """A loan with a badge, once, or with a guard."""
        source, to = self.transfer(thread, slot, a, K.RIGHT_READ)
        cap = self.slots[source]
        if cap.type in ONE_HOLDER:
            raise Refused(K.STATUS_NO_RIGHT, 4)
        unbadged = cap.type in BADGED and (cap.word0, cap.word1) == (0, 0)
        if not unbadged and not (cap.type == K.CAP_CNODE and a[8] <= 31):
            raise Refused(K.STATUS_INVALID_ARGUMENT, 7)
        return Outcome(0, None, {to: self.loan(source, a[6], (a[7], a[8]))}, None)

    def moved(self, source, to):
        """The capability in another slot, with its place in the tree."""
        changes = {source: None, to: self.slots[source]}
        for child in self.children(source):
            changes[child] = self.slots[child]._replace(parent=to)
        return changes

    def move(self, thread, slot, a):
        """A gift."""
        source, to = self.transfer(thread, slot, a, K.RIGHT_WRITE)
        return Outcome(0, None, self.moved(source, to), None)

    def mutate(self, thread, slot, a):
        """A gift that gets a badge, once and before it is lent, or a guard."""
        source, to = self.transfer(thread, slot, a, K.RIGHT_WRITE)
        cap = self.slots[source]
        unbadged = cap.type in BADGED and (cap.word0, cap.word1) == (0, 0) and not self.children(source)
        if not unbadged and not (cap.type == K.CAP_CNODE and a[8] <= 31):
            raise Refused(K.STATUS_INVALID_ARGUMENT, 7)
        changes = self.moved(source, to)
        changes[to] = cap._replace(word0=a[7], word1=a[8])
        return Outcome(0, None, changes, None)

    def exchange(self, thread, slot, a):
        """Two capabilities change places; each keeps its place in the tree."""
        one = self.target(slot, a, K.RIGHT_WRITE)
        if one not in self.slots:
            raise Refused(K.STATUS_INVALID_CAPABILITY, 1)
        other = self.source(thread, a, K.RIGHT_WRITE)
        if one == other:
            raise Refused(K.STATUS_INVALID_ARGUMENT, 4)
        places = {one: other, other: one}
        changes = {}
        for s in {one, other} | self.children(one) | self.children(other):
            cap = self.slots[s]
            changes[places.get(s, s)] = cap._replace(parent=places.get(cap.parent, cap.parent))
        return Outcome(0, None, changes, None)

    def inspect(self, _thread, slot, a):
        """type | rights << 8 | depth << 16, bytes, words."""
        cap = self.slots.get(self.target(slot, a, K.RIGHT_READ), Cap(0, 0, 0, 0, 0, 0, 0, 0))
        hidden = cap.type in (K.CAP_FRAME, K.CAP_PAGE_TABLE, K.CAP_VSPACE)
        results = (cap.type | cap.rights << 8 | cap.depth << 16, min(cap.size * K.GRANULE_BYTES, WORD),
                   0 if hidden else cap.word0, cap.word1)
        return Outcome(0, results, {}, None)

    def cancel(self, _thread, slot, a):
        """What waits under an endpoint capability's badge: here nobody sends, so r0 is all that changes,
        whichever cancellation argument 3 means."""
        cap = self.slots.get(self.target(slot, a, K.RIGHT_READ))
        if cap is None or cap.type != K.CAP_ENDPOINT:
            raise Refused(K.STATUS_INVALID_CAPABILITY, 1)
        if not cap.rights & K.RIGHT_READ:
            raise Refused(K.STATUS_NO_RIGHT, 1)
        return Outcome(0, tuple(a[1:5]), {}, None)

    # Deletion.

    def withdrawal(self, roots):
        """What goes with these slots' capabilities, and with the CNodes that are being emptied: what
        was derived from it, what the CNodes and threads that go hold, and so on."""
        gone, todo = set(), list(roots)
        for header, size in self.dying.items():
            todo += self.inside(header, size)
        while todo:
            slot = todo.pop()
            if slot in gone or slot not in self.slots:
                continue
            gone.add(slot)
            todo += self.children(slot)
            cap = self.slots[slot]
            if cap.owns and cap.type == K.CAP_CNODE:
                todo += self.inside(cap.object, cap.size)
            if cap.owns and cap.type == K.CAP_THREAD:
                todo += self.inside(cap.object, K.THREAD_SLOTS)
        return Work(gone, self.unmapped(gone))

    def unmapped(self, gone):
        """Slots whose mapping ends since the VSpace or table that it is in goes."""
        ended = set()
        for slot in gone:
            cap = self.slots[slot]
            if cap.type == K.CAP_VSPACE and cap.owns:
                ended |= self.mapped_in(cap.object // K.VSPACE_GRANULES, 0, K.USER_END, WORD)
            if cap.type == K.CAP_PAGE_TABLE and cap.word1:
                ended |= self.mapped_in(cap.word0, cap.word1 - 1, K.SECTION_BYTES, K.LARGE_PAGE_GRANULES)
        return ended

    def mapped_in(self, vspace, base, count, size):
        """Slots of what is mapped in [base, base + count) of the VSpace; of frames larger than size
        and of tables only if size is WORD."""
        return {s for s, c in self.slots.items() if c.type in MAPPABLE and c.word1 and c.word0 == vspace
                and base <= c.word1 - 1 < base + count
                and (size == WORD or c.type == K.CAP_FRAME and c.size <= size)}

    def destroy(self, roots):
        """All of it goes."""
        work = self.withdrawal(roots)
        changes = {s: self.slots[s]._replace(word0=0, word1=0) for s in work.unmapped}
        changes.update({s: None for s in work.gone})
        return Outcome(0, None, changes, work if work.gone or self.dying else None, True)

    def delete(self, _thread, slot, a):
        """The capability, and what was derived from it."""
        return self.destroy([self.target(slot, a, K.RIGHT_WRITE)])

    def revoke(self, _thread, slot, a):
        """What was derived from the capability."""
        return self.destroy(self.children(self.target(slot, a, K.RIGHT_WRITE)))

    # Address spaces: a mapped capability says in which VSpace (word 0), and where, plus 1 (word 1).

    def space(self, caller, a):
        """The VSpace's number that argument 1 names, to map in."""
        vspace = self.slots[self.argument(caller, a[1], K.CAP_VSPACE, 1)]
        if not vspace.rights & K.RIGHT_WRITE:
            raise Refused(K.STATUS_NO_RIGHT, 1)
        return vspace.object // K.VSPACE_GRANULES

    def whole(self, vspace, address):
        """Slots of the table or the 1 MiB frame that is mapped at this MiB."""
        found = self.mapped_in(vspace, address // K.SECTION_BYTES * K.SECTION_BYTES, K.SECTION_BYTES, WORD)
        return {s for s in found if self.slots[s].type == K.CAP_PAGE_TABLE
                or self.slots[s].size == K.SECTION_GRANULES}

    def table_map(self, caller, slot, a):
        """VSpace, address."""
        vspace, address, cap = self.space(caller, a), a[2], self.slots[slot]
        if address >= K.USER_END:
            raise Refused(K.STATUS_OUT_OF_RANGE, 2)
        if address % K.SECTION_BYTES:
            raise Refused(K.STATUS_NOT_ALIGNED, 2)
        if cap.word1 or self.whole(vspace, address):
            raise Refused(K.STATUS_OCCUPIED, 2)
        return Outcome(0, None, {slot: cap._replace(word0=vspace, word1=address + 1)}, None)

    def frame_map(self, caller, slot, a):
        """VSpace, address, rights, memory."""
        vspace, (address, rights, memory), cap = self.space(caller, a), a[2:5], self.slots[slot]
        size, device = cap.size * K.GRANULE_BYTES, cap.object >= K.GRANULES
        if address % size:
            raise Refused(K.STATUS_NOT_ALIGNED, 2)
        if address + size > K.USER_END:
            raise Refused(K.STATUS_OUT_OF_RANGE, 2)
        if rights & ~(cap.rights & 7) or not rights & K.RIGHT_READ:
            raise Refused(K.STATUS_NO_RIGHT, 3)
        if memory > K.MEMORY_DEVICE or device and (memory != K.MEMORY_DEVICE or rights & K.RIGHT_EXECUTE):
            raise Refused(K.STATUS_INVALID_ARGUMENT, 4)
        if cap.word1 and (cap.word0, cap.word1) != (vspace, address + 1):
            raise Refused(K.STATUS_OCCUPIED, 2)
        there = self.whole(vspace, address)
        if cap.size != K.SECTION_GRANULES:
            if not {s for s in there if self.slots[s].type == K.CAP_PAGE_TABLE}:
                raise Refused(K.STATUS_NOT_MAPPED, 2)
            # A 64 KiB frame may begin before the address, pages may lie in it.
            base = address // 65536 * 65536
            there = {s for s in self.mapped_in(vspace, base, 65536, K.LARGE_PAGE_GRANULES)
                     if self.slots[s].word1 - 1 < address + size
                     and address < self.slots[s].word1 - 1 + self.slots[s].size * K.GRANULE_BYTES}
        if there - {slot}:
            raise Refused(K.STATUS_OCCUPIED, 2)
        return Outcome(0, None, {slot: cap._replace(word0=vspace, word1=address + 1)}, None)

    def unmap(self, _caller, slot, _a):
        """The frame, or the table and what is mapped through it."""
        cap = self.slots[slot]
        if not cap.word1:
            raise Refused(K.STATUS_NOT_MAPPED, 0)
        ended = {slot} | (self.unmapped({slot}) if cap.type == K.CAP_PAGE_TABLE else set())
        return Outcome(0, None, {s: self.slots[s]._replace(word0=0, word1=0) for s in ended}, None)

    # Scheduling contexts: what time is, time_model.py says.

    def sched_context(self, caller, cap, operation, a):
        """An operation on a scheduling context."""
        if operation not in range(K.SCHED_CONTEXT_CONFIGURE, K.SCHED_CONTEXT_CONSUMED + 1):
            raise Refused(K.STATUS_INVALID_CALL, 0)
        if not cap.rights & (K.RIGHT_READ if operation == K.SCHED_CONTEXT_CONSUMED else K.RIGHT_WRITE):
            raise Refused(K.STATUS_NO_RIGHT, 0)
        if operation == K.SCHED_CONTEXT_CONSUMED:
            return Outcome(0, lambda: self.consumed(cap.object, a), {}, None)
        if operation != K.SCHED_CONTEXT_CONFIGURE:
            raise NotModelled
        budget, period = a[2], a[3]
        if not self.slots[self.argument(caller, a[1], K.CAP_MACHINE, 1)].rights & K.RIGHT_GRANT:
            raise Refused(K.STATUS_NO_RIGHT, 1)
        if budget < K.BUDGET_MIN_MICROSECONDS:
            raise Refused(K.STATUS_OUT_OF_RANGE, 2)
        if 0 < period < budget:
            raise Refused(K.STATUS_OUT_OF_RANGE, 3)
        period = 0 if period == budget else period
        if period and not self.times.room(cap.object):
            raise Refused(K.STATUS_NO_MEMORY, 0)
        return Outcome(0, tuple(a[1:5]), {}, None, given=(cap.object, budget, period))

    def consumed(self, context, a):
        """r2 .. r5: what the context has used, low and high word; the others stay."""
        used = self.times.consumed(context)
        return used & WORD, used >> 32, a[3], a[4]

    # Threads.

    def configure(self, caller, thread, a):
        """What the thread holds: loans of these capabilities, in place of what it held."""
        changes = {thread + k: None for k in range(len(CONFIGURED)) if thread + k in self.slots}
        for k, (kind, number) in enumerate(CONFIGURED):
            if a[number] == 0:
                continue
            source = self.argument(caller, a[number], kind, number)
            cap = self.slots[source]
            if cap.depth >= K.DERIVATION_DEPTH_MAX:
                raise Refused(K.STATUS_TOO_DEEP, number)
            words = (thread // K.THREAD_GRANULES, 0) if k == BUFFER else (cap.word0, cap.word1)
            changes[thread + k] = self.loan(source, K.RIGHT_ALL, words)
        if a[4] != 0:
            frame = changes[thread + BUFFER]
            if frame.object >= K.GRANULES:
                raise Refused(K.STATUS_INVALID_ARGUMENT, 4)
            if frame.rights & (K.RIGHT_READ | K.RIGHT_WRITE) != K.RIGHT_READ | K.RIGHT_WRITE:
                raise Refused(K.STATUS_NO_RIGHT, 4)
            if a[5] % K.IPC_BUFFER_BYTES:
                raise Refused(K.STATUS_NOT_ALIGNED, 5)
        return Outcome(0, None, changes, None)


# An operation on a CNode that the kernel gains is one line here and a method above.
CNODE_OPERATIONS = {K.CNODE_COPY: Model.copy, K.CNODE_MINT: Model.mint, K.CNODE_MOVE: Model.move,
                    K.CNODE_DELETE: Model.delete, K.CNODE_REVOKE: Model.revoke,
                    K.CNODE_INSPECT: Model.inspect, K.CNODE_MUTATE: Model.mutate,
                    K.CNODE_EXCHANGE: Model.exchange, K.CNODE_CANCEL_BADGED_SENDS: Model.cancel}
SPACE_OPERATIONS = {(K.CAP_PAGE_TABLE, K.PAGE_TABLE_MAP): Model.table_map,
                    (K.CAP_PAGE_TABLE, K.PAGE_TABLE_UNMAP): Model.unmap,
                    (K.CAP_FRAME, K.FRAME_MAP): Model.frame_map, (K.CAP_FRAME, K.FRAME_UNMAP): Model.unmap}
