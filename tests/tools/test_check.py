# SPDX-License-Identifier: Apache-2.0
"""Each checker of `writ check` passes a small good tree and fails when its rule is broken."""
import subprocess

import pytest

import check

LICENCE = "// SPDX-License-Identifier: Apache-2.0\n"
OBJECT_H = LICENCE + """#ifndef OBJECT_H
#define OBJECT_H
#include <stdint.h>
struct slot {
	uint32_t type;
	uint32_t words[3];
};
extern struct slot slot_window[16];
/*@ assigns \\nothing; */
static inline uint32_t slot_ix(uint32_t s) { return s; }
#define SLOT(s) slot_window[slot_ix(s)]
#endif
"""
CDT_H = LICENCE + """#ifndef CDT_H
#define CDT_H
#include "object.h"
/*@ requires slot: s < 16;
    assigns slot_window[s]; */
void cdt_remove(uint32_t s);
#endif
"""
CDT_C = LICENCE + """#include "cdt.h"
#include "../spec/cdt.h"

/*@ assigns \\nothing; */
static uint32_t helper(uint32_t s)
{
	return SLOT(s).words[1];
}

void cdt_remove(uint32_t s)
{
	SLOT(s).type = helper(s);
}
"""
README = "# The kernel\n\n1. `object.h`\n2. `machine.h`\n3. `cdt.h`, `cdt.c`\n"


@pytest.fixture
def root(tmp_path):
    """A tree in which nothing is wrong."""
    for name, text in (("kernel/object.h", OBJECT_H), ("kernel/cdt.h", CDT_H), ("kernel/cdt.c", CDT_C),
                       ("kernel/README.md", README), ("kernel/machine.h", LICENCE),
                       ("spec/cdt.h", LICENCE), ("platform/arm/start.S", "/* SPDX-License-Identifier: Apache-2.0 */\n\tnop\n"),
                       ("tools/tool.py", "# SPDX-License-Identifier: Apache-2.0\nx = 1\n")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "proofs").mkdir()
    ledger = check.Ledger(tmp_path / "proofs" / "ledger.toml")
    ledger.whole = True
    ledger.write()
    (tmp_path / "proofs" / "STATUS.md").write_text(ledger.status_text())
    return tmp_path


def faults(root):
    return check.faults(check.Tree(root, build=root / "build"))


def add(root, name, old, new):
    text = (root / name).read_text()
    assert old in text
    (root / name).write_text(text.replace(old, new, 1))


def test_good_tree(root):
    assert faults(root) == []


BODY = "\tSLOT(s).type = helper(s);"


