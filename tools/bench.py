# SPDX-License-Identifier: Apache-2.0
"""`writ bench`: instruction counts that repeat, beside the targets.

The images under tests/bench print lines `bench <name> <count>`.  Each is run twice
with the emulator counting instructions; two runs that differ are a failure.  Boot is
counted from the emulator's own trace, up to the root task's first instruction.
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
        status, output = emulator.capture(image, board, TIMEOUT, counting=True)
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
        words = emulator.command(image, board, counting=True) + ["-singlestep", "-d", "exec,nochain", "-D", pipe]
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
    names = {p.parent.name if p.name == "main.c" else p.stem
             for p in (ROOT / "tests" / "bench").rglob("*.c")}
    if (ROOT / "tests" / "bench" / "main.c").exists():
        names.add("bench")
    return [p for p in sorted((BUILD / board / "images").glob("*.elf")) if p.stem in names]


def table(figures, targets):
    """Rows in the order of targets.toml, then what has no target.

    crowded_X is X again with a thousand unrelated objects of every kind: a column."""
    rows = [("operation", "Writ", "crowded", "seL4", "seL4 MCS", "target", "stretch", "")]
    plain = [n for n in figures if n.removeprefix("crowded_") not in figures or not n.startswith("crowded_")]
    for name in [n for n in targets if n in plain] + [n for n in plain if n not in targets]:
        known = targets.get(name, {})
        cells = [str(known.get(column, "")) for column in COLUMNS]
        rows.append((known.get("title", name), figures[name], figures.get(f"crowded_{name}", ""), *cells,
                     verdict(figures[name], known)))
    return common.table(rows, right=range(1, 7))


def verdict(value, known):
    """Which goal a figure reaches."""
    if "stretch" in known and value <= known["stretch"]:
        return "stretch reached"
    if "target" in known:
        return "target reached" if value <= known["target"] else "above the target"
    return ""


def main(board, json_file=None):
    """`writ bench [--json FILE]`."""
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
        faults += differences(first, second)
        figures |= first
    figures |= static_figures(board)
    say(table(figures, targets))
    say("Instructions executed by the kernel, unless bytes.  crowded: beside a thousand unrelated objects of "
        "each kind.\nThe columns of seL4 were measured on the same emulator line.")
    for fault in faults:
        say(fault)
    if json_file:
        common.write_whole(json_file, json.dumps({"ok": not faults, "faults": faults, "figures": {
            name: {"value": value, **targets.get(name, {})} for name, value in figures.items()}}, indent=1) + "\n")
    return STATUS_FAILED if faults else 0
