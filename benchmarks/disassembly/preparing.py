"""What the rules' sentences say of every visit of a hospital, and how long all of it takes at least."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from benchmarks.disassembly.hospital import STEPS, Hospital
from constraints.sentence import After, InTurn
from scheduler.domain.ids import SkillName, TaskId, TechnicianId
from scheduler.obligations import draft_visit
from scheduler.solve.intervals import Intervals, clipped
from scheduler.solve.placement import PreparedVisit
from scheduler.solve.quarter import empty_timetable
from scheduler.solve.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Prepared:
    """All visits to be made, each with what the rules say of it, and which one follows which."""

    timetable: Timetable
    visits: tuple[PreparedVisit, ...]
    follows: tuple[tuple[int, int], ...]
    skills: Mapping[TechnicianId, frozenset[SkillName]]


@dataclass(frozen=True, slots=True)
class Listed:
    """Who is where: the start and the crew of every visit, and when the last one ends."""

    starts: tuple[int, ...]
    crews: tuple[frozenset[TechnicianId], ...]
    length: int


def prepare(hospital: Hospital) -> Prepared:
    """Ask every rule about every visit."""
    tasks = [task for some in hospital.tasks.values() for task in some]
    timetable = empty_timetable(tasks, hospital.facts)
    drafts = [draft_visit(some, hospital.facts) for some in hospital.tasks.values()]
    visits = tuple(timetable.prepare(draft) for draft in drafts if draft is not None)
    if len(visits) < len(drafts):
        raise ValueError("The tasks of an operation cannot share a visit.")
    at = {task.task_id: number for number, visit in enumerate(visits) for task in visit.draft.tasks}
    people = {one.technician: one for visit in visits for one in visit.legs[0].people}
    skills = {who: frozenset(hospital.facts.skills_of(who)) for who in people}
    return Prepared(timetable, visits, tuple(_follows(timetable.sentences.orders(tasks), at)), skills)


def _follows(said: Iterable[After | InTurn], at: Mapping[TaskId, int]) -> Iterator[tuple[int, int]]:
    """Pairs of visits of which the second starts when the first has ended, or later."""
    for turn in said:
        if isinstance(turn, After) or turn.soak_days or turn.whole:
            raise ValueError("Only waves without a pilot are understood here.")
        for stage, earlier in enumerate(turn.stages[:-1]):
            later = [task for stage_after in turn.stages[stage + 1 :] for task in stage_after]
            yield from ((at[first], at[then]) for first in earlier for then in later)


def capacity(spans: Intervals, until: int) -> int:
    """Minutes of a person's spans before `until`."""
    return sum(end - start for start, end in clipped(spans, 0, until))


def energy_bound(prepared: Prepared) -> tuple[int, str]:
    """The first minute by which the people of some skill have had the minutes that work asks of them, and of which.

    Anybody can add it up: minutes times people asked for, against minutes outside absences.
    """
    people = {one.technician: one.spans for visit in prepared.visits for one in visit.legs[0].people}
    needs: dict[tuple[str, frozenset[TechnicianId]], int] = defaultdict(int)
    for visit in prepared.visits:
        leg = visit.legs[0]
        needs["", frozenset(people)] += leg.minutes * leg.draft.profile.crew
        for skill, count in leg.draft.profile.skills:
            holders = frozenset(one.technician for one in leg.people if one.skills[skill])
            needs[skill, holders] += leg.minutes * count
    bounds = [
        (next((t for t in range(STEPS) if sum(capacity(people[who], t) for who in group) >= needed), STEPS), skill)
        for (skill, group), needed in needs.items()
    ]
    return max(bounds, default=(0, ""))
