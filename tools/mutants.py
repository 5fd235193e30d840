# SPDX-License-Identifier: Apache-2.0
"""`writ prove --mutants`: would the proofs notice a fault?

One-line faults (tools/mutate.py) are made in functions that the ledger claims as
proved, each in a scratch copy of kernel/ and spec/.  What does not compile, or
compiles to the same code as the original or an earlier fault, is left out.  The
rest is proved, only the function that was changed:

    caught      a goal that the original's run proves is not proved
    survived    everything proves: a clause is missing, or the fault is none
    explained   survived, and proofs/mutants.toml says why it is no fault

Verdicts are kept in build/mutants/cache, so a run that was ended goes on where it was.
"""
import concurrent.futures
import dataclasses
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import threading
import time
import tomllib

import common
import frama
import mutate
import prove
from common import BUILD, Problem, ROOT, STATUS_FAILED, say
from ledger import Ledger, quoted
from source import Source

CORE = ("kernel/cdt.c", "kernel/cspace.c", "kernel/cnode.c", "kernel/capability.c", "kernel/untyped.c", "kernel/owner.c",
        "kernel/retire.c", "kernel/destroy.c", "kernel/decode_cap.c", "kernel/arith.h")
COMMAND = "./writ prove --mutants"
SCORE_FILE = "docs/mutation-score.md"
REASONS_FILE = "proofs/mutants.toml"
WORKERS = 2
GOOD_SCORE = 95              # percent of the faults that the proofs must notice
VERSION = 1                  # of the verdicts in the cache
BASE_SECONDS = 10            # a goal of the original, for each prover
LEAST_SECONDS = 2            # a goal of a mutant: at least so long, at most so long,
MOST_SECONDS = 20            # else so many times what the slowest goal of the original took
PATIENCE = 4
CODE = ("arm-none-eabi-gcc", "-std=gnu11", "-march=armv7-a", "-marm", "-mfloat-abi=soft", "-O2", "-w",
        "-ffreestanding", "-fno-strict-aliasing", "-fno-common", "-fkeep-static-functions",
        "-fkeep-inline-functions", "-Werror=implicit-function-declaration", "-Werror=int-conversion", "-c")
# Goals in two groups: generating all of them can take longer than proving those that matter.
GROUPS = ("@ensures,@invariant,@assert", "-@ensures,-@invariant,-@assert")
CULPRITS = 3                 # before them, the clauses that caught a function's last faults
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+"([^"]+)"', re.M)


@dataclasses.dataclass
class Target:
    """A function to make faults in."""
    file: str
    name: str
    unit: str        # the file that Frama-C reads
    first: str       # whose turn it is first (frama.ORDERS)
    faults: list = dataclasses.field(default_factory=list)
    baseline: dict = None
    culprits: list = dataclasses.field(default_factory=list)  # clauses that caught faults, the last one first

    @property
    def key(self):
        return f"{self.file}:{self.name}"


@dataclasses.dataclass
class Mutant:
    """A fault and what became of it."""
    target: Target
    fault: mutate.Mutation
    result: str = ""         # caught, survived, explained, same code, no C, twice
    by: str = ""             # the goal that caught it
    reason: str = ""
    listed: bool = False
    seconds: float = 0.0

    def __str__(self):
        fault = self.fault
        return f"{fault.file}:{fault.line}: {fault.function}: {fault.operator}: {fault.before} -> {fault.after}"


# What a function's proof rests on.

def includes(root, path):
    """A file and everything of the project that it includes, in order."""
    found, waiting = [], [path]
    while waiting:
        name = waiting.pop()
        if name in found or not (root / name).exists():
            continue
        found.append(name)
        folder = pathlib.PurePosixPath(name).parent
        for other in INCLUDE.findall((root / name).read_text(errors="replace")):
            waiting.append(os.path.normpath(str(folder / other)))
    return sorted(found)


def unit_of(root, file):
    """The file in which a function is proved, as tools/inventory.py chooses it."""
    if file.endswith(".c"):
        return file
    home = file.removesuffix(".h") + ".c"
    if (root / home).exists():
        return home
    for path in sorted((root / "kernel").glob("*.c")):
        name = str(path.relative_to(root))
        if file in includes(root, name):
            return name
    raise Problem(f"{file}: no unit includes it; name another file")


