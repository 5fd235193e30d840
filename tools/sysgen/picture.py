# SPDX-License-Identifier: Apache-2.0
"""A layout as pictures, for Graphviz: who can reach what, and where memory lies."""
import html

from .constants import ABI, BLOB_NONE, LAYOUT
from .report import KINDS, MEMORY_WORDS, map_rights, percent_text, rights_words, size_text

FONT = 'fontname="Helvetica"'
DOMAIN, FAMILY, SHARED, DEVICE, DEMAND, OWN, FREE = (
    "#ffffff", "#eef2f7", "#d5ecd4", "#fbe0c3", "#fdf6c9", "#e4e4ec", "#f7f7f7")
GREY = "#777777"
MANY_CHANNELS = 100


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def joined(*lines):
    """Lines of a plain label."""
    return quoted("\0".join(line for line in lines if line)).replace("\0", "\\n")


def attributes(**values):
    return " [" + ", ".join(f"{key}={value}" for key, value in values.items()) + "];"


def edge(source, target, label, **more):
    return f"\t{quoted(source)} -> {quoted(target)}" + attributes(label=quoted(f"  {label}  "), **more)


def title_text(title, *notes):
    """A heading, and smaller lines below it."""
    lines = [f'<FONT POINT-SIZE="16"><B>{html.escape(title)}</B></FONT>',
             *(f'<FONT POINT-SIZE="11">{html.escape(note)}</FONT>' for note in notes)]
    return "<" + "".join(line + '<BR ALIGN="LEFT"/>' for line in lines) + ">"


def system_name(layout):
    return f"{layout.description.path.rsplit('/', 1)[-1]} on {layout.board.name}"


def cell(text, **more):
    more = "".join(f' {key.upper()}="{value}"' for key, value in more.items())
    return f"<TD{more}>{text}</TD>"


def table(rows, **more):
    more = "".join(f' {key.upper()}="{value}"' for key, value in more.items())
    return f"<TABLE{more}>" + "".join(f"<TR>{row}</TR>" for row in rows) + "</TABLE>"


def head(name, *settings):
    return [f"digraph {name} {{", *(f"\t{setting};" for setting in settings),
            f"\tgraph [{FONT}, labelloc=t, labeljust=l];", f"\tnode [{FONT}, fontsize=12];",
            f"\tedge [{FONT}, fontsize=10];"]


# --- Who can reach what --------------------------------------------------------

def time_words(domain):
    """A domain's time, short."""
    text = f"time slice {domain.budget} µs"
    if domain.period != domain.budget:
        text = f"{domain.budget} of {domain.period} µs ({percent_text(domain.budget / domain.period)})"
    return f"passive (init: {text})" if domain.passive else text


def domain_node(layout, domain):
    """A domain: its name, its time, and what it alone has."""
    number = layout.number[domain.name]
    lines = [f"<B>{html.escape(domain.name)}</B>",
             f"priority {layout.priority[domain.priority]}", time_words(domain)]
    for cap in layout.caps:
        kind = KINDS[cap["kind"]]
        if cap["domain"] == number and kind == "untyped":
            lines.append(f"untyped memory: {size_text(cap['target'])}")
        if cap["domain"] == number and kind == "machine":
            lines.append(f"machine: {', '.join(rights_words(cap))}")
    label = table([cell(line, align="center") for line in lines], border=0, cellborder=0, cellspacing=0, cellpadding=1)
    return f"\t{quoted(domain.name)}" + attributes(
        shape="box", style='"rounded,filled"', fillcolor=quoted(DOMAIN), label=f"<{label}>")


def family(layout, domain, depth=1):
    """A domain's node; one with children is framed together with them."""
    if not domain.children:
        return ["\t" * (depth - 1) + domain_node(layout, domain)]
    indent = "\t" * depth
    lines = [f"{indent}subgraph {quoted('cluster ' + domain.name)} {{",
             f"{indent}\tlabel={quoted(domain.name + ' and its children')};",
             f'{indent}\tstyle="rounded,filled"; color="#b8c4d4"; fillcolor="{FAMILY}"; fontsize=11;',
             indent + domain_node(layout, domain)]
    for _, child in sorted(domain.children.items()):
        lines += family(layout, child, depth + 1)
    return lines + [indent + "}"]


