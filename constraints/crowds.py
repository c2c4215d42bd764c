"""More out or taken at once than allowed: one sweep over the instants at which something changes."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from itertools import groupby

from scheduler.domain.calendar import Span


class Cause(IntEnum):
    """Why something is taken; each cause is looked at on top of those before it."""

    VISIT = 0
    """A visit runs, or keeps the asset on the bench."""
    FOLLOW_UP = 1
    """A visit is over, but its follow-up is not."""
    HELD = 2
    """An order holds the asset since before the plan; that alone is nobody's fault."""


@dataclass(frozen=True, slots=True)
class Taking:
    """`what` is taken for a while, by `who`."""

    span: Span
    what: Hashable
    who: str
    cause: Cause = Cause.VISIT


@dataclass(frozen=True, slots=True)
class Crowd:
    """From `start` on more different things are taken than allowed: `whats`, in order."""

    start: datetime
    whats: tuple[str, ...]
    who: str
    """The one that began last."""

    @property
    def names(self) -> str:
        return ", ".join(self.whats)


def crowds(takings: Iterable[Taking], limit: int, cause: Cause = Cause.VISIT) -> Iterator[Crowd]:
    """The beginnings of stretches in which too much is taken because of `cause`, and would not be without it."""
    takings = tuple(takings)
    if len({taking.what for taking in takings}) <= limit:
        return  # not even if all were taken at once
    active = tuple(Counter[Hashable]() for _ in Cause)
    is_over = False
    for instant, changes in groupby(_changes(takings), key=lambda change: change[0]):
        last = ""
        for _, step, _, taking in changes:
            _take(active[taking.cause], taking.what, step)
            last = taking.who if step > 0 else last
        was_over, is_over = is_over, _is_over(active, limit, cause)
        if is_over and not was_over:
            yield Crowd(instant, tuple(sorted(str(what) for what in _taken(active, cause))), last)


def _changes(takings: Iterable[Taking]) -> list[tuple[datetime, int, str, Taking]]:
    """Ends and starts in order; at one instant what ends is given back before anything is taken."""
    changes = []
    for taking in takings:
        changes += [(taking.span.start, 1, taking.who, taking), (taking.span.end, -1, taking.who, taking)]
    return sorted(changes, key=lambda change: change[:3])


def _take(counter: Counter[Hashable], what: Hashable, step: int) -> None:
    """Count once more or less; what is not taken any more is forgotten."""
    counter[what] += step
    if not counter[what]:
        del counter[what]


def _is_over(active: tuple[Counter[Hashable], ...], limit: int, cause: Cause) -> bool:
    if sum(map(len, active[: cause + 1])) <= limit:
        return False
    taken = _taken(active, cause)
    if len(taken) <= limit or (cause > 0 and len(_taken(active, Cause(cause - 1))) > limit):
        return False
    return cause is not Cause.HELD or not taken <= active[Cause.HELD].keys()


def _taken(active: tuple[Counter[Hashable], ...], cause: Cause) -> set[Hashable]:
    return set().union(*active[: cause + 1])
