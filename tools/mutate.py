# SPDX-License-Identifier: Apache-2.0
"""One-line faults in C: what `writ prove --mutants` tries.

A mutation replaces a few tokens of a function's body.  Comments are blanked
first, so annotations and ghost code are never touched.  There is no C parser:
the project's own form is enough, and the compiler refuses what makes no sense.
"""
import dataclasses
import re

from source import DEFINITION, KEYWORDS, Source

TOKEN = re.compile(r"[A-Za-z_]\w*|0[xX][0-9a-fA-F]+[uUlL]*|\d+[uUlL]*"
                   r"|->|\+\+|--|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[^\s\w]")
PREPROCESSOR = re.compile(r"^[ \t]*#(?:\\\n|[^\n])*", re.M)
CLOSING = {"(": ")", "[": "]", "{": "}"}
ASSIGNMENTS = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "++", "--"}
TYPES = {"const", "static", "struct", "enum", "int", "void", "unsigned", "char",
         "uint8_t", "uint16_t", "uint32_t", "uint64_t", "int32_t", "int64_t"}
CONTROL = KEYWORDS | {"break", "continue", "case", "default", "goto"}
COMPARISONS = {"==": ("!=",), "!=": ("==",), "<": ("<=", ">"), "<=": ("<", ">"), ">": (">=", "<"),
               ">=": (">", "<")}
ARITHMETIC = {"+": "-", "-": "+", "*": "+", "/": "*", "%": "/", "&": "|", "|": "&", "<<": ">>", ">>": "<<"}
LOGIC = {"&&": "||", "||": "&&"}
SWAPPED = {"-", "/", "%", "<<", ">>"}
EXPRESSION_ENDS = {",", ";", "?", ":", "&&", "||"} | ASSIGNMENTS - {"++", "--"}

DROPPED = "dropped check"
NEGATED = "negated condition"
COMPARISON = "wrong comparison"
OFF_BY_ONE = "off by one"
CONSTANT = "wrong constant"
OPERATOR = "wrong operator"
OPERANDS = "swapped operands"
LOST = "lost write"
REMOVED = "removed statement"
FIELD = "wrong field"
VARIABLE = "wrong variable"
ARGUMENTS = "wrong argument order"


@dataclasses.dataclass(frozen=True)
class Mutation:
    """A fault: bytes [start, end) of a file become `text`."""
    file: str
    function: str
    line: int
    operator: str
    before: str      # the line as it is, and as it becomes
    after: str
    number: int      # of several with the same texts in one function: 1, 2, ...
    start: int
    end: int
    text: str

    @property
    def key(self):
        """What stays the same while other lines change."""
        return f"{self.file}:{self.function}", self.operator, self.before, self.after, self.number

    def apply(self, text):
        return text[:self.start] + self.text + text[self.end:]


@dataclasses.dataclass
class Token:
    text: str
    start: int
    end: int
    depth: int       # of parentheses and brackets

    @property
    def is_word(self):
        return self.text[0].isalpha() or self.text[0] == "_"

    @property
    def is_number(self):
        return self.text[0].isdigit()


@dataclasses.dataclass
class Span:
    """A function's definition: where its head, its body and its end are."""
    name: str
    start: int
    body: int
    end: int
    parameters: str


def spans(source):
    """Every function that is defined in a source, ghost ones left out."""
    found = []
    for match in DEFINITION.finditer(source.code):
        if match.group("name") not in KEYWORDS:
            found.append(Span(match.group("name"), match.start(), match.end(),
                              source.closing(match.end() - 1), match.group("parameters")))
    return found


def tokens_of(code, start, end):
    """The tokens of code[start:end]."""
    code = PREPROCESSOR.sub(lambda m: " " * len(m.group(0)), code[start:end])
    found, depth = [], 0
    for match in TOKEN.finditer(code):
        text = match.group(0)
        if text in ")]":
            depth -= 1
        found.append(Token(text, start + match.start(), start + match.end(), depth))
        if text in "([":
            depth += 1
    return found