def without_other_bodies(text, function):
    """A file without what other functions do: their contracts and the ghost code stay."""
    source, parts, last = Source(None, text), [], 0
    for span in mutate.spans(source):
        if span.name != function:
            parts += [text[last:span.body]]
            last = span.end
    return "".join(parts) + text[last:]


def digest(*parts):
    return hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()


class Reasons:
    """proofs/mutants.toml: survivors that are no faults, each with the reason."""

    def __init__(self, path):
        self.path = path
        self.entries = {}        # key -> reason
        self.failures = []
        try:
            data = tomllib.loads(path.read_text()) if path.exists() else {}
        except tomllib.TOMLDecodeError as error:
            raise Problem(f"{REASONS_FILE}: {error}; mend the line") from None
        for entry in data.get("survivor", []):
            self.add(entry)

    def add(self, entry):
        try:
            key = (entry["function"], entry["operator"], entry["from"], entry["to"], entry.get("number", 1))
        except KeyError as error:
            raise Problem(f"{REASONS_FILE}: a survivor without {error}; copy the lines that the run printed") from None
        if key in self.entries:
            self.failures.append(f"{REASONS_FILE}: {self.name(key)} is listed twice; take one out")
        if not str(entry.get("reason", "")).strip():
            self.failures.append(f"{REASONS_FILE}: {self.name(key)} has no reason; write why it is no fault")
        self.entries[key] = str(entry.get("reason", "")).strip()

    @staticmethod
    def name(key):
        return f"{key[0]}, {key[1]}: {key[2]} -> {key[3]}"


def as_entry(fault):
    """The lines of proofs/mutants.toml for a survivor."""
    key = fault.key
    lines = ["[[survivor]]", f"function = {quoted(key[0])}", f"operator = {quoted(key[1])}",
             f"from = {quoted(key[2])}", f"to = {quoted(key[3])}"]
    return "\n".join(lines + ([f"number = {key[4]}"] if key[4] > 1 else []) + ['reason = ""'])


# Proving.

class Cache:
    """Verdicts by the hash of all that they depend on."""

    def __init__(self, folder):
        self.folder = folder

    def get(self, key):
        try:
            return json.loads((self.folder / f"{key}.json").read_text())
        except (OSError, ValueError):
            return None

    def put(self, key, value):
        common.write_whole(self.folder / f"{key}.json", json.dumps(value))


USER_ERROR = 1               # Frama-C's status for a file that it refuses
GOAL = re.compile(r"\[wp\] \[([^\]]+)\] Goal (\S+)(.*)")
TIMES = re.compile(r"\((\d+(?:\.\d+)?)(ms|s|min)\)")


def family(goal):
    """A goal's name without the numbers that shift when a line changes."""
    return re.sub(r"_(?:part)?\d+(?=_|$)", "", goal)


def label(goal, function):
    """The name that a clause of the function's annotations has in the source, or None."""
    match = re.fullmatch(rf"typed_{function}_(?:ensures|assert|loop_invariant)_(?!rte_)([A-Za-z]\w*?)"
                         r"(?:_preserved|_established)?(?:_part\d+)?(?:_\d+)?", goal)
    return match.group(1) if match else None


def is_failure(line):
    """The goal that a line of WP's output says is not proved, or None."""
    match = GOAL.match(line)
    if match and match.group(1) != "Qed" and ": Valid" not in match.group(3):
        return match.group(2)
    return None


def prover_seconds(line):
    """How long the provers took for a goal."""
    match = GOAL.match(line)
    scale = {"ms": 0.001, "s": 1, "min": 60}
    return sum(float(n) * scale[u] for n, u in TIMES.findall(match.group(3))) if match else 0


