# SPDX-License-Identifier: Apache-2.0
"""`writ prove`: prove the kernel's files, and compare the result with the ledger.

    1. inventory: Frama-C reads every unit (kernel/*.c) and says what it holds
    2. gates on the inventory: contracts, trusted items, vanished names
    3. jobs: the functions of one file, in pieces of about the same size; as many
       frama-c processes at a time as there are processors
    4. gates on the goals: all proved, as many as the ledger says, smoke tests passed

Anything that is not proved fails: Frama-C's own exit status is 0 with unproved goals.
"""
import collections
import concurrent.futures
import dataclasses
import difflib
import json
import os
import pathlib
import shutil
import time

import common
import frama
import inventory
import theorems
from common import BUILD, Problem, ROOT, STATUS_FAILED, say
from ledger import Ledger

PIECE_GOALS = 150         # goals in one job, so that the processors finish together
SPARE = 1                 # processes above the processors: one waits for its prover a third of the time
GUESS_GOALS = 120         # for a function that the ledger does not know yet: a job of its own
LEMMA_GOALS = 5           # what a lemma counts
UPDATE = "./writ prove --update-ledger"


@dataclasses.dataclass
class Result:
    """What became of a function or lemma."""
    goals: int = 0
    proved: int = 0
    smoke_failed: list = dataclasses.field(default_factory=list)
    unproved: list = dataclasses.field(default_factory=list)  # properties


@dataclasses.dataclass
class Job:
    """One frama-c process: some functions, or some lemmas, of one file in one unit."""
    file: str
    unit: str
    functions: list
    lemmas: list
    first: str
    hints: dict = dataclasses.field(default_factory=dict)  # name -> {goal: whose turn proves it}
    number: int = 0
    seconds: float = 0.0


