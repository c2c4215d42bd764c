"""What installs nothing now, and what interrupts: figures from what a small hospital owes, in report and plan.json."""

from dataclasses import replace
from typing import Any

import pytest

from constraints.example import (
    a_department,
    a_model,
    a_patch,
    a_plan,
    a_procedure,
    a_programme,
    a_visit,
    an_asset,
    an_obligation,
    day,
    facts_of,
)
from scheduler.domain.advisories import FixState
from scheduler.domain.equipment import Answer, ProcedureKind, Support
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Install, ReasonCode, TaskStatus
from scheduler.domain.plan import Plan, TaskOutcome
from scheduler.obligations import owed
from scheduler.outputs.patching import Control, EndOfSupport, Interrupt, Standing, Wait, interrupts, standing_of
from scheduler.outputs.plan_json import plan_figures
from scheduler.outputs.report.page import report_html
from tests.obligations.small import done
from tests.obligations.test_patch_readings import an_advisory

PATCHING = a_procedure("patching", kind=ProcedureKind.PATCH, every="3 months")
APPROVED = replace(PATCHING, responsibility=replace(PATCHING.responsibility, accountable=("CISO",)))
NEVER_ENDS = None


def hospital(procedure: Any = APPROVED, **tables: Any) -> tuple[Plan, Facts]:
    """A hospital with a cycle in February, and a plan that places nothing."""
    assets = tables.pop("assets", [an_asset("A-1", software_version="1.0"), an_asset("A-2", software_version="1.0")])
    history = tables.pop("history", [done("2026-11-14", "patching", tag.asset_tag) for tag in assets])
    facts = facts_of(a_programme(procedures=[procedure], assets=assets, history=history, **tables))
    return a_plan(obligations=owed(facts)), facts


def standing(*given: Any, **tables: Any) -> Standing:
    return standing_of(*hospital(*given, **tables))


def test_waits_are_counted_by_release_the_longest_first() -> None:
    models = [a_model(), a_model("Acme", "P2"), a_model("Acme", "P3")]
    assets = [an_asset(f"A-{model}-{one}", model=model, software_version="1.0")
              for model, number in (("P1", 1), ("P2", 2), ("P3", 1)) for one in range(number)]  # fmt: skip
    patches = [
        a_patch("NEW", version="2.0", released_on="2026-11-01", validated_on=None, row=2),
        a_patch("OLD", model="P2", version="2.0", released_on="2026-06-01", validated_on="2026-12-02", row=3),
        a_patch("EVER", model="P3", version="2.0", released_on=None, validated_on=None, row=4),
    ]

    assert standing(models=models, assets=assets, patches=patches).waits == (
        Wait("OLD", "Acme P2", "2.0", 2, day("2026-06-01"), 183),
        Wait("NEW", "Acme P1", "2.0", 1, day("2026-11-01"), 30),
        Wait("EVER", "Acme P3", "2.0", 1, None, None),
    )


def test_controls_name_their_next_review_periodicity_and_approver() -> None:
    found = standing(advisories=(an_advisory(FixState.NO_FIX, "<= 1.5"),))

    why = "no release is known for Acme P1; 1 vulnerability without a fix (ADV-0)"
    assert found.controls == (Control("Acme P1", 2, why, day("2027-02-14"), "3 months", "CISO"),)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "nothing newer"),
        ({"patch_applicable": Answer.NO}, "not applicable"),
    ],
)
def test_why_nothing_is_installed_is_counted_by_asset(said: dict[str, Answer], words: str) -> None:
    assert standing(models=[replace(a_model(), **said)]).aside == ((words, 2),)


def test_a_version_to_be_read_is_counted_apart() -> None:
    assets = [an_asset("A-1"), an_asset("A-2", software_version="2.0")]

    assert standing(assets=assets, patches=[a_patch()]).aside == (
        ("version to be read first", 1),
        ("nothing newer", 1),
    )


@pytest.mark.parametrize(
    ("support", "ends", "found"),
    [
        (Support.SUPPORTED, "2027-12-01", [("2027-12-01", False)]),
        (Support.SUPPORTED, "2027-12-02", []),
        (Support.SUPPORTED, "2026-12-01", [("2026-12-01", False)]),
        (Support.SUPPORTED, "2026-11-30", [("2026-11-30", True)]),
        (Support.UNSUPPORTED, NEVER_ENDS, [(None, True)]),
        (Support.SUPPORTED, NEVER_ENDS, []),
    ],
)
def test_support_is_over_or_ends_within_a_year(
    support: Support, ends: str | None, found: list[tuple[str | None, bool]]
) -> None:
    model = replace(a_model(), support=support, support_ends=None if ends is None else day(ends))

    expected = [EndOfSupport("Acme P1", 2, None if on is None else day(on), over) for on, over in found]
    assert list(standing(models=[model]).support) == expected


