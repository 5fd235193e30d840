# SPDX-License-Identifier: Apache-2.0
"""The command: checks everything, then writes all that was asked for, or nothing."""
import argparse
import sys

from .blob import blob_pack
from .board import Board
from .description import Description
from .layout import Layout
from .layout_json import layout_json
from .picture import graph_dot, memory_dot
from .policy import policy_check
from .program import Program
from .refusal import Refusal, files_write
from .report import report_text


WRITERS = {"out": blob_pack, "layout": layout_json, "report": report_text, "dot": graph_dot, "memory_dot": memory_dot}


def options_read(arguments):
    parser = argparse.ArgumentParser(prog="sysgen", description="a system description becomes a capability layout")
    parser.add_argument("system", help="the system description")
    parser.add_argument("--board", required=True, help="board.json, written by tools/board.py")
    parser.add_argument("--search", action="append", default=[], metavar="FOLDER",
                        help="where programs are; the description's own folder comes first")
    parser.add_argument("--root", help="the root task's ELF file: count its memory")
    parser.add_argument("--kernel", help="the kernel's ELF file: count its memory")
    parser.add_argument("--out", help="the blob for userland/init")
    parser.add_argument("--layout", help="the layout as JSON, for other tools: see layout.schema.json")
    parser.add_argument("--report", help="the layout as text, for people")
    parser.add_argument("--dot", help="domains and what they can reach, as a graph for Graphviz")
    parser.add_argument("--memory-dot", help="physical memory and address spaces, as a picture for Graphviz")
    return parser.parse_args(arguments)


def outputs_make(layout, options):
    """What was asked for: {path: bytes}."""
    outputs = {}
    for key, writer in WRITERS.items():
        path = getattr(options, key)
        if path is not None:
            data = writer(layout)
            outputs[path] = data if isinstance(data, bytes) else data.encode()
    return outputs


def main(arguments=None):
    options = options_read(arguments)
    try:
        board = Board(options.board)
        root = Program(options.root) if options.root else None
        kernel = Program(options.kernel) if options.kernel else None
        layout = Layout(Description(options.system), board, options.search, root, kernel)
        policy_check(layout)
        files_write(outputs_make(layout, options))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0