class Vocabulary:
    """Constants and fields of the project's headers: what may be mistaken for what."""

    def __init__(self, texts):
        self.constants = {}      # name -> the next one of its kind, or None
        self.fields = {}         # name -> fields of the same type beside it
        for text in texts:
            code = Source(None, text).code
            self.add_constants(code)
            self.add_fields(code)

    def add_constants(self, code):
        names = re.findall(r"^[ \t]*#define[ \t]+([A-Z][A-Z0-9_]*)[ \t]+\S", code, re.M)
        kinds = {}
        for body in re.findall(r"\benum\b[^{;]*\{([^}]*)\}", code):
            names += re.findall(r"\b([A-Z][A-Z0-9_]*)\b\s*(?=,|=|$)", body)
        for name in dict.fromkeys(names):
            kinds.setdefault(name.split("_")[0], []).append(name)
        for kind in kinds.values():
            for name, other in zip(kind, kind[1:] + kind[:1]):
                self.constants.setdefault(name, other if other != name else None)

    def add_fields(self, code):
        for body in re.findall(r"\bstruct\s+\w+\s*\{([^}]*)\}", code):
            types = {}
            for declaration in body.split(";"):
                match = re.match(r"\s*((?:const\s+|struct\s+|enum\s+)?\w+)\s+(.*)", declaration, re.S)
                for name in match.group(2).split(",") if match else ():
                    plain = re.fullmatch(r"\s*(\w+)\s*(\[.*\])?\s*", name, re.S)
                    if plain:
                        types.setdefault((match.group(1), plain.group(2)), []).append(plain.group(1))
            for names in types.values():
                for name, other in zip(names, names[1:] + names[:1]):
                    if other != name and other not in self.fields.setdefault(name, []):
                        self.fields[name].append(other)


