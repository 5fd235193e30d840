# SPDX-License-Identifier: Apache-2.0
"""The policy checker against a closure computed by brute force, on small random systems.

The brute force knows no graph and no paths: it lets everybody do, over and
over, whatever the capabilities at hand allow, until nothing new is held; then
information goes wherever one end can be written and the other be read.
"""
import pathlib
import re
import sys

import pytest
from hypothesis import HealthCheck, given, settings, strategies

CORPUS = pathlib.Path(__file__).resolve().parent.parent / "sysgen"
ROOT = CORPUS.parent.parent
sys.path[:0] = [str(CORPUS), str(ROOT / "tools")]

import board as board_tool  # noqa: E402
import programs  # noqa: E402
from sysgen.board import Board  # noqa: E402
from sysgen.constants import ABI, BLOB, BLOB_NONE  # noqa: E402
from sysgen.description import Description  # noqa: E402
from sysgen.layout import Layout  # noqa: E402
from sysgen.policy import Graphs  # noqa: E402
from sysgen.refusal import Refusal  # noqa: E402

KIND = {name: BLOB["BLOB_CAP_" + name] for name in
        ("CNODE", "ENDPOINT", "NOTIFICATION", "REPLY", "THREAD", "VSPACE", "IRQ", "UNTYPED", "MACHINE")}
OF_DOMAINS = {KIND[name] for name in ("CNODE", "ENDPOINT", "NOTIFICATION", "REPLY", "THREAD", "VSPACE")}
READ, WRITE, CALL, GRANT, GRANT_REPLY = (ABI["RIGHT_" + r] for r in ("READ", "WRITE", "CALL", "GRANT", "GRANT_REPLY"))
MACHINE = {"console": WRITE, "exit": ABI["RIGHT_EXECUTE"], "counters": READ, "time": GRANT}


class Brute:
    """What each domain can come to hold and to reach, and whom it can tell something."""

    def __init__(self, layout, trusted):
        self.layout, self.trusted = layout, trusted
        self.all = range(len(layout.domains))
        self.held = {d: {(c["kind"], c["target"], c["rights"]) for c in layout.caps if c["domain"] == d}
                     for d in self.all}
        self.direct = {d: set(held) for d, held in self.held.items()}
        self.memory = {d: set() for d in self.all}
        for number, memory in enumerate(layout.memories):
            for m in layout.maps[memory["first_map"]:memory["first_map"] + memory["map_count"]]:
                self.memory[m["domain"]].add((number, m["rights"]))
        self.mapped = {d: set(memory) for d, memory in self.memory.items()}
        while self.once():
            pass

    def once(self):
        """Everybody does everything once; whether that brought anything new."""
        before = self.size()
        for d in self.all:
            for e in self.all if self.masters(d) else ():
                self.take(d, e)
                if d not in self.trusted:
                    self.take(e, d)
            for kind, target, rights in list(self.held[d]):
                if kind == KIND["THREAD"]:
                    self.take(d, target)
                    if d not in self.trusted:
                        self.held[target] |= self.held[d]
                elif kind == KIND["VSPACE"]:
                    self.memory[d] |= self.memory[target]
                elif kind == KIND["CNODE"]:
                    self.held[d] |= self.held[target]
                elif kind == KIND["ENDPOINT"] and target != BLOB_NONE:
                    self.send(d, target, rights)
        return self.size() != before

    def size(self):
        return sum(map(len, self.held.values())) + sum(map(len, self.memory.values()))

    def take(self, d, e):
        self.held[d] |= self.held[e]
        self.memory[d] |= self.memory[e]

    def send(self, d, target, rights):
        """Capabilities in a message or in the answer to it; the checker does not tell these apart."""
        for e in self.all:
            if (KIND["ENDPOINT"], target, READ) in self.held[e] and rights & (GRANT | GRANT_REPLY):
                if d not in self.trusted:
                    self.held[e] |= self.held[d]
                if e not in self.trusted:
                    self.held[d] |= self.held[e]

    def devices(self, d, writable=True):
        for number, rights in self.memory[d]:
            memory = self.layout.memories[number]
            if memory["device"] != BLOB_NONE and (rights & WRITE or not writable):
                size = memory["pages"] << memory["page_bits"]
                yield from self.layout.board.devices_at(memory["device"], memory["device"] + size)

    def masters(self, d):
        return any(device.dma for device in self.devices(d))

    # --- What is asserted ---

    def authority(self, a, b):
        """Does `a` come to hold anything of `b`'s?"""
        lines = {irq["line"] for irq in self.layout.irqs if irq["domain"] == b}
        memories = {number for number, _ in self.mapped[b]}
        return (any(kind in OF_DOMAINS and target == b or kind == KIND["IRQ"] and target in lines
                    for kind, target, _ in self.held[a])
                or any(number in memories for number, _ in self.memory[a]) or self.masters(a))

    def reaches(self, d, thing, held, memory):
        what, value = thing
        if what == "irq":
            return any((kind, target) == (KIND["IRQ"], value) for kind, target, _ in held[d])
        if what == "machine":
            return any(kind == KIND["MACHINE"] and rights & MACHINE[value] for kind, _, rights in held[d])
        return any(self.layout.memories[number]["name"] == value for number, _ in memory[d])

    def only(self, may, thing):
        """Do none but these reach it, the trusted only where they could take it from somebody?"""
        return not any(self.reaches(d, thing, self.held, self.memory)
                       if d not in self.trusted else self.reaches(d, thing, self.direct, self.mapped)
                       for d in self.all if d not in may)

    def tells(self, d, e):
        """Can `d` tell `e` something, without a third domain's help?"""
        if self.layout.domains[d].parent is self.layout.domains[e] or self.masters(d) or self.masters(e):
            return True
        if any((kind, target) in ((KIND["THREAD"], other), (KIND["VSPACE"], other))
               for own, other in ((d, e), (e, d)) for kind, target, _ in self.held[own]):
            return True
        if any((kind, target) == (KIND["ENDPOINT"], BLOB_NONE) and rights & CALL
               for kind, target, rights in self.held[e]):
            return True
        lines = {target for kind, target, _ in self.held[e] if kind == KIND["IRQ"]}
        return (self.message(d, e) or self.message(e, d, (KIND["ENDPOINT"],)) or self.shared(d, e)
                or any(lines & device.irqs for device in self.devices(d)))

    def message(self, d, e, kinds=(KIND["ENDPOINT"], KIND["NOTIFICATION"])):
        return any(kind in kinds and rights & (WRITE | CALL) and (kind, target, READ) in self.held[e]
                   for kind, target, rights in self.held[d])

    def shared(self, d, e):
        seen = {number for number, _ in self.memory[e]}
        return any(number in seen and (rights & WRITE or self.layout.memories[number]["device"] != BLOB_NONE)
                   for number, rights in self.memory[d])

    def flow(self, a, b):
        reached, waiting = {a}, [a]
        while waiting:
            d = waiting.pop()
            for e in self.all:
                if e not in reached and self.tells(d, e):
                    reached.add(e)
                    if e not in self.trusted:
                        waiting.append(e)
        return b in reached


