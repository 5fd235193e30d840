# SPDX-License-Identifier: Apache-2.0
"""The kernel against the model: the same calls to both, compared after every entry.

WRIT_MODEL_DRIVER names the driver's program, WRIT_MODEL_SEED another run, WRIT_MODEL_ENTRIES
how long it is.
"""
import os
import random

import hypothesis
from hypothesis import strategies
import pytest

from calls import ARGUMENTS, Caller, EDGES, invocation, MEMORY, POOLS
from compare import Differs, Kernel, Pair, shrunk
from writ_model import K, NotModelled, WORD

ENTRIES = int(os.environ.get("WRIT_MODEL_ENTRIES", "20000"))
SEED = int(os.environ.get("WRIT_MODEL_SEED", "1"))
EPISODE = 800
RESTARTS_MAX = 20000
FREE = POOLS    # empty slots of the root CNode from here on


def own(slot):
    """A slot of the caller's own CSpace."""
    return 0, slot, 32


@pytest.fixture(name="pair")
def new_pair():
    kernel = Kernel()
    pair = Pair(kernel)
    yield pair
    kernel.close()


def finished(pair, actor, registers):
    """The call, made again until it is done."""
    for _ in range(RESTARTS_MAX):
        said = pair.call(actor, registers)
        if said != "restart":
            return said
    raise Differs("the call does not come to an end")


def report(pair, differs):
    """The difference, after as few calls as lead to it."""
    path = os.environ.get("WRIT_MODEL_DRIVER")
    lines, what = shrunk(path, list(pair.lines))
    calls = "\n".join(f"  {actor} {' '.join(f'{r:x}' for r in registers)}" for actor, registers in lines)
    return f"{differs}\nin short: {what}\nafter\n{calls}"


def episode(pair, chance, entries):
    """A world and what becomes of it."""
    pair.reset()
    caller = Caller(chance, pair)
    pending = [(0, registers) for registers in caller.start()]
    end, lost = pair.entries + entries, 0
    # Without its CNode the root task can do little: a while of that, then a new world.
    while pair.entries < end and pair.runs(0) and lost < 30:
        lost += pair.model.named(pair.threads[0][0], K.ROOT_CNODE) != pair.root_slots + K.ROOT_CNODE
        if chance.random() < 0.15 or not (pair.times.ready(0) or pair.times.ready(1)):
            pair.passes(caller.time())
        # A preempted call goes on, mostly; or another comes in between.
        if pending and chance.random() < 0.6:
            actor, registers = pending.pop()
        else:
            actor, registers = caller.call()
        try:
            if pair.call(actor, registers) == "restart" and chance.random() < 0.95:
                pending.append((actor, registers))
        except NotModelled:
            continue
    pair.compare()


def test_random_calls(pair):
    chance = random.Random(SEED)
    try:
        while pair.entries < ENTRIES:
            episode(pair, chance, EPISODE)
    except Differs as differs:
        pytest.fail(report(pair, differs), pytrace=False)
    print(f"seed {SEED}: {pair.entries} entries, {pair.refusals} refusals, {pair.restarts} restarts")
    assert pair.refusals > pair.entries // 10 and pair.restarts > pair.entries // 150
    assert pair.entries - pair.refusals - pair.restarts > pair.entries // 4


