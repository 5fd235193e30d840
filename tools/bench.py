# SPDX-License-Identifier: Apache-2.0
"""`writ bench`: instruction counts that repeat, beside the targets.

The images under tests/bench print lines `bench <name> <count>`.  Each is run twice
with the emulator counting instructions; two runs that differ are a failure.  So is a
count that changes beside objects that it has nothing to do with: every measurement is
made alone (`name`) and in a crowd (`crowded_name`).  Boot is counted from the emulator's
own trace, up to the root task's first instruction.
"""
import json
import os
import re
import subprocess
import tempfile
import tomllib

import build
import check
import common
import emulator
from common import BUILD, Problem, ROOT, STATUS_FAILED, say

TARGETS = ROOT / "tests" / "bench" / "targets.toml"
SYSTEM = "tour"           # its image is the one whose size is told
TIMEOUT = 300
COLUMNS = ("sel4", "sel4_mcs", "target", "stretch")
HEADING = ("operation", "Writ", "seL4", "seL4 MCS", "target", "stretch", "")
CROWDED = "crowded_"
# What is done to objects of every type, some at a time: action_type_number.
ACTIONS = ("copy", "mint", "move", "delete", "retype", "destroy")
OBJECTS = re.compile(rf"({'|'.join(ACTIONS)})_([a-z]+)_(\d+)")
DOCUMENT = ROOT / "docs" / "benchmarks.md"
EXPLAINED = """\
Instructions that the kernel executes, unless the row says bytes.  The columns of seL4 were
measured on the same emulator line.  The second table has the sums for so many capabilities or
objects: retype zeroes their memory, destroy revokes what they were made of, delete is of loans
(of untyped memory and page tables, which cannot be lent: of the objects).
"""


def counts_of(output):
    """{name: count} of a run's lines; a name said twice is a fault."""
    found = {}
    for name, count in re.findall(r"^bench (\w+) (\d+)\s*$", output, re.M):
        if name in found:
            raise Problem(f"tests/bench: `{name}` is printed twice; give each measurement its own name")
        found[name] = int(count)
    return found


def measure(image, board):
    """Counts of an image, from two runs that must be equal."""
    runs = []
    for _ in range(2):
        status, output = emulator.capture(image, board, TIMEOUT, clock=emulator.COUNTING)
        if status != 0:
            ended = "not at its end in time" if status is None else f"exit status {status}"
            last = output.strip().splitlines()[-1:] or ["no output"]
            raise Problem(f"{common.relative(image)}: {ended} ({last[0]}); run it with ./writ run {image.stem}")
        runs.append(counts_of(output))
    return runs


def differences(first, second):
    """Names whose counts differ between two runs, as lines."""
    return [f"{name}: {first.get(name)} and {second.get(name)}: two runs differ; find what is not deterministic"
            for name in sorted(set(first) | set(second)) if first.get(name) != second.get(name)]


def symbols(path):
    """Symbols and entry of an ELF file."""
    from elftools.elf.elffile import ELFFile
    with open(path, "rb") as file:
        elf = ELFFile(file)
        table = elf.get_section_by_name(".symtab")
        return {s.name: s["st_value"] for s in table.iter_symbols()}, elf.header["e_entry"]