# --- Random systems ----------------------------------------------------------------

REGIONS = {"ram": "", "box": "", "serial": 'phys_addr="0x0900_0000"', "disk": 'phys_addr="0x0a00_0000"'}
LINES = (33, 48)


def domains_text(draw, count, parents, number, monitors, lines):
    """A domain and its children; all that it holds is drawn."""
    body = '<program_image path="small.elf"/>'
    for i, region in enumerate(REGIONS):
        perms = draw(strategies.sampled_from(["", "", "", "r", "rw"] if region != "disk" else [""] * 7 + ["r", "rw"]))
        if perms:
            cached = ' cached="false"' if REGIONS[region] else ""
            body += f'<map mr="{region}" vaddr="{0x40000000 + i * 0x100000:#x}" perms="{perms}"{cached}/>'
    body += "".join(f'<irq irq="{line}" id="{40 + i}"/>' for i, line in enumerate(LINES) if lines[i] == number)
    if number in monitors:
        body += '<monitor id="50"/>'
    if draw(strategies.integers(0, 3)) == 0:
        body += '<machine rights="exit"/>'
    for child in range(number + 1, count):
        if parents[child] == number:
            body += domains_text(draw, count, parents, child, monitors, lines)
    child_id = f' id="{number}"' if parents[number] is not None else ""
    return f'<protection_domain name="d{number}" priority="{number}"{child_id}>{body}</protection_domain>\n'


@strategies.composite
def systems(draw):
    """A description without a policy, and which of its channel capabilities are to have the right grant."""
    count = draw(strategies.integers(2, 5))
    parents = [None] + [draw(strategies.sampled_from([None, None, *range(n)])) for n in range(1, count)]
    monitors = draw(strategies.sets(strategies.integers(0, 4 * count), max_size=1))
    lines = [draw(strategies.integers(0, 2 * count)) for _ in LINES]
    text = "".join(f'<memory_region name="{name}" size="0x1000" {place}/>\n' for name, place in REGIONS.items())
    text += "".join(domains_text(draw, count, parents, n, monitors, lines) for n in range(count) if parents[n] is None)
    for channel in range(draw(strategies.integers(0, count))):
        a = draw(strategies.integers(0, count - 2))
        b = draw(strategies.integers(a + 1, count - 1))
        calls, there, back = (draw(strategies.booleans()) for _ in range(3))
        words = [str(word).lower() for word in (calls, there, back)]
        text += (f'<channel><end pd="d{a}" id="{channel}" pp="{words[0]}" notify="{words[1]}"/>'
                 f'<end pd="d{b}" id="{channel}" notify="{words[2]}"/></channel>\n')
    trusted = {n for n in draw(strategies.sets(strategies.integers(0, count - 1)))}
    while any(parents[n] is not None and parents[n] not in trusted for n in trusted):
        trusted |= {parents[n] for n in trusted if parents[n] is not None}
    grants = draw(strategies.lists(strategies.sampled_from([0, 0, 0, GRANT, GRANT_REPLY]), min_size=5, max_size=5))
    return text, sorted(f"d{n}" for n in trusted), grants


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("policy")
    for name, data in programs.programs().items():
        (folder / name).write_bytes(data)
    assert board_tool.main(["--board", str(ROOT / "platform/arm/boards/qemu-virt"), "--out", str(folder)]) == 0
    return folder


