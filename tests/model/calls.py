# SPDX-License-Identifier: Apache-2.0
"""Calls to try: plausible ones that fit what the slots hold now, and bad ones."""
from writ_model import K, WORD, field

MEMORY = 14     # the root task's untyped memory: see tests/host/world.h
POOLS = 40      # empty slots of the root CNode from here on
VITAL = range(1, K.ROOT_FIRST)   # slots of the root CNode: losing one ends much
EDGES = sorted({0, 1, 2, 5, 31, 32, 33, 63, 64, 255, 256, 257, 4095, 4096, WORD, WORD - 1, 1 << 31, (1 << 31) - 1,
                1 << 27, K.GRANULES, K.GRANULES - 1, K.GRANULES + K.DEVICE_GRANULES, 0x01000001, 0x00100000})
ARGUMENTS = (2, 3, 4, 5, 6, 8, 9, 10)  # registers of arguments 1 .. 8
KINDS = (("retype", 24), ("copy", 17), ("mint", 13), ("move", 12), ("mutate", 5), ("exchange", 6), ("delete", 12), ("revoke", 7),
         ("inspect", 4), ("cancel", 4), ("configure", 4), ("context", 7), ("table", 4), ("frame", 8), ("nonsense", 5))


def invocation(capability, operation, *arguments):
    """The registers of CALL_INVOKE."""
    registers = [capability, operation, 0, 0, 0, 0, 0, K.CALL_INVOKE, 0, 0, 0]
    for register, value in zip(ARGUMENTS, arguments):
        registers[register] = value & WORD
    return registers


def index_in(cap, number):
    """(index, depth) of a slot of the CNode, from its capability."""
    radix = cap.size.bit_length() - 1
    return field(cap.word0, 0, cap.word1) << radix | number, cap.word1 + radix


