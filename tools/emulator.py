# SPDX-License-Identifier: Apache-2.0
"""The emulator: its command line from the board's own description, and `writ run`.

Options come from board.json (tools/board.py): the QEMU machine that the board's
device tree describes.
"""
import json
import os
import signal
import subprocess
import sys

import build
import common
from common import BOARD, BUILD, Problem, ROOT, STATUS_FAILED, STATUS_TIMEOUT

# Counts repeat to the instruction: one instruction a nanosecond, no waiting for the host.
COUNTING = ("-icount", "shift=0,sleep=off")
# The same for tests, at a speed at which a second is not long: a busy host changes nothing.
REPEATING = ("-icount", "shift=4,sleep=off", "-rtc", "clock=vm")


def board_choice(board):
    """What the board says about its emulator."""
    path = BUILD / board / "board" / "board.json"
    try:
        return json.loads(path.read_text())["qemu"]
    except FileNotFoundError:
        raise Problem(f"{common.relative(path)}: no such file; run ./writ build --board {board}") from None
    except (KeyError, ValueError):
        raise Problem(f"{common.relative(path)}: no emulator is described; "
                      "add [qemu] to the board's board.toml") from None


def command(image, board=BOARD, clock=(), gdb=None):
    """The emulator's command line for an image; with `gdb` it waits for a debugger on that socket.

    The console is the terminal with its signals on, so that Ctrl-C ends the emulator."""
    choice = board_choice(board)
    words = [choice["program"], "-M", choice["machine"], "-cpu", choice["cpu"], "-m", choice["memory"],
             *choice["options"], "-monitor", "none", "-chardev", "stdio,id=console,signal=on",
             "-serial", "chardev:console", "-kernel", str(image)]
    words += clock
    if gdb is not None:
        words += ["-chardev", f"socket,id=gdb,path={gdb},server=on,wait=off", "-gdb", "chardev:gdb", "-S"]
    return words


def capture(image, board=BOARD, timeout=60, clock=()):
    """Run an image without input: (exit status, output); the status is None when time was up."""
    process = common.start(command(image, board, clock), stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        output = process.communicate(timeout=timeout)[0]
        status = process.returncode
    except subprocess.TimeoutExpired:
        process.kill()
        output = process.communicate()[0]
        status = None
    finally:
        process.kill()
        process.wait()
    return status, output.decode(errors="replace").replace("\r\n", "\n")


def systems(board):
    """Names that `writ run` knows: examples, tests, and whatever else was built."""
    names = {path.parent.name for path in (ROOT / "userland" / "examples").glob("*/*.system")}
    names |= {path.parent.name for path in (ROOT / "tests" / "qemu").glob("*/main.c")}
    names |= {path.stem for path in (BUILD / board / "images").glob("*.elf")}
    return sorted(names)


def system_image(system, board):
    """The image of a system that is built, or of a description by its path."""
    build.require_board(board)
    if system.endswith(".system"):
        if not os.path.exists(system):
            raise Problem(f"{system}: no such system description; name a file, "
                          f"or one of {' '.join(systems(board))}")
    elif system not in systems(board):
        raise Problem(f"{system}: no such system; systems are {' '.join(systems(board))}")
    if build.board_tree(board) != 0:
        return None
    if system.endswith(".system"):
        return described_image(system, board)
    image = BUILD / board / "images" / f"{system}.elf"
    if not image.exists():
        raise Problem(f"{common.relative(image)}: was not built; see the CMakeLists.txt beside {system}")
    return image


def system_compile(path, board, outputs):
    """Compile a system description into `outputs`, {option of sysgen: file}; its own message says what is wrong."""
    tree = BUILD / board
    search = []
    for folder in sorted((tree / "userland" / "examples").glob("*/")):
        search += ["--search", str(folder)]
    words = ["-m", "sysgen", path, "--board", str(tree / "board" / "board.json"), *search,
             "--root", str(tree / "userland" / "init" / "init.elf"), "--kernel", str(tree / "kernel.elf")]
    tool_run(path, words + [str(word) for pair in outputs.items() for word in pair])


def tool_run(path, words):
    """One of the compiler's steps, in Python."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tools")}
    status, output = common.run([sys.executable, "-B", *words], env=environment)
    if status != 0:
        raise Problem(output.strip() or f"{path}: the compiler ended with status {status}")


def described_image(path, board):
    """Compile a system description into an image."""
    tree = BUILD / board
    stem = tree / "systems" / os.path.basename(path).removesuffix(".system")
    stem.parent.mkdir(exist_ok=True)
    system_compile(path, board, {"--out": f"{stem}.blob"})
    image = tree / "images" / f"{stem.name}.elf"
    tool_run(path, [str(ROOT / "tools" / "image.py"), "--kernel", str(tree / "kernel.elf"),
                    "--root", str(tree / "userland" / "init" / "init.elf"), "--blob", f"{stem}.blob",
                    "--board", str(tree / "board" / "board.json"), "--out", str(image)])
    return image


def end(process):
    """End the emulator, gently first: it gives the terminal back."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main(system, board, timeout=None):
    """`writ run [SYSTEM]`: the system on this terminal; its exit status is ours."""
    image = system_image(system, board)
    if image is None:
        return STATUS_FAILED
    if sys.stdin.isatty():
        common.say(f"{system} on {board}; Ctrl-C ends the emulator")
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    process = common.start(command(image, board))
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
