# SPDX-License-Identifier: Apache-2.0
"""proofs/ledger.toml: what is claimed to be proved, and what is trusted.

For every proved function and lemma the ledger freezes the number of goals, so
that a proof cannot silently shrink; it names the functions without a proof (a
list that may only shrink) and gives every trusted item a line of reason.  It also
notes which prover had better begin where that is not cvc4, which goals another one proves,
and what proved a theorem last: no claim, but time.
"""
import tomllib

import common
from common import Problem

HEAD = """# SPDX-License-Identifier: Apache-2.0
# What ./writ prove compares its results with, both ways.  Written by
# ./writ prove --update-ledger; the reasons under [trusted] are written by hand.
"""


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def hint_text(goals):
    """{goal: turn}, the goals of a turn in one string."""
    turns = sorted(set(goals.values()))
    return "{ " + ", ".join(
        f"{quoted(turn) if ' ' in turn else turn} = {quoted(' '.join(sorted(g for g in goals if goals[g] == turn)))}"
        for turn in turns) + " }"


class Ledger:
    """The file's tables.  Keys of functions and lemmas are FILE:NAME."""

    def __init__(self, path):
        self.path = path
        self.exists = path.exists()
        data = self.read() if self.exists else {}
        self.goals = {f"{file}:{name}": count for file, names in data.get("goals", {}).items()
                      for name, count in names.items()}
        self.lemmas = {f"{file}:{name}": count for file, names in data.get("lemmas", {}).items()
                       for name, count in names.items()}
        self.theorems = {f"{file}:{name}": count for file, names in data.get("theorems", {}).items()
                         for name, count in names.items()}
        self.first = {f"{file}:{name}": first for file, names in data.get("first", {}).items()
                      for name, first in names.items()}
        self.hints = {f"{file}:{name}": {goal: turn for turn, goals in turns.items() for goal in goals.split()}
                      for file, names in data.get("hints", {}).items() for name, turns in names.items()}
        self.whole = data.get("whole", False)
        self.unproved = list(data.get("unproved", []))
        self.without_contract = list(data.get("without_contract", []))
        self.unproved_theorems = list(data.get("unproved_theorems", []))
        self.trusted = dict(data.get("trusted", {}))

    def read(self):
        try:
            return tomllib.loads(self.path.read_text())
        except tomllib.TOMLDecodeError as error:
            raise Problem(f"{common.relative(self.path)}: {error}; mend the line or take it from git")

    def first_of(self, key):
        """Which prover begins with a function or lemma: frama.ORDERS."""
        return self.first.get(key, "cvc4")

    def text(self):
        """The file, in a fixed order."""
        lines = [HEAD, "# The ledger knows every function: from here on its lists may only shrink.",
                 f"whole = {str(self.whole).lower()}\n"]
        for name, about in (("unproved", "Functions with a contract that is not proved yet."),
                            ("without_contract", "Functions without a contract."),
                            ("unproved_theorems", "Lemmas of spec/*.mlw that are stated and not proved yet.")):
            lines.append(f"# {about}  This list may only shrink.")
            lines.append(f"{name} = [")
            lines += [f"\t{quoted(key)}," for key in sorted(getattr(self, name))]
            lines.append("]\n")
        lines.append("# Taken without proof: what, and why.")
        lines.append("[trusted]")
        lines += [f"{quoted(key)} = {quoted(self.trusted[key])}" for key in sorted(self.trusted)]
        begins = {key: quoted(first) for key, first in self.first.items() if first not in ("", "cvc4")}
        hints = {key: hint_text(goals) for key, goals in self.hints.items() if goals}
        for title, values in (("goals", self.goals), ("lemmas", self.lemmas), ("theorems", self.theorems),
                              ("first", begins), ("hints", hints)):
            last = None
            for key in sorted(values):
                file, name = key.rsplit(":", 1)
                if file != last:
                    lines.append(f"\n[{title}.{quoted(file)}]")
                    last = file
                lines.append(f"{quoted(name) if '.' in name else name} = {values[key]}")
        return "\n".join(lines) + "\n"

    def write(self):
        common.write_whole(self.path, self.text())

    def status_text(self):
        """proofs/STATUS.md: the same for readers."""
        files = {}
        for key, count in self.goals.items():
            file = files.setdefault(key.rsplit(":", 1)[0], [0, 0, 0, 0])
            file[0] += 1
            file[1] += count
        for column, keys in ((2, self.unproved), (3, self.without_contract)):
            for key in keys:
                files.setdefault(key.rsplit(":", 1)[0], [0, 0, 0, 0])[column] += 1
        rows = [f"| {file} | {n[0]} | {n[1]} | {n[2]} | {n[3]} |" for file, n in sorted(files.items())]
        total = [sum(n[i] for n in files.values()) for i in range(4)]
        rows.append(f"| **all** | {total[0]} | {total[1]} | {total[2]} | {total[3]} |")
        missing = sorted(self.unproved) + sorted(self.without_contract) + sorted(self.unproved_theorems)
        lemmas = f"{len(self.lemmas)} lemmas ({sum(self.lemmas.values())} goals) are proved too."
        theorems = (f"{len(self.theorems)} lemmas of the theorems above the code ([docs/theorems.md]"
                    "(../docs/theorems.md)) are proved by Why3."
                    if self.theorems else "")
        return "\n".join([
            "<!-- SPDX-License-Identifier: Apache-2.0 -->",
            "<!-- Written by ./writ prove --update-ledger. -->",
            "# What is proved today", "",
            "Every goal counted here is proved each time by `./writ prove`, which fails otherwise.",
            "What a proof means and what it rests on: `CAVEATS.md` and `proofs/typed-windows.md`.", "",
            "| file | functions proved | goals | contract not proved yet | without contract |",
            "|---|---:|---:|---:|---:|", *rows, "", lemmas, *([theorems] if theorems else []), "",
            "## Not proved yet", "",
            *([f"- `{key}`" for key in missing] or ["Nothing."]), "",
            "## Taken without proof", "",
            *[f"- `{key}`: {self.trusted[key]}" for key in sorted(self.trusted)], ""])
