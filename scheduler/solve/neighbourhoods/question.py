"""A neighbourhood as plain numbers: who does each visit on which day, and when, so that it costs least?

A question is all that a child process is sent, and an answer all that comes back: no facts, no rules, no names. Times
are minutes; people, instruments, capacities, buckets and trips are numbers of places in a tuple.
"""

from collections import defaultdict
from dataclasses import dataclass

from scheduler.solve.intervals import Intervals

MISSED = -1
"""The choice of a visit that is left out."""


@dataclass(frozen=True, slots=True)
class Taking:
    """`minutes` of what is left in a bucket: somebody's day or week."""

    bucket: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Trip:
    """A way there and back, made once for all that is done there on that day."""

    points: int
    takings: tuple[Taking, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """These people on one day: what it costs, when the visit may start, what it takes, and the trips it needs.

    `shifts`: the shift of each of them. `out`: from when till when the asset is away, where that is longer than the
    visit.
    """

    points: int
    people: tuple[int, ...]
    shifts: tuple[int, ...]
    starts: Intervals
    takings: tuple[Taking, ...]
    trips: tuple[int, ...]
    out: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """A capacity that several visits take at once: `free` of it, less what is `taken` from start to end."""

    free: int
    taken: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit with its options, what it costs to leave it out, and what it has now: an option and a start.

    `shares`: each shared capacity that it takes, how much, and whether it does so while the asset is `out`.
    """

    minutes: int
    missed: int
    options: tuple[Option, ...]
    shares: tuple[tuple[int, int, bool], ...]
    now: int
    start: int


@dataclass(frozen=True, slots=True)
class Question:
    """Every visit gets one option or is missed; nobody does two things at once; nothing is taken beyond its end.

    What is there now always fits, though it may take more than is `left`: a trip may be counted here that is on the way
    to another one.
    """

    visits: tuple[Visit, ...]
    trips: tuple[Trip, ...]
    left: tuple[int, ...]
    shared: tuple[Shared, ...]
    seed: int
    deterministic_time: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The option (`MISSED`: none) and the start of each visit; nothing at all if nothing was found."""

    options: tuple[int, ...]
    starts: tuple[int, ...]


NOTHING = Answer((), ())


def taken_now(question: Question) -> dict[int, int]:
    """The minutes that what is there now takes from each bucket, trips included."""
    taken: dict[int, int] = defaultdict(int)
    placed = [visit.options[visit.now] for visit in question.visits if visit.now != MISSED]
    trips = sorted({trip for option in placed for trip in option.trips})
    for takings in (*(option.takings for option in placed), *(question.trips[trip].takings for trip in trips)):
        for taking in takings:
            taken[taking.bucket] += taking.minutes
    return taken
