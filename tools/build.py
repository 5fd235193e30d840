# SPDX-License-Identifier: Apache-2.0
"""`writ build`, `writ test` and `writ sdk`: CMake's two build trees, ctest over both, and what is installed."""
import os
import pathlib
import shutil
import subprocess

import common
from common import BUILD, Problem, ROOT, STATUS_FAILED, say

BOARDS = ROOT / "platform" / "arm" / "boards"


def boards():
    """Names of the boards there are."""
    return sorted(path.parent.name for path in BOARDS.glob("*/board.toml"))


def require_board(board):
    """Refuse a board that is not there."""
    if board not in boards():
        raise Problem(f"{board}: no such board; boards are {' '.join(boards())}")


def steps(words, what, log):
    """Run a build step: quiet when it works, all of its output when it does not."""
    status, output = common.run(words, cwd=ROOT)
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(output)
    if status != 0:
        say(output.rstrip())
        say(f"{what} failed; the first error above says where")
    return status


def configure(tree, *options):
    """Configure a tree, if it is not yet."""
    folder = BUILD / tree
    if (folder / "build.ninja").exists():
        return 0
    shutil.rmtree(folder, ignore_errors=True)
    words = ["cmake", "-S", str(ROOT), "-B", str(folder), "-G", "Ninja", *options]
    return steps(words, f"configuring {tree}", BUILD / f"{tree}.configure.log")


def compile_tree(tree):
    """Build all of a tree; ninja's own progress on a terminal."""
    words = ["cmake", "--build", str(BUILD / tree)]
    if os.isatty(1):
        return subprocess.call(words)
    return steps(words, f"building {tree}", BUILD / f"{tree}.build.log")


def board_tree(board):
    """The board's tree, up to date."""
    require_board(board)
    toolchain = ROOT / "tools" / "arm-none-eabi.cmake"
    status = configure(board, f"-DCMAKE_TOOLCHAIN_FILE={toolchain}", f"-DWRIT_BOARD={board}")
    return status or compile_tree(board)


def host_tree(board):
    """The host's tree, up to date."""
    require_board(board)
    status = configure("host", f"-DWRIT_BOARD={board}", f"-DWRIT_BOARD_BUILD={BUILD / board}")
    return status or compile_tree("host")


def main(board):
    """`writ build [--board B]`."""
    status = board_tree(board) or host_tree(board)
    if status == 0:
        say(f"built {common.relative(BUILD / board)} and {common.relative(BUILD / 'host')}")
    return STATUS_FAILED if status else 0


def test(board, label=None, name=None):
    """`writ test [-L LABEL] [-R REGEX]`: build, then ctest; no test at all is a failure."""
    if main(board) != 0:
        return STATUS_FAILED
    words = ["ctest", "--test-dir", str(BUILD / "host"), "--output-on-failure", "--no-tests=error",
             "-j", str(os.cpu_count() or 1)]
    if label:
        words += ["-L", f"^{label}$"]
    if name:
        words += ["-R", name]
    return STATUS_FAILED if subprocess.call(words, stdin=subprocess.DEVNULL, cwd=ROOT) else 0


def sdk(board=None, out=None):
    """`writ sdk [--board B] [--out DIR]`: what is built, as a folder to build systems with."""
    chosen = [board] if board else boards()
    for name in chosen:
        require_board(name)
    folder = pathlib.Path(out).absolute() if out else BUILD / "sdk"
    if os.path.lexists(folder) and not (folder / "writ.mk").is_file() and not is_empty(folder):
        raise Problem(f"{common.relative(folder)}: is neither empty nor an SDK; name another folder with --out")
    for name in chosen:
        if board_tree(name) != 0:
            return STATUS_FAILED
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"{common.relative(folder)}: {error.strerror}; choose another place with --out") from None
    for name in chosen:
        words = ["cmake", "--install", str(BUILD / name), "--prefix", str(folder)]
        if steps(words, f"installing {name}", BUILD / f"{name}.install.log") != 0:
            return STATUS_FAILED
    say(f"{common.relative(folder)} is the SDK for {' '.join(chosen)}; see docs/sdk.md, and type")
    say(f"  export WRIT_SDK={folder}")
    return 0


def is_empty(path):
    """Is it a folder with nothing in it?"""
    return path.is_dir() and not any(path.iterdir())