class Worker:
    """A scratch copy of the tree, and one frama-c at a time in it."""

    def __init__(self, snapshot, folder):
        self.root = folder
        self.process = None
        self.stopped = False
        for name in ("kernel", "spec"):
            if (snapshot / name).exists():
                shutil.copytree(snapshot / name, folder / name)

    def put(self, file, text):
        (self.root / file).write_text(text)

    def code(self, unit):
        """Hash of the code that the compiler makes; None when it refuses."""
        target = self.root / "unit.o"
        status, _ = common.run([*CODE, "-o", target, unit], cwd=self.root)
        return hashlib.sha256(target.read_bytes()).hexdigest() if status == 0 else None

    def prove(self, target, seconds, environment, conclusive=lambda goal: False):
        """All goals of a function: (unproved goals, unproved properties, goals, slowest).

        Ends at the first goal that is conclusive."""
        failed, properties, goals, slowest = [], [], 0, 0.0
        for group in ([",".join(target.culprits[:CULPRITS])] if target.culprits else []) + list(GROUPS):
            report = self.root / "report.json"
            report.unlink(missing_ok=True)
            failures, slow = self.stream(self.words(target, group, seconds, report), environment, conclusive)
            failed += failures
            slowest = max(slowest, slow)
            if any(conclusive(goal) for goal in failures):
                break
            counts = frama.read_report(report)[0].get(target.name, {}) if report.exists() else {}
            properties += [name for name, (all_, valid) in counts.items() if valid < all_]
            goals += sum(all_ for all_, _ in counts.values())
        return failed, properties, goals, slowest

    def words(self, target, group, seconds, report):
        first = frama.plan(target.first)[0].prover
        provers = [first] + [p for p in ("cvc4", "cvc5") if p != first]
        return [target.unit, *frama.language(), *frama.OPTIONS, "-wp-steps", str(frama.STEPS), "-wp-timeout",
                str(seconds), "-wp-status-invalid", "-wp", "-wp-fct", target.name, f"-wp-prop={group}",
                "-wp-prover", ",".join(provers), "-wp-report-json", str(report)]

    def stream(self, words, environment, conclusive):
        """Run Frama-C, reading what it says; end it as soon as the verdict is clear."""
        variables = {**os.environ, "PWD": str(self.root), **environment}
        process = common.start(["frama-c", *words], cwd=self.root, env=variables, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                               start_new_session=True)
        self.process = process
        failed, output, slowest = [], [], 0.0
        try:
            for line in process.stdout:
                output.append(line)
                slowest = max(slowest, prover_seconds(line))
                goal = is_failure(line)
                if goal:
                    failed.append(goal)
                    if conclusive(goal):
                        return failed, slowest
            self.check(process.wait(), words[0], "".join(output))
            return failed, slowest
        finally:
            end_group(process)

    def check(self, status, unit, output):
        """Only what Frama-C itself refuses is a verdict on the unit."""
        if self.stopped:
            raise Problem("interrupted")
        if status == USER_ERROR:
            raise Unreadable(frama.first_error(unit, output))
        if status != 0:
            raise Problem(f"{frama.first_error(unit, output)} (frama-c ended with status {status})")

    def stop(self):
        """End what runs; what it has said is no verdict."""
        self.stopped = True
        if self.process is not None:
            end_group(self.process)


class Unreadable(Exception):
    """Frama-C cannot read the unit."""


