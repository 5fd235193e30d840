# SPDX-License-Identifier: Apache-2.0
"""The command: checks everything, then writes all that was asked for, or nothing."""
import argparse
import sys

from .blob import blob_pack
from .board import Board
from .description import Description
from .layout import Layout
from .program import Program
from .refusal import Refusal, files_write
from .report import dot_text, report_text


def options_read(arguments):
    parser = argparse.ArgumentParser(prog="sysgen", description="a system description becomes a capability layout")
    parser.add_argument("system", help="the system description")
    parser.add_argument("--board", required=True, help="board.json, written by tools/board.py")
    parser.add_argument("--search", action="append", default=[], metavar="FOLDER",
                        help="where programs are; the description's own folder comes first")
    parser.add_argument("--root", help="the root task's ELF file: count its memory")
    parser.add_argument("--kernel", help="the kernel's ELF file: count its memory")
    parser.add_argument("--out", help="the blob for userland/init")
    parser.add_argument("--report", help="the layout as text")
    parser.add_argument("--dot", help="the layout as a graph for Graphviz")
    return parser.parse_args(arguments)


def main(arguments=None):
    options = options_read(arguments)
    try:
        board = Board(options.board)
        root = Program(options.root) if options.root else None
        kernel = Program(options.kernel) if options.kernel else None
        layout = Layout(Description(options.system), board, options.search, root, kernel)
        outputs = {options.out: blob_pack(layout), options.report: report_text(layout).encode(),
                   options.dot: dot_text(layout).encode()}
        outputs.pop(None, None)
        files_write(outputs)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0
