# SPDX-License-Identifier: Apache-2.0
"""`writ check`: the rules that a tool can see, in seconds.

Each checker is a function that takes the tree and yields (file, line, what; how
to mend it).  The proofs rest on some of them: WP believes the typed windows to be
disjoint, which is sound only while every access goes through the accessors of
kernel/object.h (proofs/typed-windows.md).
"""
import functools
import pathlib
import re
import subprocess
import tomllib

from common import BOARD, BUILD, Problem, ROOT, STATUS_FAILED, say
from ledger import Ledger
from source import Source

FUNCTION_LINES = 60
KERNEL_BYTES = 32768      # text and rodata
ASSEMBLY_LINES = 300
SPDX = "SPDX-License-Identifier: Apache-2.0"
WITH_SPDX = {".c", ".h", ".S", ".ld", ".py", ".ml", ".cmake", ".toml", ".dts", ".system", ".sh", ".mlw"}
SKIPPED = {"build", ".git", "__pycache__", ".pytest_cache", ".hypothesis", ".library"}
TEXT = WITH_SPDX | {".md", ".txt", ".json"}


class Tree:
    """The project's files, each read once."""

    def __init__(self, root=ROOT, build=None):
        self.root = pathlib.Path(root)
        self.build = build or BUILD / BOARD

    @functools.cached_property
    def files(self):
        """Every file that belongs to the project, in order."""
        found = []
        folders = [self.root]
        while folders:
            for path in sorted(folders.pop().iterdir()):
                if path.name in SKIPPED:
                    continue
                if path.is_dir():
                    folders.append(path)
                elif path.is_file():
                    found.append(path)
        return sorted(found)

    def under(self, folder, *suffixes):
        """Files below a folder with these suffixes."""
        base = self.root / folder
        return [p for p in self.files if p.is_relative_to(base) and p.suffix in suffixes]

    @functools.lru_cache(maxsize=None)
    def source(self, path):
        return Source(path)

    def kernel(self, *suffixes):
        return [self.source(p) for p in self.under("kernel", *(suffixes or (".c", ".h")))]

    @functools.cached_property
    def ledger(self):
        return Ledger(self.root / "proofs" / "ledger.toml")

    def name(self, path):
        return str(path.relative_to(self.root))


def windows(tree):
    """Windows are named in kernel/object.h only, and nothing points into one."""
    structures = object_structures(tree)
    arrays = object_arrays(tree)
    for source in tree.kernel():
        if source.path.name == "object.h":
            continue
        for line, match in source.matches(r"\b\w+_window\b"):
            yield source.path, line, (f"{match.group(0)} outside of kernel/object.h; "
                                      "use an accessor such as SLOT()")
        for line, match in source.matches(r"(?<!&)&\s*(SLOT|THREAD|WAITER|ENDPOINT|NOTIFICATION|REPLY|SCHED_CONTEXT"
                                          r"|LIST_HEAD|LIST_MAP|LINK|BUFFER)\("):
            yield source.path, line, (f"address of {match.group(1)}(): no pointer into a window; "
                                      "pass the object's number")
        if structures:
            for line, match in source.matches(rf"\bstruct\s+({'|'.join(structures)})\s*\*"):
                yield source.path, line, (f"pointer to struct {match.group(1)}: no pointer into a window; "
                                          "pass the object's number")
        if arrays:
            for line, match in source.matches(rf"\.({'|'.join(arrays)})\b(?!\s*\[)"):
                yield source.path, line, (f".{match.group(1)} without an index is a pointer into a window; "
                                          "read or write one element")


def object_text(tree):
    path = tree.root / "kernel" / "object.h"
    return tree.source(path).code if path.exists() else ""


def object_structures(tree):
    """Types of the windows' elements."""
    return sorted(set(re.findall(r"extern struct (\w+) \w+_window\b", object_text(tree))))


