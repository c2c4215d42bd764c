"""Work that is due within three days of its clock takes the reserve, when a published plan is planned again."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from constraints import catalogue
from scheduler.domain.equipment import ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.footprint import PublishedVisit
from scheduler.domain.obligation import Install, Obligation, TaskStatus
from scheduler.domain.plan import Plan, Settings
from scheduler.domain.policy import Capacity
from scheduler.obligations.reserve import opened_reserve, with_reserve_for
from scheduler.solve import Known, Silence, replan, solve
from scheduler.verify.reasons import wrong_reasons
from tests.builders import (
    a_certificate,
    a_patch,
    a_procedure,
    a_programme,
    a_shift,
    a_technician,
    an_asset,
    an_obligation,
    day,
    facts_of,
)

MONDAY, WEDNESDAY, FRIDAY, NEXT_WEEK = "2027-01-11", "2027-01-13", "2027-01-15", "2027-01-20"
WORK = a_procedure(minutes=120)
PATCHING = a_procedure("patching", kind=ProcedureKind.PATCH, minutes=60)
SEEN = tuple(
    an_obligation(f"A-{one}", WORK, first_day=MONDAY, due=MONDAY, last_day=FRIDAY, hard_window=True) for one in range(8)
)
"""Eight visits of two hours: all of two fifths of Ann's week, a tenth of which is the reserve."""


def hospital(reserve: float = 0.1) -> Facts:
    """Ann works from Monday to Friday, eight hours a day; half of it less the reserve is for planned work."""
    assets = [an_asset(f"A-{one}") for one in range(11)]
    ann = a_technician(scheduled_share=0.5)
    shifts = [a_shift("Ann", "Mon-Fri", "08:00", "16:00", last_day=FRIDAY)]
    capacity = Capacity(reserve=reserve, even_load=False)
    return facts_of(
        a_programme(assets=assets, technicians=[ann], procedures=[WORK, PATCHING], shifts=shifts, capacity=capacity)
    )


def urgent(tag: str, *, is_interrupt: bool, minutes: int = 60, last_day: str = WEDNESDAY) -> Obligation:
    """An installation that is due on Wednesday."""
    work = replace(PATCHING, minutes=minutes)
    task = an_obligation(tag, work, first_day=MONDAY, due=last_day, last_day=last_day, hard_window=True)
    kind = "3-day" if is_interrupt else "14-day"
    return replace(task, install=Install(a_patch(f"FIX-{tag}"), day(last_day), kind, day("2027-01-10"), is_interrupt))


def again(new: Sequence[Obligation], facts: Facts, told: Facts) -> Plan:
    """The published week planned again with something new, by facts that know of it."""
    before = solve(SEEN, facts, Settings(), Silence())
    seen = [PublishedVisit(visit, is_agreed=False, is_frozen=True) for visit in before.visits]
    assert len(seen) == len(SEEN)
    found = replan([*SEEN, *new], told, seen, Known([one.task_id for one in SEEN]), Settings(), Silence())
    assert list(catalogue.violations(found.plan, found.facts)) == []
    assert list(wrong_reasons(found.plan, found.facts)) == []
    assert found.plan.bound <= found.plan.total
    starts = {visit.asset_tag: visit.span.start for visit in found.plan.visits}
    assert all(starts[visit.asset_tag] == visit.span.start for visit in before.visits)
    return found.plan


def placed(plan: Plan, *tasks: Obligation) -> list[bool]:
    return [plan.outcomes[task.task_id].status is TaskStatus.PLACED for task in tasks]


def replanned(*new: Obligation, reserve: float = 0.1) -> list[bool]:
    """Which of the new tasks have a place."""
    facts = hospital(reserve)
    return placed(again(new, facts, with_reserve_for([*SEEN, *new], facts)), *new)


@pytest.mark.parametrize("is_interrupt", [True, False])
def test_only_interrupt_work_takes_the_reserve(is_interrupt: bool) -> None:
    assert replanned(urgent("A-8", is_interrupt=is_interrupt)) == [is_interrupt]


def test_without_a_reserve_there_is_none_to_take() -> None:
    """Half of the week is 20 hours; 16 are taken, and the reserve that was left out of them is not there."""
    facts = hospital()

    assert placed(again([task := urgent("A-8", is_interrupt=True)], facts, facts), task) == [False]


def test_the_reserve_is_no_larger_than_it_is() -> None:
    """A tenth of 40 hours: 240 minutes."""
    assert replanned(urgent("A-8", is_interrupt=True, minutes=240, last_day=FRIDAY)) == [True]
    assert replanned(urgent("A-8", is_interrupt=True, minutes=241, last_day=FRIDAY)) == [False]


def test_it_is_opened_for_who_could_do_it_in_the_weeks_that_are_left() -> None:
    facts = hospital()
    with_skill = replace(urgent("A-9", is_interrupt=True), procedure=replace(PATCHING, skill="network"))
    both = urgent("A-8", is_interrupt=True), urgent("A-10", is_interrupt=True, minutes=30, last_day=NEXT_WEEK)

    assert opened_reserve([with_skill, *SEEN, urgent("A-8", is_interrupt=False)], facts) == {}
    assert opened_reserve(both, facts) == {("Ann", "2027-W02"): 90, ("Ann", "2027-W03"): 30}
    certified = facts_of(replace(facts.programme, certificates=(a_certificate("Ann", "network"),)))
    assert opened_reserve([with_skill], certified) == {("Ann", "2027-W02"): 60}


def test_what_is_open_is_at_most_the_reserve_and_the_hours_of_the_week() -> None:
    facts, week = hospital(), "2027-W02"
    limit = facts.week_limit_minutes(a_technician().technician, week)

    def open_to(minutes: int, told: Facts = facts) -> int:
        opened = told.with_reserve_open({(a_technician().technician, week): minutes})
        return opened.week_limit_minutes(a_technician().technician, week)

    assert (limit, open_to(60), open_to(240), open_to(999)) == (960, 1020, 1200, 1200)
    ann = replace(a_technician(scheduled_share=0.5), max_hours_week=16.5)
    assert open_to(240, facts_of(replace(facts.programme, technicians={ann.technician: ann}))) == 990
