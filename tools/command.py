# SPDX-License-Identifier: Apache-2.0
"""The commands of `writ`: arguments, set-up when it is needed, and trustworthy statuses."""
import argparse
import sys

import new
from common import BOARD, Problem, STATUS_FAILED, STATUS_INTERRUPTED, STATUS_USAGE, Parser, seconds

SYSTEM = "tour"

DESCRIPTION = """Writ: a capability microkernel for ARMv7-A, proved with Frama-C.

Statuses: 0 done, 1 failed, 2 wrong use or missing parts (one line says what and how to
mend it), 130 interrupted.  `run` ends with the status of the system itself, and with 142
when its time was up."""


def parser():
    """The arguments of all commands."""
    top = Parser(prog="writ", description=DESCRIPTION,
                 formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    board = argparse.ArgumentParser(add_help=False)
    board.add_argument("--board", default=BOARD, help=f"a folder of platform/arm/boards (default: {BOARD})")

    setup = commands.add_parser("setup", help="install the Debian packages that are missing")
    setup.add_argument("--check", action="store_true", help="only list them; status 1 if there are any")
    setup.add_argument("--yes", action="store_true", help="do not ask")

    commands.add_parser("build", parents=[board], help="build the kernel, the programs and the tests")

    run = commands.add_parser("run", parents=[board], help="boot a system on the emulator")
    run.add_argument("system", nargs="?", default=SYSTEM, metavar="SYSTEM",
                     help=f"a folder of userland/examples, or a case of tests/qemu (default: {SYSTEM})")
    run.add_argument("--timeout", type=seconds, metavar="S", help="stop it after S seconds, with status 142")

    graph = commands.add_parser("graph", parents=[board], help="draw a system's capabilities and memory, as SVG")
    graph.add_argument("system", nargs="?", default=SYSTEM, metavar="SYSTEM",
                       help=f"a .system file, or a folder of userland/examples (default: {SYSTEM})")
    graph.add_argument("--out", metavar="FOLDER", help="where to write the pictures (default: in the build folder)")

    test = commands.add_parser("test", parents=[board], help="run the tests")
    test.add_argument("-L", "--label", metavar="LABEL", help="only one kind: host, qemu, tools, session")
    test.add_argument("-R", "--name", metavar="REGEX", help="only tests with such a name")

    prove = commands.add_parser("prove", help="prove the kernel, and compare with the ledger")
    prove.add_argument("names", nargs="*", metavar="UNIT|FUNCTION", help="only these (default: everything claimed)")
    prove.add_argument("--json", metavar="FILE", help="write the result here too")
    prove.add_argument("--update-ledger", action="store_true", help="take the proved counts into proofs/ledger.toml")
    prove.add_argument("--list-new", action="store_true", help="with --update-ledger: list functions that the "
                       "ledger does not know as unproved (`writ check` refuses a list that grew)")
    prove.add_argument("--quick", action="store_true", help="only the first prover, for 5 s a goal")
    prove.add_argument("--all", action="store_true", help="also try what is listed as unproved")
    prove.add_argument("--mutants", action="store_true", help="make one-line faults in proved functions instead, "
                       "and see whether the proofs notice (default: the capability core)")
    prove.add_argument("--limit", type=count, metavar="N", help="with --mutants: so many, spread over all functions")
    prove.add_argument("--seed", type=int, metavar="N", help="with --mutants: another choice (default: 1)")
    prove.add_argument("--update-score", action="store_true", help="with --mutants: write docs/mutation-score.md")
    prove.add_argument("--jobs", type=int, metavar="N", help="processes at a time (default: one more than processors)")

    bench = commands.add_parser("bench", parents=[board], help="count instructions, beside the targets")
    bench.add_argument("--json", metavar="FILE", help="write the figures here too")
    bench.add_argument("--update", action="store_true", help="write the tables to docs/benchmarks.md too")

    commands.add_parser("check", help="check layers, windows, sizes and form of the sources")

    sdk = commands.add_parser("sdk", help="install what systems are built with outside of this tree")
    sdk.add_argument("--board", help="for this one only (default: for all of platform/arm/boards)")
    sdk.add_argument("--out", metavar="DIR", help="the folder (default: build/sdk)")

    start = commands.add_parser("new", help="write a working start of a domain, system, driver, pager or board")
    new.options_add(start)

    debug = commands.add_parser("debug", parents=[board], help="boot a system stopped, under gdb")
    debug.add_argument("system", nargs="?", default=SYSTEM, metavar="SYSTEM", help="as for run")
    debug.add_argument("--batch", metavar="FILE", help="run the gdb commands of FILE instead of asking for them")
    return top


def count(text):
    """A positive number."""
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return int(text)


def needs(module):
    """Set up what is missing, then import the module that does the work."""
    import setup
    if not setup.ensure():
        raise Problem("nothing was installed; type ./writ setup --yes")
    import interpreter
    interpreter.reexecute(sys.argv[0])
    return __import__(module)


def dispatch(options):
    """Do the command."""
    if options.command == "setup":
        import setup
        return setup.main(options.check, options.yes)
    if options.command == "build":
        return needs("build").main(options.board)
    if options.command == "run":
        return needs("emulator").main(options.system, options.board, options.timeout)
    if options.command == "graph":
        return needs("graph").main(options.system, options.board, options.out)
    if options.command == "test":
        return needs("build").test(options.board, options.label, options.name)
    if options.command == "prove" and options.mutants:
        if options.update_ledger or options.list_new or options.quick or options.all:
            raise Problem("--mutants goes with NAMES, --limit, --seed, --update-score, --json and --jobs only")
        return needs("mutants").main(options.names, options.json, options.update_score, options.limit,
                                     1 if options.seed is None else options.seed, workers=options.jobs)
    if options.command == "prove":
        if options.limit is not None or options.seed is not None or options.update_score:
            raise Problem("--limit, --seed and --update-score go with --mutants")
        return needs("prove").main(options.names, options.json, options.update_ledger, options.list_new,
                                   options.all, options.quick, workers=options.jobs)
    if options.command == "bench":
        return needs("bench").main(options.board, options.json, options.update)
    if options.command == "sdk":
        return needs("build").sdk(options.board, options.out)
    if options.command == "new":
        return new.new(options.kind, options.name, options.out)
    if options.command == "check":
        return needs("check").main()
    return needs("debug").main(options.system, options.board, options.batch)


def main(arguments):
    """Status of the command; what goes wrong is one line."""
    try:
        top = parser()
        if not arguments:
            top.print_help()
            return STATUS_USAGE
        return dispatch(top.parse_args(arguments))
    except Problem as problem:
        print(problem, file=sys.stderr)
        return STATUS_USAGE
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        return STATUS_INTERRUPTED
    except BrokenPipeError:
        return STATUS_FAILED