def regions_draw(layout):
    """Memory that is shared, and devices."""
    lines = []
    for memory in layout.memories:
        if memory["owner"] != BLOB_NONE:
            continue
        device = memory["device"] != BLOB_NONE
        name = "memory " + memory["name"]
        size = size_text(memory["pages"] << memory["page_bits"])
        kind = f"device at {memory['device']:#x}" if device else "memory"
        lines.append(f"\t{quoted(name)}" + attributes(
            shape="component" if device else "cylinder", style="filled", fillcolor=quoted(DEVICE if device else SHARED),
            label=joined(memory["name"], f"{kind}, {size}")))
        for m in layout.maps[memory["first_map"]:memory["first_map"] + memory["map_count"]]:
            label = f"{map_rights(m['rights']).replace('-', '')} at {m['address']:#x}"
            lines.append(edge(layout.domains[m["domain"]].name, name, label, arrowhead="none", color=quoted(GREY)))
    return lines


def interrupts_draw(layout):
    lines = []
    for irq in layout.irqs:
        domain = layout.domains[irq["domain"]]
        channel = next(i.id for i in domain.irqs if i.number == irq["line"])
        trigger = "edge" if layout.board.irqs[irq["line"]] else "level"
        name = f"interrupt {irq['line']}"
        lines.append(f"\t{quoted(name)}" + attributes(
            shape="ellipse", style="filled", fillcolor=quoted(DEVICE), label=joined(name, trigger)))
        lines.append(edge(name, domain.name, f"channel {channel}", style="dashed"))
    return lines


def channels_draw(layout):
    """A call is an edge, and signals are a dashed one, with both ends' numbers."""
    lines = []
    for a, b in layout.description.channels:
        for end, other in ((a, b), (b, a)):
            if end.calls:
                lines.append(edge(end.domain.name, other.domain.name, f"call {end.id}→{other.id}", penwidth=1.6))
        ends = [(end, other) for end, other in ((a, b), (b, a)) if end.notifies]
        if ends:
            end, other = ends[0]
            both = len(ends) == 2
            lines.append(edge(end.domain.name, other.domain.name,
                              f"notify {end.id}{'↔' if both else '→'}{other.id}", style="dashed",
                              dir="both" if both else "forward"))
    return lines


def keepers_draw(layout):
    """Faults and memory on demand, and what the root task is asked."""
    lines = []
    root = False
    for domain in layout.domains:
        if domain.parent:
            paged = f"faults; at most {domain.pager.limit} pages on demand" if domain.pager else "faults"
            lines.append(edge(domain.name, domain.parent.name, f"child {domain.id}: {paged}", style="dotted"))
        if domain.monitor is not None:
            root = True
            lines.append(edge(domain.name, "root task", f"monitor {domain.monitor}", color=quoted(GREY)))
        if domain.passive:
            root = True
            lines.append(edge(domain.name, "root task", "ready, once", color=quoted(GREY), style="dashed"))
    if root:
        lines.append('\t"root task"' + attributes(shape="box", style='"dashed"', color=quoted(GREY)))
    return lines


def graph_dot(layout):
    """Domains as boxes, children framed with their parents; memory as cylinders, devices as components."""
    notes = ["solid: call and answer; dashed: notify, interrupt; dotted: faults, for the parent, which has control",
             "numbers are channels, or ids of children"]
    count = len(layout.description.assertions)
    if count:
        notes.append(f"{count} assertion{'s' * (count > 1)} about it: kept")
    title = title_text(f"{system_name(layout)}: who can reach what", *notes)
    # Graphviz takes a minute to place hundreds of edges well, and seconds to place them nearly as well.
    effort = ["nslimit=1", "mclimit=0.2"] if len(layout.description.channels) > MANY_CHANNELS else []
    lines = head("capabilities", "rankdir=LR", "newrank=true", "nodesep=0.4", "ranksep=0.9", f"label={title}", *effort)
    for domain in layout.domains:
        if not domain.parent:
            lines += family(layout, domain)
    lines += regions_draw(layout) + interrupts_draw(layout) + channels_draw(layout) + keepers_draw(layout)
    return "\n".join(lines) + "\n}\n"