class Proof:
    """A run over the whole kernel or over some names."""

    def __init__(self, root=ROOT, workers=None, work=None, quick=False):
        self.root = pathlib.Path(root).resolve()
        self.work = work or fresh_folder(BUILD / "proofs")
        self.quick = quick
        self.workers = workers or (os.cpu_count() or 1) + SPARE
        self.ledger = Ledger(self.root / "proofs" / "ledger.toml")
        self.failures = []
        self.results = {}         # key -> Result
        self.seconds = {}         # file -> seconds of prover processes
        self.wins = {}            # key -> whose turn proved each goal
        self.inventory = None
        self.theorems = theorems.Theorems(self.root)
        self.chosen_theorems = []
        self.chosen = []          # functions and lemmas of this run
        self.named = set()        # those that were asked for by name: somebody works on them, so hints are no help
        self.unread = False       # something could not even be read by Frama-C

    # Inventory.

    def read(self):
        """Ask Frama-C about every unit."""
        frama.compile_scripts()
        paths = inventory.units_of(self.root)
        progress = common.Progress("reading units", len(paths))
        units = []
        with concurrent.futures.ThreadPoolExecutor(self.workers) as pool:
            futures = [pool.submit(inventory.read_unit, p, self.work, self.root) for p in paths]
            for future in futures:
                units.append(future.result())
                progress.show(len(units))
        progress.finish()
        self.inventory = inventory.Inventory(units)

    def fail(self, where, text):
        self.failures.append(f"{where}: {text}")

    def select(self, names, every=False):
        """Functions and lemmas to prove, by unit, file or function; all claimed ones without names."""
        things = list(self.inventory.functions.values()) + list(self.inventory.lemmas.values())
        if not names:
            self.chosen = [t for t in things if every or not self.is_excused(t.key)]
            self.chosen_theorems = [t for t in self.theorems.found.values()
                                    if every or t.key not in self.ledger.unproved_theorems]
        for name in names:
            stated = self.theorems.named(name)
            self.chosen_theorems += [t for t in stated if t not in self.chosen_theorems]
            found = [t for t in things if name in (t.name, t.key)]
            self.named |= {t.key for t in found}
            found = found or [t for t in things if name in names_of_file(t.file)]
            found = found or [t for t in things if name in names_of_file(t.unit)]
            broken = [u for u in self.inventory.units if name in names_of_file(u.path) and u.problem]
            if not found and not broken and not stated:
                unread = [u.problem for u in self.inventory.units if u.problem]
                raise Problem(f"{name}: not found, and not all could be read: {unread[0]}" if unread
                              else unknown_name(name, things))
            self.chosen += [t for t in found if t not in self.chosen]

    def is_excused(self, key):
        return key in self.ledger.unproved or key in self.ledger.without_contract

    # Gates before proving.

    def check_units(self, names):
        """A unit that Frama-C cannot read fails, unless something else was asked for."""
        wanted = {t.unit for t in self.chosen}
        for unit in self.inventory.units:
            if unit.problem and (not names or unit.path in wanted
                                 or any(n in names_of_file(unit.path) for n in names)):
                self.failures.append(unit.problem)
                self.unread = True

    def check_contracts(self):
        functions = self.inventory.functions
        for key, function in sorted(functions.items()):
            where = f"{function.file}:{function.line}"
            if not function.contract and key not in self.ledger.without_contract:
                self.fail(where, f"{function.name} has no contract; write one (it counts as unproved)")
            if function.contract and key in self.ledger.without_contract:
                self.fail(where, f"{function.name} has a contract now; take it off the ledger's list: {UPDATE}")
        if any(unit.problem for unit in self.inventory.units):
            return
        known = set(functions)
        for name in ("unproved", "without_contract"):
            for key in sorted(set(getattr(self.ledger, name)) - known):
                self.fail("proofs/ledger.toml", f"{key} is listed as {name} but is gone; {UPDATE}")
        for key in sorted(set(self.ledger.goals) - known):
            self.fail("proofs/ledger.toml", f"{key} was proved but is gone; {UPDATE}")
        for key in sorted(set(self.ledger.lemmas) - set(self.inventory.lemmas)):
            self.fail("proofs/ledger.toml", f"lemma {key} was proved but is gone; {UPDATE}")
        for key in sorted(set(self.ledger.goals) & set(self.ledger.unproved)):
            self.fail("proofs/ledger.toml", f"{key} is both proved and unproved; take one out")

    def trusted_items(self):
        """What Frama-C takes without proof, and the assembly: item -> where."""
        found = dict(self.inventory.trusted)
        for path in sorted((self.root / "platform").rglob("*.S")):
            name = str(path.relative_to(self.root))
            found[f"assembly {name}"] = f"{name}:1"
        return found

    def check_trusted(self):
        found = self.trusted_items()
        whole = not any(unit.problem for unit in self.inventory.units)
        for key in sorted(set(found) - set(self.ledger.trusted)):
            # What a unit that could not be read defines looks like an extern to the others.
            if whole or not key.startswith("extern "):
                self.fail(found[key], f"'{key}' is trusted without proof; prove it, "
                                      "or give its reason under [trusted] in proofs/ledger.toml")
        for key, reason in sorted(self.ledger.trusted.items()):
            if key not in found and whole:
                self.fail("proofs/ledger.toml", f"'{key}' is trusted but not there any more; {UPDATE}")
            if not reason.strip():
                self.fail("proofs/ledger.toml", f"'{key}' has no reason; write one line")
        for name, where in sorted(self.inventory.prototypes.items()):
            self.fail(where, f"{name} is called but has neither body nor contract; write its contract")

    # Proving.

    def jobs(self):
        """Pieces of about the same size, the longest first."""
        groups = {}
        for thing in self.chosen:
            first = self.ledger.first_of(thing.key)
            if isinstance(thing, inventory.Lemma):
                groups.setdefault((thing.file, thing.unit, first, "lemma"), []).append(thing)
            elif thing.contract:
                groups.setdefault((thing.file, thing.unit, first, thing.calls_extern), []).append(thing)
        jobs = []
        for (file, unit, first, kind), things in groups.items():
            for piece in pieces(things, self.size):
                lemma = kind == "lemma"
                jobs.append(Job(file, unit, [] if lemma else piece, piece if lemma else [], first))
        jobs.sort(key=lambda job: -sum(self.size(t) for t in job.functions + job.lemmas))
        for number, job in enumerate(jobs):
            job.number = number
            hints = {f.name: self.ledger.hints.get(f.key) for f in job.functions if f.key not in self.named}
            job.hints = {name: goals for name, goals in hints.items() if goals}
        return jobs

    def size(self, thing):
        if isinstance(thing, inventory.Lemma):
            return LEMMA_GOALS
        return self.ledger.goals.get(thing.key, GUESS_GOALS)

    def prove(self):
        """Run all jobs; results, warnings and failures are kept."""
        frama_environment = {"WHY3CONFIG": str(frama.configure(self.work / "why3"))}
        jobs = self.jobs()
        progress = common.Progress("proving", sum(len(j.functions) + len(j.lemmas) for j in jobs))
        done = 0
        pool = concurrent.futures.ThreadPoolExecutor(self.workers)
        try:
            futures = {pool.submit(self.run_job, job, frama_environment): job for job in jobs}
            for future in concurrent.futures.as_completed(futures):
                job = futures[future]
                self.collect(job, *future.result())
                done += len(job.functions) + len(job.lemmas)
                progress.show(done, f"{job.file}")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            common.stop_running()
            raise
        finally:
            pool.shutdown()
            progress.finish()

    def run_job(self, job, environment):
        """(output, what the report says) of a job; no report if something could not be read."""
        start = time.monotonic()
        if job.lemmas:
            answer = self.run_lemmas(job, environment)
        else:
            stages = frama.plan(job.first, self.quick)
            frama.write_scripts(self.scripts(job), job.hints)
            answer = self.run_stages(job, stages, [f.name for f in job.functions], environment)
        job.seconds = time.monotonic() - start
        (self.work / f"job-{job.number}.log").write_text(answer[0])
        return answer

    def scripts(self, job):
        return self.work / f"job-{job.number}"

    def run_lemmas(self, job, environment):
        """Stage by stage, each for what the last has left: in one process every stage would prove
        all the lemmas again."""
        left, found, said = [lemma.name for lemma in job.lemmas], {}, ""
        for stage in frama.plan(job.first, self.quick):
            output, report = self.run_stages(job, [stage], left, environment)
            said += output
            if report is None:
                return said, None
            found.update(report[1])
            left = [n for n in left if not is_whole(*found.get(f"lemma_{n}", (0, 0)))]
            if not left:
                break
        return said, ({}, found)

    def run_stages(self, job, stages, names, environment):
        """One frama-c process."""
        report = self.work / f"job-{job.number}.json"
        report.unlink(missing_ok=True)
        dead_calls = any(f.calls_extern for f in job.functions)
        selection = ["-wp-prop" if job.lemmas else "-wp-fct", ",".join(names)]
        words = [job.unit, *frama.language(),
                 *frama.goals(stages, selection, report, smoke=not job.lemmas, dead_calls=dead_calls,
                              scripts=self.scripts(job), hints=job.hints)]
        status, output = frama.run(words, self.root, environment)
        readable = status == 0 and report.exists()
        return output, frama.read_report(report) if readable else None

    def collect(self, job, output, report):
        self.seconds[job.file] = self.seconds.get(job.file, 0) + job.seconds
        if report is None:
            self.failures.append(frama.first_error(job.unit, output))
            self.unread = True
            return
        functions, lemmas = report
        things = {thing.name: thing for thing in job.functions + job.lemmas}
        turns = [*([None] if job.hints else []), *frama.ORDERS[job.first]]
        for name, wins in frama.winners(output, things, turns, job.hints).items():
            self.wins[things[name].key] = wins
        for function in job.functions:
            self.results[function.key] = result_of(functions.get(function.name, {}))
        for lemma in job.lemmas:
            self.results[lemma.key] = result_of({n: c for n, c in lemmas.items()
                                                 if n == f"lemma_{lemma.name}"})
        for where, text in frama.warnings(output):
            self.fail(where or job.unit, f"WP leaves something out: {text}; write it so that WP reads it")
        for name in frama.assumed_separation(output):
            for function in job.functions:
                if function.name == name and function.kind == "public":
                    self.fail(f"{function.file}:{function.line}",
                              f"{name} is proved under a separation that only WP states; "
                              "pass numbers instead of pointers, or make it static")

    # Gates after proving.

    def check_results(self):
        for thing in self.chosen:
            result = self.results.get(thing.key)
            if result is not None:
                self.check_result(thing, result)

    def check_result(self, thing, result):
        where = f"{thing.file}:{thing.line}"
        lemma = isinstance(thing, inventory.Lemma)
        frozen = (self.ledger.lemmas if lemma else self.ledger.goals).get(thing.key)
        for name in result.smoke_failed:
            self.fail(where, f"smoke test {name} of {thing.name} failed: its contract, or what it rests on, "
                             "contradicts itself; mend the contract")
        for name, goals, valid in result.unproved:
            self.fail(where, f"{name} of {thing.name} is not proved ({valid} of {goals} goals); "
                             "mend the C or the contract")
        if result.goals == 0:
            self.fail(where, f"{thing.name} has no goals at all; its contract says nothing")
        elif self.is_excused(thing.key):
            if result.proved == result.goals and not result.smoke_failed:
                self.fail(where, f"{thing.name} is listed as unproved but proves ({result.goals} goals); "
                                 f"{UPDATE} {thing.name}")
        elif frozen is None:
            self.fail(where, f"{thing.name} is not in the ledger ({result.goals} goals); {UPDATE} {thing.name}")
        elif frozen != result.goals:
            self.fail(where, f"{thing.name} has {result.goals} goals, the ledger says {frozen}; look why, "
                             f"then {UPDATE} {thing.name}")

    def check_status(self):
        path = self.root / "proofs" / "STATUS.md"
        if self.ledger.exists and (not path.exists() or path.read_text() != self.ledger.status_text()):
            self.fail("proofs/STATUS.md", f"does not say what the ledger says; {UPDATE}")

    # The ledger.

    def update(self, list_new):
        """Take the proved counts into the ledger.  Nothing is added to the lists of functions
        without proof, except by the first ledger or when it is asked for."""
        list_new = list_new or not self.ledger.exists
        for thing in self.chosen:
            result = self.results.get(thing.key)
            if result is None:
                continue
            lemma = isinstance(thing, inventory.Lemma)
            counts = self.ledger.lemmas if lemma else self.ledger.goals
            if result.goals and result.proved == result.goals and not result.smoke_failed:
                counts[thing.key] = result.goals
                self.learn(thing)
                if thing.key in self.ledger.unproved:
                    self.ledger.unproved.remove(thing.key)
        self.ledger.theorems = self.theorems.update(self.ledger.theorems)
        self.ledger.first.update({k: by for k, (_, _, by) in self.theorems.results.items()})
        self.ledger.unproved_theorems = sorted(k for k in self.theorems.found if k not in self.ledger.theorems
                                               and (list_new or k in self.ledger.unproved_theorems))
        self.update_lists(list_new)
        self.ledger.write()
        common.write_whole(self.root / "proofs" / "STATUS.md", self.ledger.status_text())
        self.ledger.exists = True

    def learn(self, thing):
        """Who had better begin with it next time, and what that one leaves to others."""
        wins = self.wins[thing.key]
        first = frama.best_first(collections.Counter(wins.values()))
        self.ledger.first[thing.key] = first
        if isinstance(thing, inventory.Function):
            self.ledger.hints[thing.key] = {goal: turn for goal, turn in wins.items() if turn != first}

    def update_lists(self, list_new):
        """Drop what is gone, and what a unit that could not be read may still hold stays."""
        functions = self.inventory.functions
        unread = {unit.path for unit in self.inventory.units if unit.problem}

        def kept(keys, known):
            return [k for k in keys if k in known or k.rsplit(":", 1)[0] in unread]

        had = list(self.ledger.without_contract)
        without = [k for k, f in functions.items() if not f.contract and (list_new or k in had)]
        # A contract that was written since counts as unproved until it proves.
        unproved = [k for k, f in functions.items() if f.contract and k not in self.ledger.goals
                    and (list_new or k in had or k in self.ledger.unproved)]
        self.ledger.without_contract = sorted(set(without) | set(kept(had, ())))
        self.ledger.unproved = sorted(set(unproved) | set(kept(self.ledger.unproved, ())))
        self.ledger.goals = {k: self.ledger.goals[k] for k in kept(self.ledger.goals, functions)}
        self.ledger.lemmas = {k: self.ledger.lemmas[k] for k in kept(self.ledger.lemmas, self.inventory.lemmas)}
        self.ledger.first = {k: f for k, f in self.ledger.first.items()
                             if k in self.ledger.goals or k in self.ledger.lemmas or k in self.ledger.theorems}
        self.ledger.hints = {k: goals for k, goals in self.ledger.hints.items() if k in self.ledger.goals}
        if not unread:
            known = {**self.ledger.goals, **dict.fromkeys(self.ledger.unproved + self.ledger.without_contract)}
            self.ledger.whole = self.ledger.whole or set(functions) <= set(known)
            found = self.trusted_items()
            self.ledger.trusted = {k: self.ledger.trusted.get(k, "") for k in found}

    # What people see.

    def table(self):
        """A row for every file: functions, contracts, goals, proved, seconds."""
        files = sorted({t.file for t in self.chosen})
        rows = [("file", "functions", "contracts", "proved", "goals", "proved", "seconds")]
        sums = [0] * 6
        for file in files:
            functions = [f for f in self.inventory.functions.values() if f.file == file]
            results = [r for k, r in self.results.items() if k.rsplit(":", 1)[0] == file]
            whole = sum(1 for f in functions if is_proved(self.results.get(f.key)))
            row = [len(functions), sum(f.contract for f in functions), whole,
                   sum(r.goals for r in results), sum(r.proved for r in results),
                   self.seconds.get(file, 0)]
            sums = [a + b for a, b in zip(sums, row)]
            rows.append((file, *row[:5], f"{row[5]:.1f}"))
        rows.append(("all", *sums[:5], f"{sums[5]:.1f}"))
        return common.table(rows, right=range(1, 7))

    def closing_line(self, seconds):
        """The verdict and the sums."""
        excused = len(self.ledger.unproved) + len(self.ledger.without_contract)
        goals = sum(r.goals for r in self.results.values())
        proved = sum(r.proved for r in self.results.values())
        verdict = f"{len(self.failures)} failures" if self.failures else "proved"
        return (f"{verdict}: {proved} of {goals} goals, {excused} functions listed without proof, "
                f"{len(self.ledger.trusted)} trusted items, {seconds:.0f} s")

    def data(self, seconds):
        """The result as --json writes it."""
        functions = []
        for key, function in sorted(self.inventory.functions.items()):
            result = self.results.get(key)
            functions.append({
                "file": function.file, "line": function.line, "name": function.name,
                "unit": function.unit, "contract": function.contract,
                "goals": result.goals if result else None,
                "proved": result.proved if result else None,
                "listed_unproved": self.is_excused(key)})
        lemmas = [{"file": t.file, "line": t.line, "name": t.name,
                   "goals": self.results[k].goals if k in self.results else None,
                   "proved": self.results[k].proved if k in self.results else None}
                  for k, t in sorted(self.inventory.lemmas.items())]
        return {"ok": not self.failures, "failures": self.failures, "seconds": round(seconds, 1),
                "functions": functions, "lemmas": lemmas, "trusted": sorted(self.inventory.trusted),
                "file_seconds": {f: round(s, 1) for f, s in sorted(self.seconds.items())}}


