# SPDX-License-Identifier: Apache-2.0
"""The gate on the theorems can fail: a false one, one taken on trust, one that vanished."""
import pytest

import theorems

GOOD = """(* SPDX-License-Identifier: Apache-2.0 *)
theory Small
  use int.Int

  (* axiom: no axiom, this is a comment *)
  predicate small (x: int) = 0 <= x < 10

  inductive even (x: int) =
  | even_none: even 0
  | even_more: forall x. even x -> even (x + 2)

  lemma small_next: forall x. small x -> x < 9 -> small (x + 1)

  lemma even_positive: forall x. even x -> x >= 0
end
"""


@pytest.fixture
def check(tmp_path, monkeypatch):
    """What is wrong with a theory, and the ledger that it gives."""
    monkeypatch.setattr(theorems, "STAGES", (("cvc4", 2),))

    def run(text, ledger=None, names=None):
        (tmp_path / "spec").mkdir(exist_ok=True)
        (tmp_path / "spec" / "small.mlw").write_text(text)
        stated = theorems.Theorems(tmp_path)
        stated.prove([t for t in stated.found.values() if names is None or t.name in names])
        if ledger is None:
            ledger = stated.update({})
        return stated.check(ledger, [], "update"), ledger
    return run


def test_good(check):
    assert check(GOOD) == ([], {"spec/small.mlw:Small.small_next": 1, "spec/small.mlw:Small.even_positive": 2})


def test_false_lemma(check):
    lines, ledger = check(GOOD.replace("x < 9 ->", "x < 11 ->"))
    assert lines[0].startswith("spec/small.mlw:12: theorem small_next is not proved (0 of ")
    assert list(ledger) == ["spec/small.mlw:Small.even_positive"]


def test_induction_that_does_not_hold(check):
    lines, _ = check(GOOD.replace("x >= 0", "x >= 1"))
    assert len(lines) == 1 and "even_positive is not proved" in lines[0]


@pytest.mark.parametrize("line, item", [
    ("axiom wrong: false", "axiom wrong:"), ("predicate unknown int", "predicate unknown"),
    ("function size (x: int) : int", "function size"), ("constant many : int", "constant many")])
def test_taken_on_trust(check, line, item):
    lines, _ = check(GOOD.replace("  lemma small_next", f"  {line}\n\n  lemma small_next"), names=())
    assert lines == [f"spec/small.mlw:12: '{item}' is taken without proof; define it, or prove it as a lemma"]


def test_vanished(check):
    _, ledger = check(GOOD)
    lines, _ = check(GOOD.replace("lemma small_next", "lemma small_step"), ledger)
    assert any("Small.small_next was proved but is gone" in line for line in lines)
    assert any("small_step is not in the ledger" in line for line in lines)


def test_unreadable(check):
    lines, _ = check(GOOD.replace("0 <= x < 10", "0 <= y < 10"), ledger={}, names=("small_next",))
    assert lines[0].startswith("spec/small.mlw:6: ") and lines[0].endswith("mend the theory")


def test_what_proved_it_last_is_tried_first(tmp_path, monkeypatch):
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "small.mlw").write_text(GOOD)
    stated = theorems.Theorems(tmp_path)
    stated.prove(stated.named("even_positive"))
    (key, (_, _, by)), = stated.results.items()
    assert by.split()[0] in theorems.PROVERS and by.endswith("induction_pr")
    monkeypatch.setattr(theorems, "STAGES", ())
    again = theorems.Theorems(tmp_path)
    again.prove(again.named("even_positive"), {key: by})
    assert again.check({key: again.results[key][0]}, [], "update") == []