# --- Where memory lies ---------------------------------------------------------

def range_words(start, end):
    return f'<FONT FACE="Courier">{start:08x} – {end - 1:08x}</FONT>'


def space_row(start, end, text, colour, port, rights, width):
    """A range of a domain's addresses; what joins it to physical memory begins on its left."""
    more = {"port": port} if port else {}
    return (cell(range_words(start, end), bgcolor=colour, align="left", **more)
            + cell(f'<FONT FACE="Courier">{rights}</FONT>', bgcolor=colour)
            + cell(html.escape(text), bgcolor=colour, align="left", width=width))


def physical_row(start, end, text, colour, port=None):
    more = {"port": port} if port else {}
    return (cell(range_words(start, end), bgcolor=colour, align="left")
            + cell(html.escape(text), bgcolor=colour, align="left", **more))


def part_row(size, text, colour, port=None):
    """A part of memory that has no place yet."""
    more = {"port": port} if port else {}
    return cell(size, border=0, align="right") + cell(html.escape(text), bgcolor=colour, align="left", **more)


def rows_spaced(entries, make, columns):
    """Rows by address, with a mark where addresses are left out."""
    rows, before = [], None
    for start, end, *rest in sorted(entries, key=lambda e: e[0]):
        if before is not None and start != before:
            rows.append(cell("⋮", colspan=columns, border=0))
        rows.append(make(start, end, *rest))
        before = end
    return rows


def memory_text(layout, m, memory):
    """What a domain has at a place: (words, colour)."""
    end = m["address"] + (memory["pages"] << memory["page_bits"])
    if memory["owner"] == BLOB_NONE:
        device = memory["device"] != BLOB_NONE
        return memory["name"] + MEMORY_WORDS[m["memory"]], DEVICE if device else SHARED
    if m["address"] == LAYOUT["LAYOUT_IPC_BUFFER"]:
        return "IPC buffer", OWN
    if m["rights"] & ABI["RIGHT_EXECUTE"]:
        return "code, constants", OWN
    if not m["rights"] & ABI["RIGHT_WRITE"]:
        return "constants", OWN
    return "stack" if end == LAYOUT["LAYOUT_STACK_TOP"] else "data, heap", OWN


def space_entries(layout, domain):
    """What is in a domain's address space: (start, end, words, colour, port, rights)."""
    entries = []
    for m, memory in layout.domain_maps(domain):
        text, colour = memory_text(layout, m, memory)
        end = m["address"] + (memory["pages"] << memory["page_bits"])
        port = f"m{m['address']:x}" if memory["owner"] == BLOB_NONE else None
        entries.append((m["address"], end, text, colour, port, map_rights(m["rights"])))
    for start, end in layout.spaces.paged_ranges(domain) if domain.pager else ():
        what = "stack" if end == LAYOUT["LAYOUT_STACK_TOP"] else \
            "region" if domain.pager.size and start == domain.pager.base else "data, heap"
        entries.append((start, end, f"{what}, on demand from {domain.parent.name}", DEMAND, None, "rw-"))
    return entries


def space_node(layout, domain, width):
    title = f"<B>{html.escape(domain.name)}</B>"
    if domain.pager:
        title += f", at most {domain.pager.limit} pages on demand"
    rows = [cell(title, colspan=3, border=0, align="left")]
    rows += rows_spaced([(*entry, width) for entry in space_entries(layout, domain)], space_row, 3)
    return f"\t{quoted('space ' + domain.name)} [label=<{table(rows, border=0, cellborder=1, cellspacing=0)}>];"


def amount_text(size):
    """About how much, downwards."""
    unit = 20 if size >= 16 << 20 else 10
    return size_text(max(size, 0) >> unit << unit)


