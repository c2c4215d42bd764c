"""The referee of the peers, and the peers that need nothing but this project's own packages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pytest

from benchmarks.peers.case import Case, Proposed, case_of, slots_of
from benchmarks.peers.greedy import earliest_deadline, month_lists
from benchmarks.peers.referee import Seated, cost, judged, seated
from benchmarks.peers.slots import by_cp_sat, by_highs
from constraints.catalogue import violations
from scheduler.domain.calendar import Horizon
from scheduler.domain.ids import TechnicianId
from scheduler.domain.plan import Plan
from tests.builders import a_procedure, a_programme, an_asset, an_obligation, facts_of
from tests.small_hospitals import WEEK

ANN = TechnicianId("Ann")
NINE = 9 * 60 - 60
"""Nine o'clock in Madrid on the first day, in minutes of UTC."""


def a_case(assets: int, minutes: int = 60, horizon: Horizon = WEEK) -> Case:
    """So many pumps, each with work of so many minutes; Ann is there from 8 to 16 on weekdays."""
    tags = [f"A-{number}" for number in range(assets)]
    work = a_procedure(minutes=minutes)
    programme = a_programme(assets=[an_asset(tag) for tag in tags], procedures=[work])
    owed = [an_obligation(tag, work, first_day="2027-01-11", last_day="2027-01-17", due="2027-01-12") for tag in tags]
    return case_of(facts_of(programme, horizon=horizon), owed)


def at(wish: int, start: int) -> Proposed:
    return Proposed(wish, ANN, start, start + 1)


def test_what_overlaps_is_moved_to_another_hour_of_the_same_shift() -> None:
    case = a_case(2)

    found = seated(case, [at(0, NINE), at(1, NINE + 30)])

    assert found == Seated(kept=1, moved=1, dropped=0)
    assert judged(case).violations == ()


def test_what_the_day_does_not_hold_is_dropped_and_counts_as_unplaced() -> None:
    case = a_case(2, minutes=240)

    found = seated(case, [at(0, NINE), at(1, NINE + 30)])

    verdict = judged(case)
    assert found == Seated(kept=1, moved=0, dropped=1)
    assert len(verdict.plan.visits) == 1
    assert cost(verdict.plan, case) > cost(_both_days(), a_case(2, minutes=240)) + 10_000


def _both_days() -> Plan:
    case = a_case(2, minutes=240)
    seated(case, [at(0, NINE), at(1, NINE + 1440)])
    return judged(case).plan


def test_a_visit_proposed_twice_is_made_once() -> None:
    case = a_case(1)

    found = seated(case, [at(0, NINE), at(0, NINE + 1440)])

    assert found == Seated(kept=1, moved=0, dropped=1)


def test_a_slot_holds_the_starts_at_which_the_person_is_there_for_the_whole_leg() -> None:
    case = a_case(1)

    starts = {(slot.begin, slot.until) for slot in slots_of(case, 0) if slot.shift.day == case.first_day}

    assert starts == {(NINE - 60, NINE + 6 * 60 + 1)}


PEERS: Sequence[Callable[[Case, float], Iterable[Proposed]]] = (month_lists, earliest_deadline, by_cp_sat, by_highs)


@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_places_all_that_has_room(peer: Callable[[Case, float], Iterable[Proposed]]) -> None:
    case = a_case(6)

    found = seated(case, list(peer(case, 5)))

    plan = judged(case).plan
    assert found.dropped == 0
    assert len(plan.visits) == 6
    assert list(violations(plan, case.facts)) == []


def test_late_work_is_placed_late_by_who_works_through_lists() -> None:
    programme = a_programme()
    late = replace(an_obligation(last_day="2027-01-08", due="2027-01-04"), overdue=True)
    case = case_of(facts_of(programme, horizon=WEEK), [late])

    month_lists(case, 1)

    assert len(judged(case).plan.visits) == 1
