#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Boots an image on the emulator: the QEMU machine that its board.json describes.

    boot.py IMAGE --board board.json [--timeout S]

Ends with the status of the system, with 142 when its time was up, with 130 after Ctrl-C.
"""
import json
import pathlib
import shutil
import signal
import subprocess
import sys

sys.dont_write_bytecode = True

import common  # noqa: E402
from common import Parser, Problem, STATUS_INTERRUPTED, STATUS_TIMEOUT, STATUS_USAGE  # noqa: E402


def choice(path, remedy="build it first"):
    """What the board says about its emulator."""
    try:
        return json.loads(pathlib.Path(path).read_text())["qemu"]
    except OSError as error:
        what = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise Problem(f"{common.relative(path)}: {what}; {remedy}") from None
    except (KeyError, TypeError, ValueError):
        raise Problem(f"{common.relative(path)}: no emulator is described; "
                      "add [qemu] to the board's board.toml") from None


def command(image, chosen, clock=(), gdb=None):
    """The emulator's command line for an image; with `gdb` it waits for a debugger on that socket.

    The console is the terminal with its signals on, so that Ctrl-C ends the emulator."""
    words = [chosen["program"], "-M", chosen["machine"], "-cpu", chosen["cpu"], "-m", chosen["memory"],
             *chosen["options"], "-monitor", "none", "-chardev", "stdio,id=console,signal=on",
             "-serial", "chardev:console", "-kernel", str(image)]
    words += clock
    if gdb is not None:
        words += ["-chardev", f"socket,id=gdb,path={gdb},server=on,wait=off", "-gdb", "chardev:gdb", "-S"]
    return words


def end(process):
    """End the emulator, gently first: it gives the terminal back."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(words, system, timeout=None):
    """A system on this terminal, until it ends: its status."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    process = common.start(words)
    try:
        status = process.wait(timeout)
    except subprocess.TimeoutExpired:
        end(process)
        print(f"{system}: stopped after {timeout:g} s", file=sys.stderr)
        return STATUS_TIMEOUT
    except BaseException:
        end(process)
        raise
    return status if status >= 0 else 128 - status


def main(arguments=None):
    parser = Parser(prog="boot.py", description="boot an image on the emulator")
    parser.add_argument("image", help="the bootable image")
    parser.add_argument("--board", required=True, help="the board's board.json")
    parser.add_argument("--timeout", type=common.seconds, metavar="S", help="stop it after S seconds, with status 142")
    try:
        options = parser.parse_args(arguments)
        image = pathlib.Path(options.image)
        words = command(image, choice(options.board))
        if not image.is_file():
            raise Problem(f"{options.image}: no such image; build it first")
        if shutil.which(words[0]) is None:
            raise Problem(f"{words[0]}: no such program; install it, for instance Debian's qemu-system-arm")
        if sys.stdin.isatty():
            common.say(f"{image.stem}; Ctrl-C ends the emulator")
        return run(words, image.stem, options.timeout)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return STATUS_USAGE
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        return STATUS_INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
