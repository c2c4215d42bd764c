"""Planning again: what people have seen makes room at its price, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from constraints import catalogue
from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.footprint import Fate, PublishedVisit, footprint
from scheduler.domain.obligation import TaskStatus
from scheduler.domain.plan import Plan, Settings, Visit
from scheduler.domain.policy import Weights
from scheduler.obligations import owed
from scheduler.relaxation import day_programme, proved
from scheduler.solve import Known, Silence, replan, solve
from scheduler.solve.replan import Replanned, is_told_alike
from tests.builders import a_procedure, a_programme, a_shift, an_asset, an_obligation, facts_of
from tests.solve.worlds import a_world

WORK = a_procedure(minutes=45)
A_FORTNIGHT = timedelta(days=14)
MONDAY, TUESDAY = "2027-01-11", "2027-01-12"
SEEN = an_obligation("A-1", WORK, first_day=MONDAY, due=MONDAY, last_day=TUESDAY)
URGENT = an_obligation("A-2", WORK, first_day=MONDAY, due=MONDAY, last_day=MONDAY, hard_window=True)


def hospital(days: Sequence[str], moved: int = 300) -> Facts:
    shifts = [a_shift("Ann", "*", "09:00", "10:00", first_day=day, last_day=day) for day in days]
    assets = [an_asset("A-1"), an_asset("A-2")]
    return facts_of(a_programme(assets=assets, procedures=[WORK], shifts=shifts, weights=Weights(moved=moved)))


def after_the_surprise(*, is_frozen: bool = False, is_agreed: bool = False, moved: int = 300) -> Replanned:
    """A-1 was published for Monday; now A-2 has to be done on Monday, and Ann has one visit's time on each day."""
    facts = hospital((MONDAY, TUESDAY), moved)
    before = solve([SEEN], facts, Settings(), Silence())
    seen = [PublishedVisit(visit, is_agreed, is_frozen) for visit in before.visits]
    found = replan([SEEN, URGENT], facts, seen, Known([SEEN.task_id]), Settings(), Silence())
    assert list(catalogue.violations(found.plan, found.facts)) == []
    assert found.plan.bound <= found.plan.total
    return found


def fate(found: Replanned) -> Fate:
    [line] = footprint(found.published, 0, found.plan).lines
    return line.fate


def test_a_visit_that_people_have_seen_moves_for_work_that_is_worth_it() -> None:
    found = after_the_surprise()

    assert found.plan.outcomes[URGENT.task_id].status is TaskStatus.PLACED
    assert (fate(found), found.plan.objective["moved"]) == (Fate.MOVED_CHOSEN, 300)


@pytest.mark.parametrize(
    "how",
    [{"is_frozen": True}, {"moved": 20_000}, {"is_agreed": True, "moved": 2_000}],
    ids=["frozen", "dearer than the work", "agreed: ten times as dear"],
)
def test_a_visit_stays_where_moving_it_is_too_dear(how: dict[str, bool | int]) -> None:
    found = after_the_surprise(**how)  # type: ignore[arg-type]

    assert found.plan.outcomes[URGENT.task_id].status is TaskStatus.UNPLACED
    assert fate(found) is Fate.KEPT
    assert "moved" not in found.plan.objective


@pytest.mark.parametrize("seed", range(1, 21, 4))
def test_any_plan_fits_back_into_its_own_hospital(seed: int) -> None:
    facts = a_world(seed)
    obligations = owed(facts)
    before = solve(obligations, facts, Settings(), Silence())
    seen = [PublishedVisit(visit, is_agreed=False, is_frozen=False) for visit in before.visits]

    found = replan(obligations, facts, seen, Known([task.task_id for task in obligations]), Settings(), Silence())

    assert list(catalogue.violations(found.plan, found.facts)) == []
    assert {line.fate for line in footprint(found.published, 0, found.plan).lines} <= {Fate.KEPT}
    assert found.plan.total <= before.total


def test_what_does_not_fit_any_more_is_moved_by_force() -> None:
    published = after_the_surprise().published

    again = replan([SEEN], hospital([TUESDAY]), published, Known([SEEN.task_id]), Settings(), Silence())

    assert (fate(again), again.plan.objective["moved"]) == (Fate.MOVED_FORCED, 300)


def two_weeks_earlier(visit: Visit) -> Visit:
    legs = [replace(leg, span=Span(leg.span.start - A_FORTNIGHT, leg.span.end - A_FORTNIGHT)) for leg in visit.legs]
    return replace(visit, legs=tuple(legs), out=None)


@pytest.mark.parametrize("seed", range(1, 41, 3))
def test_what_was_added_up_beside_is_what_the_tables_prove(seed: int) -> None:
    """Those told of a visit on short notice may come without notice where it still fits, and only there."""
    facts = a_world(seed)
    obligations = owed(facts)
    before = solve(obligations, facts, Settings(), Silence())
    seen = [PublishedVisit(two_weeks_earlier(visit), is_agreed=False, is_frozen=False) for visit in before.visits]

    found = replan(obligations, facts, seen, Known([task.task_id for task in obligations]), Settings(), Silence())

    assert found.proof is not None
    assert found.proof == proved(day_programme(found.plan.obligations, found.facts), *certificate_of(found.plan))
    assert max(0, found.proof.bound) == found.plan.bound


def certificate_of(plan: Plan) -> tuple[Mapping[str, int], Mapping[str, Mapping[str, int]]]:
    return plan.duals, plan.counting


def test_the_rows_are_written_again_where_somebody_told_on_short_notice_can_not_come() -> None:
    """The worlds above would not show it if none of them was like that."""
    alike = set()
    for seed in range(1, 41, 3):
        facts = a_world(seed)
        before = solve(owed(facts), facts, Settings(), Silence())
        gone = [PublishedVisit(two_weeks_earlier(one), False, False, fits=False) for one in before.visits]
        alike.add(is_told_alike(gone, facts))
        assert is_told_alike([replace(one, fits=True) for one in gone], facts)
    assert alike == {True, False}
