# SPDX-License-Identifier: Apache-2.0
"""Policy: whether the assertions of a description hold, and if not, the shortest path that breaks one.

Two graphs are made from the layout.  An edge says in words what makes it, in
which line of the description that stands, and whose doing it takes, if
anybody's: what a domain is trusted not to do is left out of the search.

Authority: from each domain to all that it can come to hold, or to use through
a domain that it controls.  A domain stands for three nodes:

    domain --- caps     what lies in its CNode, or may be lent to it
        \\------ space    what is mapped in its address space

    caps of D  -> domain C    D holds C's thread: C does what D wants
    caps of D  -> space of C  D holds C's VSpace: it can let others run there
    caps of C  -> caps of D   the same, the other way round: D can lend C its CNode.  What is only
                              mapped for D it cannot lend, for it holds neither frames nor its VSpace
    caps of E  -> caps of D   an endpoint between them passes capabilities: none does that a description
                              can make, for none has the right grant
    space of D -> domain C    D programs a device that reaches all memory by itself (DMA), so it has the
                              whole system; caps of C -> domain D: it can give it to others

Every edge that takes somebody's doing has one back, so paths through what the
layout gives at first find all that the domains could make of it.

Information: from each domain to all that it can tell something.  Authority
grows only between domains that can tell each other things anyway, so here too
paths are enough.
"""
import collections

from .constants import ABI, BLOB_NONE, LAYOUT
from .description import Domain, Region
from .refusal import Refusal, shown
from .report import KINDS, MACHINE_WORDS, map_rights

READ, WRITE, CALL = ABI["RIGHT_READ"], ABI["RIGHT_WRITE"], ABI["RIGHT_CALL"]
GRANT, GRANT_REPLY = ABI["RIGHT_GRANT"], ABI["RIGHT_GRANT_REPLY"]
CHANNELS = LAYOUT["LAYOUT_CHANNELS"]
# Nodes of a domain in the graph of authority: three that stand for it, and its objects.
DOMAIN_NODES = ("domain", "caps", "space", "cnode", "endpoint", "notification", "reply", "thread", "vspace")

Edge = collections.namedtuple("Edge", "source target words line actor")


def path_find(edges, start, goals, trusted):
    """A shortest path from `start` to one of the nodes `goals`, as edges; None if there is none.

    Edges without words join the nodes of one domain and count for nothing.
    """
    came = {start: None}
    level = [start]
    while level:
        for node in level:  # grows meanwhile: by what is no further away
            for edge in edges[node]:
                if not edge.words and edge.target not in came:
                    came[edge.target] = edge
                    level.append(edge.target)
        for node in level:
            if node in goals:
                return path_back(came, node)
        following = []
        for node in level:
            for edge in edges[node]:
                if edge.words and edge.target not in came and edge.actor not in trusted:
                    came[edge.target] = edge
                    following.append(edge.target)
        level = following
    return None


def path_back(came, node):
    path = []
    while came[node]:
        path.append(came[node])
        node = came[node].source
    return path[::-1]


