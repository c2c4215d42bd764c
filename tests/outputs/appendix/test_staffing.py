"""Whether the promises are staffable, and what the plan makes of them."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import cycle

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.obligation import ReasonCode, TaskStatus
from scheduler.domain.plan import Plan, Shortfall, TaskOutcome
from scheduler.outputs.appendix.composing import issue_of
from scheduler.outputs.appendix.paper import Paper
from scheduler.outputs.appendix.subject import subject_of
from scheduler.outputs.appendix.tables.plan_outcome import ACCOUNTED
from tests.builders import a_procedure, a_technician
from tests.outputs.appendix.papers import paper_about, said, two_models, values
from tests.outputs.synthetic import a_quarter

QUARTER = a_quarter()


def paper_with(plan: Plan) -> Paper:
    return issue_of(subject_of(QUARTER.facts, None, plan), "en").paper


def test_hours_promised_stand_against_the_hours_of_the_same_people() -> None:
    """Three pumps, a year each, 90 minutes by two people: 9 hours; Ann: 13 weeks of 40 hours, scaled to 365.25 days."""
    facts = two_models(a_procedure(minutes=90, crew=2), technicians=[a_technician(scheduled_share=0.55)])

    everything, no_skill = said(paper_about(facts), "people_hours")

    assert (everything["performer"], everything["skill"], everything["hours_promised"]) == (
        "in house",
        "all skills together",
        "9.0",
    )
    assert (no_skill["skill"], no_skill["named_people"]) == ("no skill needed", "1")
    there = Decimal(everything["hours_there"].replace(",", ""))
    working_weeks = Decimal(64) / 5
    assert abs(there - working_weeks * 20 * Decimal("365.25") / 90) < 5


def test_nobody_with_the_skill_is_no_hours_and_no_share() -> None:
    facts = two_models(a_procedure(minutes=60, skill="laser"))

    row = said(paper_about(facts), "people_hours")[1]

    assert (row["skill"], row["hours_promised"], row["hours_there"], row["share_promised"]) == (
        "laser",
        "3.0",
        "0.0",
        "not applicable",
    )


def test_without_a_plan_that_is_said() -> None:
    paper = paper_about(two_models(a_procedure()))

    assert [table.key for _, table in paper.tables() if table.key in ("shares", "reconciliation")] == []
    assert any(str(value) and "no_plan" in str(value) for _, value in paper.texts())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(list(TaskStatus)), min_size=1, max_size=40))
def test_every_obligation_is_accounted_for_to_the_unit_by_modality_and_procedure(statuses: list[TaskStatus]) -> None:
    plan = QUARTER.verified.plan
    drawn = dict(zip(sorted(plan.outcomes), cycle(statuses)))
    outcomes = {
        task: TaskOutcome(task, status, reason_code=ReasonCode.CAPACITY if status is TaskStatus.UNPLACED else None)
        for task, status in drawn.items()
    }

    paper = paper_with(replace(plan, outcomes=outcomes))

    rows = values(paper, "reconciliation")
    parts = [f"status_{status}" for status in ACCOUNTED] + ["listed"]
    assert [row for row in rows if row["obligations"] != sum(row[part] for part in parts)] == []  # type: ignore[misc]
    assert sum(row["obligations"] for row in rows) == len(plan.obligations)  # type: ignore[misc]
    listed = Counter(row["procedure"] for row in values(paper, "listed_exceptions"))
    by_procedure: Counter[object] = Counter()
    for row in rows:
        by_procedure[row["procedure"]] += row["listed"]  # type: ignore[operator]
    assert listed == +by_procedure


def test_the_shares_are_those_of_the_plan_with_their_denominator() -> None:
    plan = QUARTER.verified.plan

    rows = {row["risk_class"]: row for row in values(paper_with(plan), "shares")}

    every = next(row for row in said(paper_with(plan), "shares") if row["risk_class"] == "all")
    assert every["owed"] == f"{plan.shares['all'].counted:,}"
    assert len(rows) == len(plan.shares)


def test_what_is_short_is_added_up_over_the_weeks() -> None:
    plan = QUARTER.verified.plan

    rows = values(paper_with(plan), "shortfall")

    short = sum((Decimal(str(row["hours_short"])) for row in rows), Decimal(0))
    assert abs(short - Decimal(sum(row.minutes_short for row in plan.shortfall)) / 60) <= Decimal("0.05") * len(rows)


def test_hours_of_work_that_asks_for_no_skill_are_told_in_words() -> None:
    plan = QUARTER.verified.plan
    short = Shortfall("2027-W05", (plan.visits[0].site,), ("",), 120, 60, 2, 0)

    (row,) = said(paper_with(replace(plan, shortfall=(short,))), "shortfall")

    assert (row["skills"], row["hours_short"]) == ("no skill needed", "1.0")
