# SPDX-License-Identifier: Apache-2.0
"""What the tools share: places, messages to people, and child processes.

A tool that cannot go on raises Problem with one line that says what is wrong,
where, and how to mend it; tools/command.py prints it and ends with status 2.
"""
import argparse
import ctypes
import os
import pathlib
import signal
import subprocess
import sys
import time
import weakref

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(os.environ.get("WRIT_BUILD", ROOT / "build"))
BOARD = "qemu-virt"

STATUS_FAILED = 1
STATUS_USAGE = 2
STATUS_INTERRUPTED = 130   # 128 + SIGINT, as shells report it
STATUS_TIMEOUT = 142       # 128 + SIGALRM: no system's own status is mistaken for it lightly

PR_SET_PDEATHSIG = 1

running = weakref.WeakSet()  # programs that were started


class Problem(Exception):
    """One line for a person: what is wrong, where, and how to mend it."""


class Parser(argparse.ArgumentParser):
    """Errors in one line."""

    def error(self, message):
        raise Problem(f"{self.prog}: {message}; type {self.prog} --help")


def relative(path):
    """A path as people see it: from the project's root when it lies in it."""
    try:
        return str(pathlib.Path(path).resolve().relative_to(ROOT))
    except ValueError:
        return str(path)


def say(text=""):
    """A line of output, at once."""
    print(text, flush=True)


def seconds(text):
    """A positive number of seconds."""
    try:
        value = float(text)
    except ValueError:
        value = 0
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number of seconds")
    return value


def die_with_parent():
    """In a child: end when the tool that started it ends, however that happens."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    except (OSError, AttributeError):
        pass


def start(arguments, **options):
    """Start a program; a missing one is a Problem."""
    try:
        process = subprocess.Popen([str(a) for a in arguments], preexec_fn=die_with_parent, **options)
    except FileNotFoundError:
        raise Problem(f"{arguments[0]}: no such program; run ./writ setup") from None
    running.add(process)
    return process


def stop_running():
    """End every program that was started and still runs."""
    for process in list(running):
        if process.poll() is None:
            process.terminate()


def run(arguments, **options):
    """Run a program to its end and return (status, output)."""
    options.setdefault("stdin", subprocess.DEVNULL)
    process = start(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                    errors="replace", **options)
    try:
        output = process.communicate()[0]
    except BaseException:
        process.kill()
        process.wait()
        raise
    return process.returncode, output


class Progress:
    """One line that says how far long work has come: rewritten on a terminal, sparse in a log."""

    def __init__(self, what, total=0):
        self.what = what
        self.total = total
        self.terminal = sys.stderr.isatty()
        self.start = self.last = time.monotonic()

    def show(self, done, now=""):
        seconds = time.monotonic() - self.start
        count = f"{done}/{self.total}" if self.total else ""
        line = f"{self.what}: {count} {now} ({seconds:.0f} s)"
        if self.terminal:
            sys.stderr.write(f"\r\033[K{line[:120]}")
            sys.stderr.flush()
        elif time.monotonic() - self.last > 30:
            self.last = time.monotonic()
            sys.stderr.write(line + "\n")
            sys.stderr.flush()

    def finish(self):
        if self.terminal:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def table(rows, right=()):
    """Rows of text, the first one a heading, as aligned columns; `right` columns to the right."""
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [str(cell).rjust(width) if i in right else str(cell).ljust(width)
                 for i, (cell, width) in enumerate(zip(row, widths))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def write_whole(path, text):
    """All of `text` under `path`, or what was there before."""
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_text(text)
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise Problem(f"{path}: {error.strerror}; choose another place to write to") from None