def fresh_folder(base):
    """A folder of this process's own; those that ended processes left are removed."""
    for old in base.glob("*"):
        if not (old.name.isdigit() and os.path.exists(f"/proc/{old.name}")):
            shutil.rmtree(old, ignore_errors=True) if old.is_dir() else old.unlink()
    return base / str(os.getpid())


def is_whole(goals, valid):
    return goals > 0 and goals == valid


def is_proved(result):
    return result is not None and is_whole(result.goals, result.proved)


def names_of_file(path):
    """The ways in which a person may name a file."""
    pure = pathlib.PurePosixPath(path)
    return {path, pure.name} | ({pure.stem} if pure.suffix == ".c" else set())


def unknown_name(name, things):
    """One line that says what there is."""
    units = sorted({pathlib.PurePosixPath(t.unit).stem for t in things})
    close = difflib.get_close_matches(name, [t.name for t in things], 3)
    hint = f"did you mean {' or '.join(close)}? " if close else ""
    return f"{name}: no such unit or function; {hint}units are {' '.join(units)}"


def pieces(things, size):
    """Split into runs of about PIECE_GOALS goals."""
    piece, total = [], 0
    for thing in things:
        if piece and total + size(thing) > PIECE_GOALS:
            yield piece
            piece, total = [], 0
        piece.append(thing)
        total += size(thing)
    if piece:
        yield piece


