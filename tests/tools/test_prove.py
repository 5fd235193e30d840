# SPDX-License-Identifier: Apache-2.0
"""The gate of `writ prove` can fail: each way in which a proof may be broken or shrink."""
import collections
import json
import re
import shutil

import pytest

import common
import frama
import inventory
import prove

UNIT = """// SPDX-License-Identifier: Apache-2.0
#include "small.h"

uint32_t small_next(uint32_t x)
{
	return x + one();
}

/*@ requires small: x < 50;
    assigns \\nothing;
    ensures twice: \\result == 2 * x; */
uint32_t small_double(uint32_t x)
{
	return x + x;
}
"""
HEADER = """// SPDX-License-Identifier: Apache-2.0
#ifndef SMALL_H
#define SMALL_H
#include <stdint.h>
/*@ assigns \\nothing;
    ensures one: \\result == 1; */
static inline uint32_t one(void) { return 1; }

/*@ requires small: x < 100;
    assigns \\nothing;
    ensures next: \\result == x + 1; */
uint32_t small_next(uint32_t x);
#endif
"""


@pytest.fixture(scope="module")
def proved(tmp_path_factory):
    """A small project that proves, with its ledger."""
    root = tmp_path_factory.mktemp("project")
    (root / "kernel").mkdir()
    (root / "kernel" / "small.c").write_text(UNIT)
    (root / "kernel" / "small.h").write_text(HEADER)
    assert prove.main(update=True, root=root, work=root / "build") == 0
    assert prove.main(root=root, work=root / "build") == 0
    return root


@pytest.fixture
def project(proved, tmp_path, monkeypatch):
    """A copy of it to break; provers give up at once on what cannot be proved."""
    monkeypatch.setattr(frama, "TURNS", {n: frama.Stage(t.prover, 8, 20000) for n, t in frama.TURNS.items()})
    monkeypatch.setattr(frama, "ORDERS", {**frama.ORDERS, "cvc4": ("cvc4",)})
    root = tmp_path / "project"
    shutil.copytree(proved, root)
    return root


def change(root, name, old, new):
    path = root / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def failures(root, names=(), **options):
    """Lines of a run that must fail."""
    report = root / "result.json"
    assert prove.main(names, report, root=root, work=root / "build", **options) == 1
    data = json.loads(report.read_text())
    assert not data["ok"]
    return data["failures"]


def one_with(lines, pattern):
    """There is a line like this."""
    assert any(re.search(pattern, line) for line in lines), lines


def test_broken_contract(project):
    change(project, "kernel/small.c", "\\result == 2 * x", "\\result == 2 * x + 1")
    one_with(failures(project, ["small_double"]), r"kernel/small.c:\d+: .*ensures_twice of small_double is not proved")


def test_broken_code(project):
    change(project, "kernel/small.c", "return x + x;", "return x + 1;")
    one_with(failures(project, ["small_double"]), r"ensures_twice of small_double is not proved")


def test_overflow(project):
    change(project, "kernel/small.c", "x < 50", "x <= 0xffffffff")
    one_with(failures(project, ["small_double"]), r"unsigned_overflow\w* of small_double is not proved")


def test_certain_error(project):
    """Of an error that is certain WP makes no goal, only a warning."""
    change(project, "kernel/small.c", "return x + x;", "if (x > 60)\n\t\treturn x / 0u;\n\treturn x + x;")
    one_with(failures(project, ["small_double"]), r"guaranteed RTE")


def test_missing_contract(project):
    change(project, "kernel/small.c", "/*@", "int bare(void)\n{\n\treturn 1;\n}\n\n/*@")
    one_with(failures(project), r"kernel/small.c:9: bare has no contract")


def test_vanished_function(project):
    change(project, "kernel/small.c", "small_double", "small_twice")
    lines = failures(project)
    one_with(lines, r"kernel/small.c:small_double was proved but is gone")
    one_with(lines, r"small_twice is not in the ledger")


def test_vanished_goal(project):
    change(project, "kernel/small.c", "    ensures twice: \\result == 2 * x; */", "*/")
    one_with(failures(project), r"small_double has \d+ goals, the ledger says \d+")