def build(pair):
    """Objects of each type, loans, and CNodes that hold themselves; -> good calls to spoil."""
    retype = [(K.CAP_CNODE, 2, FREE, 2), (K.CAP_ENDPOINT, 0, FREE + 2, 2), (K.CAP_UNTYPED, 4096, FREE + 4, 2),
              (K.CAP_FRAME, 12, FREE + 6, 1), (K.CAP_PAGE_TABLE, 0, FREE + 7, 1), (K.CAP_CNODE, 1, FREE + 8, 1),
              (K.CAP_THREAD, 0, FREE + 9, 1), (K.CAP_VSPACE, 0, FREE + 10, 1), (K.CAP_FRAME, 12, FREE + 11, 1)]
    for kind, size, slot, n in retype:
        assert finished(pair, 0, invocation(MEMORY, K.UNTYPED_RETYPE, kind, size, *own(slot), n)) == "done"
    for number, source in ((1, FREE), (2, FREE + 2), (3, FREE + 1)):
        finished(pair, 0, invocation(FREE, K.CNODE_COPY, number, 2, *own(source), K.RIGHT_ALL))
    finished(pair, 0, invocation(FREE + 8, K.CNODE_COPY, 1, 1, *own(FREE + 8), K.RIGHT_ALL))
    for rights in (1, 2):
        finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_COPY, FREE + 12 + rights, 32, *own(FREE + 6), rights))
    # An endpoint that is not to be received on.
    finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_COPY, FREE + 15, 32, *own(FREE + 2), 31 - K.RIGHT_READ))
    # Scheduling contexts, and the machine without the right to give time.
    finished(pair, 0, invocation(MEMORY, K.UNTYPED_RETYPE, K.CAP_SCHED_CONTEXT, 0, *own(FREE + 16), 2))
    finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_COPY, FREE + 18, 32, *own(K.ROOT_MACHINE), 15))
    finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_COPY, FREE + 19, 32, *own(FREE + 16), K.RIGHT_READ))
    # Memory that was used, and of which nothing is left.
    finished(pair, 0, invocation(FREE + 5, K.UNTYPED_RETYPE, K.CAP_REPLY, 0, *own(FREE + 20), 5))
    finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_REVOKE, FREE + 5, 32))
    return [
        invocation(FREE + 5, K.UNTYPED_RETYPE, K.CAP_UNTYPED, 4096, *own(FREE + 20), 1),
        invocation(FREE + 4, K.UNTYPED_RETYPE, K.CAP_ENDPOINT, 0, *own(FREE + 20), 3),
        invocation(FREE + 4, K.UNTYPED_RETYPE, K.CAP_UNTYPED, 1, FREE + 1, 1, 2, 3),
        invocation(K.ROOT_CNODE, K.CNODE_COPY, FREE + 30, 32, *own(FREE + 2), 3),
        invocation(FREE, K.CNODE_MINT, 7, 4, FREE, 6, 4, 3, 0x1234, 0),
        invocation(K.ROOT_CNODE, K.CNODE_MINT, FREE + 31, 32, *own(FREE), 31, 2, 3),
        invocation(K.ROOT_CNODE, K.CNODE_MOVE, FREE + 32, 32, FREE, 2, 2),
        invocation(FREE + 8, K.CNODE_MOVE, 1, 1, *own(FREE + 3)),
        invocation(K.ROOT_CNODE, K.CNODE_MUTATE, FREE + 32, 32, *own(FREE + 3), 0, 7, 8),
        invocation(K.ROOT_CNODE, K.CNODE_EXCHANGE, FREE, 32, FREE, 5, 4),
        invocation(K.ROOT_CNODE, K.CNODE_EXCHANGE, FREE + 2, 32, *own(FREE + 9)),
        invocation(FREE, K.CNODE_DELETE, 2, 2),
        invocation(K.ROOT_CNODE, K.CNODE_REVOKE, FREE + 2, 32),
        invocation(FREE + 8, K.CNODE_INSPECT, 255, 8),
        invocation(K.ROOT_CNODE, K.CNODE_CANCEL_BADGED_SENDS, FREE + 2, 32, 0),
        invocation(FREE, K.CNODE_CANCEL_BADGED_SENDS, 2, 2, 0),
        invocation(K.ROOT_CNODE, K.CNODE_CANCEL_BADGED_SENDS, FREE + 15, 32, 0),
        invocation(FREE + 16, K.SCHED_CONTEXT_CONFIGURE, K.ROOT_MACHINE, 100, 1000),
        invocation(FREE + 16, K.SCHED_CONTEXT_CONFIGURE, FREE + 18, 100, 1000),
        invocation(FREE + 19, K.SCHED_CONTEXT_CONFIGURE, K.ROOT_MACHINE, 100, 0),
        invocation(FREE + 19, K.SCHED_CONTEXT_CONSUMED),
        invocation(FREE + 7, K.PAGE_TABLE_MAP, FREE + 10, 0x400000),
        invocation(FREE + 11, K.FRAME_MAP, K.ROOT_VSPACE, 0x105000, 3, 0),
        invocation(9, K.FRAME_MAP, K.ROOT_VSPACE, 0x100000, 1, 0),
        invocation(9, K.FRAME_UNMAP),
        *(invocation(FREE + 9, K.THREAD_CONFIGURE, K.ROOT_CNODE, K.ROOT_VSPACE, FREE + 2, frame, 512, FREE + 2)
          for frame in (FREE + 6, FREE + 13, FREE + 14)),
    ]


