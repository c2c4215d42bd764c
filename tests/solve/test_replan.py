"""Planning again: what people have seen makes room at its price, or not at all."""

from collections.abc import Sequence

import pytest

from constraints import catalogue
from scheduler.domain.facts import Facts
from scheduler.domain.footprint import Fate, PublishedVisit, footprint
from scheduler.domain.obligation import TaskStatus
from scheduler.domain.plan import Settings
from scheduler.domain.policy import Weights
from scheduler.obligations import owed
from scheduler.solve import Silence, replan, solve
from scheduler.solve.replan import Replanned
from tests.builders import a_procedure, a_programme, a_shift, an_asset, an_obligation, facts_of
from tests.solve.worlds import a_world

WORK = a_procedure(minutes=45)
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
    found = replan([SEEN, URGENT], facts, seen, [SEEN.task_id], Settings(), Silence())
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

    found = replan(obligations, facts, seen, [task.task_id for task in obligations], Settings(), Silence())

    assert list(catalogue.violations(found.plan, found.facts)) == []
    assert {line.fate for line in footprint(found.published, 0, found.plan).lines} <= {Fate.KEPT}
    assert found.plan.total <= before.total


def test_what_does_not_fit_any_more_is_moved_by_force() -> None:
    published = after_the_surprise().published

    again = replan([SEEN], hospital([TUESDAY]), published, [SEEN.task_id], Settings(), Silence())

    assert (fate(again), again.plan.objective["moved"]) == (Fate.MOVED_FORCED, 300)
