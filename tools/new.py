#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`writ new`: a working start of a protection domain, a system, a driver, a pager or a board.

A kind is a folder of templates/ that builds as it stands.  The word NAME in its files and in
their names becomes the name that was asked for.
"""
import os
import pathlib
import re
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True

from common import Parser, Problem, ROOT, STATUS_USAGE, relative, say  # noqa: E402
from sysgen.refusal import shown  # noqa: E402

TEMPLATES = pathlib.Path(__file__).resolve().parent / "templates"
BOARDS = ROOT / "platform" / "arm" / "boards"
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,47}")
# Targets of CMake and of writ.mk; folders of build/ that are no board's.
TARGETS = {"all", "clean", "help", "install", "package", "run", "test"}
TREES = {"host", "sdk"}

NEXT = """  cd {folder}
  cmake --toolchain $WRIT_SDK/arm-none-eabi.cmake -B build
  cmake --build build --target run-{name}      (or: make run)"""
NEXT_BOARD = """  mend {folder}/board.toml and {folder}/{name}.dts, then
  ./writ run --board {name}"""


def kinds():
    """What can be made here; boards need the kernel's source."""
    return sorted(path.name for path in TEMPLATES.iterdir() if path.is_dir())


def template_files(kind):
    """The files of a kind, by their place in it."""
    folder = TEMPLATES / kind
    return {path.relative_to(folder): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


def named(text, name):
    """NAME as a word is the name."""
    return re.sub(r"\bNAME\b", name, text)


def name_check(kind, name, files):
    """Refuse a name that files, targets or domains cannot have."""
    if not NAME.fullmatch(name):
        raise Problem(f"{shown(name)} is no name for a {kind}; begin with a letter, go on with letters, digits, _ and -, "
                      "48 characters at most")
    taken = TREES if kind == "board" else TARGETS | {path.stem for path in files if path.suffix in (".c", ".h")}
    if name in taken:
        raise Problem(f"{name}: the build of a {kind} uses this name itself; choose another")


def folder_of(kind, name, out):
    """Where to write: what was asked for, or its place in the tree, or the name."""
    if out is None and kind == "board":
        return BOARDS / name
    folder = pathlib.Path(out or name).absolute()
    if kind == "board" and folder.name != name:
        raise Problem(f"{out}: a board's folder has the board's name; let it end in /{name}")
    return folder


def files_place(files, folder):
    """All files in a new folder, or nothing."""
    if os.path.lexists(folder):
        raise Problem(f"{relative(folder)}: is there already; name another folder with --out")
    if not folder.parent.is_dir():
        raise Problem(f"{relative(folder.parent)}: no such folder; make it first")
    work = None
    try:
        work = pathlib.Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name[:48]}."))
        content = work / "new"
        content.mkdir()  # with the rights that the user wants
        for path, text in files.items():
            (content / path).parent.mkdir(parents=True, exist_ok=True)
            (content / path).write_text(text)
        content.rename(folder)
    except OSError as error:
        raise Problem(f"{relative(folder)}: {error.strerror}; choose another place with --out") from None
    finally:
        if work:
            shutil.rmtree(work, ignore_errors=True)


def new(kind, name, out=None):
    """`writ new KIND NAME [--out DIR]`."""
    files = template_files(kind)
    name_check(kind, name, files)
    folder = folder_of(kind, name, out)
    files_place({pathlib.Path(named(str(path), name)): named(text, name) for path, text in files.items()}, folder)
    here = out or (relative(folder) if kind == "board" else name)
    say(f"{here}: {' '.join(named(str(path), name) for path in files)}; next:")
    say((NEXT_BOARD if kind == "board" else NEXT).format(folder=here, name=name))
    return 0


def options_add(parser):
    """The arguments, for the SDK's command as for the tree's."""
    parser.add_argument("kind", choices=kinds(), metavar="KIND", help=" ".join(kinds()))
    parser.add_argument("name", metavar="NAME", help="of the domain, system or board; letters, digits, _ and -")
    parser.add_argument("--out", metavar="DIR", help="the folder to make (default: NAME here; a board's: in "
                        "platform/arm/boards)")


def main(arguments=None):
    parser = Parser(prog="new.py", description="a working start of a system or of a part of one")
    options_add(parser)
    try:
        options = parser.parse_args(arguments)
        return new(options.kind, options.name, options.out)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return STATUS_USAGE


if __name__ == "__main__":
    sys.exit(main())