def test_every_argument_at_its_edges(pair):
    """One bad argument after the other, in a world that is as it was again after what worked."""
    calls = build(pair)
    pair.changed = False
    for registers in calls:
        for k in (0, 1, 7, *ARGUMENTS):
            for value in EDGES:
                spoilt = list(registers)
                spoilt[k] = value
                try:
                    finished(pair, 0, spoilt)
                except NotModelled:
                    continue
                if pair.changed:
                    pair.reset()
                    build(pair)
                    pair.changed = False
    pair.compare()


@pytest.mark.parametrize("value", [0, WORD])
def test_all_the_same(pair, value):
    for k in range(11):
        for base in build(pair):
            finished(pair, 0, [value if i != k else base[i] for i in range(11)])
            finished(pair, 0, [value if i not in (0, 1, 7, k) else base[i] for i in range(11)])
        pair.reset()
    assert pair.refusals > 0


def test_slot_into_itself(pair):
    """Source and destination are one slot: occupied if it is full, else nothing to take."""
    build(pair)
    for operation in (K.CNODE_COPY, K.CNODE_MINT, K.CNODE_MOVE, K.CNODE_MUTATE, K.CNODE_EXCHANGE):
        for slot in (FREE, FREE + 2, FREE + 4, FREE + 30, K.ROOT_CNODE):
            before = pair.refusals
            finished(pair, 0, invocation(K.ROOT_CNODE, operation, slot, 32, *own(slot), 31))
            assert pair.refusals == before + 1


def test_depth_of_lookup(pair):
    """A CNode of one slot that holds itself: eight levels are found, nine are not."""
    build(pair)
    for depth in range(34):
        finished(pair, 0, invocation(FREE + 8, K.CNODE_INSPECT, WORD, depth))
        finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_COPY, FREE + 40, 32, FREE + 8, WORD, depth, 1))
        finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_DELETE, FREE + 40, 32))


def test_derivation_depth(pair):
    """Copies of copies, to the bound; copied, minted and lent to a thread about there."""
    build(pair)
    for slot, last in enumerate((FREE + 2, *range(100, 170)), 100):
        finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_COPY, slot, 32, *own(last), 31))
    deepest = max(c.depth for c in pair.model.slots.values())
    assert deepest == K.DERIVATION_DEPTH_MAX
    for last in range(158, 164):
        finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_MINT, last + 100, 32, *own(last), 31, 5, 5))
        finished(pair, 0, invocation(FREE + 9, K.THREAD_CONFIGURE, 0, 0, last, 0, 0))
        finished(pair, 0, invocation(FREE + 9, K.THREAD_CONFIGURE, 0, 0, 0, 0, 0, last))
    finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_REVOKE, FREE + 2, 32))
    pair.compare()


def test_derivation_depth_of_memory(pair):
    """Memory of memory, to the bound."""
    build(pair)
    for slot, last in enumerate((FREE + 4, *range(100, 170)), 100):
        finished(pair, 0, invocation(last, K.UNTYPED_RETYPE, K.CAP_UNTYPED, 4000 - slot, *own(slot), 1))
        finished(pair, 0, invocation(last, K.UNTYPED_RETYPE, K.CAP_REPLY, 0, *own(slot + 100), 1))
    assert max(c.depth for c in pair.model.slots.values()) == K.DERIVATION_DEPTH_MAX
    finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_DELETE, FREE + 4, 32))
    pair.compare()


