"""The catalogue finds every rule, refuses one that says too little, and adds up."""

import sys
from pathlib import Path
from pkgutil import ModuleInfo
from types import ModuleType

import pytest

from constraints import catalogue, hard
from constraints.example import a_plan, a_visit, an_obligation, facts_of
from constraints.rule import Hard, Soft, broken, kept

A_RULE = Hard("a-rule", "A sentence.", "A reason.", "A source.")


def test_rules_come_by_key_hard_ones_first() -> None:
    keys = [rule.RULE.key for rule in catalogue.hard_rules()]

    assert keys == sorted(keys)
    assert len(keys) == len(set(keys)) >= 24
    assert catalogue.rules()[: len(keys)] == catalogue.hard_rules()


def test_objective_names_every_term_even_without_a_charge() -> None:
    terms = catalogue.objective(())

    assert set(terms.values()) == {0}
    assert {"unplaced_high_risk", "late_other", "early", "take_downs", "trips", "rounds", "load"} <= set(terms)


def test_objective_adds_up_the_ledger_by_term() -> None:
    plan = a_plan(a_visit(), obligations=[an_obligation(), an_obligation("A-2")])

    charges = catalogue.ledger(plan, facts_of())

    assert catalogue.objective(charges) == catalogue.objective(()) | {
        "unplaced_other": 20_000,
        "early": 70,
        "take_downs": 60,
        "rounds": 5,
    }


def test_plan_of_nothing_breaks_nothing_and_costs_nothing() -> None:
    nothing = a_plan(obligations=[])

    assert list(catalogue.violations(nothing, facts_of())) == []
    assert catalogue.ledger(nothing, facts_of()) == ()


def test_violations_of_all_rules_come_together() -> None:
    sunday = a_plan(a_visit(start="2027-01-03 09:00", minutes=61))

    broken_rules = [violation.rule for violation in catalogue.violations(sunday, facts_of())]

    assert broken_rules == ["day-share", "legs", "shift"]


def test_unknown_kind_of_sentence_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'admit' is no kind of sentence; rule.py has admits, "):
        catalogue.said_by(catalogue.hard_rules()[0], "admit")


def test_table_has_a_row_for_every_rule() -> None:
    rows = catalogue.table().splitlines()

    assert len(rows) == 2 + len(catalogue.rules())
    assert "| rule | window | " in catalogue.table()
    assert "| wish | take-downs | " in catalogue.table()


def test_manual_of_the_rules_is_current() -> None:
    written = Path(__file__).parents[2] / "docs" / "rules.md"

    assert written.read_text(encoding="utf-8") == catalogue.manual()


def test_file_without_a_rule_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "constraints.hard.empty has no RULE of the type Hard; every file of its folder has one."

    assert _refusal(monkeypatch, ModuleType("constraints.hard.empty")) == text


def test_file_with_a_rule_of_the_other_folder_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    wish = ModuleType("constraints.hard.wish")
    wish.RULE = Soft("wish", "A sentence.", "A reason.", "A source.")

    text = "constraints.hard.wish has no RULE of the type Hard; every file of its folder has one."
    assert _refusal(monkeypatch, wish) == text


def test_rule_without_a_check_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    half = ModuleType("constraints.hard.half")
    half.RULE, half.examples = A_RULE, lambda: [broken("broken", a_plan(), facts_of(), because="A fault.")]

    text = "constraints.hard.half says nothing under violations; rule.py lists what a rule says."
    assert _refusal(monkeypatch, half) == text


def test_rule_that_no_example_breaks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    tame = ModuleType("constraints.hard.tame")
    tame.RULE, tame.violations = A_RULE, lambda *_: ()
    tame.examples = lambda: [kept("kept", a_plan(), facts_of())]

    text = "constraints.hard.tame has no example that breaks it or costs something; add one on the edge."
    assert _refusal(monkeypatch, tame) == text


def test_wish_refuses_a_term_that_is_not_its_own() -> None:
    wish = Soft("wish", "A sentence.", "A reason.", "A source.", terms=("ours", "mine"))

    with pytest.raises(ValueError, match=r"wish has no term 'theirs'; it has ours, mine"):
        wish.charge("theirs", 1, "A-1", "Why.")


def _refusal(monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> str:
    """What the catalogue says when `hard/` holds this file and no other."""
    name = module.__name__.rpartition(".")[2]
    monkeypatch.setattr(catalogue.pkgutil, "iter_modules", lambda _: [ModuleInfo(None, name, False)])
    monkeypatch.setitem(sys.modules, f"{hard.__name__}.{name}", module)
    with pytest.raises(TypeError) as refused:
        catalogue.hard_rules.__wrapped__()
    return str(refused.value)
