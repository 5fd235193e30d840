#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs one case of tests/qemu and compares its output and its exit status.

    tests/qemu/<case>/main.c      the root task
                      expected    its output; without it the last line must be `end`, and
                                  every other one that a test prints must begin with `ok `
                      status      the exit status; 0 without it

What the kernel itself prints, lines that begin with `writ: `, and empty lines do not count.
"""
import argparse
import difflib
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import emulator  # noqa: E402
from common import Problem, STATUS_FAILED, STATUS_USAGE, say  # noqa: E402

KERNEL_LINE = "writ: "
TIMEOUT = 90


def lines_of(output):
    """The lines that count."""
    lines = [line.rstrip() for line in output.splitlines()]
    return [line for line in lines if line and not line.startswith(KERNEL_LINE)]


def output_faults(output, expected):
    """What is wrong with the output, as lines."""
    lines = lines_of(output)
    if expected is not None:
        wanted = lines_of(expected)
        return [line for line in difflib.unified_diff(wanted, lines, "expected", "output", lineterm="")]
    faults = [f"unexpected line: {line}" for line in lines[:-1] if not line.startswith("ok ")]
    if not lines or lines[-1] != "end":
        faults.append("the last line is not `end`")
    if not any(line.startswith("ok ") for line in lines):
        faults.append("no test says `ok`")
    return faults


def case_faults(folder, output, status):
    """What is wrong with a run of the case in `folder`."""
    expected = folder / "expected"
    wanted = folder / "status"
    faults = output_faults(output, expected.read_text() if expected.exists() else None)
    number = int(wanted.read_text()) if wanted.exists() else 0
    if status is None:
        faults.append(f"not at its end after {TIMEOUT} s")
    elif status != number:
        faults.append(f"exit status {status}, not {number}")
    return faults


def main(arguments=None):
    parser = argparse.ArgumentParser(description="run one case of tests/qemu")
    parser.add_argument("--board", required=True, help="the board's build tree")
    parser.add_argument("--case", required=True, type=pathlib.Path, help="the case's folder")
    parser.add_argument("image", help="the bootable image")
    options = parser.parse_args(arguments)
    tree = pathlib.Path(options.board).resolve()
    emulator.BUILD = tree.parent
    try:
        if not pathlib.Path(options.image).exists():
            raise Problem(f"{options.image}: no such image; run ./writ build")
        status, output = emulator.capture(options.image, tree.name, TIMEOUT, emulator.REPEATING)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return STATUS_USAGE
    faults = case_faults(options.case, output, status)
    say(output.rstrip())
    for fault in faults:
        say(fault)
    return STATUS_FAILED if faults else 0


if __name__ == "__main__":
    sys.exit(main())