def test_trusted_without_reason(project):
    change(project, "kernel/small.h", "#endif", """/*@ axiomatic A { axiom wrong: \\false; } */
/*@ assigns \\nothing; ensures even: \\result % 2 == 0; */
uint32_t machine_even(void);
#endif""")
    lines = failures(project, ["one"])
    one_with(lines, r"kernel/small.h:\d+: 'axiom wrong' is trusted without proof")
    one_with(lines, r"'extern machine_even' is trusted without proof")


def test_trusted_but_gone(project):
    change(project, "proofs/ledger.toml", "\n[trusted]", "\n[trusted]\n\"extern gone\" = \"it was there once\"")
    one_with(failures(project, ["one"]), r"'extern gone' is trusted but not there")


def test_admit(project):
    change(project, "kernel/small.c", "\treturn x + x;", "\t//@ admit lie: x == 7;\n\treturn x + x;")
    one_with(failures(project, ["one"]), r"'admit small_double_admit_lie' is trusted without proof")


def test_contradiction(project):
    change(project, "kernel/small.c", "x < 50", "x < 50 && x > 60")
    one_with(failures(project, ["small_double"]), r"smoke test .* of small_double failed")


def test_prototype_without_contract(project):
    change(project, "kernel/small.h", "#endif", "uint32_t machine_odd(void);\n#endif")
    change(project, "kernel/small.c", "return x + x;", "return x + x + machine_odd() * 0;")
    one_with(failures(project, ["one"]), r"machine_odd is called but has neither body nor contract")


def test_syntax_error(project):
    change(project, "kernel/small.c", "return x + x;", "return x +;")
    one_with(failures(project), r"kernel/small.c:\d+: syntax error; mend")


def test_unreadable(project):
    change(project, "kernel/small.c", "2 * x;", "2 * nothing;")
    one_with(failures(project), r"kernel/small.c:\d+: .*unbound logic variable nothing")


def test_name_in_an_unreadable_unit(project):
    """What is wrong is the unit, not the name; and what it defines is not suddenly trusted."""
    (project / "kernel/other.c").write_text("""// SPDX-License-Identifier: Apache-2.0
#include "small.h"
/*@ assigns \\nothing; ensures three: \\result == 3; */
uint32_t three(void)
{
	return one() + 2 * nothing;
}
""")
    with pytest.raises(prove.Problem, match=r"three: not found, and not all could be read: kernel/other.c:6: .*mend"):
        prove.main(["three"], root=project, work=project / "build")
    change(project, "kernel/small.h", "#endif", "/*@ assigns \\nothing; */\nuint32_t three(void);\n#endif")
    change(project, "kernel/small.c", "return x + x;", "return x + x + three() * 0;")
    assert prove.main(["one"], root=project, work=project / "build") == 0


def test_listed_but_proved(project):
    text = (project / "proofs/ledger.toml").read_text()
    text = re.sub(r"small_double = \d+\n", "", text)
    text = text.replace("unproved = [", 'unproved = [\n"kernel/small.c:small_double",')
    (project / "proofs/ledger.toml").write_text(text)
    one_with(failures(project, ["small_double"]), r"listed as unproved but proves")


def test_listed_and_not_proved_fails_when_named(project):
    test_listed_but_proved(project)
    change(project, "kernel/small.c", "\\result == 2 * x", "\\result == 2 * x + 1")
    assert failures(project, ["small_double"])[0].endswith("not proved (0 of 1 goals); mend the C or the contract")
    assert prove.main(root=project, work=project / "build") == 1  # STATUS.md is not the ledger's any more
    (project / "proofs/STATUS.md").write_text(prove.Ledger(project / "proofs/ledger.toml").status_text())
    assert prove.main(root=project, work=project / "build") == 0  # nobody claims it


def test_ledger_does_not_take_new_unproved_functions(project):
    change(project, "kernel/small.c", "\\result == 2 * x", "\\result == 2 * x + 1")
    before = (project / "proofs/ledger.toml").read_text()
    one_with(failures(project, ["small_double"], update=True), r"is not proved")
    assert (project / "proofs/ledger.toml").read_text() == before


