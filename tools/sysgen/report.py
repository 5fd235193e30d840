# SPDX-License-Identifier: Apache-2.0
"""A layout for people: a text report, and a picture of who can reach what (Graphviz)."""
from .constants import ABI, BLOB, BLOB_NONE, LAYOUT

MEMORY_WORDS = {ABI["MEMORY_CACHED"]: "", ABI["MEMORY_UNCACHED"]: " uncached", ABI["MEMORY_DEVICE"]: " device"}
KINDS = {value: key[len("BLOB_CAP_"):].lower() for key, value in BLOB.items() if key.startswith("BLOB_CAP_")}
MAP_RIGHTS = (("r", "READ"), ("w", "WRITE"), ("x", "EXECUTE"))
OBJECT_RIGHTS = (("read", "READ"), ("write", "WRITE"), ("execute", "EXECUTE"), ("call", "CALL"), ("grant", "GRANT"),
                 ("grant-reply", "GRANT_REPLY"))


def size_text(size):
    """Bytes in the largest unit that divides them."""
    for unit, name in ((1 << 20, "MiB"), (1 << 10, "KiB")):
        if size >= unit and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size} bytes"


def map_rights(rights):
    return "".join(letter if rights & ABI["RIGHT_" + name] else "-" for letter, name in MAP_RIGHTS)


def target_text(layout, cap):
    """What a capability leads to."""
    kind = KINDS[cap["kind"]]
    if kind == "irq":
        return f"interrupt {cap['target']}"
    if kind == "untyped":
        return f"untyped memory, {size_text(cap['target'])}"
    if kind == "machine":
        return "the machine"
    owner = "the root task" if cap["target"] == BLOB_NONE else layout.domains[cap["target"]].name
    return f"{kind} of {owner}"


def cap_text(layout, cap):
    kind = KINDS[cap["kind"]]
    rights = ", ".join(word for word, name in OBJECT_RIGHTS if cap["rights"] & ABI["RIGHT_" + name])
    text = f"    {cap['slot']:4}  {target_text(layout, cap)}"
    if kind == "machine":
        words = {"WRITE": "console", "EXECUTE": "exit", "READ": "counters", "GRANT": "time"}
        rights = ", ".join(word for name, word in words.items() if cap["rights"] & ABI["RIGHT_" + name])
    if rights:
        text += f": {rights}"
    badge = cap["badge_high"] << 32 | cap["badge_low"]
    if badge or (kind == "endpoint" and cap["target"] != cap["domain"]):
        text += f", badge {badge:#x}"
    return text


def percent_text(part):
    return f"{part * 100:.1f} %"


def time_text(domain):
    """What a domain may run: of each period, or at a stretch; a passive one for its init only."""
    text = f"time slice {domain.budget} us"
    if domain.period != domain.budget:
        text = f"budget {domain.budget} us in {domain.period} us ({percent_text(domain.budget / domain.period)})"
    return f"passive, for its init {text}" if domain.passive else text


def utilisation_text(domains):
    """What those may use together who have a bound; passive ones use their callers' time."""
    bounded = [d for d in domains if d.period != d.budget and not d.passive]
    if not bounded:
        return "nobody's time is bounded"
    used = sum(d.budget / d.period for d in bounded)
    return (f"{len(bounded)} of {len(domains)} protection domains have a budget below their period:"
            f" {percent_text(used)} of the processor in all")


def domain_text(layout, domain):
    number = layout.number[domain.name]
    priority = layout.priority[domain.priority]
    lines = [f"protection domain {domain.name}: {domain.program}, priority {priority},"
             f" {time_text(domain)}"]
    if domain.parent:
        lines.append(f"  child {domain.id} of {domain.parent.name}, which handles its faults")
    lines.append("  memory")
    for m, memory in sorted(layout.domain_maps(domain), key=lambda pair: pair[0]["address"]):
        end = m["address"] + (memory["pages"] << memory["page_bits"]) - 1
        device = "" if memory["device"] == BLOB_NONE else f" at {memory['device']:#x}"
        lines.append(f"    {m['address']:#010x} - {end:#010x}  {map_rights(m['rights'])}  {memory['name']}"
                     f"{device}{MEMORY_WORDS[m['memory']]}")
    if domain.pager:
        for start, end in layout.spaces.paged_ranges(domain):
            lines.append(f"    {start:#010x} - {end - 1:#010x}  rw-  on demand from {domain.parent.name}")
        lines.append(f"    at most {domain.pager.limit} pages on demand")
    lines.append("  capabilities")
    caps = [c for c in layout.caps if c["domain"] == number]
    lines += [cap_text(layout, c) for c in sorted(caps, key=lambda c: c["slot"])]
    return "\n".join(lines) + "\n"


