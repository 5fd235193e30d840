# SPDX-License-Identifier: Apache-2.0
"""Frama-C's command lines, and what its provers need to be found.

The options are the ones that were measured to work with Debian 12's Frama-C 25:
provers in stages (each tries what the one before has left), steps instead of
seconds so that results repeat under load, and no cache.
"""
import collections
import json
import os
import pathlib
import re
import shutil
import tempfile
import typing

import common
from common import BUILD, Problem, ROOT

TOOLS = pathlib.Path(__file__).resolve().parent
WHY3_DRIVERS = pathlib.Path("/usr/share/why3/drivers")
SCRIPTS = ("arm32", "inventory")
# The symbols that contracts share with the theorems of spec/*.mlw.
DRIVER = "spec/writ.driver"
PROVERS = ("cvc4", "cvc5", "z3")
STEPS = 500000


class Stage(typing.NamedTuple):
    """Who tries what is left: for how many seconds and how many of its own steps a goal."""
    prover: str
    seconds: int
    steps: int = STEPS


# What one prover cannot do another often does at once, so all have a short turn before any has a
# long one: nine in ten of the goals that a prover proves it proves with the steps of its short turn.
# Steps end a turn and repeat under load; the seconds (Why3 waits twice as long and one more, where
# there are steps) are for what goes astray.
TURNS = {"cvc4": Stage("cvc4", 8, 100000), "cvc5": Stage("cvc5", 8, 100000), "z3": Stage("z3", 20, 1000000),
         "long cvc4": Stage("cvc4", 30), "long cvc5": Stage("cvc5", 30)}
# Seconds that a turn takes in which nothing is proved, WP's own part included.
VAIN = {"cvc4": 0.9, "cvc5": 0.8, "z3": 0.8, "long cvc4": 4.2, "long cvc5": 4.2}
# The orders to choose from, by who begins; the ledger says which is a function's own, and which of its
# goals had better not wait for their turn.  cvc5 takes at
# once what says that one field of a range of elements stays, z3 lemmas over two states, and some
# functions of many parts take cvc4 long.
ORDERS = {
    "cvc4": ("cvc4", "cvc5", "z3", "long cvc4", "long cvc5"),
    "cvc5": ("cvc5", "cvc4", "z3", "long cvc5", "long cvc4"),
    "z3": ("z3", "cvc4", "cvc5", "long cvc4", "long cvc5"),
    "long cvc4": ("long cvc4", "cvc5", "z3", "long cvc5"),
}
# How WP makes goals.  No pruning: it would try each hypothesis of each branch against all others, three
# quarters of a decoder's time, and the provers do as well without.
OPTIONS = ("-wp-rte", "-wp-check-memory-model", "-warn-unsigned-overflow", "-warn-unsigned-downcast",
           "-wp-no-pruning", "-wp-cache", "none", "-wp-par", "1")
QUICK_TIMEOUT, QUICK_STEPS = 5, 100000
# What a goal may take of a prover that proved it before.
AGAIN = {"cvc4": Stage("cvc4", 30), "cvc5": Stage("cvc5", 30), "z3": TURNS["z3"]}
RUNNING = "[wp] Running WP plugin...\n"  # how WP begins a stage

WHY3_CONFIG = """[main]
magic = 14
memlimit = 4000
running_provers_max = 2
timelimit = 60

[partial_prover]
name = "CVC4"
path = "{cvc4}"
version = "1.8"

[partial_prover]
name = "Z3"
path = "{z3}"
version = "4.8.12"

[prover]
name = "CVC5"
shortcut = "cvc5"
version = "1.0.3"
command = "{cvc5} --tlimit=%t000 --lang=smt2 %f"
command_steps = "{cvc5} --stats --rlimit=%S --tlimit=%t000 --lang=smt2 %f"
driver = "{driver}"
in_place = false
interactive = false
"""


def prover(name):
    """Where a prover is."""
    path = shutil.which(name)
    if path is None:
        raise Problem(f"{name}: no such program; run ./writ setup")
    return path


def compile_scripts():
    """Compile the OCaml scripts once: -load-script would do it in every process, in place."""
    folder = BUILD / "frama-c"
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCRIPTS:
        source, target = TOOLS / f"{name}.ml", folder / f"{name}.cmxs"
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        with tempfile.TemporaryDirectory(dir=folder) as work:
            shutil.copyfile(source, f"{work}/{name}.ml")
            status, output = common.run(["ocamlfind", "ocamlopt", "-shared", "-w", "-a", "-I",
                                         "/usr/lib/frama-c", "-I", "/usr/lib/frama-c/plugins",
                                         "-o", f"{name}.cmxs", f"{name}.ml"], cwd=work)
            if status != 0:
                raise Problem(f"{common.relative(source)}: {(output.strip().splitlines() or ['no output'])[-1]}; "
                              "run ./writ setup, or mend the script")
            os.replace(f"{work}/{name}.cmxs", target)


