# SPDX-License-Identifier: Apache-2.0
"""What the proof units hold: functions, lemmas and what is trusted without proof.

Frama-C itself says so (tools/inventory.ml), so nothing depends on how a line of
C happens to be written.
"""
import dataclasses
import pathlib

import frama
from common import Problem

LIBRARY = "FRAMAC_SHARE/"


@dataclasses.dataclass
class Function:
    """A function with a body, as one unit sees it."""
    name: str
    file: str
    line: int
    kind: str            # public, static, inline
    contract: bool
    unit: str            # where it is proved
    calls_extern: bool = False

    @property
    def key(self):
        return f"{self.file}:{self.name}"


@dataclasses.dataclass
class Lemma:
    """A lemma, proved in one unit."""
    name: str
    file: str
    line: int
    unit: str

    @property
    def key(self):
        return f"{self.file}:{self.name}"

    def at_home(self):
        """Is its unit that of the header, proofs/x.c for spec/x.h?"""
        return self.unit == f"proofs/{pathlib.PurePosixPath(self.file).stem}.c"


@dataclasses.dataclass
class Unit:
    """A kernel file and what Frama-C found in it and in its headers."""
    path: str
    rows: list = dataclasses.field(default_factory=list)
    problem: str = ""


class Inventory:
    """The units taken together: every function and lemma in its one proof unit."""

    def __init__(self, units):
        self.units = units
        self.functions = {}
        self.lemmas = {}
        self.trusted = {}         # key -> where
        self.prototypes = {}      # externs without contract that are called: name -> where
        for unit in home_first(units):
            self.add_defined(unit)
        for unit in units:
            self.add_trusted(unit)
        self.mark_extern_callers()

    def add_defined(self, unit):
        for row in unit.rows:
            if row[0] == "function" and row[4] != "extern" and not row[2].startswith(LIBRARY):
                function = Function(row[1], row[2], int(row[3]), row[4], row[5] == "true", unit.path)
                self.functions.setdefault(function.key, function)
            if row[0] == "lemma" and not row[2].startswith(LIBRARY):
                lemma = Lemma(row[1].removeprefix("lemma_"), row[2], int(row[3]), unit.path)
                # A unit that is only lemmas proves them with fewer hypotheses, the header's own with fewest.
                if lemma.key not in self.lemmas or (unit.path.startswith("proofs/")
                                                    and not self.lemmas[lemma.key].at_home()):
                    self.lemmas[lemma.key] = lemma

    def add_trusted(self, unit):
        """What this unit takes for granted and no unit proves."""
        defined = {f.name for f in self.functions.values() if f.kind != "static"}
        for row in unit.rows:
            where = f"{row[2]}:{row[3]}"
            library = row[2].startswith(LIBRARY)
            if row[0] == "function" and row[4] == "extern" and row[1] not in defined:
                if library and not row[6]:
                    continue
                if row[5] == "true":
                    self.trusted.setdefault(f"extern {row[1]}", where)
                elif row[6]:
                    self.prototypes.setdefault(row[1], where)
            if row[0] in ("admit", "axiom") and not library:
                self.trusted.setdefault(f"{row[0]} {row[1].removeprefix('axiom_')}", where)

    def mark_extern_callers(self):
        externs = {key.split()[1] for key in self.trusted if key.startswith("extern ")}
        for unit in self.units:
            for row in unit.rows:
                if row[0] == "function" and row[1] in externs:
                    for caller in row[6].split(","):
                        self.mark(caller, unit.path)

    def mark(self, name, unit):
        for function in self.functions.values():
            if function.name == name and function.unit == unit:
                function.calls_extern = True


def home_first(units):
    """Units in the order in which they claim what headers define: slot.h's belongs to slot.c."""
    by_home = [Unit(u.path, [r for r in u.rows if pathlib.Path(r[2]).stem == pathlib.Path(u.path).stem])
               for u in units]
    return by_home + units


def place(path):
    """A file as Frama-C names it, from the project's root, without `dir/../`."""
    if path.startswith(LIBRARY):
        return path
    parts = []
    for part in pathlib.PurePosixPath(path).parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def read_unit(path, work, root):
    """Ask Frama-C what a unit holds; a unit that it cannot read keeps the problem."""
    work.mkdir(parents=True, exist_ok=True)
    target = work / (pathlib.Path(path).stem + ".inventory")
    target.unlink(missing_ok=True)
    status, output = frama.run([path, *frama.language()], root, {"WRIT_INVENTORY": str(target)})
    if status != 0 or not target.exists():
        return Unit(path, problem=frama.first_error(path, output))
    rows = [line.split("\t") for line in target.read_text().splitlines()]
    for row in rows:
        row[2] = place(row[2])
    return Unit(path, rows)


def units_of(root):
    """The kernel's files, each a proof unit, and the lemmas that stand alone."""
    found = sorted((root / "kernel").glob("*.c")) + sorted((root / "proofs").glob("*.c"))
    if not found:
        raise Problem(f"{root / 'kernel'}: no .c file to prove; run from a whole checkout")
    return [str(path.relative_to(root)) for path in found]
