# SPDX-License-Identifier: Apache-2.0
"""`writ prove --mutants`: what faults are made, what counts as caught, and what the run reports."""
import json
import re
import types

import pytest

import command
import mutants
import mutate
from common import Problem

HEADER = """// SPDX-License-Identifier: Apache-2.0
#define CAP_NULL 0u
#define CAP_FRAME 1u
#define LIMIT 8u
struct pair { uint32_t left, right; uint8_t kind; };
"""


def faults(body, head="uint32_t f(uint32_t a, uint32_t b)", text=None):
    """(operator, the line after) of every fault in a small function."""
    text = text or f"{head}\n{{\n{body}\n}}\n"
    found = mutate.mutations("kernel/f.c", text, mutate.Vocabulary([HEADER, text]))
    return {(m.operator, m.after) for ms in found.values() for m in ms}


@pytest.mark.parametrize("body, expected", [
    ("if (a < b)\n\treturn 1;", {
        ("negated condition", "if (!(a < b))"), ("dropped check", "if (0)"), ("dropped check", "if (1)"),
        ("wrong comparison", "if (a <= b)"), ("wrong comparison", "if (a > b)"), ("off by one", "return 2;"),
        ("off by one", "return 0;"), ("wrong variable", "if (b < b)")}),
    ("while (a == 0 && b != 0)\n\ta = b;", {
        ("negated condition", "while (!(a == 0 && b != 0))"), ("dropped check", "while (1 && b != 0)"),
        ("dropped check", "while (a == 0 && 1)"), ("wrong operator", "while (a == 0 || b != 0)"),
        ("lost write", ";"), ("off by one", "a = b + 1;")}),
    ("if (a == 0 || g(a, b) || b)\n\treturn 1;", {
        ("dropped check", "if (0 || g(a, b) || b)"), ("dropped check", "if (a == 0 || 0 || b)"),
        ("dropped check", "if (a == 0 || g(a, b) || 0)"), ("wrong argument order", "if (a == 0 || g(b, a) || b)")}),
    ("for (i = 0; i < LIMIT; i++)\n\tg(i);", {
        ("negated condition", "for (i = 0; !(i < LIMIT); i++)"), ("wrong comparison", "for (i = 0; i <= LIMIT; i++)"),
        ("off by one", "for (i = 0; i < (LIMIT + 1); i++)"), ("off by one", "for (i = 1; i < LIMIT; i++)"),
        ("removed statement", ";")}),
    ("SLOT(a).left = SLOT(b + 1u).kind - x.right;", {
        ("lost write", ";"), ("wrong field", "SLOT(a).right = SLOT(b + 1u).kind - x.right;"),
        ("wrong field", "SLOT(a).left = SLOT(b + 1u).kind - x.left;"),
        ("swapped operands", "SLOT(a).left = x.right - SLOT(b + 1u).kind;"),
        ("wrong operator", "SLOT(a).left = SLOT(b - 1u).kind - x.right;"),
        ("off by one", "SLOT(a).left = SLOT(b + 2u).kind - x.right;"),
        ("off by one", "SLOT(a).left = SLOT(b + 0u).kind - x.right;")}),
    ("uint32_t c = h(a, 0x10), d;\n\tc = CAP_NULL;", {
        ("off by one", "uint32_t c = h(a, 0x11), d;"), ("off by one", "uint32_t c = h(a, 0x10) + 1, d;"),
        ("wrong variable", "uint32_t c = h(b, 0x10), d;"), ("wrong variable", "d = CAP_NULL;"),
        ("wrong constant", "c = CAP_FRAME;")}),
    ("switch (a) {\n\tcase CAP_NULL:\n\t\tbreak;\n\t}", {
        ("wrong constant", "case CAP_FRAME:"), ("removed statement", ";")}),
    ("return (uint8_t)(a % b);", {
        ("swapped operands", "return (uint8_t)(b % a);"), ("wrong operator", "return (uint8_t)(a / b);")}),
])
def test_faults(body, expected):
    assert expected - faults(body) == set()


def test_declared_names_and_dimensions_stay():
    made = faults("static const uint32_t t[LIMIT + 1u] = {\n1, 2\n};\nuint32_t c;\n\treturn c;")
    assert not any("t[" in after for _, after in made)
    assert not any(after.startswith("uint32_t ") for _, after in made)
    assert ("off by one", "2, 2") in made


ANNOTATED = """#define F(x) \\
	((x) + 1)
/*@ requires a < 5;
    ensures \\result == a + 1; */
uint32_t f(uint32_t a)
{
	//@ assert one: a + 1 < 7;
	/*@ loop invariant 0 <= a;
	    loop variant 9 - a; */
	while (a < 3)
		a++;
	//@ ghost a = a + 1;
	/*@ ghost
	  void g(uint32_t b)
	  {
	    b = b - 1;
	  }
	*/
	say("a + 1");
#define HALF (a / 2)
	return a /*@ 1 + 1 */;
}
"""


