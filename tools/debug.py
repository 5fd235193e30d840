# SPDX-License-Identifier: Apache-2.0
"""`writ debug`: the emulator stopped before the first instruction, gdb attached.

gdb has the symbols of the kernel and of the system's programs, and the commands of
tools/gdb/writ.py.
"""
import pathlib
import signal
import subprocess
import tempfile
import time

import boot
import common
import emulator
from common import BUILD, Problem, ROOT, STATUS_FAILED, say

START_SECONDS = 30


def wait_for(machine, path):
    """Until the emulator listens on its socket; a Problem if it ends instead."""
    deadline = time.monotonic() + START_SECONDS
    while not path.exists():
        if machine.poll() is not None or time.monotonic() > deadline:
            raise Problem("the emulator did not start; its own message is above")
        time.sleep(0.02)


def programs(system, board):
    """ELF files of the system's programs, as far as they are known by place."""
    tree = BUILD / board
    root = tree / "roots" / f"{system}.elf"
    if root.exists():
        return [root]
    domains = sorted((tree / "userland" / "examples" / system).glob("*.elf"))
    return [p for p in (tree / "userland" / "init" / "init.elf", *domains) if p.exists()]


def gdb_command(system, board, path, batch=None):
    """gdb's command line: attached, symbols loaded, commands there."""
    words = ["gdb-multiarch", "-q", "-nx", "-iex", "set confirm off", "-iex", "set pagination off",
             "-iex", "set architecture armv7", "-iex", f"directory {ROOT}"]
    if batch:
        words.append("-batch")
    words += [str(BUILD / board / "kernel.elf"), "-ex", f"target remote {path}"]
    for path in programs(system, board):
        words += ["-ex", f"add-symbol-file {path}"]
    words += ["-x", str(ROOT / "tools" / "gdb" / "writ.py")]
    return words + (["-x", str(batch)] if batch else [])


def attach(system, board, image, batch=None):
    """Run both, joined by a socket in a folder of their own; gdb's status."""
    with tempfile.TemporaryDirectory(prefix="writ-gdb-") as folder:
        path = pathlib.Path(folder) / "gdb"
        # In a session of its own, so that Ctrl-C reaches gdb alone.
        machine = common.start(emulator.command(image, board, gdb=path), stdin=subprocess.DEVNULL,
                               start_new_session=True)
        before = signal.signal(signal.SIGINT, lambda number, frame: None)
        try:
            wait_for(machine, path)
            debugger = common.start(gdb_command(system, board, path, batch),
                                    stdin=subprocess.DEVNULL if batch else None)
            return debugger.wait()
        finally:
            signal.signal(signal.SIGINT, before)
            boot.end(machine)


def main(system, board, batch=None):
    """`writ debug [SYSTEM] [--batch FILE]`."""
    if batch and not (ROOT / batch).exists():
        raise Problem(f"{batch}: no such file of gdb commands; give another name")
    image = emulator.system_image(system, board)
    if image is None:
        return STATUS_FAILED
    if not batch:
        say("gdb commands: writ threads, writ caps [CNODE], writ untyped, writ mappings; "
            "`tbreak boot` and `continue` first")
    return STATUS_FAILED if attach(system, board, image, batch) else 0