def layout_of(place, text, policy, grants):
    path = place / "random.system"
    path.write_text(f"<system>\n{text}<policy>\n{policy}\n</policy>\n</system>\n")
    layout = Layout(Description(str(path)), Board(str(place / "board.json")), [str(place)])
    calls = [cap for cap in layout.caps if cap["kind"] == KIND["ENDPOINT"] and cap["rights"] & CALL]
    for cap, grant in zip([c for c in calls if c["target"] != BLOB_NONE], grants):
        cap["rights"] |= grant
    return layout


def verdicts(layout):
    """Of each assertion the refusal's text, or None; and that it is one line which says how to mend it."""
    graphs = Graphs(layout)
    for assertion in layout.description.assertions:
        try:
            graphs.check(assertion)
            yield None
        except Refusal as refusal:
            assert re.fullmatch(r"[^\n]+\.system:\d+: [^\n]+; [^\n]+", str(refusal))
            yield refusal.what


def masters_trusted(layout, trusted):
    """Is everybody trusted who controls a trusted domain by DMA?"""
    graphs = Graphs(layout)
    numbers = {layout.number[name] for name in trusted}
    return all(graphs.controllers[n] <= numbers for n in numbers)


def assertion_text(kind, trusted, **attributes):
    if trusted:
        attributes["except"] = "|".join(trusted)
    return f"<{kind} " + " ".join(f'{key}="{value}"' for key, value in attributes.items()) + "/>"


@settings(max_examples=120, deadline=None, derandomize=True, database=None,
          suppress_health_check=list(HealthCheck))
@given(system=systems())
def test_policy_is_the_closure(place, system):
    """For every pair of domains and every thing: refused exactly if the brute force finds a way."""
    text, trusted, grants = system
    layout = layout_of(place, text, "", grants)
    if not masters_trusted(layout, trusted):
        trusted = []
    names = [d.name for d in layout.domains]
    brute = Brute(layout, {layout.number[name] for name in trusted})
    cases = []
    for a in names:
        for b in names:
            ends = layout.number[a], layout.number[b]
            if a != b and a not in trusted:
                cases.append((assertion_text("no_authority", trusted, **{"from": a, "to": b}),
                              not brute.authority(*ends)))
            if a != b and not {a, b} & set(trusted):
                cases.append((assertion_text("no_flow", trusted, **{"from": a, "to": b}), not brute.flow(*ends)))
    things = [("mr", name) for name in REGIONS] + [("irq", line) for line in LINES] + [("machine", "exit")]
    for a in names:
        for thing in things:
            if any(brute.reaches(layout.number[a], thing, brute.direct, brute.mapped) for _ in "1"):
                cases.append((assertion_text("only", trusted, pd=a, **{thing[0]: thing[1]}),
                              brute.only({layout.number[a]}, thing)))
    checked = layout_of(place, text, "\n".join(assertion for assertion, _ in cases), grants)
    for (assertion, holds), found in zip(cases, verdicts(checked), strict=True):
        assert (found is None) == holds, (assertion, found)


def test_grant_passes_capabilities(place):
    """A channel passes no capabilities; one with the right grant would, and then the path says so."""
    text = ('<memory_region name="serial" phys_addr="0x0900_0000" size="0x1000"/>'
            '<protection_domain name="a"><program_image path="small.elf"/><irq irq="33" id="3"/></protection_domain>'
            '<protection_domain name="b" priority="1"><program_image path="small.elf"/></protection_domain>'
            '<channel><end pd="a" id="0" pp="true"/><end pd="b" id="0"/></channel>')
    assertion = '<only pd="a" irq="33"/>'
    assert list(verdicts(layout_of(place, text, assertion, [0]))) == [None]
    found = list(verdicts(layout_of(place, text, assertion, [GRANT])))
    assert "b -> (capabilities by channel 0, call) -> a -> (channel 3) -> interrupt 33; " in found[0]