def test_only_c_is_changed():
    """What is left when C is taken out is the same in every mutant."""
    def annotations(text):
        return re.findall(r"/\*@.*?\*/|//@[^\n]*|\"[^\"]*\"|#define[^\n]*", text, re.S)

    found = mutate.mutations("kernel/f.c", ANNOTATED, mutate.Vocabulary([]))
    assert list(found) == ["f"]
    made = found["f"]
    assert {"negated condition", "lost write", "off by one"} <= {m.operator for m in made}
    for mutation in made:
        text = mutation.apply(ANNOTATED)
        assert text != ANNOTATED
        assert annotations(text) == annotations(ANNOTATED)
        assert text.count("\n") == ANNOTATED.count("\n")


def test_repeated_lines_have_numbers():
    text = "void f(void)\n{\n\tg();\n\tg();\n}\n"
    keys = [m.key for m in mutate.mutations("kernel/f.c", text, mutate.Vocabulary([]))["f"]]
    assert keys == [("kernel/f.c:f", "removed statement", "g();", ";", n) for n in (1, 2)]
    moved = mutate.mutations("kernel/f.c", "\n\n" + text, mutate.Vocabulary([]))["f"]
    assert [m.key for m in moved] == keys and moved[0].line == 5


# The verdict.

class FakeWorker:
    """Says what Frama-C would find."""

    def __init__(self, failed=(), properties=(), goals=5, problem=None):
        self.answer = list(failed), list(properties), goals, 0.1
        self.problem = problem

    def prove(self, target, seconds, environment, conclusive):
        if self.problem:
            raise self.problem
        return self.answer


def verdict(worker, failed=(), properties=()):
    target = mutants.Target("kernel/f.c", "f", "kernel/f.c", "cvc4")
    target.baseline = {"failed": list(failed), "properties": list(properties), "goals": 5, "slowest": 1.0}
    return mutants.verdict(worker, target, {})


def test_verdicts():
    assert verdict(FakeWorker()) == ("survived", "")
    assert verdict(FakeWorker(["typed_f_ensures_x"])) == ("caught", "typed_f_ensures_x")
    assert verdict(FakeWorker(properties=["f_ensures_x"])) == ("caught", "f_ensures_x")
    assert verdict(FakeWorker(goals=0))[0] == "caught"
    assert verdict(FakeWorker(problem=mutants.Unreadable("no"))) == ("no C", "")
    with pytest.raises(Problem):
        verdict(FakeWorker(problem=Problem("interrupted")))


def test_what_the_original_does_not_prove_catches_nothing():
    """Nor does it under another number: the numbers shift with the code."""
    before = {"failed": ["typed_f_call_g_3_requires_x_part2"], "properties": ["g_requires_x_3"]}
    assert verdict(FakeWorker(["typed_f_call_g_requires_x"], ["g_requires_x"]), **before) == ("survived", "")
    assert verdict(FakeWorker(["typed_f_call_g_requires_y"]), **before)[0] == "caught"


def test_what_wp_says():
    assert mutants.is_failure("[wp] [Failed] Goal typed_f_ensures_x\n") == "typed_f_ensures_x"
    assert mutants.is_failure("[wp] [CVC4 1.8] Goal typed_f_ensures_x : Timeout (Qed:2ms) (4s)") == "typed_f_ensures_x"
    good = "[wp] [CVC4 1.8] Goal typed_f_ensures_x : Valid (Qed:51ms) (70ms) (21247)"
    assert mutants.is_failure(good) is None
    assert mutants.is_failure("[wp] [Qed] Goal typed_f_ensures_x : Valid (5ms)") is None
    assert mutants.prover_seconds(good) == pytest.approx(0.07)
    assert mutants.label("typed_f_assert_part_gap_part3", "f") == "part_gap"
    assert mutants.label("typed_f_loop_invariant_range_preserved", "f") == "range"
    assert mutants.label("typed_f_assert_rte_index_bound_2", "f") is None
    assert mutants.label("typed_f_ensures", "f") is None


def test_only_frama_c_refuses_c():
    """A frama-c that was ended is no verdict."""
    worker = types.SimpleNamespace(stopped=False)
    with pytest.raises(mutants.Unreadable):
        mutants.Worker.check(worker, 1, "kernel/f.c", "[kernel] User Error: no\n")
    with pytest.raises(Problem, match="status -15"):
        mutants.Worker.check(worker, -15, "kernel/f.c", "")
    worker.stopped = True
    with pytest.raises(Problem, match="interrupted"):
        mutants.Worker.check(worker, 1, "kernel/f.c", "")
    assert mutants.Worker.check(types.SimpleNamespace(stopped=False), 0, "kernel/f.c", "") is None