@pytest.mark.parametrize("name, old, new, expected", [
    ("kernel/cdt.c", BODY, "\tslot_window[s].type = 0;", "slot_window outside of kernel/object.h"),
    ("kernel/cdt.c", BODY, "\thelper((uint32_t)&SLOT(s));", "address of SLOT(): no pointer into a window"),
    ("kernel/cdt.c", BODY, "\tstruct slot *p = 0;", "pointer to struct slot"),
    ("kernel/cdt.c", BODY, "\thelper(SLOT(s).words);", ".words without an index"),
    ("kernel/object.h", "#include <stdint.h>", '#include "cdt.h"', '"cdt.h" stands below object.h in kernel/README.md'),
    ("kernel/cdt.c", '#include "cdt.h"', '#include "cdt.h"\n#include <string.h>', "the kernel uses <stdint.h> only"),
    ("kernel/cdt.c", '#include "cdt.h"', '#include "cdt.h"\n#include "../platform/arm/uart.h"', "neither a kernel header"),
    ("kernel/README.md", "3. `cdt.h`, `cdt.c`\n", "", "not in the reading order"),
    ("kernel/cdt.c", BODY, "#if DEBUG\n" + BODY + "\n#endif", "#if: variants are files"),
    ("kernel/cdt.c", BODY, '\tasm("nop");', "asm in the kernel"),
    ("kernel/cdt.c", BODY, "\tvolatile uint32_t x = 0;", "volatile in the kernel"),
    ("kernel/cdt.c", BODY, "\tgoto out;\nout:" + BODY, "goto in the kernel"),
    ("kernel/cdt.c", BODY, "\tvoid (*f)(void) = 0;", "function pointer in the kernel"),
    ("kernel/cdt.c", BODY, "\tunion u { int a; } x;", "union in the kernel"),
    ("kernel/cdt.c", "return SLOT(s).words[1];", "return helper(s);", "helper can reach itself"),
    ("kernel/cdt.c", BODY, BODY + "\n\ts++;" * 60, "cdt_remove has 64 lines, at most 60"),
    ("kernel/cdt.c", "/*@ assigns \\nothing; */\n", "/* plain words */\n", "helper has no contract"),
    ("kernel/cdt.h", "/*@ requires slot: s < 16;\n    assigns slot_window[s]; */\n", "", "cdt_remove has no contract"),
    ("spec/cdt.h", LICENCE, LICENCE + "/*@ axiomatic A { axiom lie: \\false; } */\n", "axiom lie is not in the ledger"),
    ("kernel/cdt.c", BODY, "\t//@ admit lie: s == 3;\n" + BODY, "admit lie is not in the ledger"),
    ("kernel/cdt.c", BODY, "#ifdef __FRAMAC__\n" + BODY + "\n#endif", "__FRAMAC__"),
    ("kernel/cdt.c", LICENCE, "", "no licence"),
    ("tools/tool.py", "x = 1", "x = (", "was never closed"),
    ("tools/tool.py", "x = 1\n", "x = 1", "add a newline"),
    ("tools/tool.py", "x = 1", "x = 1  # TO" "DO", "finish it"),
    ("tools/tool.py", "x = 1", "x = '/wor" "k/x'", "a path of one machine"),
    ("tools/tool.py", "x = 1", "x = 1 ", "white space at the end"),
    ("platform/arm/start.S", "\tnop\n", "\tnop\n" * 301, "301 lines of assembly in platform/"),
    ("proofs/ledger.toml", "\n[trusted]", '\n[trusted]\n"extern x" = " "', "'extern x' is trusted without a reason"),
    ("proofs/STATUS.md", "What is proved", "All is proved", "does not say what the ledger says"),
])
def test_broken_rule(root, name, old, new, expected):
    add(root, name, old, new)
    found = faults(root)
    assert any(expected in line for line in found), found


def test_line_is_right(root):
    add(root, "kernel/cdt.c", BODY, "\tslot_window[s].type = 0;")
    assert faults(root) == ["kernel/cdt.c:13: slot_window outside of kernel/object.h; use an accessor such as SLOT()"]


def test_comments_and_contracts_do_not_count(root):
    add(root, "kernel/cdt.c", BODY, "\t/* asm goto slot_window &SLOT(x) */\n\t//@ assert slot_window[s].type == 0;\n" + BODY)
    assert faults(root) == []


def test_no_reading_order(root):
    (root / "kernel/README.md").unlink()
    assert any("list the kernel's files in reading order" in line for line in faults(root))


def test_no_ledger(root):
    (root / "proofs/ledger.toml").unlink()
    assert any(line.startswith("proofs/ledger.toml:1: no such file") for line in faults(root))


def test_list_may_only_shrink(root):
    def git(*words):
        subprocess.run(["git", "-C", root, "-c", "user.name=t", "-c", "user.email=t@t", *words], check=True,
                       stdout=subprocess.DEVNULL)
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    assert faults(root) == []
    ledger = check.Ledger(root / "proofs" / "ledger.toml")
    ledger.unproved.append("kernel/cdt.c:helper")
    ledger.write()
    (root / "proofs" / "STATUS.md").write_text(ledger.status_text())
    assert any("1 functions without proof, 0 in" in line and "may only shrink" in line for line in faults(root))


def test_kernel_too_large(root, monkeypatch):
    (root / "build").mkdir()
    (root / "build" / "kernel.elf").write_bytes(b"")
    monkeypatch.setattr(check, "kernel_bytes", lambda elf: 40000)
    assert any("40000 bytes of text and rodata, at most 32768" in line for line in faults(root))
