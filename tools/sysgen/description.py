# SPDX-License-Identifier: Apache-2.0
"""Reads a system description: XML to plain records, each with its line.

Everything that can be said from the description alone is checked here: the
elements and attributes, the numbers, and that names and ids are unique and
known.  What needs the board or the programs is checked in layout.py.
"""
import dataclasses
import re

from lxml import etree

from .constants import ABI, BLOB, CONFIG, LAYOUT, PAGE, USER_END
from .refusal import Refusal, shown

# element: (attributes, those that it must have, elements inside)
SCHEMA = {
    "system": ("", "", "protection_domain memory_region channel policy"),
    "protection_domain": ("name priority budget period passive stack_size id", "name",
                          "program_image map irq setvar pager untyped machine monitor"
                          " protection_domain"),
    "program_image": ("path", "path", ""),
    "map": ("mr vaddr perms cached setvar_vaddr setvar_size", "mr vaddr", ""),
    "irq": ("irq id trigger", "irq id", ""),
    "setvar": ("symbol region_paddr value", "symbol", ""),
    "pager": ("base size limit", "base size limit", ""),
    "untyped": ("size", "size", ""),
    "machine": ("rights", "rights", ""),
    "monitor": ("id", "id", ""),
    "memory_region": ("name size page_size phys_addr", "name size", ""),
    "channel": ("", "", "end"),
    "end": ("pd id pp notify setvar_id", "pd id", ""),
    "policy": ("", "", "no_authority no_flow only"),
    "no_authority": ("from to except", "from to", ""),
    "no_flow": ("from to except", "from to", ""),
    "only": ("pd mr irq machine to except", "pd", ""),
}
TRUTH = {"true": True, "false": False}
PERMS = {"r": "READ", "w": "WRITE", "x": "EXECUTE"}
MACHINE_RIGHTS = {"console": "WRITE", "exit": "EXECUTE", "counters": "READ", "time": "GRANT"}
PAGE_BITS = {0x1000: 12, 0x10000: 16, 0x100000: 20}
PRIORITY_MAX = 254
SLICE_DEFAULT = 10000
BUDGET_MIN = CONFIG["BUDGET_MIN_MICROSECONDS"]
TIME_MAX = 0xffffffff
COUNTS = ("budget", "period", "limit")  # attributes that are told in decimal
CHANNELS = LAYOUT["LAYOUT_CHANNELS"]


@dataclasses.dataclass
class Region:
    line: int
    name: str
    size: int
    page_bits: int
    physical: int | None


@dataclasses.dataclass
class Map:
    line: int
    region: str
    address: int
    rights: int
    cached: bool | None
    setvar_vaddr: str | None
    setvar_size: str | None


@dataclasses.dataclass
class Irq:
    line: int
    number: int
    id: int
    edge: bool | None


@dataclasses.dataclass
class Setvar:
    line: int
    symbol: str
    region: str | None
    value: int | None


@dataclasses.dataclass
class Pager:
    line: int
    base: int
    size: int
    limit: int


@dataclasses.dataclass
class Untyped:
    line: int
    size: int


@dataclasses.dataclass
class Domain:
    line: int
    name: str
    parent: "Domain | None"
    id: int
    priority: int
    budget: int   # microseconds that it may run,
    period: int   # in each so many; the same: no bound, but a time slice
    passive: bool  # the two above are for its init; then it runs on its callers' time
    stack_size: int | None
    program: str = ""
    program_line: int = 0
    maps: list = dataclasses.field(default_factory=list)
    irqs: list = dataclasses.field(default_factory=list)
    setvars: list = dataclasses.field(default_factory=list)
    untyped: list = dataclasses.field(default_factory=list)
    pager: Pager | None = None
    machine: int | None = None
    machine_line: int = 0
    monitor: int | None = None
    ids: dict = dataclasses.field(default_factory=dict)      # channel: line
    children: dict = dataclasses.field(default_factory=dict)  # id: Domain


@dataclasses.dataclass
class End:
    line: int
    domain: Domain
    id: int
    calls: bool
    notifies: bool
    setvar_id: str | None


@dataclasses.dataclass
class Assertion:
    """What must never be; policy.py says what each of them means."""
    line: int
    kind: str          # its element's tag
    sources: list      # no_authority, no_flow: the domain `from`; only: the domains that may
    target: object     # a Domain; of only, besides: a Region, an interrupt's number, a machine's right
    trusted: list      # domains that lend and pass on nothing that they should not