# A small project.

UNIT = """// SPDX-License-Identifier: Apache-2.0
#include "small.h"

uint32_t small_next(uint32_t x)
{
	return x + 1;
}

uint32_t small_flag(uint32_t x)
{
	if (x > 3)
		return 1;
	return 0;
}

uint32_t small_open(uint32_t x)
{
	return x;
}
"""
SMALL = """// SPDX-License-Identifier: Apache-2.0
#ifndef SMALL_H
#define SMALL_H
#include <stdint.h>
/*@ requires small: x < 100;
    assigns \\nothing;
    ensures next: \\result == x + 1; */
uint32_t small_next(uint32_t x);

/*@ assigns \\nothing;
    ensures flag: \\result <= 1; */
uint32_t small_flag(uint32_t x);

/*@ assigns \\nothing; */
uint32_t small_open(uint32_t x);
#endif
"""
LEDGER = """whole = true
unproved = ["kernel/small.c:small_open"]
without_contract = []
[trusted]
[goals."kernel/small.c"]
small_flag = 4
small_next = 4
"""
FLAG = ("kernel/small.c:small_flag", "wrong comparison", "if (x > 3)")


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    for name, text in (("kernel/small.c", UNIT), ("kernel/small.h", SMALL), ("proofs/ledger.toml", LEDGER)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


@pytest.fixture
def run(project, cache, monkeypatch):
    """Run over the project: (status, what --json writes)."""
    monkeypatch.setattr(mutants, "BASE_SECONDS", 2)
    monkeypatch.setattr(mutants, "LEAST_SECONDS", 1)

    def go(names, **options):
        status = mutants.main(names, project / "result.json", root=project, work=project / "build", cache=cache,
                              **options)
        return status, json.loads((project / "result.json").read_text())
    return go


def results(data):
    return {(m["operator"], m["to"]): m["result"] for m in data["mutants"]}


def test_all_caught(run, project, capsys):
    before = (project / "kernel/small.c").read_text()
    status, data = run(["small_next"])
    assert status == 0 and data["ok"] and data["score"] == 100
    found = results(data)
    assert found["off by one", "return x + 2;"] == found["wrong operator", "return x - 1;"] == "caught"
    assert {m["by"] for m in data["mutants"] if m["result"] == "caught"} >= {"typed_small_next_ensures_next"}
    assert (project / "kernel/small.c").read_text() == before
    assert "100.0 %" in capsys.readouterr().out


def test_survivors_fail_until_they_are_explained(run, project, capsys):
    status, data = run(["small.c"], update=True)
    out = capsys.readouterr().out
    assert status == 1 and not data["ok"]
    survivors = [m for m in data["mutants"] if m["result"] == "survived"]
    assert ("wrong comparison", "if (x >= 3)") in {(m["operator"], m["to"]) for m in survivors}
    assert {m["function"] for m in survivors} == {"small_flag"}
    assert all(m["function"] != "small_open" for m in data["mutants"])
    assert any(line.startswith("kernel/small.c:11: small_flag: wrong comparison: if (x > 3) -> if (x >= 3): survived")
               for line in data["failures"])
    assert any(line.startswith("score ") for line in data["failures"])
    assert "1 functions of these files are not claimed" in out
    page = (project / "docs/mutation-score.md").read_text()
    assert "by `./writ prove --mutants small.c --update-score`" in page and "**No reason yet.**" in page

    # The lines that the run prints go into the file; a reason is due.
    entries = out[out.index("[[survivor]]"):out.rindex("failed:")]
    (project / "proofs/mutants.toml").write_text(entries)
    status, data = run(["small.c"])
    assert status == 1 and any("has no reason" in line for line in data["failures"])
    (project / "proofs/mutants.toml").write_text(entries.replace('reason = ""', 'reason = "the contract says so"'))
    status, data = run(["small.c"], update=True)
    assert status == 0 and data["score"] == 100
    assert {m["result"] for m in data["mutants"] if m["function"] == "small_flag"} <= {
        "explained", "caught", "same code", "twice"}
    assert "the contract says so" in (project / "docs/mutation-score.md").read_text()


def listed(project, function, operator, before, after):
    text = (f'[[survivor]]\nfunction = "{function}"\noperator = "{operator}"\nfrom = "{before}"\nto = "{after}"\n'
            'reason = "once it was so"\n')
    (project / "proofs/mutants.toml").write_text(text)


def test_listed_but_caught(run, project):
    listed(project, "kernel/small.c:small_next", "off by one", "return x + 1;", "return x + 2;")
    status, data = run(["small_next"], limit=1)
    assert status == 1
    assert data["failures"] == ["proofs/mutants.toml: kernel/small.c:small_next, off by one: return x + 1; -> "
                                "return x + 2; is caught now (typed_small_next_ensures_next); take it out"]


def test_listed_but_gone(run, project):
    listed(project, "kernel/small.c:small_next", "off by one", "return x + 5;", "return x + 6;")
    status, data = run(["small_next"], limit=1)
    assert status == 1 and "does not exist any more; take it out" in data["failures"][0]
    # Another function's entries are not this run's business, unless nobody claims the function.
    listed(project, *FLAG, "if (x == 3)")
    assert run(["small_next"], limit=1)[0] == 0
    listed(project, "kernel/small.c:small_open", "off by one", "return x;", "return x + 1;")
    assert run(["small_next"], limit=1)[0] == 1


def test_weak_contract_is_seen(run, project):
    """The mutants that a clause catches survive without it."""
    path = project / "kernel/small.h"
    path.write_text(path.read_text().replace("\\result == x + 1", "\\result >= x"))
    status, data = run(["small_next"])
    assert status == 1
    assert results(data)["off by one", "return x + 2;"] == "survived"


def test_choice_is_the_seeds(project, cache):
    def order(seed):
        campaign = mutants.Campaign(project, project / "build", cache, 1, seed)
        campaign.select(["small.c"])
        return [m.fault.key for m in campaign.order()]

    first = order(1)
    assert first == order(1) and first != order(2) and sorted(first) == sorted(order(2))
    assert {key[0] for key in first[:2]} == {"kernel/small.c:small_next", "kernel/small.c:small_flag"}
    assert len({key[1] for key in first[:8] if key[0].endswith("small_flag")}) == 4


def test_limit_counts_what_is_proved(run):
    status, data = run(["small_next"], limit=2)
    assert status == 0 and sum(m["result"] == "caught" for m in data["mutants"]) == 2


def test_goes_on_where_it_was(run, project, monkeypatch):
    """Nothing is proved twice; an ended run leaves no verdict."""
    (project / "kernel/small.c").write_text(UNIT.replace("x + 1", "1 + x"))

    def ended(*_):
        raise Problem("interrupted")

    with monkeypatch.context() as patch:
        patch.setattr(mutants, "verdict", ended)
        with pytest.raises(Problem, match="interrupted"):
            run(["small_next"], limit=1)
    first = run(["small_next"], limit=1)
    assert first[1]["score"] == 100 and results(first[1])
    monkeypatch.setattr(mutants.Worker, "prove", ended)
    second = run(["small_next"], limit=1)
    assert second[0] == first[0] and second[1]["mutants"] == first[1]["mutants"]


def test_same_code_is_no_fault(run, project):
    path = project / "kernel/small.c"
    path.write_text(path.read_text().replace("return x + 1;", "return x / 1 + 1;"))
    status, data = run(["small_next"])
    found = results(data)
    assert found["wrong operator", "return x * 1 + 1;"] == "same code"
    assert found["off by one", "return x / 2 + 1;"] == "caught"
    assert found["off by one", "return x / 0 + 1;"] == "caught"
    assert status == 0


def test_hash_sees_what_a_proof_depends_on(project, cache):
    def key(target="small_next", **texts):
        for name, (old, new) in texts.items():
            path = project / "kernel" / f"small.{name}"
            assert old in path.read_text()
            path.write_text(path.read_text().replace(old, new))
        campaign = mutants.Campaign(project, project / "build", cache, 1)
        campaign.select([target])
        (only,) = campaign.targets
        return campaign.hash(only, (campaign.root / only.file).read_text())

    first = key()
    assert key(c=("x > 3", "x > 4")) == first           # another function's body
    assert key(c=("x + 1", "x + 2")) != first           # its own
    assert key(c=("x + 2", "x + 1")) == first
    assert key(h=("\\result <= 1", "\\result <= 2")) != first  # any contract


def test_nothing_claimed(run):
    with pytest.raises(Problem, match="small_open: nothing of that name is claimed as proved"):
        run(["small_open"])
    with pytest.raises(Problem, match="no function with C in it"):
        run([])


@pytest.mark.parametrize("words, expected", [
    (["--limit", "3"], "go with --mutants"),
    (["--update-score"], "go with --mutants"),
    (["--mutants", "--update-ledger"], "--mutants goes with"),
    (["--mutants", "--limit", "0"], "0 is not a positive number"),
])
def test_wrong_use(words, expected, capsys):
    assert command.main(["prove", *words]) == 2
    captured = capsys.readouterr()
    assert expected in captured.err and captured.err.count("\n") == 1 and not captured.out