def test_between_restarts(pair):
    """A long revoke, with other calls about the same slots after each part of it."""
    build(pair)
    for slot in range(100, 400):
        finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_COPY, slot, 32, *own(FREE + 2), 31))
    revoke = invocation(K.ROOT_CNODE, K.CNODE_REVOKE, FREE + 2, 32)
    parts = 0
    while pair.call(0, revoke) == "restart":
        parts += 1
        finished(pair, 1, invocation(K.ROOT_CNODE, K.CNODE_COPY, 500 + parts, 32, *own(FREE + 2), 31))
        finished(pair, 1, invocation(K.ROOT_CNODE, K.CNODE_MOVE, 600 + parts, 32, *own(100), 31))
        finished(pair, 1, invocation(K.ROOT_CNODE, K.CNODE_DELETE, 100 + parts, 32))
    assert parts >= 5
    pair.compare()


def test_between_parts_of_a_dying_cnode(pair):
    """A large CNode dies with what it holds, two more CNodes among it; other calls come in between."""
    build(pair)
    cnode, full = FREE + 50, 280
    finished(pair, 0, invocation(MEMORY, K.UNTYPED_RETYPE, K.CAP_CNODE, 9, *own(cnode), 1))
    for number in range(1, full):
        finished(pair, 0, invocation(cnode, K.CNODE_COPY, number, 9, *own(FREE + 2), 31))
    for number, source in ((full, FREE), (full + 1, FREE + 8), (full + 2, FREE + 9)):
        finished(pair, 0, invocation(cnode, K.CNODE_MOVE, number, 9, *own(source)))
    delete = invocation(K.ROOT_CNODE, K.CNODE_DELETE, cnode, 32)
    parts, between = 0, [
        invocation(K.ROOT_CNODE, K.CNODE_COPY, 500, 32, *own(FREE + 2), 31),
        invocation(K.ROOT_CNODE, K.CNODE_MOVE, 501, 32, *own(500)),
        invocation(K.ROOT_CNODE, K.CNODE_INSPECT, cnode, 32),
        invocation(cnode, K.CNODE_INSPECT, 1, 9),
        invocation(FREE + 4, K.UNTYPED_RETYPE, K.CAP_ENDPOINT, 0, *own(510), 2),
        invocation(K.ROOT_CNODE, K.CNODE_DELETE, 501, 32),
        invocation(MEMORY, K.UNTYPED_RETYPE, 99, 0, *own(520), 1)]
    while pair.call(0, delete) == "restart":
        pair.call(1, between[parts % len(between)])
        parts += 1
    assert parts >= 4
    pair.compare()


def test_vspace_dies(pair):
    """What is mapped in it stays, unmapped, part by part; nothing is mapped in it any more."""
    build(pair)
    assert finished(pair, 0, invocation(MEMORY, K.UNTYPED_RETYPE, K.CAP_PAGE_TABLE, 0, *own(100), 60)) == "done"
    assert finished(pair, 0, invocation(MEMORY, K.UNTYPED_RETYPE, K.CAP_FRAME, 12, *own(200), 60)) == "done"
    space = FREE + 10
    for k in range(60):
        finished(pair, 0, invocation(100 + k, K.PAGE_TABLE_MAP, space, (1 + 30 * k) << 20))
        finished(pair, 0, invocation(200 + k, K.FRAME_MAP, space, ((1 + 30 * k) << 20) + 0x3000, 3, 0))
    delete = invocation(K.ROOT_CNODE, K.CNODE_DELETE, space, 32)
    parts = 0
    while pair.call(0, delete) == "restart":
        finished(pair, 1, invocation(200 + parts, K.FRAME_MAP, space, 0x3000, 3, 0))
        finished(pair, 1, invocation(K.ROOT_CNODE, K.CNODE_INSPECT, space, 32))
        finished(pair, 1, invocation(K.ROOT_CNODE, K.CNODE_INSPECT, 159, 32))
        finished(pair, 1, invocation(K.ROOT_CNODE, K.CNODE_MOVE, 300 + parts, 32, *own(258 - parts)))
        parts += 1
    assert parts >= 1
    pair.compare()


