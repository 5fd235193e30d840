# SPDX-License-Identifier: Apache-2.0
"""`writ debug`: the emulator stopped before the first instruction, gdb attached.

gdb has the symbols of the kernel and of the system's programs, and the commands of
tools/gdb/writ.py.
"""
import signal
import socket
import subprocess

import common
import emulator
from common import BUILD, Problem, ROOT, STATUS_FAILED, say


def free_port():
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def programs(system, board):
    """ELF files of the system's programs, as far as they are known by place."""
    tree = BUILD / board
    root = tree / "roots" / f"{system}.elf"
    if root.exists():
        return [root]
    domains = sorted((tree / "userland" / "examples" / system).glob("*.elf"))
    return [p for p in (tree / "userland" / "init" / "init.elf", *domains) if p.exists()]


def gdb_command(system, board, port, batch=None):
    """gdb's command line: attached, symbols loaded, commands there."""
    words = ["gdb-multiarch", "-q", "-nx", "-iex", "set confirm off", "-iex", "set pagination off",
             "-iex", "set architecture armv7"]
    if batch:
        words.append("-batch")
    words += [str(BUILD / board / "kernel.elf"), "-ex", f"target remote 127.0.0.1:{port}"]
    for path in programs(system, board):
        words += ["-ex", f"add-symbol-file {path}"]
    words += ["-x", str(ROOT / "tools" / "gdb" / "writ.py")]
    return words + (["-x", str(batch)] if batch else [])


def attach(system, board, image, batch=None):
    """Run both; gdb's status."""
    port = free_port()
    # In a session of its own, so that Ctrl-C reaches gdb alone.
    machine = common.start(emulator.command(image, board, gdb_port=port), stdin=subprocess.DEVNULL,
                           start_new_session=True)
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        debugger = common.start(gdb_command(system, board, port, batch),
                                stdin=subprocess.DEVNULL if batch else None)
        return debugger.wait()
    finally:
        signal.signal(signal.SIGINT, before)
        emulator.end(machine)


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