def test_first_ledger_lists_what_was_not_proved(project):
    (project / "proofs/ledger.toml").unlink()
    assert prove.main(["small_double"], update=True, root=project, work=project / "build") == 0
    ledger = prove.Ledger(project / "proofs/ledger.toml")
    assert ledger.unproved == ["kernel/small.c:small_next", "kernel/small.h:one"]
    assert list(ledger.goals) == ["kernel/small.c:small_double"]
    assert ledger.whole
    # Proving one takes it off the list; naming no others leaves them on it.
    assert prove.main(["one"], update=True, root=project, work=project / "build") == 0
    assert prove.Ledger(project / "proofs/ledger.toml").unproved == ["kernel/small.c:small_next"]


def test_new_functions_are_listed_only_on_request(project):
    change(project, "kernel/small.c", "small_double", "small_twice")
    options = {"update": True, "root": project, "work": project / "build"}
    assert prove.main(["one"], **options) == 0
    assert prove.Ledger(project / "proofs/ledger.toml").unproved == []
    assert prove.main(["one"], list_new=True, **options) == 0
    assert prove.Ledger(project / "proofs/ledger.toml").unproved == ["kernel/small.c:small_twice"]


def test_status_is_the_ledgers(project):
    change(project, "proofs/STATUS.md", "What is proved", "What is not proved")
    one_with(failures(project, ["one"]), r"STATUS.md: does not say what the ledger says")


def test_unknown_name(project):
    with pytest.raises(prove.Problem, match="smal_next: no such unit or function; did you mean small_next"):
        prove.main(["smal_next"], root=project, work=project / "build")


def test_statement_that_wp_leaves_out():
    output = "[wp] kernel/x.c:5: Warning: \n  Missing assigns clause (assigns 'everything' instead)\n[wp] 3 goals\n"
    assert frama.warnings(output) == [("kernel/x.c:5", "Missing assigns clause (assigns 'everything' instead)")]


def test_provers_take_turns(project, monkeypatch):
    """Each asks only for what the one before has left, and alone: an error of one ends no other's turn."""
    broken = project / "cvc5"
    broken.write_text("#!/bin/sh\necho '(error \"out of order\")'\nexit 1\n")
    broken.chmod(0o755)
    found = frama.prover
    monkeypatch.setattr(frama, "prover", lambda name: str(broken) if name == "cvc5" else found(name))
    monkeypatch.setattr(frama, "ORDERS", {"cvc4": ("cvc5", "z3", "cvc4")})
    change(project, "kernel/small.c", "\\result == 2 * x", "\\result == 2 * x + 1")
    one_with(failures(project, ["small_double"]), r"ensures_twice of small_double is not proved")
    said = (project / "build" / "job-0.log").read_text()
    asked = re.findall(r"\[wp\] \[(\w+) [\d.]+\] Goal \w+_small_double_ensures_twice : (\w+)", said)
    assert asked == [("CVC5", "Failed"), ("Z3", "Unknown"), ("CVC4", "Unknown")], said


def test_who_had_better_begin():
    begin = frama.RUNNING
    said = begin + """\
[wp] [Script] Goal typed_writ_f_ensures_e_part2 : Valid
[wp] [CVC5 1.0.3] Goal typed_writ_f_ensures_b : Valid (Qed:875ms) (80ms)
""" + begin + """\
[wp] [Qed] Goal typed_writ_f_ensures_a : Valid (4ms)
[wp] [CVC4 1.8] Goal typed_writ_f_ensures_c : Valid (Qed:8ms) (80ms) (35611)
""" + begin + """\
[wp] [CVC4 1.8] Goal typed_writ_f_more_ensures_d : Valid (Qed:8ms) (80ms) (235611)
""" + begin + """\
[wp] [Z3 4.8.12] Goal typed_writ_lemma_g : Valid (4ms) (20)
"""
    wins = frama.winners(said, ["f", "f_more", "g"], [None, "cvc4", "long cvc4", "z3"],
                         {"f": {"ensures_e_part2": "long cvc5"}})
    assert wins == {"f": {"ensures_b": "cvc5", "ensures_c": "cvc4", "ensures_e_part2": "long cvc5"},
                    "f_more": {"ensures_d": "long cvc4"}, "g": {"": "z3"}}
    assert [frama.best_first(collections.Counter(w.values())) for w in wins.values()] == ["cvc5", "long cvc4", "z3"]
    assert frama.best_first({}) == "cvc4"