def test_own_cnode_dies(pair):
    """The CNode that a thread's CSpace is, deleted by that thread, holds its own capability."""
    build(pair)
    cnode = FREE + 50
    finished(pair, 0, invocation(MEMORY, K.UNTYPED_RETYPE, K.CAP_CNODE, 8, *own(cnode), 1))
    finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_MINT, cnode + 1, 32, *own(cnode), 31, 0, 24))
    other = next(s for s in pair.model.slots if pair.model.slots[s].type == K.CAP_THREAD
                 and pair.model.slots[s].object == pair.threads[1][0]) - pair.root_slots
    finished(pair, 0, invocation(other, K.THREAD_CONFIGURE, cnode + 1, 0, 0, 0, 0))
    finished(pair, 0, invocation(cnode + 1, K.CNODE_MOVE, 5, 32, *own(cnode)))
    # Its own owner is inside of it now: nobody else can name it.
    assert finished(pair, 1, invocation(5, K.CNODE_DELETE, 5, 8)) == "done"
    assert finished(pair, 1, invocation(5, K.CNODE_INSPECT, 5, 8)) == "done"
    pair.compare()


def context_of(pair, actor):
    """The actor's scheduling context, by the root task's slot."""
    return pair.model.owners[K.CAP_SCHED_CONTEXT, pair.threads[actor][1]] - pair.root_slots


def give(pair, context, budget, period):
    """Time, by the root task."""
    return finished(pair, 0, invocation(context, K.SCHED_CONTEXT_CONFIGURE, K.ROOT_MACHINE, budget, period))


def test_exhausted(pair):
    """Who has nothing left is stuck until its refill comes; the other runs."""
    other = context_of(pair, 1)
    assert give(pair, other, 100, 1000) == "done"
    assert finished(pair, 1, invocation(other, K.SCHED_CONTEXT_CONSUMED)) == "done"
    pair.passes(99)
    assert finished(pair, 1, invocation(other, K.SCHED_CONTEXT_CONSUMED)) == "done"
    pair.passes(1)
    consumed = invocation(other, K.SCHED_CONTEXT_CONSUMED)
    assert finished(pair, 1, consumed) == "stopped" and finished(pair, 0, consumed) == "done"
    pair.passes(899)
    assert finished(pair, 1, consumed) == "stopped"
    pair.passes(1)
    assert finished(pair, 1, consumed) == "done" and pair.times.consumed(pair.threads[1][1]) == 100
    # Nobody is left: time alone helps.
    assert give(pair, context_of(pair, 0), 50, 5000) == "done"
    pair.passes(400)
    assert [finished(pair, actor, consumed) for actor in (0, 1)] == ["stopped", "stopped"]
    for _ in range(300):
        pair.passes(37)
    assert finished(pair, 0, consumed) in ("done", "stopped")


def test_given_at_once(pair):
    """New time is there at once, though the context waited; what it waits for dies with it."""
    other = context_of(pair, 1)
    consumed = invocation(other, K.SCHED_CONTEXT_CONSUMED)
    for budget, period in ((20, 0xffffffff), (1000, 2000), (30, 30), (20, 5000)):
        assert give(pair, other, budget, period) == "done"
        assert finished(pair, 1, consumed) == "done"
        pair.passes(budget)
    assert finished(pair, 1, consumed) == "stopped"
    assert finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_DELETE, other, 32)) == "done"
    pair.passes(20000)
    assert finished(pair, 1, consumed) == "stopped" and finished(pair, 0, consumed) == "done"
    pair.compare()


def test_told_of_time(pair):
    """Whose time is up, and is told to somebody, waits for an answer, not for a refill."""
    build(pair)
    other = context_of(pair, 1)
    thread = pair.model.owners[K.CAP_THREAD, pair.threads[1][0]] - pair.root_slots
    configure = [thread, K.THREAD_CONFIGURE, K.ROOT_CNODE, K.ROOT_VSPACE, 0, 0, 0]
    consumed = invocation(other, K.SCHED_CONTEXT_CONSUMED)
    assert finished(pair, 0, invocation(*configure, FREE + 2)) == "done"
    assert give(pair, other, 100, 1000) == "done" and finished(pair, 1, consumed) == "done"
    pair.passes(100)
    pair.passes(2000)
    assert finished(pair, 1, consumed) == "stopped" and pair.times.stopped == {1}
    assert give(pair, other, 100, 1000) == "done" and finished(pair, 1, consumed) == "stopped"
    pair.compare()