def end_group(process):
    """End a program and the provers that it started.  Until it is waited for its number is its own."""
    if process.returncode is None:
        try:
            os.killpg(process.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        process.wait()


# The campaign.

class Campaign:
    """Faults in some functions, and what became of them."""

    def __init__(self, root=ROOT, work=None, cache=None, workers=None, seed=1, limit=None):
        self.work = work or own_folder(BUILD / "mutants")
        self.source_root = pathlib.Path(root).resolve()
        self.root = self.work / "tree"       # a snapshot: the sources may change while this runs
        self.cache = Cache(cache or BUILD / "mutants" / "cache")
        self.seed = seed
        self.limit = limit
        self.ledger = Ledger(self.source_root / "proofs" / "ledger.toml")
        self.reasons = Reasons(self.source_root / REASONS_FILE)
        self.failures = list(self.reasons.failures)
        self.targets = []
        self.mutants = []
        self.closures = {}
        self.files_chosen = set()
        self.lock = threading.Lock()
        shutil.rmtree(self.work, ignore_errors=True)
        snapshot(self.source_root, self.root)
        count = workers or min(WORKERS, os.cpu_count() or 1)
        self.workers = [Worker(self.root, self.work / f"worker-{n}") for n in range(count)]
        self.idle = list(self.workers)

    # Choosing.

    def select(self, names):
        """Functions that are claimed as proved, by function, file or unit."""
        claimed = {}
        for key in self.ledger.goals:
            file, name = key.rsplit(":", 1)
            claimed.setdefault(file, []).append(name)
        wanted = {}
        for name in names or [file for file in CORE if (self.root / file).exists()]:
            files = [f for f in self.files() if name in prove.names_of_file(f)]
            self.files_chosen.update(files)
            found = [(f, n) for f, ns in claimed.items() for n in ns if f in files or name in (n, f"{f}:{n}")]
            if not found and names:
                raise Problem(f"{name}: nothing of that name is claimed as proved; see proofs/STATUS.md")
            for file, function in found:
                wanted.setdefault(file, set()).add(function)
        headers = [(self.root / f).read_text() for f in self.files() if f.endswith(".h")]
        for file, functions in sorted(wanted.items()):
            text = (self.root / file).read_text() if (self.root / file).exists() else ""
            faults = mutate.mutations(file, text, mutate.Vocabulary([*headers, text]), functions)
            for name, found in faults.items():
                if found:
                    first = self.ledger.first_of(f"{file}:{name}")
                    self.targets.append(Target(file, name, unit_of(self.root, file), first, found))
        if not self.targets:
            raise Problem(f"{' '.join(names or CORE)}: no function with C in it is claimed as proved; "
                          "see proofs/STATUS.md")
        self.wanted = wanted

    def left_out(self):
        """Functions of the chosen files that nobody claims to be proved."""
        return sorted(key for key in self.ledger.unproved + self.ledger.without_contract
                      if key.rsplit(":", 1)[0] in self.files_chosen)

    def files(self):
        return [str(p.relative_to(self.root)) for p in sorted((self.root / "kernel").glob("*.[ch]"))]

    def order(self):
        """Faults in the order of trying: the listed ones, then every function and operator early.

        The same for a seed; of several that compile to the same code a listed one is tried."""
        listed, queues = [], []
        for target in sorted(self.targets, key=lambda t: digest(self.seed, t.key)):
            by_operator = {}
            for fault in sorted(target.faults, key=lambda f: digest(self.seed, *f.key)):
                if fault.key in self.reasons.entries:
                    listed.append(Mutant(target, fault, listed=True))
                else:
                    by_operator.setdefault(fault.operator, []).append(Mutant(target, fault))
            groups = list(by_operator.values())
            random.Random(digest(self.seed, target.key)).shuffle(groups)
            queues.append(round_robin(groups))
        return listed + round_robin(queues)

    def choose(self):
        """Take mutants that compile to something of their own until there are enough."""
        ordered = self.order()
        codes = {}
        for target in self.targets:
            codes.setdefault(target.key, {self.workers[0].code(target.unit): "same code"})
            if None in codes[target.key]:
                raise Problem(f"{target.unit}: does not compile; mend it first")
        progress = common.Progress("compiling mutants", len(ordered))
        counted = 0
        with concurrent.futures.ThreadPoolExecutor(len(self.workers)) as pool:
            for first in range(0, len(ordered), 16):
                part = ordered[first:first + 16]
                for mutant, code in zip(part, pool.map(self.compiled, part)):
                    if self.limit is not None and counted >= self.limit:
                        break
                    known = codes[mutant.target.key]
                    mutant.result = "no C" if code is None else known.get(code, "")
                    known.setdefault(code, "twice")
                    counted += not mutant.result and not mutant.listed
                    self.mutants.append(mutant)
                progress.show(first + len(part))
                if self.limit is not None and counted >= self.limit:
                    break
        progress.finish()

    def compiled(self, mutant):
        return self.with_worker(mutant, lambda worker: worker.code(mutant.target.unit))

    def with_worker(self, mutant, use):
        """Use a scratch copy with the fault in it."""
        with self.lock:
            worker = self.idle.pop()
        file = mutant.fault.file
        text = (self.root / file).read_text()
        try:
            worker.put(file, mutant.fault.apply(text))
            return use(worker)
        finally:
            worker.put(file, text)
            with self.lock:
                self.idle.append(worker)

    # Proving.

    def hash(self, target, text):
        """Of all that a proof depends on, when the function's file has this text."""
        if target.unit not in self.closures:
            self.closures[target.unit] = includes(self.root, target.unit)
        parts = [VERSION, frama.STEPS, BASE_SECONDS, LEAST_SECONDS, MOST_SECONDS, PATIENCE, GROUPS, target.key]
        for name in self.closures[target.unit]:
            content = text if name == target.file else (self.root / name).read_text()
            if name.endswith(".c"):
                content = without_other_bodies(content, target.name)
            parts += [name, content]
        return digest(*parts)

    def prove(self):
        """The originals of the functions first, then the mutants."""
        frama.compile_scripts()
        environment = {"WHY3CONFIG": str(frama.configure(self.work / "why3"))}
        todo = [m for m in self.mutants if not m.result]
        targets = list({m.target.key: m.target for m in todo}.values())
        self.each("proving originals", targets, lambda t: self.measure(t, environment), lambda t: t.key)
        todo = [m for m in todo if m.target.baseline["goals"]]
        self.each("proving mutants", todo, lambda m: self.judge(m, environment), lambda m: m.target.key)

    def each(self, what, things, do, name):
        progress = common.Progress(what, len(things))
        pool = concurrent.futures.ThreadPoolExecutor(len(self.workers))
        try:
            futures = {pool.submit(do, thing): thing for thing in things}
            for done, future in enumerate(concurrent.futures.as_completed(futures), 1):
                future.result()
                progress.show(done, name(futures[future]))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in self.workers:
                worker.stop()
            raise
        finally:
            pool.shutdown()
            progress.finish()

    def measure(self, target, environment):
        """What the short plan proves of the original."""
        key = self.hash(target, (self.root / target.file).read_text())
        target.baseline = self.cache.get(key)
        if target.baseline is None:
            with self.lock:
                worker = self.idle.pop()
            try:
                failed, properties, goals, slowest = worker.prove(target, BASE_SECONDS, environment)
            except Unreadable as error:
                raise Problem(str(error)) from None
            finally:
                with self.lock:
                    self.idle.append(worker)
            target.baseline = {"failed": failed, "properties": properties, "goals": goals, "slowest": slowest}
            self.cache.put(key, target.baseline)
        baseline = target.baseline
        if baseline["goals"] == 0 or len(baseline["failed"]) == baseline["goals"]:
            baseline["goals"] = 0
            self.failures.append(f"{target.file}: the short plan proves nothing of {target.name}; "
                                 "prove it in smaller steps")

    def judge(self, mutant, environment):
        """Caught or survived."""
        key = self.hash(mutant.target, mutant.fault.apply((self.root / mutant.fault.file).read_text()))
        known = self.cache.get(key)
        if known is None:
            start = time.monotonic()
            result, by = self.with_worker(mutant, lambda worker: verdict(worker, mutant.target, environment))
            known = {"result": result, "by": by, "seconds": round(time.monotonic() - start, 1)}
            self.cache.put(key, known)
        mutant.result, mutant.by, mutant.seconds = known["result"], known["by"], known["seconds"]
        culprit = label(mutant.by, mutant.target.name)
        if culprit:
            mutant.target.culprits = [culprit] + [c for c in mutant.target.culprits if c != culprit]

    # Judging.

    def compare(self):
        """The survivors beside proofs/mutants.toml."""
        entries = self.reasons.entries
        there = {fault.key for target in self.targets for fault in target.faults}
        for mutant in self.mutants:
            reason = entries.get(mutant.fault.key)
            if reason is None:
                if mutant.result == "survived":
                    self.failures.append(f"{mutant}: survived; write the clause that forbids it, "
                                         f"or in {REASONS_FILE} why it is no fault")
            elif mutant.result == "survived" and reason:
                mutant.result, mutant.reason = "explained", reason
            elif mutant.result in ("caught", "no C"):
                text = f"is caught now ({mutant.by})" if mutant.by else "is no C"
                self.failures.append(f"{REASONS_FILE}: {Reasons.name(mutant.fault.key)} {text}; take it out")
        for key in entries:
            if self.in_scope(key[0]) and key not in there:
                self.failures.append(f"{REASONS_FILE}: {Reasons.name(key)} does not exist any more; take it out")
        if self.score() < GOOD_SCORE:
            self.failures.append(f"score {self.score():.1f} %: less than {GOOD_SCORE} % of the faults are noticed; "
                                 "write the missing clauses")

    def in_scope(self, function):
        """Whether this run would have met a function's mutants."""
        file, name = function.rsplit(":", 1)
        return file in self.wanted and (name in self.wanted[file] or function not in self.ledger.goals) \
            or function not in self.ledger.goals and not (self.root / file).exists()

    def count(self, *results, file=None):
        return sum(m.result in results for m in self.mutants if file in (None, m.fault.file))

    def score(self, file=None):
        """Percent of the faults that are caught."""
        faults = self.count("caught", "survived", file=file)
        return 100 * self.count("caught", file=file) / faults if faults else 100.0

    def rows(self):
        """A row for every file."""
        rows = [("file", "functions", "mutants", "caught", "survived", "explained", "same code", "score")]
        for file in [*sorted({m.fault.file for m in self.mutants}), None]:
            mutants = [m for m in self.mutants if file in (None, m.fault.file)
                       and m.result not in ("no C", "twice")]
            rows.append((file or "all", len({m.target.key for m in mutants}), len(mutants),
                         *(self.count(r, file=file) for r in ("caught", "survived", "explained", "same code")),
                         f"{self.score(file):.1f} %"))
        return rows

    def data(self, seconds):
        """The result as --json writes it."""
        mutants = [{"file": m.fault.file, "line": m.fault.line, "function": m.fault.function,
                    "operator": m.fault.operator, "from": m.fault.before, "to": m.fault.after,
                    "number": m.fault.number, "result": m.result, "by": m.by, "reason": m.reason,
                    "seconds": m.seconds} for m in self.mutants]
        functions = [{"file": t.file, "name": t.name, "goals": t.baseline["goals"],
                      "unproved": t.baseline["failed"]} for t in self.targets if t.baseline]
        return {"ok": not self.failures, "failures": self.failures, "score": round(self.score(), 1),
                "seed": self.seed, "limit": self.limit, "seconds": round(seconds, 1),
                "functions": functions, "mutants": mutants}

    def markdown(self, command):
        """docs/mutation-score.md."""
        rows = self.rows()
        lines = ["<!-- SPDX-License-Identifier: Apache-2.0 -->",
                 f"<!-- Written by {command}; do not edit. -->",
                 "# Would the proofs notice a fault?", "",
                 f"Generated by `{command}`; what is written here is what that run found.", "",
                 "A one-line fault is made in a function that is claimed as proved, and the function is proved",
                 "again. *Caught*: a goal that proves without the fault is not proved within the time that a short",
                 "plan gives. *Survived*: everything still proves. *Explained*: survived, and the reason below says",
                 "why it is no fault. *Same code*: the compiler makes the same code of it. The score is caught /",
                 f"(caught + survived); less than {GOOD_SCORE} %, or a survivor without a reason, is a failure.", "",
                 "| " + " | ".join(rows[0]) + " |", "|---|" + "---:|" * (len(rows[0]) - 1)]
        lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows[1:]]
        lines += ["", "## By kind of fault", "", "| fault | caught | survived | explained |", "|---|---:|---:|---:|"]
        for operator in sorted({m.fault.operator for m in self.mutants}):
            counts = [sum(m.result == r for m in self.mutants if m.fault.operator == operator)
                      for r in ("caught", "survived", "explained")]
            if any(counts):
                lines.append(f"| {operator} | {counts[0]} | {counts[1]} | {counts[2]} |")
        lines += ["", "## Survivors", ""]
        survivors = sorted((m for m in self.mutants if m.result in ("survived", "explained")),
                           key=lambda m: (m.fault.file, m.fault.line, m.fault.operator, m.fault.after))
        for m in survivors:
            lines.append(f"- `{m.target.key}`, {m.fault.operator}: `{m.fault.before}` becomes `{m.fault.after}`. "
                         f"{m.reason or '**No reason yet.**'}")
        lines += [] if survivors else ["None."]
        if self.left_out():
            lines += ["", "## Left out: not claimed as proved", "", *[f"- `{key}`" for key in self.left_out()]]
        weak = [t for t in self.targets if t.baseline and t.baseline["failed"]]
        if weak:
            lines += ["", "## Goals that the short plan does not prove", "",
                      "`./writ prove` proves them with more time; faults that only they notice show as survivors.", ""]
            lines += [f"- `{t.key}`: {len(t.baseline['failed'])} of {t.baseline['goals']}" for t in weak]
        return "\n".join(lines + [""])