def test_the_ledger_says_who_begins(project, monkeypatch):
    monkeypatch.setattr(frama, "ORDERS", {**frama.ORDERS, "cvc5": ("cvc5",)})
    ledger = project / "proofs" / "ledger.toml"
    ledger.write_text(ledger.read_text() + '[first."kernel/small.c"]\nsmall_double = "cvc5"\n')
    change(project, "kernel/small.c", "\\result == 2 * x", "\\result == 2 * x + 1")
    one_with(failures(project, ["small_double"]), r"ensures_twice of small_double is not proved")
    assert "[CVC5 1.0.3] Goal typed_small_double_ensures_twice" in (project / "build" / "job-0.log").read_text()

    change(project, "proofs/ledger.toml", '"cvc5"', '"cvc7"')
    with pytest.raises(common.Problem, match="'cvc7' is nobody's turn; write one of cvc4, "):
        prove.main(["small_double"], root=project, work=project / "build")


def test_the_ledger_says_who_proves_a_goal(project, monkeypatch):
    """A goal that another turn proved has that one first the next time, and is proved anew."""
    monkeypatch.setattr(frama, "ORDERS", {"cvc4": ("z3", "cvc4")})
    ledger = project / "proofs" / "ledger.toml"
    hint = '[hints."kernel/small.c"]\nsmall_double = { cvc5 = "ensures_twice" }\n'
    ledger.write_text(ledger.read_text() + hint)
    change(project, "kernel/small.c", "\\result == 2 * x", "\\result * x <= 4900")
    said = project / "build" / "job-0.log"
    assert prove.main(["small.c"], root=project, work=project / "build") == 0
    assert re.findall(r"\[wp\] \[(\w+)\b[^]]*\] Goal \w+_small_double_ensures_twice", said.read_text()) == ["Script"]
    one_with(failures(project, ["small_double"]), r"ensures_twice of small_double is not proved")  # named: no hints

    change(project, "kernel/small.c", "\\result * x <= 4900", "\\result * x <= 4800")
    one_with(failures(project, ["small.c"]), r"ensures_twice of small_double is not proved")
    asked = re.findall(r"\[wp\] \[(\w+)\b[^]]*\] Goal \w+_small_double_ensures_twice", said.read_text())
    assert asked == ["Failed", "Z3", "CVC4"], asked


def test_hint_of_nobody(project):
    ledger = project / "proofs" / "ledger.toml"
    ledger.write_text(ledger.read_text() + '[hints."kernel/small.c"]\nsmall_double = { cvc7 = "ensures_twice" }\n')
    with pytest.raises(common.Problem, match="'cvc7' of small_double is nobody's turn; write one of cvc4, "):
        prove.main(["small.c"], root=project, work=project / "build")


def test_lemma_is_proved_where_it_belongs():
    """In the unit of its header, or else the last of those that are only lemmas."""
    def row(header):
        return ("lemma", f"lemma_{header}_holds", f"spec/{header}.h", "1")
    units = [inventory.Unit("kernel/one.c", [row("one"), row("two")]),
             inventory.Unit("proofs/all.c", [row("one"), row("two"), row("three")]),
             inventory.Unit("proofs/one.c", [row("one")]),
             inventory.Unit("proofs/rest.c", [row("one"), row("two")])]
    found = {lemma.name: lemma.unit for lemma in inventory.Inventory(units).lemmas.values()}
    assert found == {"one_holds": "proofs/one.c", "two_holds": "proofs/rest.c", "three_holds": "proofs/all.c"}


def test_report_of_no_goals(tmp_path):
    (tmp_path / "report.json").write_text("null\n")
    assert frama.read_report(tmp_path / "report.json") == ({}, {})