def configure(folder=BUILD / "why3"):
    """Write a Why3 configuration, with cvc5, which Why3 1.5.1 lacks.

    cvc5's driver is cvc4's with the one logic that cvc5 does not know replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    source = WHY3_DRIVERS / "cvc4_17.drv"
    if not source.exists():
        raise Problem(f"{source}: no such file; run ./writ setup")
    for part in WHY3_DRIVERS.glob("*.gen"):
        common.write_whole(folder / part.name, part.read_text())
    driver = folder / "cvc5.drv"
    common.write_whole(driver, source.read_text().replace("ALL_SUPPORTED", "ALL"))
    config = folder / "why3.conf"
    common.write_whole(config, WHY3_CONFIG.format(driver=driver, **{p: prover(p) for p in PROVERS}))
    return config


def language():
    """How kernel files are read: C11 for the ARM's data model."""
    modules = ",".join(str(BUILD / "frama-c" / f"{name}.cmxs") for name in SCRIPTS)
    return ["-load-module", modules, "-machdep", "arm32",
            "-cpp-extra-args=-D__FC_MACHDEP_GCC_X86_32", "-c11", "-instantiate"]


def plan(first="cvc4", quick=False):
    """The stages of the order in which `first` begins; with `quick` one short turn."""
    if first not in ORDERS:
        raise Problem(f"proofs/ledger.toml: [first]: '{first}' is nobody's turn; write one of "
                      f"{', '.join(ORDERS)}, or take the line out")
    stages = [TURNS[turn] for turn in ORDERS[first]]
    return (Stage(stages[0].prover, QUICK_TIMEOUT, QUICK_STEPS),) if quick else tuple(stages)


def winners(output, names, turns, hints):
    """Who proved what: {name: {goal: turn}}, of the functions or lemmas in Frama-C's output, whose
    stages were these turns; None is that of the hints."""
    found = {name: {} for name in names}
    longest = sorted(names, key=len, reverse=True)
    for turn, said in zip(turns, output.split(RUNNING)[1:]):
        for who, goal in re.findall(r"^\[wp\] \[(CVC4|CVC5|Z3|Script)\b[^\]]*\] Goal typed_(?:writ_)?(\w+) : Valid",
                                    said, re.M):
            goal = goal.removeprefix("lemma_")
            name = next((n for n in longest if goal == n or goal.startswith(n + "_")), None)
            if name and "wp_smoke" not in goal:
                rest = goal[len(name) + 1:]
                found[name][rest] = hints[name][rest] if who == "Script" else turn or who.lower()
    return found


def wasted(first, wins):
    """Seconds of turns in vain, had these wins, {turn: how many}, been sought in the order in which
    `first` begins."""
    def before(turn):
        order = ORDERS[first]
        at = order.index(turn if turn in order else "long " + turn)
        return sum(VAIN[t] for t in order[:at])
    return sum(count * before(turn) for turn, count in wins.items())


def best_first(wins):
    """Who had better begin; cvc4 where it is all the same."""
    return min(ORDERS, key=lambda first: wasted(first, wins))


def write_scripts(folder, hints):
    """The hints as WP's proof scripts, one a goal: each says which prover is to try it."""
    shutil.rmtree(folder, ignore_errors=True)
    scripts = folder / "script"
    scripts.mkdir(parents=True)
    versions = dict(re.findall(r'name = "(\w+)"\n(?:shortcut.*\n|path.*\n)*version = "([\d.]+)"', WHY3_CONFIG))
    for name, goals_of in hints.items():
        for goal, turn in goals_of.items():
            if turn not in TURNS:
                raise Problem(f"proofs/ledger.toml: [hints]: '{turn}' of {name} is nobody's turn; write one of "
                              f"{', '.join(TURNS)}, or take it out")
            stage = AGAIN[TURNS[turn].prover]
            prover = next(n for n in versions if n.lower() == stage.prover)
            (scripts / f"{name}_{goal}.json").write_text(json.dumps([{
                "prover": f"{prover}:{versions[prover]}", "verdict": "valid",
                "time": stage.seconds, "steps": stage.steps}]))


def selected(provers):
    """The option that says who tries: -then forgets none, so the others are taken off the list."""
    return "-wp-prover=" + ",".join([*(f"-{name}" for name in (*PROVERS, "script")), *(f"+{name}" for name in provers)])


