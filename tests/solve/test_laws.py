"""The engine accepts exactly what the rules' checks accept: on random small hospitals, placement by placement."""

from collections.abc import Iterator, Sequence
from random import Random

import pytest

from constraints import catalogue
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Violation
from scheduler.obligations import draft_visit, owed
from scheduler.solve.outcome import outcomes_of
from scheduler.solve.placement import PlacedLeg, Placement, PreparedVisit
from scheduler.solve.quarter import empty_timetable
from scheduler.solve.search import shift_at
from scheduler.solve.timetable import Timetable
from scheduler.solve.visits import visits_of
from tests.builders import a_plan
from tests.solve.worlds import a_world

ABOUT_WHOLE_PLANS = {"statuses", "nesting", "follow-up", "occurrences"}
"""Rules that also speak of tasks without a place."""


def violations(timetable: Timetable, placed: Sequence[Placement], obligations: Sequence[Obligation]) -> set[Violation]:
    facts = timetable.facts
    visits = visits_of(placed, facts, timetable.timeline)
    outcomes = outcomes_of(obligations, visits, {}, facts)
    plan = a_plan(
        *visits, obligations=obligations, outcomes=outcomes.values(), today=facts.today, horizon=facts.horizon
    )
    return {one for one in catalogue.violations(plan, facts) if one.rule not in ABOUT_WHOLE_PLANS}


def random_placements(timetable: Timetable, tasks: Sequence[Obligation], dice: Random) -> Iterator[Placement]:
    """Visits thrown at random people and times, near enough to the rules that some fit."""
    for _ in range(40):
        main = timetable.facts.main_of(dice.choice(tasks).asset_tag)
        mine = [task for task in tasks if timetable.facts.main_of(task.asset_tag) == main]
        chosen = dice.sample(mine, k=min(len(mine), dice.choice((1, 1, 2, 3))))
        draft = draft_visit(chosen, timetable.facts)
        if draft is None or draft.splittable or any(one.task_id in timetable.placements for one in chosen):
            continue
        placement = thrown(timetable, timetable.prepare(draft), dice)
        if placement is not None:
            yield placement


def thrown(timetable: Timetable, visit: PreparedVisit, dice: Random) -> Placement | None:
    starts = visit.times.starts
    if not starts or not all(leg.people and all(leg.tools) for leg in visit.legs):
        return None
    low, high = dice.choice(starts)
    edges = (low, high - 1, low - 1, high, dice.randint(low, high) // 5 * 5)
    start = dice.choice(near(timetable, dice) or edges) if dice.random() < 0.7 else dice.choice(edges)
    legs = []
    for leg in visit.legs:
        begin = start + leg.offset
        there = [one for one in leg.people if shift_at(one, begin)]
        if len(there) < leg.draft.profile.crew:
            return None
        people = tuple(dice.sample(there, leg.draft.profile.crew))
        shifts = tuple(shift for one in people if (shift := shift_at(one, begin)))
        places = tuple(timetable.candidates.place(leg.draft.profile, shift.base) for shift in shifts)
        tools = tuple(dice.choice(group) for group in leg.tools)
        legs.append(PlacedLeg(begin, begin + leg.minutes, leg.draft, people, shifts, places, tools))
    return Placement(visit, tuple(legs), out_of(visit, start, dice))


def near(timetable: Timetable, dice: Random) -> list[int]:
    """Instants about which rules may disagree: around what is placed, with and without ways."""
    placed = sorted(timetable.placements.values(), key=lambda placement: placement.start)
    chosen = dice.sample(placed, k=min(3, len(placed)))
    ends = [placement.end + dice.choice((-1, 0, 9, 10, 19, 20, 44, 45)) for placement in chosen]
    return [*ends, *(placement.start + dice.choice((-45, -20, 0, 1)) for placement in chosen)]


def out_of(visit: PreparedVisit, start: int, dice: Random) -> tuple[int, int] | None:
    end = start + visit.minutes
    match visit.draft.out.name:
        case "NOT":
            return None
        case "WHILE_THERE":
            return start, end
        case _:
            return start - dice.choice((0, 30)), max(end, start + visit.draft.out_minutes + dice.choice((0, 60, 600)))


def verdicts(seed: int, facts: Facts | None = None) -> Iterator[tuple[bool, set[Violation], Placement]]:
    """What the engine and the checks say of random placements; those without fault are committed."""
    facts = a_world(seed) if facts is None else facts
    obligations = owed(facts)
    dice = Random(seed)
    tasks = [task for task in obligations if task.is_open]
    timetable = empty_timetable(tasks, facts)
    placed: list[Placement] = []
    for placement in random_placements(timetable, tasks, dice) if tasks else ():
        found = violations(timetable, [*placed, placement], obligations)
        yield timetable.fits(placement), found, placement
        if not found:
            timetable.commit(placement)
            placed.append(placement)


@pytest.mark.parametrize("seed", range(60))
def test_a_placement_fits_if_and_only_if_no_check_objects(seed: int) -> None:
    for fits, found, placement in verdicts(seed):
        assert fits == (not found), (found, placement.legs)


def test_the_random_placements_meet_both_verdicts_and_many_rules() -> None:
    seen = [(fits, {one.rule for one in found}) for seed in range(60) for fits, found, _ in verdicts(seed)]
    rules = set().union(*(found for _, found in seen))

    assert sum(fits for fits, _ in seen) > 20
    assert {"window", "shift", "one-place", "fleet-limit", "one-visit-at-a-time"} <= rules