def object_arrays(tree):
    """Fields of windows' elements that are arrays."""
    found = set()
    for name in object_structures(tree):
        body = re.search(rf"struct {name} \{{(.*?)\n\}};", object_text(tree), re.S)
        found |= set(re.findall(r"\b(\w+)\[", body.group(1)) if body else ())
    return sorted(found - {"queue0_", "waiter_", "pad_"})


def reading_order(tree):
    """Names in the order of kernel/README.md: the first mention of each file counts."""
    readme = tree.root / "kernel" / "README.md"
    if not readme.exists():
        return None
    names = re.findall(r"`(?:kernel/)?(\w+)\.[ch]`", readme.read_text())
    return list(dict.fromkeys(names))


def layers(tree):
    """A kernel file includes only what stands above it in kernel/README.md."""
    order = reading_order(tree)
    if order is None:
        if tree.kernel():
            yield tree.root / "kernel" / "README.md", 1, "no such file; list the kernel's files in reading order"
        return
    place = {name: number for number, name in enumerate(order)}
    for source in tree.kernel():
        own = source.path.stem
        if own not in place:
            yield source.path, 1, "not in the reading order; name it in kernel/README.md"
            continue
        for number, line in enumerate(source.lines, 1):
            match = re.match(r'\s*#\s*include\s*(<[^>]+>|"[^"]+")', line)
            if match:
                fault = include_fault(match.group(1), source.path, place)
                if fault:
                    yield source.path, number, fault


def include_fault(written, path, place):
    """What is wrong with one #include, or None."""
    name = written[1:-1]
    if written[0] == "<":
        return None if name == "stdint.h" else f"{written}: the kernel uses <stdint.h> only; write what it needs"
    if re.fullmatch(r"\.\./spec/\w+\.h", name):
        return None
    stem = pathlib.PurePosixPath(name).stem
    if "/" in name or stem not in place:
        return f'"{name}" is neither a kernel header nor in ../spec/; include nothing else'
    if stem == path.stem and path.suffix == ".c":
        return None
    if place[stem] >= place[path.stem]:
        return f'"{name}" stands below {path.name} in kernel/README.md; turn the dependency round'
    return None


FORBIDDEN = (
    (r"\b(?:__)?asm(?:__)?\b", "asm", "put it behind a function of machine.h"),
    (r"\b(?:__)?volatile(?:__)?\b", "volatile", "put it behind a function of machine.h"),
    (r"\bgoto\b", "goto", "split the function"),
    (r"\bunion\b", "union", "use a plain struct"),
    (r"\(\s*\*\s*\w*\s*(?:\[[^\]]*\])?\s*\)\s*\(", "function pointer", "use a switch"),
    (r"__FRAMAC__", "__FRAMAC__", "prove the text that ships"),
)


def language(tree):
    """What the kernel's C does without."""
    for source in tree.kernel():
        guard = re.search(r"^\s*#\s*ifndef\s+(\w+)\s*\n\s*#\s*define\s+\1\b", source.code, re.M)
        guard_line = source.line_of(guard.start() + len(guard.group(0)) - len(guard.group(0).lstrip())) \
            if guard else 0
        for line, match in source.matches(r"^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|pragma)\b"):
            if line != guard_line:
                yield source.path, line, f"#{match.group(1)}: variants are files; let the build choose one"
        for pattern, what, remedy in FORBIDDEN:
            for line, _ in source.matches(pattern):
                yield source.path, line, f"{what} in the kernel; {remedy}"
    for path in tree.under("spec", ".h"):
        for line, _ in tree.source(path).matches("__FRAMAC__", code=False):
            yield path, line, "__FRAMAC__ in the specification; prove the text that ships"


def recursion(tree):
    """No function of the kernel reaches itself."""
    bodies, where = {}, {}
    for source in tree.kernel():
        for function in source.functions():
            bodies[function.name] = function.body
            where[function.name] = (source.path, function.line)
    calls = {name: [c for c in re.findall(r"\b(\w+)\s*\(", body) if c in bodies]
             for name, body in bodies.items()}
    for name in sorted(calls):
        seen, waiting = set(), list(calls[name])
        while waiting:
            callee = waiting.pop()
            if callee not in seen:
                seen.add(callee)
                waiting += calls[callee]
        if name in seen:
            yield *where[name], f"{name} can reach itself; make it a loop with a constant bound"


