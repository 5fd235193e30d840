# SPDX-License-Identifier: Apache-2.0
"""The theorems above the code: spec/*.mlw, proved by Why3 with the provers of `writ prove`.

A goal is tried as it is split, then by induction over the first inductive premise; each
prover tries what those before it have left.  What proved it last time (the ledger says) is
tried first.  Nothing may be taken on trust: an axiom, an abstract symbol or a program
without a body is a failure.
"""
import concurrent.futures
import os
import re

import common
import frama
from common import BUILD

PROVERS = {"cvc4": "CVC4,1.8,", "z3": "Z3,4.8.12,", "cvc5": "CVC5,1.0.3"}
STAGES = (("cvc4", 2), ("z3", 2), ("cvc5", 2), ("cvc4", 15), ("cvc5", 15))
PATIENCE = 15     # seconds for what proved it last time
# Why3 applies the last one first.
WAYS = (("split_vc",), ("split_vc", "induction_pr"), ("induction_pr",),
        ("split_vc", "inline_goal", "induction_pr"), ("split_vc", "inline_goal"))
SOUGHT = re.compile(r"^\s*(?:let\s+(?:rec\s+)?(?:ghost\s+|lemma\s+)|lemma\s+|goal\s+)(\w+)", re.M)
# WP's theory of bits, of which the definitions use one symbol.  None of its axioms is needed, so
# none is given: what is proved holds with them too.
BITS = "theory Cbits\n  use int.Int\n  predicate bit_test int int\nend\n"
BITS_FILE = "/usr/share/frama-c/wp/why3/frama_c_wp/cbits.mlw"


class Theorem:
    """A lemma of a theory, or a program whose contract is one."""

    def __init__(self, file, theory, name, line, program):
        self.file, self.theory, self.name, self.line = file, theory, name, line
        self.key = f"{file}:{theory}.{name}"
        self.goal = f"{name}'vc" if program else name


def files_of(root):
    return [str(p.relative_to(root)) for p in sorted((root / "spec").glob("*.mlw"))]


def without_comments(text):
    """The text with its comments blanked, lines kept."""
    depth, out, i = 0, [], 0
    while i < len(text):
        pair = text[i:i + 2]
        if pair == "(*" and text[i:i + 3] != "(*)":
            depth, i = depth + 1, i + 2
        elif pair == "*)" and depth:
            depth, i = depth - 1, i + 2
        else:
            out.append(text[i] if not depth or text[i] == "\n" else " ")
            i += 1
    return "".join(out)


def read(root, file):
    """The theorems of a file, and what is taken on trust there: ([Theorem], [(line, text)])."""
    text = without_comments((root / file).read_text())
    found, trusted = [], []
    heads = [(m.start(), m.group(1)) for m in re.finditer(r"^(?:theory|module)\s+(\w+)", text, re.M)]
    for match in SOUGHT.finditer(text):
        theory = [name for start, name in heads if start < match.start()][-1:]
        line = text.count("\n", 0, match.start(1)) + 1
        program = match.group(0).lstrip().startswith("let")
        found.append(Theorem(file, theory[0] if theory else "", match.group(1), line, program))
    for match in re.finditer(r"^\s*(axiom|val|assume|constant|function|predicate|any)\b(.*(?:\n(?!\s*$).*)*)",
                             text, re.M):
        word, rest = match.groups()
        rest = re.split(r"\n\s*(?:axiom|val|constant|function|predicate|lemma|goal|let|inductive|type|end)\b",
                        rest)[0]
        if word in ("axiom", "val", "assume", "any") or "=" not in rest:
            trusted.append((text.count("\n", 0, match.start(1)) + 1, f"{word} {rest.split()[0]}"))
    return found, trusted


def library():
    """A folder for what the definitions use of WP's theories, written by write_library."""
    return BUILD / "why3" / "library"


def write_library():
    """Once, before anything reads it: provers run side by side."""
    common.write_whole(library() / "frama_c_wp" / "cbits.mlw", BITS)


def why3(root, config, words):
    return common.run(["why3", "prove", "-C", config, "-L", library(), *words], cwd=root)


def problem(root, config, file):
    """Why a file cannot be read, in one line; None if it can."""
    status, output = why3(root, config, [file])
    if status == 0:
        return None
    place = re.search(r'File "[^"]*", line (\d+)', output)
    text = " ".join(line.strip() for line in output.splitlines() if not line.startswith("File")) or "no output"
    return f"{file}:{place.group(1) if place else 1}: {text}; mend the theory"


