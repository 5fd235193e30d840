# SPDX-License-Identifier: Apache-2.0
"""The emulator for what is built here (boot.py knows its command line), and `writ run`."""
import os
import subprocess
import sys

import boot
import build
import common
from common import BOARD, BUILD, Problem, ROOT, STATUS_FAILED

# Counts repeat to the instruction: one instruction a nanosecond, no waiting for the host.
COUNTING = ("-icount", "shift=0,sleep=off")
# The same for tests, at a speed at which a second is not long: a busy host changes nothing.
REPEATING = ("-icount", "shift=4,sleep=off", "-rtc", "clock=vm")


def command(image, board=BOARD, clock=(), gdb=None):
    """The emulator's command line for an image of a board that is built: boot.command."""
    description = BUILD / board / "board" / "board.json"
    return boot.command(image, boot.choice(description, f"run ./writ build --board {board}"), clock, gdb)


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


def main(system, board, timeout=None):
    """`writ run [SYSTEM]`: the system on this terminal; its exit status is ours."""
    image = system_image(system, board)
    if image is None:
        return STATUS_FAILED
    if sys.stdin.isatty():
        common.say(f"{system} on {board}; Ctrl-C ends the emulator")
    return boot.run(command(image, board), system, timeout)