def lengths(tree):
    """Functions of at most 60 lines, annotations not counted."""
    for folder in ("kernel", "platform", "userland"):
        for path in tree.under(folder, ".c", ".h"):
            for function in tree.source(path).functions():
                if function.lines > FUNCTION_LINES:
                    yield path, function.line, (f"{function.name} has {function.lines} lines, at most "
                                                f"{FUNCTION_LINES} are allowed; split it")


def contracts(tree):
    """Every kernel function has a contract, at its definition or its prototype."""
    promised = set()
    for path in tree.under("kernel", ".h") + tree.under("spec", ".h"):
        promised |= tree.source(path).contracted_prototypes()
    for source in tree.kernel():
        local = source.contracted_prototypes()
        for function in source.functions():
            key = f"{tree.name(source.path)}:{function.name}"
            known = function.contract or function.name in promised | local
            if not known and key not in tree.ledger.without_contract:
                yield source.path, function.line, f"{function.name} has no contract; write one above it"


def trust(tree):
    """No axiom or admit that the ledger does not name."""
    for folder in ("kernel", "spec", "proofs", "platform"):
        for path in tree.under(folder, ".c", ".h"):
            for line, match in tree.source(path).annotation_matches(r"\b(axiom|admit)\s+(?:lemma\s+)?(\w+)?"):
                label = match.group(2) or ""
                names = [key.split()[1] for key in tree.ledger.trusted if key.split()[0] in ("axiom", "admit")]
                if not any(n == label or n.endswith(f"_{label}") for n in names if label):
                    yield path, line, (f"{match.group(0).strip()} is not in the ledger; prove it, or give its reason "
                                       "under [trusted] in proofs/ledger.toml")


def ledger_state(tree):
    """The ledger can be read, its STATUS.md is its own, and its lists did not grow."""
    path = tree.root / "proofs" / "ledger.toml"
    if not path.exists():
        if tree.kernel(".c"):
            yield path, 1, "no such file; ./writ prove --update-ledger"
        return
    status = tree.root / "proofs" / "STATUS.md"
    if not status.exists() or status.read_text() != tree.ledger.status_text():
        yield status, 1, "does not say what the ledger says; ./writ prove --update-ledger"
    for key, reason in tree.ledger.trusted.items():
        if not reason.strip():
            yield path, 1, f"'{key}' is trusted without a reason; write one line, or prove it"
    now = len(tree.ledger.unproved) + len(tree.ledger.without_contract)
    for revision, before in ledger_history(tree):
        if now > before:
            yield path, 1, (f"{now} functions without proof, {before} in {revision}: the list may only shrink; "
                            "prove as many as were added")
            return