def prove(root, config, theorem, last=""):
    """(goals, proved, by whom in which way) of one theorem: its goals are those of the way that
    proves it; the last is "" where it takes several provers."""
    prover, *way = (last or "none").split()
    if prover in PROVERS:
        done, _ = attempt(root, config, theorem, way, [(prover, PATIENCE)])
        if done and all(done):
            return len(done), len(done), last
    ways = {}
    for seconds in sorted({s for _, s in STAGES}):
        for way in WAYS:
            done, alone = attempt(root, config, theorem, way, [s for s in STAGES if s[1] == seconds])
            ways[way] = [a or b for a, b in zip(ways.get(way, done), done)]
            if done and all(ways[way]):
                return len(done), len(done), " ".join((alone, *way)) if alone else ""
    return len(ways[WAYS[0]]), sum(ways[WAYS[0]]), ""


def attempt(root, config, theorem, way, stages):
    """Which of the goals that a way makes of a theorem some prover takes, and who takes all alone."""
    done = []
    for prover, seconds in stages:
        words = [w for name in way for w in ("-a", name)]
        _, output = why3(root, config, ["-P", PROVERS[prover], "-t", str(seconds), *words, theorem.file,
                                        "-T", theorem.theory, "-G", theorem.goal])
        valid = [r == "Valid" for r in re.findall(r"^Prover result is: (\w+)", output, re.M)]
        done = [a or b for a, b in zip(done, valid)] if done else valid
        if done and all(done):
            return done, prover if all(valid) else ""
    return done, ""


def bits_known():
    """Does WP still have the symbol that BITS stands for?"""
    try:
        with open(BITS_FILE) as file:
            return re.search(r"^\s*predicate bit_test int int\s*$", file.read(), re.M) is not None
    except OSError:
        return False


class Theorems:
    """Those of a project, with their results, for tools/prove.py."""

    def __init__(self, root):
        self.root = root
        self.found, self.failures, self.goals, self.results = {}, [], {}, {}
        for file in files_of(root):
            theorems, trusted = read(root, file)
            self.found.update({t.key: t for t in theorems})
            self.failures += [f"{file}:{line}: '{text}' is taken without proof; define it, or prove it as a lemma"
                              for line, text in trusted]

    def named(self, name):
        """Theorems of that file or of that name."""
        return [t for t in self.found.values()
                if name in (t.file, t.file.rsplit("/", 1)[-1], t.name, t.theory, t.key)]

    def prove(self, chosen, last=None):
        """Prove some of them; `last` says what proved them last time."""
        if not chosen:
            return
        if not bits_known():
            self.failures.append(f"{BITS_FILE}:1: has no predicate bit_test any more; mend tools/theorems.py")
        config = frama.configure()
        write_library()
        unread = {}
        for file in sorted({t.file for t in chosen}):
            unread[file] = problem(self.root, config, file)
            if unread[file]:
                self.failures.append(unread[file])
        progress = common.Progress("theorems", len(chosen))
        readable = [t for t in chosen if not unread[t.file]]
        pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1)
        try:
            results = pool.map(lambda theorem: prove(self.root, config, theorem, (last or {}).get(theorem.key)),
                               readable)
            for number, (theorem, result) in enumerate(zip(readable, results)):
                self.results[theorem.key] = result
                progress.show(number + 1, theorem.name)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            common.stop_running()
            raise
        finally:
            pool.shutdown()
            progress.finish()

    def check(self, ledger, unproved, update):
        """Lines of what is wrong, both ways; those listed as unproved are not asked for."""
        lines = list(self.failures)
        for key in sorted(set(unproved) - set(self.found)):
            lines.append(f"proofs/ledger.toml: theorem {key} is listed as unproved but is gone; {update}")
        for key, (goals, proved, _) in self.results.items():
            if key in unproved:
                continue
            theorem = self.found[key]
            where = f"{theorem.file}:{theorem.line}"
            if not goals or proved < goals:
                lines.append(f"{where}: theorem {theorem.name} is not proved ({proved} of {goals} goals); "
                             "mend the theory")
            elif key not in ledger:
                lines.append(f"{where}: theorem {theorem.name} is not in the ledger; {update}")
            elif ledger[key] != goals:
                lines.append(f"{where}: theorem {theorem.name} has {goals} goals, the ledger says {ledger[key]}; "
                             f"look why, then {update}")
        for key in sorted(set(ledger) - set(self.found)):
            lines.append(f"proofs/ledger.toml: theorem {key} was proved but is gone; {update}")
        return lines

    def update(self, ledger):
        """What the ledger says now: proved ones in, vanished ones out."""
        kept = {k: n for k, n in ledger.items() if k in self.found}
        kept.update({k: goals for k, (goals, proved, _) in self.results.items() if goals and goals == proved})
        return kept
