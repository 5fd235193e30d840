# SPDX-License-Identifier: Apache-2.0
"""`writ graph`: a system's pictures, from its description through Graphviz."""
import pathlib
import tempfile

import build
import common
import emulator
from common import Problem, ROOT, STATUS_FAILED, say

PICTURES = (("--dot", "capabilities"), ("--memory-dot", "memory"))


def description(system):
    """The description of a system: a file, or that of an example."""
    if system.endswith(".system"):
        if not pathlib.Path(system).is_file():
            raise Problem(f"{system}: no such system description; name a file, or one of {' '.join(examples())}")
        return system
    if system not in examples():
        raise Problem(f"{system}: no such system with a description; name a file, or one of {' '.join(examples())}")
    return str(ROOT / "userland" / "examples" / system / f"{system}.system")


def examples():
    """Names of the examples that have a description."""
    return sorted(path.stem for path in (ROOT / "userland" / "examples").glob("*/*.system"))


def draw(source, picture):
    """One picture as SVG."""
    status, output = common.run(["dot", "-Tsvg", source, "-o", picture])
    if status != 0:
        raise Problem(f"{picture}: {output.strip() or f'dot ended with status {status}'}; see that it can be written")


def main(system, board, out=None):
    """`writ graph [SYSTEM] [--out FOLDER]`: writes the pictures and says where."""
    build.require_board(board)
    path = description(system)
    if build.board_tree(board) != 0:
        return STATUS_FAILED
    folder = pathlib.Path(out) if out else common.BUILD / board / "pictures"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"{folder}: {error.strerror}; choose another folder with --out") from None
    name = pathlib.Path(path).stem
    with tempfile.TemporaryDirectory() as place:
        sources = {option: f"{place}/{kind}.dot" for option, kind in PICTURES}
        emulator.system_compile(path, board, sources)
        for option, kind in PICTURES:
            picture = folder / f"{name}.{kind}.svg"
            draw(sources[option], picture)
            say(common.relative(picture))
    return 0
