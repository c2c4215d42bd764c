"""A visit made ready for placing, and a visit in its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations_with_replacement

from constraints.sentence import Part
from scheduler.domain.ids import TaskId
from scheduler.domain.plan import Place
from scheduler.domain.work import LegDraft, LegProfile, OutKind, VisitDraft
from scheduler.solve.candidates import Candidate, Times, Tool, WorkShift
from scheduler.solve.intervals import covers, overlapping
from scheduler.solve.levels import Level

_LARGE_CREW = 5
"""Crews of so many are not thought through before people are asked: there would be too many."""


@dataclass(frozen=True, slots=True, eq=False)
class PreparedLeg:
    """A leg with those who could do it, `offset` minutes after the visit's start; `exactly`: all of them do it."""

    draft: LegDraft
    offset: int
    people: tuple[Candidate, ...]
    tools: tuple[tuple[Tool, ...], ...]
    exactly: bool = False

    @property
    def minutes(self) -> int:
        return self.draft.minutes

    @property
    def crew_sizes(self) -> range:
        """How many people it can have: more than its crew only if they are needed for its skills."""
        if self.exactly:
            return range(len(self.people), len(self.people) + 1)
        crew, holders = self.draft.profile.crew, sum(count for _, count in self.draft.profile.skills)
        return range(crew, max(crew, holders) + 1)

    def could_need(self, person: Candidate, begin: int, until: int) -> bool:
        """Tell whether a crew with this person could be enough at a time in [begin, until), if everybody were free."""
        sizes, profile = self.crew_sizes, self.draft.profile
        if self.exactly or sizes == range(1, 2) or sizes.stop > _LARGE_CREW:
            return True
        kinds = {tuple(_held(one, profile, begin, until)): one for one in (*self.people, person)}
        if any(held is None for kind in kinds for held in kind):
            return True
        return any(
            is_enough((person, *others), profile, begin, until, exactly=False)
            for size in sizes
            for others in combinations_with_replacement(kinds.values(), size - 1)
        )


@dataclass(frozen=True, slots=True, eq=False)
class PreparedVisit:
    """A draft with all that the rules say of it: its times, its legs, and the shared capacities that it takes.

    `lead` is the leg with the fewest people to choose from: it is placed first.
    """

    draft: VisitDraft
    minutes: int
    times: Times
    legs: tuple[PreparedLeg, ...]
    takes: tuple[tuple[Level, int, Part], ...]
    lead: int

    @property
    def can_be_done(self) -> bool:
        """Tell whether anybody, anything and any time is left by the rules themselves."""
        return bool(self.times.starts) and all(
            len(leg.people) >= leg.draft.profile.crew and all(leg.tools) for leg in self.legs
        )


@dataclass(frozen=True, slots=True, eq=False)
class PlacedLeg:
    """These people and instruments from start to end; `shifts` and `places` of each person, in the same order."""

    start: int
    end: int
    draft: LegDraft
    people: tuple[Candidate, ...]
    shifts: tuple[WorkShift, ...]
    places: tuple[Place, ...]
    tools: tuple[Tool, ...]
    exactly: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """A prepared visit at a time, with its people; `out` the time its asset is out (None: it serves on)."""

    visit: PreparedVisit
    legs: tuple[PlacedLeg, ...]
    out: tuple[int, int] | None
    task_ids: tuple[TaskId, ...] = field(init=False)

    def __post_init__(self) -> None:
        task_ids = tuple(dict.fromkeys(task for leg in self.legs for task in leg.draft.task_ids))
        object.__setattr__(self, "task_ids", task_ids)

    @property
    def start(self) -> int:
        return self.legs[0].start

    @property
    def end(self) -> int:
        return self.legs[-1].end

    def task_span(self, task: TaskId) -> tuple[int, int]:
        """From the start of the first to the end of the last leg in which the task is done."""
        legs = [leg for leg in self.legs if task in leg.draft.task_ids]
        return legs[0].start, legs[-1].end


def times_suit(placement: Placement) -> bool:
    """Tell whether the visit lies where the rules let it be, other visits apart."""
    visit, times = placement.visit, placement.visit.times
    if visit.draft.splittable and len(placement.legs) > 1:
        ends_suit = covers(times.starts, placement.start, placement.start + 1)
        ends_suit = ends_suit and covers(times.ends, placement.end, placement.end)
        return ends_suit and covers(times.all, placement.start, placement.end)
    if not covers(times.starts, placement.start, placement.start + 1):
        return False
    if visit.draft.out is not OutKind.BENCH or placement.out is None:
        return True
    start, end = placement.out
    ends_suit = covers(times.out_ends, start, start) and covers(times.out_ends, end, end)
    return ends_suit and covers(times.out, start, end)


def is_enough(crew: Sequence[Candidate], profile: LegProfile, begin: int, end: int, *, exactly: bool) -> bool:
    """Tell whether the crew holds all skills from begin to end, and nobody is there whom nothing needs.

    Needed are as many as the profile's crew, and beyond that whoever is needed for a skill; `exactly`: everybody is.
    """
    if not _has_skills(crew, profile, begin, end):
        return False
    if exactly or len(crew) <= profile.crew:
        return True
    return not any(_has_skills([*crew[:one], *crew[one + 1 :]], profile, begin, end) for one in range(len(crew)))


def _held(person: Candidate, profile: LegProfile, begin: int, until: int) -> Iterator[bool | None]:
    """Of each skill whether the person holds it from begin to until; None: part of the time."""
    for skill, _ in profile.skills:
        spans = person.skills[skill]
        yield covers(spans, begin, until) or (None if overlapping(spans, begin, until) else False)


def _has_skills(crew: Sequence[Candidate], profile: LegProfile, begin: int, end: int) -> bool:
    return all(sum(covers(one.skills[skill], begin, end) for one in crew) >= count for skill, count in profile.skills)