class Graphs:
    """Who can come to hold what, and who can tell whom something, in a layout."""

    def __init__(self, layout):
        self.layout = layout
        self.domains = layout.domains
        self.authority = collections.defaultdict(list)
        self.flow = collections.defaultdict(list)
        self.controllers = [set() for _ in self.domains]  # of each domain: the numbers of who controls it
        for number, domain in enumerate(self.domains):
            self.authority_add(("domain", number), ("caps", number))
            self.authority_add(("domain", number), ("space", number))
            if domain.parent:
                self.flow_add(number, layout.number[domain.parent.name], "faults", domain.line)
        for cap in layout.caps:
            self.cap_add(cap)
        for number in range(len(layout.memories)):
            self.memory_add(number)

    # --- Edges ---------------------------------------------------------------

    def authority_add(self, source, target, words="", line=None, actor=None):
        self.authority[source].append(Edge(source, target, words, line, actor))

    def flow_add(self, source, target, words, line):
        """Passing it on is the doing of `source`."""
        self.flow[source].append(Edge(source, target, words, line, source))

    def control_add(self, source, node, target, words, line):
        """`source` has all that `target` has, and each can tell the other things."""
        self.authority_add(node, ("domain", target), words, line)
        self.controllers[target].add(source)
        self.flow_add(source, target, words, line)
        self.flow_add(target, source, words, line)

    def cap_place(self, cap):
        """What a capability is to its domain, in words, and its line."""
        domain, slot = self.domains[cap["domain"]], cap["slot"]
        for key, word in (("NOTIFICATION", ", notify"), ("ENDPOINT", ", call"), ("IRQ", "")):
            number = slot - LAYOUT["LAYOUT_CHANNEL_" + key]
            if 0 <= number < CHANNELS and number in domain.ids:
                return f"channel {number}{word}", domain.ids[number]
        for key, word in (("THREAD", "thread"), ("VSPACE", "VSpace")):
            number = slot - LAYOUT["LAYOUT_CHILD_" + key]
            if number in domain.children:
                return f"{word} of its child {number}", domain.children[number].line
        return f"slot {slot}", domain.line

    def cap_add(self, cap):
        """The edges that a capability makes."""
        own, kind, target, rights = cap["domain"], KINDS[cap["kind"]], cap["target"], cap["rights"]
        caps = ("caps", own)
        words, line = self.cap_place(cap)
        if kind == "irq":
            self.authority_add(caps, ("irq", target), words, line)
        elif kind == "machine":
            for right in (name for bit, name in MACHINE_WORDS.items() if rights & bit):
                self.authority_add(caps, ("machine", right), "machine", self.domains[own].machine_line)
        elif kind == "endpoint" and target == BLOB_NONE:
            if rights & CALL:
                self.monitor_add(own, line)
        elif kind in DOMAIN_NODES:
            if target != own:
                self.object_add(own, kind, target, rights, words, line)
        else:
            assert kind == "untyped", f"{kind}: say here what a capability of it allows"

    def object_add(self, own, kind, target, rights, words, line):
        """A capability of another domain's object."""
        caps = ("caps", own)
        if kind == "thread":
            self.control_add(own, caps, target, words, line)
            lent = f"capabilities that {self.domains[own].name} could lend its child"
            self.authority_add(("caps", target), caps, lent, line, own)
        elif kind == "vspace":
            self.authority_add(caps, ("space", target), words, line)
        elif kind == "cnode":
            self.authority_add(caps, ("caps", target), words, line)
        self.authority_add(caps, (kind, target), words, line)
        if kind in ("vspace", "cnode"):
            self.flow_add(own, target, words, line)
            self.flow_add(target, own, words, line)
        if kind in ("notification", "endpoint"):
            assert not rights & READ, "say here what a second receiver is told"
            self.flow_add(own, target, words, line)
        if kind == "endpoint" and rights & (WRITE | CALL):
            self.flow_add(target, own, f"answer to {self.domains[own].name}'s {words}", line)
            self.passing_add(own, target, rights, words, line)

    def passing_add(self, own, target, rights, words, line):
        """Capabilities that can pass over an endpoint: with grant or grant-reply, taken to pass both ways."""
        if rights & (GRANT | GRANT_REPLY):
            self.authority_add(("caps", target), ("caps", own), f"capabilities by {words}", line, own)
            self.authority_add(("caps", own), ("caps", target), f"capabilities in answer to {words}", line, target)

    def monitor_add(self, own, line):
        """The root task tells of the states of all domains."""
        for number in range(len(self.domains)):
            if number != own:
                self.flow_add(number, own, f"its state, by the monitor {self.domains[own].monitor}", line)

    def memory_add(self, number):
        """The edges of a memory's maps."""
        memory = self.layout.memories[number]
        maps = self.maps(memory)
        lines = [self.map_line(m) for m in maps]
        device = memory["device"] != BLOB_NONE
        for m, line in zip(maps, lines):
            words = f"map of {memory['name']}, {map_rights(m['rights']).replace('-', '')}"
            self.authority_add(("space", m["domain"]), ("memory", number), words, line)
            for other in maps:
                # Reading a device's registers can change them.
                if other["domain"] != m["domain"] and (device or m["rights"] & WRITE):
                    self.flow_add(m["domain"], other["domain"], words, line)
            if device and m["rights"] & WRITE:
                start = memory["device"]
                self.device_add(m["domain"], start, start + (memory["pages"] << memory["page_bits"]), line)

    def maps(self, memory):
        return self.layout.maps[memory["first_map"]:memory["first_map"] + memory["map_count"]]

    def map_line(self, m):
        domain = self.domains[m["domain"]]
        return next((own.line for own in domain.maps if own.address == m["address"]), domain.line)

    def device_add(self, own, start, end, line):
        """What a device does for who programs it: it may write to all memory, and raise an interrupt."""
        for device in self.layout.board.devices_at(start, end):
            if device.dma:
                self.master_add(own, f"DMA by {device.name}", line)
            for irq in self.layout.irqs:
                if irq["line"] in device.irqs and irq["domain"] != own:
                    self.flow_add(own, irq["domain"], f"interrupt {irq['line']} of {device.name}", line)

    def master_add(self, own, words, line):
        """Who can write to all memory can do all that others can, and can give them all."""
        for other in range(len(self.domains)):
            if other != own:
                self.control_add(own, ("space", own), other, words, line)
                given = f"what {self.domains[own].name} could give it, by {words}"
                self.authority_add(("caps", other), ("domain", own), given, line, own)

    # --- What an assertion is about --------------------------------------------

    def goals_of_domain(self, number):
        """Whatever is a domain's: itself, its objects, all memory that it has mapped, its interrupts."""
        goals = {(kind, number) for kind in DOMAIN_NODES}
        goals |= {("memory", i) for i, memory in enumerate(self.layout.memories)
                  if any(m["domain"] == number for m in self.maps(memory))}
        return goals | {("irq", irq["line"]) for irq in self.layout.irqs if irq["domain"] == number}

    def goals(self, target):
        """The nodes that an assertion is about, and their name."""
        if isinstance(target, Domain):
            return self.goals_of_domain(self.layout.number[target.name]), f"authority over {shown(target.name)}"
        if isinstance(target, Region):
            found = {("memory", i) for i, memory in enumerate(self.layout.memories)
                     if memory["owner"] == BLOB_NONE and memory["name"] == target.name}
            return found, f"memory region {shown(target.name)}"
        if isinstance(target, int):
            return {("irq", target)}, f"interrupt {target}"
        return {("machine", target)}, f"the machine's right {shown(target)}"

    # --- Checks ------------------------------------------------------------------

    def refuse(self, line, what):
        raise Refusal(self.layout.description.path, line, what)

    def check(self, assertion):
        """Refuses an assertion that does not hold."""
        trusted = {self.layout.number[d.name] for d in assertion.trusted}
        for number in sorted(trusted):
            for other in sorted(self.controllers[number] - trusted):
                name, other = shown(self.domains[number].name), shown(self.domains[other].name)
                self.refuse(assertion.line, f"{other} controls {name}, so to trust {name} is to trust both; add {other}"
                            f" to except, or remove {name}")
        if assertion.kind == "only":
            self.only_check(assertion, trusted)
            return
        source, target = (self.layout.number[d.name] for d in (assertion.sources[0], assertion.target))
        if assertion.kind == "no_flow":
            path = path_find(self.flow, source, {target}, trusted)
            what = f"information can flow from {self.shown(source)} to {self.shown(target)}"
        else:
            path = path_find(self.authority, ("domain", source), self.goals_of_domain(target), trusted)
            what = f"{self.shown(source)} can come to hold authority over {self.shown(target)}"
        if path is not None:
            self.refuse(assertion.line, self.broken_text(what, source, path, self.domains[target].name, trusted))

    def only_check(self, assertion, trusted):
        """Nobody but the named domains may reach it; the trusted could, but may not hold it to begin with."""
        goals, name = self.goals(assertion.target)
        may = {self.layout.number[d.name] for d in assertion.sources}
        if isinstance(assertion.target, Domain):
            may.add(self.layout.number[assertion.target.name])
        holders = " and ".join(shown(d.name) for d in assertion.sources)
        paths = []
        for number in range(len(self.domains)):
            path = path_find(self.authority, ("domain", number), goals, trusted)
            if path is not None and number not in may and (number not in trusted or steps_count(path) == 1):
                paths.append((steps_count(path), number, path))
        if paths:
            _, number, path = min(paths)
            what = f"not only {holders} can come to hold {name}"
            end = assertion.target if isinstance(assertion.target, str) else getattr(assertion.target, "name", name)
            listed = "|".join(d.name for d in [*assertion.sources, self.domains[number]])
            self.refuse(assertion.line, self.broken_text(what, number, path, end, trusted, f'pd="{listed}"'))
        reach = [path_find(self.authority, ("domain", self.layout.number[d.name]), goals, set())
                 for d in assertion.sources]
        if all(path is None for path in reach):
            self.refuse(assertion.line, f"{holders} cannot come to hold {name}, nor can anybody else; name who does,"
                        " or remove <only>")

    # --- Words ---------------------------------------------------------------------

    def shown(self, number):
        return shown(self.domains[number].name)

    def node_text(self, node):
        return self.domains[node if isinstance(node, int) else node[1]].name

    def broken_text(self, what, start, path, end, trusted, allowed=None):
        """What is broken, by which path, and what would mend it."""
        steps = [edge for edge in path if edge.words]
        text = self.node_text(start)
        for i, edge in enumerate(steps):
            text += f" -> ({edge.words}) -> {end if i == len(steps) - 1 else self.node_text(edge.target)}"
        lines = sorted({edge.line for edge in steps})
        mend = f"remove a step (line{'s' * (len(lines) > 1)} {', '.join(map(str, lines))})"
        actors = self.trust_closed({edge.actor for edge in steps} - {None, start})
        if actors and start not in actors:
            names = " and ".join(self.shown(n) for n in sorted(actors))
            listed = "|".join(self.domains[n].name for n in sorted(actors | trusted))
            mend += f', or trust {names} to pass nothing on: except="{listed}"'
        elif allowed:
            mend += f", or let {self.shown(start)} have it: {allowed}"
        return f"{what}: {text}; {mend}"

    def trust_closed(self, numbers):
        """These domains and all that control them."""
        found, waiting = set(), list(numbers)
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting += self.controllers[number]
        return found


def steps_count(path):
    return sum(1 for edge in path if edge.words)


def policy_check(layout):
    """Refuses a layout that does not keep what its description asserts."""
    if layout.description.assertions:
        graphs = Graphs(layout)
        for assertion in layout.description.assertions:
            graphs.check(assertion)