def result_of(properties):
    """Sum a report's properties; smoke tests are no goals, but must pass."""
    result = Result()
    for name, (goals, valid) in sorted(properties.items()):
        if "_wp_smoke_" in name:
            if valid < goals:
                result.smoke_failed.append(name)
            continue
        result.goals += goals
        result.proved += valid
        if valid < goals:
            result.unproved.append((name, goals, valid))
    return result


def main(names=(), json_file=None, update=False, list_new=False, every=False, quick=False, root=ROOT,
         workers=None, work=None):
    """`writ prove [UNIT|FUNCTION ...] [--json FILE] [--update-ledger] [--list-new] [--all] [--quick]`."""
    start = time.monotonic()
    proof = Proof(root, workers, work, quick)
    proof.read()
    proof.select(names, every)
    proof.check_units(names)
    proof.theorems.prove(proof.chosen_theorems, proof.ledger.first)
    if not proof.unread:
        proof.prove()
    if update and not proof.unread:
        proof.update(list_new)
    proof.check_contracts()
    proof.check_trusted()
    proof.check_results()
    proof.failures += proof.theorems.check(proof.ledger.theorems, proof.ledger.unproved_theorems, UPDATE)
    proof.check_status()
    proof.failures = list(dict.fromkeys(proof.failures))
    seconds = time.monotonic() - start
    say(proof.table())
    for line in proof.failures:
        say(line)
    if json_file:
        common.write_whole(json_file, json.dumps(proof.data(seconds), indent=1) + "\n")
    for unit in proof.inventory.units:
        if unit.problem and unit.problem not in proof.failures:
            say(f"not asked for, but it could not be read: {unit.problem}")
    if proof.failures:
        say(f"what Frama-C said: {common.relative(proof.work)}")
    say(proof.closing_line(seconds))
    return STATUS_FAILED if proof.failures else 0
