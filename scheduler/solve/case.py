"""A task that is not in time, with the days asked about and the minutes in which the rules let its visit lie."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import Technician
from scheduler.solve.candidates import Candidate
from scheduler.solve.intervals import Intervals, clipped, longest, shared
from scheduler.solve.placement import PreparedLeg, PreparedVisit


@dataclass(frozen=True, slots=True)
class Case:
    """`begin` up to `until`: the minutes of `first` through `last` at the asset's site; there is one leg.

    `order`: what is planned before or after it, where that leaves fewer days.
    `feasible`: what lies in some stretch in which the visit can be, people and other visits apart. Split work may lie
    anywhere between its first and its last open period.
    """

    task: Obligation
    visit: PreparedVisit
    first: date
    last: date
    begin: int
    until: int
    feasible: Intervals
    order: str = ""

    @property
    def leg(self) -> PreparedLeg:
        return self.visit.legs[0]

    @property
    def is_split(self) -> bool:
        return self.visit.draft.splittable

    @property
    def piece(self) -> int:
        """Minutes that have to be in one piece."""
        return 1 if self.is_split else self.leg.minutes

    @property
    def skill(self) -> str:
        return " and ".join(skill for skill, _ in self.leg.draft.profile.skills)

    @property
    def days(self) -> str:
        return f"{self.first} to {self.last}"

    def present(self, person: Candidate, within: Intervals) -> Intervals:
        """Stretches in which the person is at work there, each long enough; certificates left aside."""
        return self.long_enough(shared(within, person.spans))

    def certified(self, person: Candidate, within: Intervals) -> Intervals:
        """The same, with the certificates that the leg asks for in force."""
        for skill, _ in self.leg.draft.profile.skills:
            within = shared(within, person.skills[skill])
        return self.present(person, within)

    def long_enough(self, stretches: Intervals) -> Intervals:
        return tuple((start, end) for start, end in stretches if end - start >= self.piece)


def feasible(visit: PreparedVisit, begin: int, until: int) -> Intervals:
    """The stretches of [begin, until) in which the visit can be by the rules that speak of it alone."""
    if visit.draft.splittable:
        starts, ends = clipped(visit.times.starts, begin, until), clipped(visit.times.ends, begin, until)
        return ((starts[0][0], ends[-1][1]),) if starts and ends and starts[0][0] < ends[-1][1] else ()
    starts = clipped(visit.times.starts, begin, max(begin, until - visit.minutes + 1))
    return tuple((first, beyond - 1 + visit.minutes) for first, beyond in starts)


def holders(case: Case, facts: Facts) -> tuple[Technician, ...]:
    """The performer's people with a certificate of the skill, in force or not."""
    profile = case.leg.draft.profile
    wanted = {skill for skill, _ in profile.skills}
    return tuple(one for one in facts.technicians(profile.performer) if wanted <= facts.skills_of(one.technician))


def reaching(case: Case, facts: Facts) -> tuple[Technician, ...]:
    """Those of them who serve the site."""
    profile = case.leg.draft.profile
    performer = facts.programme.performers.get(profile.performer)
    served = performer is None or not performer.sites or profile.site in performer.sites
    return tuple(one for one in holders(case, facts) if served and profile.site in one.sites)


def together(stretches: Sequence[Intervals], count: int) -> Intervals:
    """When at least `count` of them are there at once."""
    changes = sorted(change for one in stretches for start, end in one for change in ((start, 1), (end, -1)))
    return tuple(_high(changes, count))


def _high(changes: Sequence[tuple[int, int]], count: int) -> Iterator[tuple[int, int]]:
    """Where the running sum is `count` or more; at one instant what ends goes first, so what touches is parted."""
    height, since = 0, 0
    for at, step in changes:
        if step > 0 and height == count - 1:
            since = at
        if step < 0 and height == count and since < at:
            yield since, at
        height += step


def most_together(stretches: Sequence[Intervals], minutes: int) -> int:
    """How many of them are there at once for so many minutes, at most."""
    counts = range(len(stretches), 0, -1)
    return next((count for count in counts if longest(together(stretches, count)) >= minutes), 0)