class Description:
    """What a .system file says."""

    def __init__(self, path):
        self.path = path
        self.regions = {}
        self.domains = []
        self.channels = []
        self.assertions = []
        self.root = self.parse()
        self.read()

    def refuse(self, line, what):
        raise Refusal(self.path, line, what)

    def parse(self):
        try:
            with open(self.path, "rb") as file:
                text = file.read()
        except OSError as error:
            raise Refusal(self.path, None, f"{error.strerror}; name a system description")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            tree = etree.fromstring(text, parser).getroottree()
        except etree.XMLSyntaxError as error:
            line = error.lineno or 1
            self.refuse(line, f"not well-formed XML: {error.msg}; mend the markup")
        except (ValueError, LookupError) as error:
            self.refuse(1, f"not readable as XML: {error}; write it as UTF-8")
        if tree.docinfo.internalDTD is not None:
            self.refuse(1, "document types are not allowed; remove <!DOCTYPE>")
        return tree.getroot()

    # --- One element -------------------------------------------------------

    def element_check(self, element):
        """Attributes and the names of the elements inside."""
        allowed, required, inside = (text.split() for text in SCHEMA[element.tag])
        line = element.sourceline
        if element.tag == "protection_domain" and element.getparent().tag == "protection_domain":
            required.append("id")
        for key in element.attrib:
            if key not in allowed:
                self.refuse(line, f"<{element.tag}> has no attribute {shown(key)}; allowed:"
                            f" {', '.join(allowed) or 'none'}")
        for key in required:
            if key not in element.attrib:
                self.refuse(line, f'<{element.tag}> lacks the attribute "{key}"; add {key}="..."')
        for child in element:
            if child.tag in (etree.Comment, etree.PI):
                continue
            if not isinstance(child.tag, str):
                self.refuse(child.sourceline or line, "entities are not allowed; write the text itself")
            if child.tag not in inside:
                self.refuse(child.sourceline, f"<{element.tag}> cannot hold <{child.tag}>; allowed:"
                            f" {', '.join(inside) or 'nothing'}")
        text = [element.text] + [child.tail for child in element]
        if any(t and t.strip() for t in text):
            self.refuse(line, f"<{element.tag}> holds text; remove it or make it a comment")

    def inside(self, element, tag=None):
        """The elements inside, checked."""
        for child in element:
            if isinstance(child.tag, str) and tag in (None, child.tag):
                self.element_check(child)
                yield child

    def number(self, element, key, low, high, default=None):
        """A number from `low` to `high`: decimal or 0x, `_` between digits."""
        text = element.get(key)
        if text is None:
            return default
        if re.fullmatch(r"0[xX][0-9a-fA-F][0-9a-fA-F_]*", text, re.A):
            value = int(text[2:].replace("_", ""), 16)
        elif re.fullmatch(r"[0-9][0-9_]{0,99}", text, re.A):
            value = int(text.replace("_", ""))
        else:
            self.refuse(element.sourceline, f"{key}={shown(text)} is not a number; write digits,"
                        " or 0x and hexadecimal digits")
        if not low <= value <= high:
            limits = (low, high) if high < 0x1000 or key in COUNTS else (hex(low), hex(high))
            self.refuse(element.sourceline,
                        f"{key}={shown(text)} is out of range; choose {limits[0]} to {limits[1]}")
        return value

    def multiple(self, element, key, unit, low, high, default=None):
        """A number that is a multiple of `unit`."""
        value = self.number(element, key, low, high, default)
        if value is not None and value % unit:
            self.refuse(element.sourceline, f"{key}={shown(element.get(key))} is not a multiple of"
                        f" {unit:#x}; the next is {(value + unit - 1) // unit * unit:#x}")
        return value

    def choice(self, element, key, values, default=None):
        """One of a few words: its meaning in `values`."""
        text = element.get(key)
        if text is None:
            return default
        if text not in values:
            self.refuse(element.sourceline,
                        f"{key}={shown(text)} is unknown; allowed: {', '.join(values)}")
        return values[text]

    def name(self, element, key="name"):
        text = element.get(key)
        most = LAYOUT["LAYOUT_NAME_BYTES"] - 1
        if not re.fullmatch(r"[A-Za-z0-9_.-]{1,%d}" % most, text, re.A):
            self.refuse(element.sourceline, f"{key}={shown(text)} is not a name; use 1 to {most}"
                        " letters, digits, '_', '-', '.'")
        return text

    def domain_named(self, element, name):
        for domain in self.domains:
            if domain.name == name:
                return domain
        self.refuse(element.sourceline, f"no protection domain {shown(name)}; there are:"
                    f" {', '.join(d.name for d in self.domains)}")

    def region_named(self, element, name):
        if name not in self.regions:
            self.refuse(element.sourceline, f"no memory region {shown(name)}; there are:"
                        f" {', '.join(self.regions) or 'none'}")
        return self.regions[name]

    # --- The whole ---------------------------------------------------------

    def read(self):
        if self.root.tag != "system":
            self.refuse(self.root.sourceline, f"the outermost element is <{self.root.tag}>;"
                        " it must be <system>")
        self.element_check(self.root)
        for element in self.inside(self.root, "memory_region"):
            self.region_read(element)
        for element in self.inside(self.root, "protection_domain"):
            self.domain_read(element, None)
        if not self.domains:
            self.refuse(self.root.sourceline, "no protection domain; add <protection_domain>")
        for element in self.inside(self.root, "channel"):
            self.channel_read(element)
        for domain in self.domains:
            if domain.passive:
                self.passive_check(domain)
        for element in self.inside(self.root, "policy"):
            for inner in self.inside(element):
                self.assertion_read(inner)

    def region_read(self, element):
        line = element.sourceline
        name = self.name(element)
        if name in self.regions:
            self.refuse(line, f"memory region {shown(name)} exists already, in line"
                        f" {self.regions[name].line}; choose another name")
        sizes = {f"{size:#x}": bits for size, bits in PAGE_BITS.items()}
        page_size = self.number(element, "page_size", 0, 1 << 40, PAGE)
        if page_size not in PAGE_BITS:
            self.refuse(line, f"page_size={shown(element.get('page_size'))} is not a page's size;"
                        f" allowed: {', '.join(sizes)}")
        size = self.multiple(element, "size", page_size, page_size, USER_END)
        physical = self.multiple(element, "phys_addr", page_size, 0, (1 << 32) - page_size)
        self.regions[name] = Region(line, name, size, PAGE_BITS[page_size], physical)

    def domain_read(self, element, parent):
        line = element.sourceline
        name = self.name(element)
        for other in self.domains:
            if other.name == name:
                self.refuse(line, f"protection domain {shown(name)} exists already, in line"
                            f" {other.line}; choose another name")
        if parent is None and "id" in element.attrib:
            self.refuse(line, "only a child has an id; remove it or move the domain into its parent")
        number = self.number(element, "id", 0, CHANNELS - 1, len(self.domains))
        if parent and number in parent.children:
            self.refuse(line, f"{shown(parent.name)} has a child {number} already, in line"
                        f" {parent.children[number].line}; choose another id")
        domain = Domain(line, name, parent, number,
                        self.number(element, "priority", 0, PRIORITY_MAX, 0),
                        *self.time_read(element), self.choice(element, "passive", TRUTH, False),
                        self.multiple(element, "stack_size", PAGE, PAGE, 1 << 24))
        self.domains.append(domain)
        if len(self.domains) > BLOB["BLOB_DOMAINS_MAX"]:
            self.refuse(line, f"more than {BLOB['BLOB_DOMAINS_MAX']} protection domains; merge some")
        if parent:
            parent.children[number] = domain
        for child in self.inside(element):
            getattr(self, child.tag + "_in_domain")(child, domain)
        if not domain.program:
            self.refuse(line, f'{shown(name)} has no program; add <program_image path="..."/>')

    def time_read(self, element):
        """Budget and period, in microseconds."""
        budget = self.number(element, "budget", BUDGET_MIN, TIME_MAX)
        period = self.number(element, "period", BUDGET_MIN, TIME_MAX)
        if budget is None and period is not None:
            self.refuse(element.sourceline, f"period {period} without a budget; say how much of it the domain may"
                        ' run: budget="..."')
        budget = budget or SLICE_DEFAULT
        if period is not None and period < budget:
            self.refuse(element.sourceline, f"period {period} is below budget {budget}; lengthen the period, or"
                        " leave it out for a time slice without a bound")
        return budget, period or budget

    def passive_check(self, domain):
        """A passive domain runs on the time of who calls it: nothing else may be meant to wake it."""
        name = shown(domain.name)
        if domain.irqs:
            self.refuse(domain.irqs[0].line, f"{name} is passive, and an interrupt brings no time to run on;"
                        " let another domain handle it, or remove passive")
        callers = [a for pair in self.channels for a, b in (pair, pair[::-1]) if b.domain is domain]
        for end in callers:
            if end.notifies:
                self.refuse(end.line, f"{shown(end.domain.name)} may notify {name}, which is passive, and a"
                            ' signal brings no time to run on; write notify="false"')
        if not domain.children and not any(end.calls for end in callers):
            self.refuse(domain.line, f"nobody calls {name}, so it would never run again after its init;"
                        ' write pp="true" at the other end of a channel, or remove passive')

    # --- What a domain holds -----------------------------------------------

    def id_take(self, domain, number, line):
        """Channels, interrupts and the monitor share a domain's ids."""
        if number in domain.ids:
            self.refuse(line, f"{shown(domain.name)} uses id {number} already, in line"
                        f" {domain.ids[number]}; choose another id")
        domain.ids[number] = line

    def once(self, element, value, domain):
        if value:
            self.refuse(element.sourceline, f"{shown(domain.name)} has a second <{element.tag}>;"
                        " remove one")

    def protection_domain_in_domain(self, element, domain):
        self.domain_read(element, domain)

    def program_image_in_domain(self, element, domain):
        self.once(element, domain.program, domain)
        domain.program = element.get("path")
        domain.program_line = element.sourceline
        if not domain.program.isprintable() or not domain.program:
            self.refuse(element.sourceline, f"path={shown(domain.program)} is not a path;"
                        " name the program's ELF file")

    def map_in_domain(self, element, domain):
        line = element.sourceline
        name = element.get("mr")
        region = self.region_named(element, name)
        perms = element.get("perms", "rw")
        if not re.fullmatch("r?w?x?", perms) or "r" not in perms or "wx" in perms:
            self.refuse(line, f"perms={shown(perms)} cannot be mapped; choose r, rw or rx")
        address = self.multiple(element, "vaddr", 1 << region.page_bits, PAGE, USER_END - PAGE)
        if address + region.size > USER_END:
            self.refuse(line, f"{shown(name)} at {address:#x} ends at {address + region.size:#x};"
                        f" it must end at {USER_END:#x} or below")
        rights = sum(ABI["RIGHT_" + PERMS[p]] for p in perms)
        domain.maps.append(Map(line, name, address, rights,
                               self.choice(element, "cached", TRUTH),
                               element.get("setvar_vaddr"), element.get("setvar_size")))

    def irq_in_domain(self, element, domain):
        number = self.number(element, "irq", 0, 1023)
        channel = self.number(element, "id", 0, CHANNELS - 1)
        edge = self.choice(element, "trigger", {"level": False, "edge": True})
        self.id_take(domain, channel, element.sourceline)
        for other in self.domains:
            for irq in other.irqs:
                if irq.number == number:
                    self.refuse(element.sourceline, f"interrupt {number} belongs to"
                                f" {shown(other.name)} already, in line {irq.line}; give it to one domain")
        domain.irqs.append(Irq(element.sourceline, number, channel, edge))

    def setvar_in_domain(self, element, domain):
        region = element.get("region_paddr")
        value = self.number(element, "value", 0, 0xffffffff)
        if (region is None) == (value is None):
            self.refuse(element.sourceline, "<setvar> needs one value; write region_paddr or value")
        if region is not None:
            self.region_named(element, region)
        domain.setvars.append(Setvar(element.sourceline, element.get("symbol"), region, value))

    def pager_in_domain(self, element, domain):
        self.once(element, domain.pager, domain)
        line = element.sourceline
        if domain.parent is None:
            self.refuse(line, f"{shown(domain.name)} has no parent to page it; move it into the"
                        " protection domain that is its pager")
        base = self.multiple(element, "base", PAGE, PAGE, USER_END - PAGE)
        size = self.multiple(element, "size", PAGE, 0, USER_END)
        if base + size > USER_END:
            self.refuse(line, f"the region ends at {base + size:#x}; it must end at {USER_END:#x} or below")
        domain.pager = Pager(line, base, size, self.number(element, "limit", 1, 0x7ffff))

    def untyped_in_domain(self, element, domain):
        size = self.multiple(element, "size", PAGE, PAGE, 1 << 31)
        most = LAYOUT["LAYOUT_UNTYPEDS"]
        if len(domain.untyped) == most:
            self.refuse(element.sourceline, f"more than {most} <untyped> in {shown(domain.name)};"
                        " make fewer and larger ones")
        domain.untyped.append(Untyped(element.sourceline, size))

    def machine_in_domain(self, element, domain):
        self.once(element, domain.machine is not None, domain)
        domain.machine = 0
        domain.machine_line = element.sourceline
        for word in element.get("rights").split("|"):
            if word.strip() not in MACHINE_RIGHTS:
                self.refuse(element.sourceline, f"rights={shown(word.strip())} is unknown; allowed:"
                            f" {', '.join(MACHINE_RIGHTS)}, joined by |")
            domain.machine |= ABI["RIGHT_" + MACHINE_RIGHTS[word.strip()]]

    def monitor_in_domain(self, element, domain):
        self.once(element, domain.monitor is not None, domain)
        domain.monitor = self.number(element, "id", 0, CHANNELS - 1)
        self.id_take(domain, domain.monitor, element.sourceline)

    # --- Channels ----------------------------------------------------------

    def channel_read(self, element):
        ends = [self.end_read(e) for e in self.inside(element, "end")]
        if len(ends) != 2:
            self.refuse(element.sourceline, f"a channel has two ends, this one {len(ends)};"
                        " write two <end>")
        a, b = ends
        if a.domain is b.domain:
            self.refuse(b.line, f"both ends are {shown(a.domain.name)}; join two domains")
        for end in ends:
            self.id_take(end.domain, end.id, end.line)
        if a.calls and b.calls:
            self.refuse(b.line, 'both ends have pp="true", so each could wait for the other;'
                        " keep one")
        for end, other in ((a, b), (b, a)):
            if end.calls and other.domain.priority <= end.domain.priority:
                self.refuse(end.line, f"{shown(end.domain.name)} (priority {end.domain.priority}) calls"
                            f" {shown(other.domain.name)} (priority {other.domain.priority}); give the"
                            " called domain the higher priority")
        self.channels.append((a, b))

    def end_read(self, element):
        return End(element.sourceline, self.domain_named(element, element.get("pd")),
                   self.number(element, "id", 0, CHANNELS - 1),
                   self.choice(element, "pp", TRUTH, False),
                   self.choice(element, "notify", TRUTH, True),
                   element.get("setvar_id"))

    # --- Policy --------------------------------------------------------------

    def domains_named(self, element, key):
        """The domains of a list such as `pd="a|b"`; none if there is no such attribute."""
        text = element.get(key)
        return [] if text is None else [self.domain_named(element, name.strip()) for name in text.split("|")]

    def assertion_read(self, element):
        line = element.sourceline
        trusted = self.domains_named(element, "except")
        if element.tag == "only":
            sources, target = self.domains_named(element, "pd"), self.thing_named(element)
        else:
            sources = [self.domain_named(element, element.get("from"))]
            target = self.domain_named(element, element.get("to"))
            if sources[0] is target:
                self.refuse(line, f"from and to are both {shown(target.name)}; name two domains")
            ends = sources + [target] * (element.tag == "no_flow")
            for domain in trusted:
                if domain in ends:
                    self.refuse(line, f"{shown(domain.name)} is what <{element.tag}> is about, so it cannot be"
                                " trusted with it; remove it from except")
        self.assertions.append(Assertion(line, element.tag, sources, target, trusted))

    def thing_named(self, element):
        """What `only` is about: exactly one thing."""
        kinds = ("mr", "irq", "machine", "to")
        given = [kind for kind in kinds if kind in element.attrib]
        if len(given) != 1:
            self.refuse(element.sourceline, f"<only> needs one thing to hold, this one names"
                        f" {len(given)}; write one of {', '.join(kinds)}")
        if given[0] == "mr":
            return self.region_named(element, element.get("mr"))
        if given[0] == "irq":
            return self.number(element, "irq", 0, 1023)
        if given[0] == "machine":
            self.choice(element, "machine", MACHINE_RIGHTS)
            return element.get("machine")
        return self.domain_named(element, element.get("to"))