class Mutator:
    """All faults of one function."""

    def __init__(self, file, source, span, vocabulary):
        self.file = file
        self.source = source
        self.span = span
        self.vocabulary = vocabulary
        self.tokens = tokens_of(source.code, span.body, span.end)
        self.close = self.pairs()
        self.variables, self.declared = self.declarations()
        self.found = []

    def pairs(self):
        """Index of an opening token <-> index of the one that closes it."""
        stack, pairs = [], {}
        for index, token in enumerate(self.tokens):
            if token.text in CLOSING:
                stack.append(index)
            elif token.text in ")]}" and stack:
                pairs[index] = stack.pop()
                pairs[pairs[index]] = index
        return pairs

    def mutations(self):
        """Every fault, numbered where texts repeat, none twice."""
        for index, token in enumerate(self.tokens):
            if index not in self.declared:
                self.conditions(index, token)
                self.symbols(index, token)
                self.words(index, token)
        self.statements()
        return self.numbered()

    def numbered(self):
        code, seen, counts, result = self.source.code, set(), {}, []
        for operator, start, end, text in self.found:
            if self.source.text[start:end] != code[start:end]:
                continue         # a comment or an annotation stands inside
            first = code.rfind("\n", 0, start) + 1
            last = code.find("\n", end)
            before = " ".join(code[first:last].split())
            after = " ".join((code[first:start] + text + code[end:last]).split())
            if before == after or (first, after) in seen:
                continue
            seen.add((first, after))
            number = counts[operator, before, after] = counts.get((operator, before, after), 0) + 1
            result.append(Mutation(self.file, self.span.name, self.source.line_of(start), operator,
                                   before, after, number, start, end, text))
        return result

    def add(self, operator, start, end, text):
        self.found.append((operator, start, end, text))

    def text(self, first, last):
        """The code from one token to another."""
        return self.source.code[self.tokens[first].start:self.tokens[last].end]

    def replace(self, operator, first, last, text):
        self.add(operator, self.tokens[first].start, self.tokens[last].end, text)

    def at(self, index):
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    # Conditions.

    def conditions(self, index, token):
        if token.text in ("if", "while") and self.at(index + 1) == "(":
            last = self.close[index + 1]
            self.condition(index + 2, last - 1)
            if token.text == "if":
                for value in "01":
                    self.replace(DROPPED, index + 2, last - 1, value)
        elif token.text == "for" and self.at(index + 1) == "(":
            inner = [i for i in range(index + 2, self.close[index + 1])
                     if self.at(i) == ";" and self.tokens[i].depth == token.depth + 1]
            if len(inner) == 2 and inner[1] > inner[0] + 1:
                self.condition(inner[0] + 1, inner[1] - 1)
        elif token.text in LOGIC:
            first, last = self.operand_before(index), self.operand_after(index)
            self.replace(DROPPED, first, index - 1, "1" if token.text == "&&" else "0")
            self.replace(DROPPED, index + 1, last, "1" if token.text == "&&" else "0")

    def condition(self, first, last):
        self.replace(NEGATED, first, last, f"!({self.text(first, last)})")

    def operand_before(self, index):
        """Where the left operand of a logical operator begins."""
        depth, first = self.tokens[index].depth, index - 1
        while first >= 0 and not (self.tokens[first].depth == depth and self.ends(first)) \
                and self.tokens[first].depth >= depth and not self.opens(first, depth):
            first -= 1
        return first + 1

    def opens(self, index, depth):
        return self.at(index) in CLOSING and self.tokens[index].depth < depth

    def ends(self, index):
        return self.at(index) in EXPRESSION_ENDS | {"return", "{", "}"}

    def operand_after(self, index):
        """Where the right operand of a logical operator ends."""
        depth, last = self.tokens[index].depth, index + 1
        while last < len(self.tokens) and self.tokens[last].depth >= depth \
                and not (self.tokens[last].depth == depth and self.ends(last)):
            last += 1
        return last - 1

    # Operators.

    def is_binary(self, index):
        before = self.tokens[index - 1] if index else None
        return before is not None and (before.text in (")", "]") and not self.is_cast(index - 1)
                                       or before.is_number
                                       or before.is_word and before.text not in CONTROL | TYPES)

    def is_cast(self, index):
        """Whether a closing parenthesis ends a cast."""
        opening = self.close.get(index)
        return opening is not None and self.at(opening + 1) in TYPES

    def symbols(self, index, token):
        if token.text in COMPARISONS:
            for other in COMPARISONS[token.text]:
                self.replace(COMPARISON, index, index, other)
        if token.text in LOGIC:
            self.replace(OPERATOR, index, index, LOGIC[token.text])
        if token.text in ARITHMETIC and self.is_binary(index):
            self.replace(OPERATOR, index, index, ARITHMETIC[token.text])
            if token.text in SWAPPED:
                first, last = self.primary_before(index), self.primary_after(index)
                left, right = self.text(first, index - 1), self.text(index + 1, last)
                self.replace(OPERANDS, first, last, f"{right} {token.text} {left}")
        if token.text == "(" and index and self.tokens[index - 1].is_word \
                and self.at(index - 1) not in CONTROL | TYPES:
            self.arguments(index)

    def primary_before(self, index):
        """Where the operand just before an operator begins: a name, a number, a call, a field."""
        first = index - 1
        while True:
            if self.at(first) in (")", "]"):
                first = self.close[first]
                if first and self.tokens[first - 1].is_word and self.at(first - 1) not in CONTROL:
                    first -= 1
            if self.at(first - 1) not in (".", "->"):
                return first
            first -= 2

    def primary_after(self, index):
        """Where the operand just after an operator ends."""
        last = index + 1
        if self.at(last) == "(":
            last = self.close[last]
            if self.is_cast(last):
                return self.primary_after(last)
        while self.at(last + 1) in ("(", "[", ".", "->"):
            last = self.close[last + 1] if self.at(last + 1) in CLOSING else last + 2
        return last

    def arguments(self, opening):
        """Neighbours in a call change places."""
        depth, bounds = self.tokens[opening].depth + 1, [opening]
        bounds += [i for i in range(opening, self.close[opening])
                   if self.at(i) == "," and self.tokens[i].depth == depth]
        bounds.append(self.close[opening])
        for a, b, c in zip(bounds, bounds[1:], bounds[2:]):
            left, right = self.text(a + 1, b - 1), self.text(b + 1, c - 1)
            self.replace(ARGUMENTS, a + 1, c - 1, f"{right}, {left}")

    # Names and numbers.

    def declarations(self):
        """Variables by type, and the tokens that declare one or stand in its dimension."""
        types, declared = {}, set()
        for parameter in self.span.parameters.split(","):
            match = re.fullmatch(r"\s*(.*?)(\w+)\s*", parameter, re.S)
            if match and match.group(1):
                types.setdefault(" ".join(match.group(1).replace("const", "").split()), []).append(match.group(2))
        for first in self.starts():
            if self.at(first) in TYPES:
                self.declaration(first, types, declared)
        return types, declared

    def declaration(self, first, types, declared):
        last = first
        while self.at(last + 1) and (self.at(last) in TYPES or self.at(last - 1) in ("struct", "enum")):
            last += 1
        kind = " ".join(t.text for t in self.tokens[first:last] if t.text not in ("const", "static"))
        while self.at(last) == "*":
            kind, last = kind + " *", last + 1
        expected, depth = True, self.tokens[first].depth
        for index in range(last, self.end_of(first)):
            token = self.tokens[index]
            if expected and token.is_word:
                declared.add(index)
                if self.at(index + 1) == "[":
                    declared.update(range(index, self.close[index + 1]))
                else:
                    types.setdefault(kind, []).append(token.text)
                expected = False
            if token.text == "," and token.depth == depth and not self.inside_braces(first, index):
                expected = True

    def inside_braces(self, first, index):
        return any(self.at(i) == "{" and self.close[i] > index for i in range(first, index))

    def words(self, index, token):
        before = self.at(index - 1)
        if before in (".", "->"):
            for other in self.vocabulary.fields.get(token.text, ()):
                self.replace(FIELD, index, index, other)
        elif token.is_number:
            self.number(index, token.text)
        elif token.text in self.vocabulary.constants and self.at(index + 1) != "(":
            other = self.vocabulary.constants[token.text]
            if other:
                self.replace(CONSTANT, index, index, other)
            if before != "case":
                self.replace(OFF_BY_ONE, index, index, f"({token.text} + 1)")
        elif token.is_word and before not in ("struct", "enum", "goto"):
            for names in self.variables.values():
                if token.text in names and len(names) > 1:
                    other = names[(names.index(token.text) + 1) % len(names)]
                    self.replace(VARIABLE, index, index, other)

    def number(self, index, text):
        digits = text.rstrip("uUlL")
        value, suffix = int(digits, 0), text[len(digits):]
        write = hex if digits[:2] in ("0x", "0X") else str
        self.replace(OFF_BY_ONE, index, index, write(value + 1) + suffix)
        if value > 0:
            self.replace(OFF_BY_ONE, index, index, write(value - 1) + suffix)

    # Statements.

    def starts(self):
        """Where statements begin."""
        found = [0] if self.tokens else []
        for index, token in enumerate(self.tokens):
            if token.depth or index + 1 >= len(self.tokens):
                continue
            heads = token.text == ")" and self.at(self.close.get(index, 0) - 1) in ("if", "while", "for", "switch")
            label = token.text == ":" and self.is_label(index)
            if token.text in (";", "{", "}", "else", "do") or heads or label:
                found.append(index + 1)
        return found

    def is_label(self, index):
        """Whether a colon ends `case X:` or `default:`."""
        while index > 0 and self.at(index - 1) not in (";", "{", "}", ":", "?"):
            index -= 1
        return self.at(index) in ("case", "default")

    def end_of(self, first):
        """The semicolon that ends a simple statement."""
        depth, last = self.tokens[first].depth, first
        while last < len(self.tokens) - 1 and not (self.at(last) == ";" and self.tokens[last].depth == depth):
            last = self.close[last] if self.at(last) == "{" else last
            last += 1
        return last

    def statements(self):
        for first in self.starts():
            head, last = self.at(first), self.end_of(first)
            inside = range(first, last)
            written = [i for i in inside if self.at(i) in ASSIGNMENTS and self.tokens[i].depth == 0]
            if head in ("break", "continue"):
                self.replace(REMOVED, first, last, ";")
            elif head == "return" and last > first + 1:
                self.one_more(first + 1, last - 1)
            elif self.tokens[first].is_word and head not in CONTROL | TYPES:
                self.replace(LOST if written else REMOVED, first, last, ";")
                if written and self.at(written[0]) == "=":
                    self.one_more(written[0] + 1, last - 1)
            elif head in TYPES:
                for index in written:
                    if self.at(index) == "=" and self.at(index + 1) != "{" and not self.inside_braces(first, index):
                        self.one_more(index + 1, self.initializer_end(index, last))

    def initializer_end(self, index, last):
        """The last token of `= expression` in a declaration."""
        for end in range(index + 1, last):
            if self.at(end) == "," and self.tokens[end].depth == self.tokens[index].depth:
                return end - 1
        return last - 1

    def one_more(self, first, last):
        """An expression's value plus one; a plain number has its own mutation."""
        if first == last and (self.tokens[first].is_number or self.at(first) in self.vocabulary.constants):
            return
        plain = all(self.at(i) not in ("?", *LOGIC, *COMPARISONS, "&", "|") for i in range(first, last + 1))
        text = self.text(first, last)
        self.replace(OFF_BY_ONE, first, last, f"{text} + 1" if plain else f"({text}) + 1")


def mutations(file, text, vocabulary, functions=None):
    """All faults of a file's functions (or of some): {function: [Mutation]}."""
    source = Source(None, text)
    found = {}
    for span in spans(source):
        if functions is None or span.name in functions:
            found[span.name] = Mutator(file, source, span, vocabulary).mutations()
    return found
