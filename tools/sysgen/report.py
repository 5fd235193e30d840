# SPDX-License-Identifier: Apache-2.0
"""A layout for people, as text."""
from .constants import ABI, BLOB, BLOB_NONE, LAYOUT
from .description import MACHINE_RIGHTS

MEMORY_WORDS = {ABI["MEMORY_CACHED"]: "", ABI["MEMORY_UNCACHED"]: " uncached", ABI["MEMORY_DEVICE"]: " device"}
KINDS = {value: key[len("BLOB_CAP_"):].lower() for key, value in BLOB.items() if key.startswith("BLOB_CAP_")}
MAP_RIGHTS = (("r", "READ"), ("w", "WRITE"), ("x", "EXECUTE"))
OBJECT_RIGHTS = {ABI["RIGHT_" + word.upper().replace("-", "_")]: word
                 for word in ("read", "write", "execute", "call", "grant", "grant-reply")}
MACHINE_WORDS = {ABI["RIGHT_" + right]: word for word, right in MACHINE_RIGHTS.items()}


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


def rights_words(cap):
    """A capability's rights; those on the machine have names of their own."""
    words = MACHINE_WORDS if KINDS[cap["kind"]] == "machine" else OBJECT_RIGHTS
    return [word for bit, word in words.items() if cap["rights"] & bit]


def cap_text(layout, cap):
    kind = KINDS[cap["kind"]]
    rights = ", ".join(rights_words(cap))
    text = f"    {cap['slot']:4}  {target_text(layout, cap)}"
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


def assertion_text(assertion):
    """An assertion that was checked, in words."""
    sources, trusted = ([d.name for d in found] for found in (assertion.sources, assertion.trusted))
    target = getattr(assertion.target, "name", assertion.target)
    if assertion.kind == "only":
        things = {"Region": "memory region ", "Domain": "authority over ", "int": "interrupt ", "str": "the machine's "}
        text = f"only {' and '.join(sources)} can come to hold {things[type(assertion.target).__name__]}{target}"
    else:
        what = {"no_authority": "no authority", "no_flow": "no information"}[assertion.kind]
        text = f"{what} from {sources[0]} to {target}"
    return f"  {text}{', trusting ' * bool(trusted)}{' and '.join(trusted)}"


def report_text(layout):
    heads = [f"system {layout.description.path} on {layout.board.name}",
             f"{len(layout.domains)} protection domains, {len(layout.caps)} capabilities,"
             f" about {max(layout.left, 0) // 1024} KiB of memory left",
             utilisation_text(layout.domains)]
    if layout.description.assertions:
        heads += ["it is so that", *map(assertion_text, layout.description.assertions)]
    return "\n".join(heads) + "\n\n" + "\n".join(domain_text(layout, d) for d in layout.domains)