def report_text(layout):
    heads = [f"system {layout.description.path} on {layout.board.name}",
             f"{len(layout.domains)} protection domains, {len(layout.caps)} capabilities,"
             f" about {max(layout.left, 0) // 1024} KiB of memory left",
             utilisation_text(layout.domains)]
    return "\n".join(heads) + "\n\n" + "\n".join(domain_text(layout, d) for d in layout.domains)


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def edge(source, target, label, style=""):
    return f"\t{quoted(source)} -> {quoted(target)} [label={quoted(label)}{style}];"


def cap_edge(layout, cap):
    """An edge from a domain to what a capability of it reaches; None for what is its own."""
    source = layout.domains[cap["domain"]].name
    kind = KINDS[cap["kind"]]
    if kind == "irq":
        return edge(source, f"interrupt {cap['target']}", "irq")
    if kind == "untyped":
        return edge(source, f"untyped {source} {cap['slot']}", size_text(cap["target"]))
    if kind == "machine":
        return edge(source, "machine", cap_text(layout, cap).split(": ")[-1])
    if cap["target"] == cap["domain"]:
        return None
    target = "root task" if cap["target"] == BLOB_NONE else layout.domains[cap["target"]].name
    words = {"endpoint": "ready" if cap["slot"] == LAYOUT["LAYOUT_READY"] else "call", "notification": "notify"}
    style = ", style=dashed" if kind == "notification" else ""
    return edge(source, target, words.get(kind, kind), style)


def domain_box(layout, domain):
    """A domain's node: its name, and its memory map."""
    label = quoted(domain.name)[1:-1] + (", passive" if domain.passive else "") + "\\n"
    for m, memory in sorted(layout.domain_maps(domain), key=lambda pair: pair[0]["address"]):
        end = m["address"] + (memory["pages"] << memory["page_bits"]) - 1
        label += f"{m['address']:08x}-{end:08x} {map_rights(m['rights'])}\\l"
    if domain.pager:
        for start, end in layout.spaces.paged_ranges(domain):
            label += f"{start:08x}-{end - 1:08x} on demand\\l"
    return f"\t{quoted(domain.name)} [shape=box, label=\"{label}\"];"


def dot_text(layout):
    """Domains as boxes with their memory maps, shared memory and devices as cylinders, what is the
    machine's as ellipses."""
    lines = ["digraph system {", "\trankdir=LR;", "\tnode [fontname=monospace];", "\tedge [fontname=monospace];"]
    for domain in layout.domains:
        lines.append(domain_box(layout, domain))
    for cap in layout.caps:
        if KINDS[cap["kind"]] == "untyped":
            name = f"untyped {layout.domains[cap['domain']].name} {cap['slot']}"
            lines.append(f"\t{quoted(name)} [shape=cylinder, label=\"untyped\"];")
    for memory in layout.memories:
        if memory["owner"] != BLOB_NONE:
            continue
        name = "memory " + memory["name"]
        lines.append(f"\t{quoted(name)} [shape=cylinder, label={quoted(memory['name'])}];")
        for m in layout.maps[memory["first_map"]:memory["first_map"] + memory["map_count"]]:
            label = f"{map_rights(m['rights'])} {m['address']:#x}"
            lines.append(edge(layout.domains[m["domain"]].name, name, label))
    for domain in layout.domains:
        keeper = domain.parent.name if domain.parent else "root task"
        lines.append(edge(domain.name, keeper, "faults", ", style=dotted"))
    lines += [line for line in (cap_edge(layout, cap) for cap in layout.caps) if line]
    return "\n".join(lines) + "\n}\n"