def test_what_has_no_fix_and_no_review_is_a_gap() -> None:
    advisories = (an_advisory(FixState.NO_FIX, "<= 1.5"),)

    assert standing(a_procedure(), advisories=advisories).unreviewed == (("Acme P1", 2),)
    assert standing(advisories=advisories).unreviewed == ()


def urgent() -> tuple[Plan, Facts]:
    """Three installations due on 20 January within three days of their clock: in time, late, and without a place."""
    tags = ("A-0", "A-1", "A-2")
    facts = facts_of(a_programme(assets=[an_asset(tag) for tag in tags], departments=[a_department("Ward")]))
    deadline, clock = day("2027-01-20"), day("2027-01-17")
    install = Install(a_patch("FIX"), deadline, "3-day", clock, is_interrupt=True)
    tasks = [replace(an_obligation(tag, PATCHING, last_day=deadline, due=deadline), install=install) for tag in tags]
    visits = [
        a_visit(tag, start, tasks=[f"{tag} patching"])
        for tag, start in (("A-0", "2027-01-20 09:00"), ("A-1", "2027-01-21 09:00"))
    ]
    plan = a_plan(*visits, obligations=tasks)
    left = TaskOutcome(
        tasks[2].task_id, TaskStatus.UNPLACED, reason_code=ReasonCode.CAPACITY, reason="It needs 60 minutes of anybody."
    )
    return replace(plan, outcomes={**plan.outcomes, tasks[2].task_id: left}), facts


def test_interrupt_work_is_listed_apart_with_its_clock_and_what_becomes_of_it() -> None:
    found = interrupts(*urgent())

    assert [(one.asset_tag, one.planned_on, one.is_in_time) for one in found] == [
        ("A-1", day("2027-01-21"), False),
        ("A-2", None, False),
        ("A-0", day("2027-01-20"), True),
    ]
    assert found[1] == Interrupt(
        "A-2", "Acme P1", "Ward", "FIX", "3-day", day("2027-01-17"), day("2027-01-20"), None, 60,
        "It needs 60 minutes of anybody.",
    )  # fmt: skip


def test_report_and_plan_json_show_it_apart() -> None:
    plan, facts = urgent()

    page, told = report_html(plan, facts), plan_figures(plan, facts, 1)["patching"]

    assert "Interrupt work" in page
    assert "It needs 60 minutes of anybody." in page
    assert [(one["asset_tag"], one["deadline"], one["planned_on"]) for one in told["interrupts"]] == [  # type: ignore[index]
        ("A-1", "2027-01-20", "2027-01-21"),
        ("A-2", "2027-01-20", None),
        ("A-0", "2027-01-20", "2027-01-20"),
    ]


def test_the_report_shows_waits_controls_and_ends_of_support() -> None:
    model = replace(a_model("Acme", "P2"), support=Support.SUPPORTED, support_ends=day("2027-06-30"))
    assets = [an_asset("A-1", software_version="1.0"), an_asset("A-2", model="P2", software_version="1.0")]
    waiting = a_patch("NEW", model="P2", version="2.0", released_on="2026-11-01", validated_on=None)
    plan, facts = hospital(
        models=[a_model(), model], assets=assets, patches=[waiting],
        advisories=(an_advisory(FixState.NO_FIX, "<= 1.5"),),
    )  # fmt: skip

    page, told = report_html(plan, facts), plan_figures(plan, facts, 1)["patching"]

    for words in ("Waiting for the manufacturer", "compensating controls to review", "CISO", "ends on 2027-06-30"):
        assert words in page
    assert told["waiting"][0]["since"] == "2026-11-01"  # type: ignore[index]
    assert told["controls"][0]["next_review"] == "2027-02-14"  # type: ignore[index]
    assert told["support"] == [{"equipment": "Acme P2", "assets": 1, "ends": "2027-06-30", "is_over": False}]  # type: ignore[index]


def test_a_review_that_was_missed_is_marked_in_the_report() -> None:
    missed = [done("2026-05-14", "patching", tag) for tag in ("A-1", "A-2")]
    plan, facts = hospital(advisories=(an_advisory(FixState.NO_FIX, "<= 1.5"),), history=missed)

    assert standing_of(plan, facts).controls[0].next_review == day("2026-08-14")
    assert '2026-08-14 <span class="tag late">overdue</span>' in report_html(plan, facts)
    assert ">overdue</span>" not in report_html(*hospital(advisories=(an_advisory(FixState.NO_FIX, "<= 1.5"),)))