def ledger_history(tree):
    """(revision, functions without proof) of the last two committed ledgers that were whole."""
    def git(*words):
        return subprocess.run(["git", "-C", str(tree.root), *words], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    listed = git("rev-list", "-n", "2", "HEAD", "--", "proofs/ledger.toml")
    for revision in listed.stdout.split() if listed.returncode == 0 else []:
        shown = git("show", f"{revision}:./proofs/ledger.toml")
        if shown.returncode == 0:
            data = tomllib.loads(shown.stdout)
            if not data.get("whole", False):
                continue
            yield revision[:10], len(data.get("unproved", [])) + len(data.get("without_contract", []))


def marks(tree):
    """First lines, unfinished marks, paths of one machine, white space at the ends of lines."""
    unfinished = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
    machine = re.compile(r"(?<![\w.])/(?:wor" r"k|ro" r"ot|hom" r"e/\w+)/")
    for path in tree.files:
        if path.suffix not in TEXT and path.name not in ("writ", "run", "CMakeLists.txt"):
            continue
        if path.is_relative_to(tree.root / "tests" / "sysgen" / "bad"):
            continue  # wrong on purpose
        text = path.read_text(errors="replace")
        lines = text.splitlines()
        wants = path.suffix in WITH_SPDX or path.name in ("writ", "CMakeLists.txt")
        if wants and not any(SPDX in line for line in lines[:2]):
            yield path, 1, f"no licence; begin the file with {SPDX} in a comment"
        if text and not text.endswith("\n"):
            yield path, len(lines), "the last line does not end; add a newline"
        for number, line in enumerate(lines, 1):
            if unfinished.search(line):
                yield path, number, f"{unfinished.search(line).group(0)}: finish it, or write an issue"
            if machine.search(line):
                yield path, number, f"{machine.search(line).group(0)}: a path of one machine; make it relative"
            if path.suffix != ".md" and line != line.rstrip():
                yield path, number, "white space at the end of the line; remove it"


def sizes(tree):
    """The kernel's code and the trusted assembly stay small."""
    elf = tree.build / "kernel.elf"
    if elf.exists():
        total = kernel_bytes(elf)
        if total > KERNEL_BYTES:
            yield elf, 1, f"{total} bytes of text and rodata, at most {KERNEL_BYTES} are allowed; make it smaller"
    total, last = 0, None
    for path in tree.under("platform", ".S", ".c", ".h"):
        count = assembly_lines(tree.source(path))
        total, last = total + count, path if count else last
        if path.suffix == ".S":
            last = path
    if total > ASSEMBLY_LINES:
        yield last, 1, (f"{total} lines of assembly in platform/, at most {ASSEMBLY_LINES} are trusted; "
                        "write it in C")


def kernel_bytes(elf):
    """Bytes of text and rodata, without the padding to pages."""
    from elftools.elf.elffile import ELFFile
    with open(elf, "rb") as file:
        image = ELFFile(file)
        table = image.get_section_by_name(".symtab")
        symbols = {s.name: s["st_value"] for s in table.iter_symbols()} if table else {}
        pairs = (("kernel_text", "kernel_text_end"), ("kernel_rodata", "kernel_rodata_end"))
        if all(name in symbols for pair in pairs for name in pair):
            return sum(symbols[end] - symbols[start] for start, end in pairs)
        return sum(image.get_section_by_name(name)["sh_size"] for name in (".text", ".rodata")
                   if image.get_section_by_name(name))


def assembly_lines(source):
    """Lines of assembly: all code lines of a .S file, asm statements of C."""
    if source.path.suffix == ".S":
        without = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group(0).count("\n"), source.text, flags=re.S)
        lines = [re.sub(r"//.*|@.*", "", line).strip() for line in without.splitlines()]
        return sum(1 for line in lines if line and not line.startswith("#"))
    count = 0
    for match in re.finditer(r"\b(?:__asm__|asm)\b[^;]*;?", source.code):
        count += match.group(0).strip().count("\n") + 1
    return count


def python(tree):
    """Python that at least compiles."""
    for path in tree.files:
        if path.suffix == ".py" or path == tree.root / "writ":
            try:
                compile(path.read_text(), str(path), "exec")
            except SyntaxError as error:
                yield path, error.lineno or 1, f"{error.msg}; mend the Python"


CHECKERS = (windows, layers, language, recursion, lengths, contracts, trust, ledger_state, marks, sizes, python)


def faults(tree, checkers=CHECKERS):
    """All findings as lines."""
    found = []
    for checker in checkers:
        for path, line, text in checker(tree):
            name = path.relative_to(tree.root) if path.is_relative_to(tree.root) else path
            found.append(f"{name}:{line}: {text}")
    return found


def main(root=ROOT):
    """`writ check`."""
    tree = Tree(root)
    if not (tree.root / "kernel").is_dir():
        raise Problem(f"{tree.root / 'kernel'}: no such folder; run from a whole checkout")
    found = faults(tree)
    for line in found:
        say(line)
    say(f"{len(found)} faults" if found else f"{len(CHECKERS)} checks passed on {len(tree.files)} files")
    return STATUS_FAILED if found else 0
