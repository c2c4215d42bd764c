"""Who is asked to lead a leg: nobody is left out who could be in a crew that is enough."""

from itertools import combinations
from random import Random

import pytest

from scheduler.domain.equipment import Where
from scheduler.domain.ids import DepartmentId, PerformerId, SiteId, SkillName, TechnicianId
from scheduler.domain.work import LegDraft, LegProfile
from scheduler.solve.candidates import Candidate
from scheduler.solve.intervals import ALWAYS, Intervals
from scheduler.solve.placement import PreparedLeg, is_enough

SKILLS = tuple(SkillName(name) for name in ("imaging", "network", "lasers"))
HELD: tuple[Intervals, ...] = ((), ALWAYS, ((0, 50),))


def a_candidate(name: str, held: dict[SkillName, Intervals]) -> Candidate:
    return Candidate(TechnicianId(name), len(held), ALWAYS, held, {}, 0, ())


def a_leg(crew: int, skills: tuple[tuple[SkillName, int], ...], people: tuple[Candidate, ...]) -> PreparedLeg:
    profile = LegProfile(
        SiteId("NORTH"), DepartmentId("icu"), Where.IN_PLACE, PerformerId("in_house"), crew, skills, ()
    )
    return PreparedLeg(LegDraft(profile, 60, ()), 0, people, ())


def chosen_crews(leg: PreparedLeg) -> list[tuple[Candidate, ...]]:
    return [
        crew
        for size in leg.crew_sizes
        for crew in combinations(leg.people, size)
        if is_enough(crew, leg.draft.profile, 0, 60, exactly=leg.exactly)
    ]


@pytest.mark.parametrize("seed", range(200))
def test_nobody_whom_a_crew_could_need_is_refused(seed: int) -> None:
    dice = Random(seed)
    skills = tuple((skill, dice.choice((1, 1, 2))) for skill in SKILLS[: dice.randint(1, 3)])
    people = tuple(a_candidate(f"T{n}", {skill: dice.choice(HELD) for skill, _ in skills}) for n in range(5))
    leg = a_leg(dice.choice((1, 2, 3)), skills, people)

    needed = {one.technician for crew in chosen_crews(leg) for one in crew}

    assert needed <= {one.technician for one in people if leg.could_need(one, 0, 60)}


def test_who_holds_nothing_of_what_one_person_has_to_hold_is_refused() -> None:
    both, neither = (a_candidate(name, dict.fromkeys(SKILLS[:2], held)) for name, held in (("A", ALWAYS), ("B", ())))
    leg = a_leg(1, tuple((skill, 1) for skill in SKILLS[:2]), (both, neither))

    assert [one.technician for one in leg.people if leg.could_need(one, 0, 60)] == ["A"]


def test_who_adds_nothing_to_those_who_could_help_is_refused() -> None:
    both = a_candidate("A", dict.fromkeys(SKILLS[:2], ALWAYS))
    one, other = (a_candidate(f"B{n}", {SKILLS[0]: ALWAYS, SKILLS[1]: ()}) for n in range(2))
    leg = a_leg(1, tuple((skill, 1) for skill in SKILLS[:2]), (both, one, other))

    assert [person.technician for person in leg.people if leg.could_need(person, 0, 60)] == ["A"]


def test_who_could_need_help_for_a_part_of_the_time_is_asked() -> None:
    both = a_candidate("A", {SKILLS[0]: ((0, 30),), SKILLS[1]: ALWAYS})
    one = a_candidate("B", {SKILLS[0]: ALWAYS, SKILLS[1]: ()})
    leg = a_leg(1, tuple((skill, 1) for skill in SKILLS[:2]), (both, one))

    assert all(leg.could_need(person, 0, 60) for person in leg.people)


def test_a_second_pair_of_hands_needs_no_skill() -> None:
    holder, hands = a_candidate("A", {SKILLS[0]: ALWAYS}), a_candidate("B", {SKILLS[0]: ()})
    leg = a_leg(2, ((SKILLS[0], 1),), (holder, hands))

    assert all(leg.could_need(one, 0, 60) for one in leg.people)
