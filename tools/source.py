# SPDX-License-Identifier: Apache-2.0
"""C sources as the checkers see them: comments blanked, functions found.

No C parser: the project's own form (a function begins in the first column) is
enough, and what is checked here in seconds the proofs check again in earnest.
"""
import dataclasses
import re

COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)
DEFINITION = re.compile(
    r"^(?P<head>(?:[A-Za-z_][\w ]*[ *]+)?)(?P<name>[A-Za-z_]\w*)\((?P<parameters>[^;{}()]*(?:\([^()]*\)[^;{}()]*)*)\)\s*\{",
    re.M)
PROTOTYPE = re.compile(r"^(?:[A-Za-z_][\w ]*[ *]+)(?P<name>[A-Za-z_]\w*)\([^;{}]*\)\s*;", re.M)
KEYWORDS = {"if", "for", "while", "switch", "return", "sizeof", "do", "else", "_Static_assert"}


@dataclasses.dataclass
class Function:
    """A function's definition."""
    name: str
    line: int
    last: int
    body: str
    static: bool
    lines: int       # without annotations
    contract: bool   # an ACSL contract stands right above it


def blank(match):
    """Spaces for a comment or string, keeping its lines."""
    return re.sub(r"[^\n]", " ", match.group(0))


class Source:
    """One file of C."""

    def __init__(self, path, text=None):
        self.path = path
        self.text = path.read_text(errors="replace") if text is None else text
        self.code = COMMENT.sub(blank, self.text)
        self.annotations = COMMENT.sub(
            lambda m: m.group(0) if m.group(0)[:3] in ("/*@", "//@") else blank(m), self.text)
        self.lines = self.text.splitlines()

    def line_of(self, position):
        return self.text.count("\n", 0, position) + 1

    def matches(self, pattern, code=True):
        """(line, match) for every match in the code (or in all of the text)."""
        for match in re.finditer(pattern, self.code if code else self.text, re.M):
            yield self.line_of(match.start()), match

    def annotation_matches(self, pattern):
        """(line, match) inside ACSL comments."""
        for comment in re.finditer(r"/\*@.*?\*/|//@[^\n]*", self.text, re.S):
            for match in re.finditer(pattern, comment.group(0)):
                yield self.line_of(comment.start() + match.start()), match

    def functions(self):
        """Every function that is defined here."""
        found = []
        for match in DEFINITION.finditer(self.code):
            if match.group("name") in KEYWORDS:
                continue
            end = self.closing(match.end() - 1)
            first, last = self.line_of(match.start()), self.line_of(end)
            plain = [i for i in range(first, last + 1) if not self.is_annotation(i)]
            found.append(Function(match.group("name"), first, last, self.code[match.end():end],
                                  "static" in match.group("head").split(), len(plain),
                                  self.contract_above(match.start())))
        return found

    def closing(self, opening):
        """The brace that closes the one at `opening`."""
        depth = 0
        for position in range(opening, len(self.code)):
            depth += {"{": 1, "}": -1}.get(self.code[position], 0)
            if depth == 0:
                return position
        return len(self.code) - 1

    def is_annotation(self, line):
        """Whether a line holds an annotation and no code."""
        if not hasattr(self, "annotated"):
            self.annotated = self.annotations.splitlines()
            self.coded = self.code.splitlines()
        return self.annotated[line - 1].strip() != "" and self.coded[line - 1].strip() == ""

    def contract_above(self, position):
        """Whether the last comment before a declaration is a contract that belongs to it."""
        before = self.text[:position].rstrip()
        if before.endswith("*/"):
            opening = before.rfind("/*")
            return before.startswith("/*@", opening) and contracts(before[opening:])
        last = before.splitlines()[-1] if before else ""
        return last.lstrip().startswith("//@") and contracts(last)

    def contracted_prototypes(self):
        """Names of the functions whose prototype has a contract here."""
        return {m.group("name") for m in PROTOTYPE.finditer(self.code) if self.contract_above(m.start())}


def contracts(comment):
    """Whether an annotation says something about a function."""
    return re.search(r"\b(requires|assigns|ensures|behavior)\b", comment) is not None