def test_many_periods(pair):
    """As many contexts as there are cells have a period; then only one that has one may change it."""
    first, refusals = 600, pair.refusals
    for start in range(first, first + 1024, 256):
        invoked = invocation(MEMORY, K.UNTYPED_RETYPE, K.CAP_SCHED_CONTEXT, 0, *own(start), 256)
        assert finished(pair, 0, invoked) == "done"
    for context in range(first, first + K.RELEASES - 1):
        give(pair, context, 20, 21)
    assert pair.refusals == refusals
    last = first + K.RELEASES - 1
    give(pair, last, 20, 21)
    assert pair.refusals == refusals + 1
    for context, period in ((last, 20), (last, 0), (first, 40), (first + 1, 20), (last, 21)):
        give(pair, context, 20, period)
    assert pair.refusals == refusals + 1
    finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_DELETE, first + 2, 32))
    give(pair, first + 1, 20, 30)
    give(pair, context_of(pair, 1), 20, 30)
    assert pair.refusals == refusals + 2


# A few arguments that mean something in the world of build(), and those that don't.
addresses = strategies.sampled_from([1, 2, 3, MEMORY, *range(FREE, FREE + 12)]) | strategies.sampled_from(EDGES)
words = strategies.sampled_from([1, 2, 3, 4, 32, FREE, FREE + 2, FREE + 20]) | strategies.sampled_from(EDGES)
calls_any = strategies.tuples(
    strategies.integers(0, 1), addresses,
    strategies.sampled_from([K.UNTYPED_RETYPE, *range(K.CNODE_COPY, K.CNODE_LAST + 1)]),
    strategies.lists(words, min_size=8, max_size=8))


@hypothesis.settings(max_examples=60, derandomize=SEED == 1, deadline=None, database=None,
                     suppress_health_check=list(hypothesis.HealthCheck))
@hypothesis.given(strategies.lists(calls_any, min_size=10, max_size=40))
def test_any_calls(pair, calls):
    pair.reset()
    build(pair)
    for actor, capability, operation, arguments in calls:
        if finished(pair, actor, invocation(capability, operation, *arguments)) == "stopped":
            break
    pair.compare()


def test_notices_a_lie(pair):
    """The comparison can fail: an answer, a change and a silence that are wrong."""
    build(pair)
    inspect = invocation(K.ROOT_CNODE, K.CNODE_INSPECT, FREE, 32)
    copy = invocation(K.ROOT_CNODE, K.CNODE_COPY, 300, 32, *own(FREE + 2), 1)
    ask = pair.kernel.ask
    slot = pair.root_slots + 300
    for registers, lie in (
            (inspect, lambda r: r._replace(values=[1, *r.values[1:]])),
            (inspect, lambda r: r._replace(values=[*r.values[:2], 0, *r.values[3:]])),
            (inspect, lambda r: r._replace(said="restart")),
            (copy, lambda r: r._replace(changes={})),
            (copy, lambda r: r._replace(changes={slot: r.changes[slot]._replace(rights=3)})),
            (copy, lambda r: r._replace(changes={slot: r.changes[slot]._replace(parent=0)}))):
        pair.kernel.ask = lambda line, lie=lie: lie(ask(line))
        with pytest.raises(Differs):
            pair.call(0, registers)
        pair.kernel.ask = ask
        finished(pair, 0, invocation(K.ROOT_CNODE, K.CNODE_INSPECT, FREE, 32))
        ask(f"call 0 {K.ROOT_CNODE:x} {K.CNODE_DELETE:x} 12c 20 0 0 0 b 0 0 0")
    pair.kernel.ask = lambda line: ask(line)._replace(values=[0, 0])
    with pytest.raises(Differs):
        pair.passes(5)
    pair.kernel.ask = ask
    consumed = invocation(K.ROOT_SCHED_CONTEXT, K.SCHED_CONTEXT_CONSUMED)
    pair.kernel.ask = lambda line: ask(line)._replace(values=[0, 4, 0, 0, 0])
    with pytest.raises(Differs):
        pair.call(0, consumed)