class Caller:
    """One actor's view, and a source of chance."""
    def __init__(self, chance, pair):
        self.chance, self.pair = chance, pair
        self.actor = 0

    @property
    def model(self):
        """The capabilities as they are now."""
        return self.pair.model

    @property
    def space(self):
        """The slot with the actor's CSpace."""
        return self.pair.threads[self.actor][0]

    def one_in(self, n):
        """True once in n times."""
        return self.chance.random() * n < 1

    def vital(self, slot):
        """Would losing it end much of the world?"""
        cap = self.model.slots.get(slot)
        root = self.pair.root_slots
        return slot - root in VITAL or (cap is not None and cap.type == K.CAP_UNTYPED and cap.parent == 0)

    def full_slots(self, kinds=None):
        """Slots of the actor's first CNode that hold something (of these types)."""
        cap = self.model.slots.get(self.space)
        if cap is None:
            return []
        slots = self.model.slots
        found = self.model.inside(cap.object, cap.size)
        return found if kinds is None else [s for s in found if slots[s].type in kinds]

    def address(self, *kinds):
        """A capability of one of these types, by address; mostly."""
        found = self.full_slots(kinds or None)
        cap = self.model.slots.get(self.space)
        if not found or cap is None or self.one_in(60):
            return self.word()
        slot = self.chance.choice(found)
        index, depth = index_in(cap, slot - cap.object)
        # An address is 32 bits deep: further down, where this is a part of it.
        while depth < 32:
            inner = self.model.slots.get(slot)
            if inner is None or inner.type != K.CAP_CNODE:
                break
            slot = inner.object + self.number(inner, True)
            more, bits = index_in(inner, slot - inner.object)
            index, depth = index << bits | more, depth + bits
        return index & WORD

    def word(self):
        """Any word, likely at an edge."""
        if self.one_in(3):
            return self.chance.getrandbits(32)
        return (self.chance.choice(EDGES) + self.chance.choice((0, 0, 0, 1, -1))) & WORD

    def number(self, cnode, full):
        """A slot of the CNode by number: with something in it, or empty."""
        full_ones = [s - cnode.object for s in self.model.inside(cnode.object, cnode.size)]
        if full and full_ones:
            number = self.chance.choice(full_ones)
            for _ in range(20):
                if not self.vital(cnode.object + number) or self.one_in(150):
                    break
                number = self.chance.choice(full_ones)
            return number
        number = self.chance.randrange(1, min(cnode.size, 400))
        for _ in range(8):
            if number not in full_ones:
                break
            number = self.chance.randrange(1, min(cnode.size, 400))
        return number

    def slot(self, full):
        """root, index, depth."""
        root = 0 if self.one_in(1.6) else self.address(K.CAP_CNODE)
        start = self.space if root == 0 else self.model.named(self.space, root)
        cap = self.model.slots.get(start)
        if cap is None or cap.type != K.CAP_CNODE:
            return root, self.word(), self.word()
        return (root, *self.below(cap, full))

    def below(self, cap, full):
        """index, depth, from a CNode capability: sometimes deeper."""
        index = depth = 0
        for _ in range(10):
            number = self.number(cap, full)
            more, bits = index_in(cap, number)
            if depth + bits > 32:
                break
            index, depth = index << bits | more, depth + bits
            cap = self.model.slots.get(cap.object + number)
            if cap is None or cap.type != K.CAP_CNODE or self.one_in(2):
                break
        return index & WORD, depth

    def cnode(self, full):
        """A CNode capability's address, index, depth."""
        address = self.address(K.CAP_CNODE)
        slot = self.model.named(self.space, address)
        cap = self.model.slots.get(slot)
        if cap is None or cap.type != K.CAP_CNODE:
            return address, self.word(), self.word()
        return (address, *self.below(cap, full))

    def rights(self):
        """Mostly all."""
        return K.RIGHT_ALL if self.one_in(1.5) else self.chance.choice((0, 1, 2, 3, 255, WORD, self.word()))

    # Calls by kind.

    def retype(self):
        kind = self.chance.choice((1, 1, 2, 2, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 10))
        size, n = 0, self.chance.choice((1, 1, 1, 2, 3, 5, 8))
        if kind == K.CAP_UNTYPED:
            size = 1 << self.chance.randrange(15)
        elif kind == K.CAP_CNODE:
            size = self.chance.choice((1, 1, 2, 2, 3, 3, 4, 5, 8, 9))
        elif kind == K.CAP_FRAME:
            size = self.chance.choice((12, 12, 12, 16, 20))
        elif kind == K.CAP_VSPACE:
            n = 1
        cap = self.model.slots.get(self.space)
        if self.one_in(12) and cap is not None and cap.size > 1000:
            # Many, far from where others put things.
            kind, size = self.chance.choice(((1, 4), (2, 1), (4, 0), (5, 0), (6, 0), (7, 0)))
            to = 0, *index_in(cap, self.chance.randrange(500, cap.size - 200))
            return invocation(self.memory(kind), K.UNTYPED_RETYPE, kind, size, *to,
                              self.chance.choice((40, 64, 100, 256)))
        return invocation(self.memory(kind), K.UNTYPED_RETYPE, kind, size, *self.slot(False), n)

    def memory(self, kind):
        """Untyped memory, by address: of devices for what can be made of it, and seldom else; seldom
        what is used up, or what all the rest came from."""
        for _ in range(10):
            address = self.address(K.CAP_UNTYPED)
            slot = self.model.named(self.space, address)
            cap = self.model.slots.get(slot)
            if cap is None or self.one_in(8):
                break
            device = cap.object >= K.GRANULES
            if device and (kind not in (K.CAP_UNTYPED, K.CAP_FRAME) or not self.one_in(3)):
                continue
            if device or (cap.size - cap.word0 > 600 and not self.vital(slot)):
                break
        return address

    def copy(self):
        return self.transfer(K.CNODE_COPY, self.rights())

    def mint(self):
        words = [self.word(), self.chance.choice((0, 0, 1, self.word()))]
        source = self.slot(True)
        if self.one_in(1.4):
            address = self.address(K.CAP_CNODE, K.CAP_ENDPOINT, K.CAP_NOTIFICATION)
            source = (0, address, 32)
            cap = self.model.slots.get(self.model.named(self.space, address))
            if cap is not None and cap.type == K.CAP_CNODE:
                bits = self.chance.choice((0, 1, 2, 32 - cap.size.bit_length() + 1, 20, 31, 32))
                words = [0 if self.one_in(2) else field(self.chance.getrandbits(32), 0, min(bits, 31)), bits]
        return invocation(*self.on(False, K.CNODE_MINT), *source, self.rights(), *words)

    def on(self, full, operation):
        """A CNode capability, the operation, index, depth."""
        address, index, depth = self.cnode(full)
        return address, operation, index, depth

    def transfer(self, operation, *more):
        return invocation(*self.on(False, operation), *self.slot(True), *more)

    def move(self):
        return self.transfer(K.CNODE_MOVE)

    def mutate(self):
        registers = self.mint()
        registers[1] = K.CNODE_MUTATE
        return registers

    def exchange(self):
        return invocation(*self.on(True, K.CNODE_EXCHANGE), *self.slot(True))

    def delete(self):
        return self.withdraw(K.CNODE_DELETE)

    def revoke(self):
        return self.withdraw(K.CNODE_REVOKE)

    @staticmethod
    def large(cap):
        """A CNode that does not die at once."""
        return cap.type == K.CAP_CNODE and cap.owns and cap.size >= 256

    def withdraw(self, operation):
        """Now and then of what has most children: that takes more than one entry."""
        cap = self.model.slots.get(self.space)
        many = [s for s in self.full_slots() if not self.vital(s)
                and (len(self.model.children(s)) > 30 or self.large(self.model.slots[s]))]
        if cap is None or not many or not self.one_in(3):
            return invocation(*self.on(True, operation))
        return invocation(self.address(K.CAP_CNODE), operation,
                          *index_in(cap, self.chance.choice(many) - cap.object))

    def inspect(self):
        return invocation(*self.on(True, K.CNODE_INSPECT))

    def cancel(self):
        """Mostly of an endpoint."""
        own = self.chance.choice((0, 0, 1, 2, self.word()))
        cap, found = self.model.slots.get(self.space), self.full_slots((K.CAP_ENDPOINT,))
        if cap is None or not found or self.one_in(4):
            return invocation(*self.on(True, K.CNODE_CANCEL_BADGED_SENDS), own)
        return invocation(self.address(K.CAP_CNODE), K.CNODE_CANCEL_BADGED_SENDS,
                          *index_in(cap, self.chance.choice(found) - cap.object), own)

    def configure(self):
        kinds = (K.CAP_CNODE, K.CAP_VSPACE, K.CAP_ENDPOINT, K.CAP_FRAME)
        arguments = [0 if self.one_in(3) else self.address(kind) for kind in kinds]
        if not self.one_in(8):
            arguments[0] = K.ROOT_CNODE
        buffer = self.chance.choice((0, 512, 1024, 1 << 31, 1, 511))
        timeout = 0 if self.one_in(3) else self.address(K.CAP_ENDPOINT)
        return invocation(self.address(K.CAP_THREAD), K.THREAD_CONFIGURE, *arguments, buffer, timeout)

    def context(self):
        """Time for a context, or what it has used."""
        address = self.address(K.CAP_SCHED_CONTEXT)
        if self.one_in(3):
            return invocation(address, K.SCHED_CONTEXT_CONSUMED)
        budget = self.word() if self.one_in(8) else self.chance.randrange(K.BUDGET_MIN_MICROSECONDS, 600)
        period = self.chance.choice((0, budget, 2 * budget, 3 * budget + 7, budget + self.chance.randrange(2000)))
        if self.one_in(10):
            period = self.word()
        return invocation(address, K.SCHED_CONTEXT_CONFIGURE, self.address(K.CAP_MACHINE), budget, period)

    def time(self):
        """How much of it passes: mostly little, or up to what is to happen next."""
        times = self.pair.times
        until = times.alarm - times.clock
        if 0 <= until < 1 << 32 and self.one_in(3):
            return max(0, until + self.chance.choice((-1, 0, 0, 1)))
        return self.chance.choice((0, 1, self.chance.randrange(50), self.chance.randrange(3000)))

    def table(self):
        operation = K.PAGE_TABLE_UNMAP if self.one_in(6) else K.PAGE_TABLE_MAP
        address = self.chance.randrange(1, 5) * K.SECTION_BYTES
        return invocation(self.address(K.CAP_PAGE_TABLE), operation, self.address(K.CAP_VSPACE), address)

    def frame(self):
        operation = K.FRAME_UNMAP if self.one_in(6) else K.FRAME_MAP
        unit = self.chance.choice((4096, 4096, 65536, K.SECTION_BYTES))
        address = 0x00100000 + self.chance.randrange(20) * unit
        return invocation(self.address(K.CAP_FRAME), operation, self.address(K.CAP_VSPACE), address,
                          self.chance.choice((1, 1, 1, 3, 5, 7, 2)), self.chance.choice((0, 0, 1, 2, 2, 3)))

    def nonsense(self):
        """Not one good argument, perhaps."""
        kind = self.chance.randrange(4)
        if kind == 0:
            return [self.chance.choice((0, WORD))] * 11
        registers = [self.word() for _ in range(11)]
        if kind > 1:
            registers[7] = K.CALL_INVOKE
            registers[0] = self.address()
        if kind > 2:
            registers[1] = self.chance.choice((K.UNTYPED_RETYPE, *range(K.CNODE_COPY, K.CNODE_LAST + 3)))
        return registers

    def start(self):
        """Calls to begin with: memory to use, so that the first one outlives what is done."""
        return [invocation(MEMORY, K.UNTYPED_RETYPE, K.CAP_UNTYPED, size, 0, POOLS + i, 32, 1)
                for i, size in enumerate((2000, 4000, 8000, 16000, 16000, 40000, 70000))]

    def call(self):
        """(actor, registers)."""
        self.actor = 1 if self.one_in(4) and self.pair.runs(1) else 0
        names, weights = zip(*KINDS)
        registers = getattr(self, self.chance.choices(names, weights)[0])()
        if self.one_in(7):
            registers[self.chance.choice((0, 1, *ARGUMENTS))] = self.word()
        return self.actor, registers

