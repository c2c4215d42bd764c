"""A verdict counts what was looked at, and lets only a plan without a fault through."""

from dataclasses import replace

import pytest

from constraints import catalogue
from scheduler.domain.plan import Violation
from scheduler.errors import PlanFault
from scheduler.verify import CheckResult, Verdict, verify, verify_rules
from scheduler.verify.shape import SHAPE
from tests.verify.legal_quarter import the_facts, the_plan

FACTS = the_facts()
PLAN = the_plan(FACTS)


def test_a_plan_with_faults_is_refused_with_the_first_sentences() -> None:
    faults = tuple(Violation("window", f"V-{number}", "It is too early.") for number in range(1, 8))

    with pytest.raises(PlanFault) as refused:
        Verdict(PLAN, faults, ()).verified()

    assert str(refused.value) == (
        "The plan has 7 faults:\n"
        "  window: V-1: It is too early.\n"
        "  window: V-2: It is too early.\n"
        "  window: V-3: It is too early.\n"
        "  window: V-4: It is too early.\n"
        "  window: V-5: It is too early.\n"
        "  and 2 more"
    )


def test_one_fault_is_one() -> None:
    with pytest.raises(PlanFault, match=r"^The plan has 1 fault:\n  window: V-1: Late\.$"):
        Verdict(PLAN, (Violation("window", "V-1", "Late."),), ()).verified()


def test_what_is_found_in_documents_belongs_to_the_verdict() -> None:
    fault = Violation("folder", "report.html", "report.html is missing.")

    more = verify(PLAN, FACTS).with_more((fault,))

    assert more.violations == (fault,)
    assert more.checks[-1] == CheckResult("documents", len(PLAN.visits), 1)


def test_a_verified_plan_names_every_check() -> None:
    verified = verify(PLAN, FACTS).verified()

    assert {"shape", "window", "coverage", "due-dates", "objective", "bound", "shares", "outcomes"} <= {
        *verified.checks
    }


def test_an_empty_plan_of_a_hospital_that_owes_nothing_is_verified() -> None:
    from constraints.example import a_plan, a_programme, facts_of
    from tests.verify.legal_quarter import sealed

    nothing = facts_of(a_programme(assets=[], procedures=[]))

    assert verify(sealed(a_plan(obligations=[]), nothing), nothing).violations == ()


def test_a_finding_says_how_often_it_was_found() -> None:
    doctored = replace(PLAN, price_of_nothing=0, bound=0)

    checks = {check.name: check for check in verify(doctored, FACTS).checks}

    assert checks["price of placing nothing"] == CheckResult("price of placing nothing", 1, 1)


def test_every_rule_is_asked_about_a_plan_that_is_still_worked_on() -> None:
    rules = {rule.RULE.key for rule in catalogue.hard_rules()}
    twice = replace(PLAN, visits=(*PLAN.visits, PLAN.visits[0]))

    sound, faulty = verify_rules(PLAN, FACTS), verify_rules(twice, FACTS)

    assert rules < {check.name for check in sound.checks}
    assert not sound.violations
    assert faulty.violations
    assert {*faulty.violations} == {one for one in verify(twice, FACTS).violations if one.rule in {*rules, SHAPE}}