def ram_rows(layout):
    """RAM: what has its place before the system starts, and what the root task takes out of the rest."""
    base, end = layout.board.ram_base, layout.board.ram_base + layout.board.ram_bytes
    first, last = layout.image
    rows = [physical_row(base, first, "kernel, and what is below it", OWN)] if first > base else []
    rows += [physical_row(first, last, "boot image: root task, layout, programs' contents", OWN),
             physical_row(last, end, "free memory, out of which the root task makes:", FREE)]
    own = sum(memory["pages"] << memory["page_bits"] for memory in layout.memories if memory["owner"] != BLOB_NONE)
    rows.append(part_row(size_text(own), "programs, stacks, data, IPC buffers", OWN))
    for memory in layout.memories:
        if memory["owner"] == BLOB_NONE and memory["device"] == BLOB_NONE:
            size = size_text(memory["pages"] << memory["page_bits"])
            rows.append(part_row(size, f"region {memory['name']}", SHARED, f"r{memory['name']}"))
    for domain in layout.domains:
        if domain.untyped:
            size = size_text(sum(u.size for u in domain.untyped))
            rows.append(part_row(size, f"untyped memory of {domain.name}", DEMAND))
    rows.append(part_row("about " + amount_text(layout.left), "left", FREE))
    return rows


def physical_node(layout):
    """Physical memory: the devices that a domain or the kernel uses, and RAM."""
    devices = [(start, end, f"{name.split('@')[0]}: {use} (kernel)", OWN, None)
               for name, use, start, end in layout.board.kernel_regions]
    for memory in layout.memories:
        if memory["owner"] == BLOB_NONE and memory["device"] != BLOB_NONE:
            start, end = memory["device"], memory["device"] + (memory["pages"] << memory["page_bits"])
            names = [device.name for device in layout.board.devices_at(start, end)]
            more = f" and {len(names) - 2} more" if len(names) > 2 else ""
            text = f"{memory['name']}: {', '.join(names[:2]) + more}" if names else memory["name"]
            devices.append((start, end, text, DEVICE, f"r{memory['name']}"))
    gap = [cell("⋮", colspan=2, border=0)]
    below = [d for d in devices if d[0] < layout.board.ram_base]
    above = [d for d in devices if d[0] >= layout.board.ram_base]
    rows = [cell(f"<B>physical memory of {html.escape(layout.board.name)}</B>", colspan=2, border=0, align="left")]
    rows += rows_spaced(below, physical_row, 2) + (gap if below else []) + ram_rows(layout)
    rows += (gap if above else []) + rows_spaced(above, physical_row, 2)
    return f'\t"physical" [label=<{table(rows, border=0, cellborder=1, cellspacing=0)}>];'


def memory_dot(layout):
    """Physical memory on the left, each domain's address space on the right, joined where a region is mapped."""
    title = title_text(f"{system_name(layout)}: memory",
                       "orange: devices; green: regions; yellow: on demand, or untyped")
    lines = head("memory", "rankdir=LR", "ordering=out", "ranksep=1.4", "nodesep=0.3", f"label={title}")
    lines += ["\tnode [shape=plain];", physical_node(layout)]
    texts = [entry[2] for domain in layout.domains for entry in space_entries(layout, domain)]
    width = 7 * max(map(len, texts))
    for domain in layout.domains:
        lines.append(space_node(layout, domain, width))
    lines += [f'\t"physical" -> {quoted("space " + domain.name)} [style=invis];' for domain in layout.domains]
    for domain in layout.domains:
        for m, memory in layout.domain_maps(domain):
            if memory["owner"] == BLOB_NONE:
                source = f"\"physical\":{quoted('r' + memory['name'])}:e"
                target = f"{quoted('space ' + domain.name)}:\"m{m['address']:x}\":w"
                lines.append(f"\t{source} -> {target}" + attributes(
                    arrowhead="none", constraint="false", color=quoted(GREY)))
    return "\n".join(lines) + "\n}\n"