def verdict(worker, target, environment):
    """(result, the goal that was not proved)."""
    excused = {family(goal) for goal in target.baseline["failed"]}
    excused_properties = {family(name) for name in target.baseline["properties"]}

    def conclusive(goal):
        return family(goal) not in excused

    seconds = min(MOST_SECONDS, max(LEAST_SECONDS, round(PATIENCE * target.baseline["slowest"])))
    try:
        failed, properties, goals, _ = worker.prove(target, seconds, environment, conclusive)
    except Unreadable:
        return "no C", ""
    by = [goal for goal in failed if conclusive(goal)]
    by += [name for name in properties if family(name) not in excused_properties]
    if by:
        return "caught", by[0]
    if goals == 0:
        return "caught", "no goals are left"
    return "survived", ""


def round_robin(queues):
    """One of each in turn, until all are empty."""
    result, queues = [], [list(queue) for queue in queues]
    while any(queues):
        result += [queue.pop(0) for queue in queues if queue]
    return result


def snapshot(root, target):
    """The sources as they are now."""
    for name in ("kernel", "spec"):
        if (root / name).exists():
            shutil.copytree(root / name, target / name)
    if not (target / "kernel").exists():
        raise Problem(f"{root / 'kernel'}: no such folder; run from a whole checkout")