def goals(stages, selection, report, smoke=True, dead_calls=True, scripts=None, hints=None):
    """The provers in stages over the selected functions or lemmas.

    The selection stands in every stage: -then forgets it.  Smoke tests are tried once, in a short
    turn.  With hints there is a stage before the others: what has one is tried by the prover that it
    names, what has none by all of these, for long.  (WP 25 mixes up its types when a later stage
    selects other goals.)"""
    words = [*OPTIONS, "-wp-smoke-timeout", "1", "-wp-no-smoke-dead-code"]
    if not dead_calls:
        words += ["-wp-no-smoke-dead-call"]
    if hints:
        named = {TURNS[turn].prover for goals_of in hints.values() for turn in goals_of.values()}
        provers = [stages[0].prover, *sorted(named - {stages[0].prover})]
        words += ["-wp-no-smoke-tests", "-wp-session", str(scripts),
                  "-wp-steps", str(max(AGAIN[name].steps for name in provers)),
                  "-wp-timeout", str(stages[0].seconds), "-wp", *selection, selected(["script", *provers]),
                  "-wp-report-json", str(report), "-then"]
    short = min(stages, key=lambda stage: stage.steps)
    for number, stage in enumerate(stages):
        if number:
            words += ["-then"]
        words += ["-wp-smoke-tests" if smoke and stage is short else "-wp-no-smoke-tests"]
        words += ["-wp-steps", str(stage.steps), "-wp-timeout", str(stage.seconds), "-wp", *selection,
                  selected([stage.prover]), "-wp-report-json", str(report)]
    return words


def run(words, root=ROOT, environment=None):
    """Run Frama-C where files are named from: (status, output)."""
    # Frama-C believes PWD rather than the directory that it runs in.
    variables = {**os.environ, "PWD": str(root), **(environment or {})}
    driver = ["-wp-driver", DRIVER] if (pathlib.Path(root) / DRIVER).exists() else []
    return common.run(["frama-c", *driver, *words], cwd=root, env=variables)


def first_error(path, output):
    """The first line of Frama-C's output that says what is wrong, with its place."""
    lines = output.splitlines()
    for number, line in enumerate(lines):
        found = re.match(r"\[[\w:-]+\] ([^\s:]+:\d+): (?:User Error|Warning|Failure): *(.*)", line)
        if found and ("annot-error" in line or "Error" in line or "Failure" in line):
            text = found.group(2)
            for more in lines[number + 1:]:
                if not more.startswith("  "):
                    break
                text += " " + more.strip()
            return f"{found.group(1)}: {text.strip()}; mend the C or its contract"
        found = re.match(r"\[kernel\] ([^\s:]+:\d+): *$", line)
        if found and number + 1 < len(lines):
            return f"{found.group(1)}: {lines[number + 1].strip().rstrip(':')}; mend the C or its contract"
        found = re.match(r"([^\s:]+:\d+):(?:\d+:)? (?:fatal )?error: (.*)", line)
        if found:
            return f"{found.group(1)}: {found.group(2)}; mend the C"
    for line in lines:
        if "User Error" in line or "aborted" in line or "rror" in line:
            return f"{path}: {line.strip()}; see Frama-C's manual"
    return f"{path}: Frama-C ended without a result: {lines[-1].strip() if lines else 'no output'}"


# Warnings that are reported in their own way, or that weaken nothing.
QUIET = re.compile(r"Failed smoke-test|Memory model hypotheses|No goal generated")


def warnings(output):
    """What WP says that it left out or assumed: (place, text)."""
    lines = output.splitlines()
    found = []
    for number, line in enumerate(lines):
        # [rte]: an error that is certain makes no goal.
        match = re.match(r"\[(?:wp|rte)[\w:-]*\] (?:([^\s:]+:\d+): )?Warning: *(.*)", line)
        if not match:
            continue
        text = match.group(2)
        for more in lines[number + 1:]:
            if not more.startswith("  "):
                break
            text += " " + more.strip()
        if not QUIET.search(text):
            found.append((match.group(1) or "", text.strip()))
    return list(dict.fromkeys(found))


def assumed_separation(output):
    """Functions that WP proves under a separation hypothesis of its own memory model."""
    return sorted(set(re.findall(r"Memory model hypotheses for function '(\w+)'", output)))


def read_report(path):
    """Per function and lemma: {name: {property: (goals, valid)}} of a -wp-report-json file, which says
    null where no goal was selected."""
    data = json.loads(pathlib.Path(path).read_text()) or {}

    def counts(section):
        return {name: (entry["wp:main"].get("total", 0), entry["wp:main"].get("valid", 0))
                for name, entry in section.items() if name != "wp:section"}

    functions = {name: counts(section) for name, section in data.get("wp:functions", {}).items()}
    lemmas = {}
    for section in data.get("wp:axiomatics", {}).values():
        lemmas.update(counts(section))
    return functions, lemmas