def boot_instructions(image, board, entry):
    """Instructions from the kernel's first to the root task's first, from QEMU's trace."""
    with tempfile.TemporaryDirectory(prefix="writ-trace") as folder:
        pipe = os.path.join(folder, "trace")
        os.mkfifo(pipe)
        words = emulator.command(image, board, clock=emulator.COUNTING) + ["-singlestep", "-d", "exec,nochain", "-D", pipe]
        machine = common.start(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            with open(pipe, errors="replace") as lines:
                return instructions_until(lines, entry)
        except EOFError:
            raise Problem(f"{common.relative(image)}: the root task was never entered; "
                          "run it with ./writ run") from None
        finally:
            machine.kill()
            machine.wait()


def instructions_until(lines, entry):
    """How many instructions a trace has before the one at `entry`."""
    count = 0
    for line in lines:
        match = re.match(r"Trace \d+: \S+ \[\w+/(\w+)/", line)
        if match and int(match.group(1), 16) == entry:
            return count
        count += match is not None
    raise EOFError


def static_figures(board):
    """Sizes, and boot."""
    tree = BUILD / board
    kernel = tree / "kernel.elf"
    names, _ = symbols(kernel)
    figures = {"kernel_bytes": check.kernel_bytes(kernel)}
    if "machine_image" in names and "kernel_table" in names:
        figures["kernel_memory"] = names["machine_image"] - names["kernel_table"]
    image, root = tree / "images" / f"{SYSTEM}.elf", tree / "userland" / "init" / "init.elf"
    if image.exists() and root.exists():
        figures["image_bytes"] = image.stat().st_size
        figures["boot"] = boot_instructions(image, board, symbols(root)[1])
    return figures


def bench_images(board):
    """Images made from tests/bench."""
    names = {p.parent.name for p in (ROOT / "tests" / "bench").rglob("main.c")}
    return [p for p in sorted((BUILD / board / "images").glob("*.elf")) if p.stem in names]


def uneven(figures):
    """Counts that are not the same alone and in the crowd, as lines."""
    faults = []
    for name, value in figures.items():
        alone = name.removeprefix(CROWDED)
        beside = figures.get(CROWDED + alone)
        if alone not in figures or beside is None:
            faults.append(f"{name}: measured only {'in the crowd' if alone != name else 'alone'}; "
                          "tests/bench has to measure it both ways")
        elif alone == name and value != beside:
            faults.append(f"{name}: {value} alone, {beside} beside unrelated objects; "
                          "find what depends on them")
    return faults


def alone(figures):
    """The figures without the crowd's, which are the same."""
    return {name: value for name, value in figures.items() if not name.startswith(CROWDED)}


def operation_rows(figures, targets):
    """Rows in the order of targets.toml, then what has no target."""
    rows = []
    others = [n for n in figures if n not in targets and not OBJECTS.fullmatch(n)]
    for name in [n for n in targets if n in figures] + others:
        known = targets.get(name, {})
        rows.append((known.get("title", name), figures[name], *(known.get(column, "") for column in COLUMNS),
                     verdict(figures[name], known)))
    return rows


def object_rows(figures):
    """Heading and rows: an action and a number each, with a column for every type."""
    found = {match.groups(): value for name, value in figures.items() if (match := OBJECTS.fullmatch(name))}
    kinds = list(dict.fromkeys(kind for _, kind, _ in found))
    numbers = sorted({int(number) for _, _, number in found})
    rows = [("", *kinds)]
    for action in ACTIONS:
        for number in numbers:
            cells = [found.get((action, kind, str(number)), "") for kind in kinds]
            if any(cells):
                rows.append((f"{action} {number}", *cells))
    return rows


def text(figures, targets):
    """Both tables, for the terminal."""
    objects = object_rows(figures)
    parts = [common.table([HEADING, *operation_rows(figures, targets)], right=range(1, 6))]
    if len(objects) > 1:
        parts += ["", common.table(objects, right=range(1, len(objects[0])))]
    return "\n".join(parts)


def markdown(rows):
    """A table whose first column is text and whose others are numbers."""
    lines = [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join([lines[0], "|---|" + "---:|" * (len(rows[0]) - 1), *lines[1:]]) + "\n"


def document(figures, targets, crowded):
    """docs/benchmarks.md."""
    return "\n".join([
        "<!-- SPDX-License-Identifier: Apache-2.0 -->",
        "<!-- Written by ./writ bench --update. -->",
        "# What the operations cost",
        "",
        EXPLAINED,
        f"Each of {crowded} counts was measured alone and beside a thousand unrelated objects of every type,",
        "whose threads can run: `./writ bench` fails when the two differ by an instruction, or two runs do.",
        "",
        markdown([HEADING, *operation_rows(figures, targets)]),
        markdown(object_rows(figures))])


def verdict(value, known):
    """Which goal a figure reaches."""
    if "stretch" in known and value <= known["stretch"]:
        return "stretch reached"
    if "target" in known:
        return "target reached" if value <= known["target"] else "above the target"
    return ""


def main(board, json_file=None, update=False):
    """`writ bench [--json FILE] [--update]`."""
    if build.board_tree(board) != 0:
        return STATUS_FAILED
    targets = tomllib.loads(TARGETS.read_text())
    images = bench_images(board)
    if not images:
        raise Problem("tests/bench: nothing there was built into an image; see its CMakeLists.txt")
    figures, faults = {}, []
    for image in images:
        first, second = measure(image, board)
        if not first:
            faults.append(f"{common.relative(image)}: printed no `bench` line; see its source")
        faults += differences(first, second) + uneven(first)
        figures |= first
    measured = alone(figures)
    figures = measured | static_figures(board)
    say(text(figures, targets))
    say("\n" + EXPLAINED + f"{len(measured)} counts were measured alone and beside a thousand unrelated objects "
        "of every type: " + ("what differs is below." if faults else "all are equal."))
    for fault in faults:
        say(fault)
    if json_file:
        common.write_whole(json_file, json.dumps({"ok": not faults, "faults": faults, "figures": {
            name: {"value": value, **targets.get(name, {})} for name, value in figures.items()}}, indent=1) + "\n")
    if update and not faults:
        common.write_whole(DOCUMENT, document(figures, targets, len(measured)))
    return STATUS_FAILED if faults else 0