def own_folder(base):
    """A folder of this process's own; those that ended processes left are removed."""
    for old in base.glob("*"):
        if old.name.isdigit() and not os.path.exists(f"/proc/{old.name}"):
            shutil.rmtree(old, ignore_errors=True)
    return base / str(os.getpid())


def main(names=(), json_file=None, update=False, limit=None, seed=1, workers=None, root=ROOT, work=None, cache=None):
    """`writ prove --mutants [NAME ...] [--limit N] [--seed N] [--json FILE] [--update-score]`."""
    start = time.monotonic()
    campaign = Campaign(root, work, cache, workers, seed, limit)
    campaign.select(names)
    campaign.choose()
    campaign.prove()
    campaign.compare()
    campaign.failures = list(dict.fromkeys(campaign.failures))
    seconds = time.monotonic() - start
    say(common.table(campaign.rows(), right=range(1, 8)))
    if campaign.left_out():
        say(f"{len(campaign.left_out())} functions of these files are not claimed as proved and were left out")
    for line in campaign.failures:
        say(line)
    unexplained = [m for m in campaign.mutants if m.result == "survived"]
    if unexplained:
        say(f"\nfor {REASONS_FILE}, if they are no faults:")
        for mutant in unexplained:
            say(as_entry(mutant.fault))
    if json_file:
        common.write_whole(json_file, json.dumps(campaign.data(seconds), indent=1) + "\n")
    if update:
        words = [COMMAND, *names, *([f"--limit {limit}"] if limit is not None else []),
                 *([f"--seed {seed}"] if seed != 1 else []), "--update-score"]
        common.write_whole(pathlib.Path(root) / SCORE_FILE, campaign.markdown(" ".join(words)))
    faults = campaign.count("caught", "survived")
    say(f"{'failed' if campaign.failures else 'good'}: {campaign.count('caught')} of {faults} faults caught, "
        f"score {campaign.score():.1f} %, {seconds:.0f} s")
    shutil.rmtree(campaign.work, ignore_errors=True)
    return STATUS_FAILED if campaign.failures else 0
