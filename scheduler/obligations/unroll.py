"""Which occurrences of a procedure stand in the list of a horizon: done, assumed done, overdue, due in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.calendar import DayWindow
from scheduler.domain.equipment import Asset
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import DueBasis, Settled, TaskStatus
from scheduler.domain.quick import quickly_made
from scheduler.domain.record import Deferral
from scheduler.obligations.course import first_open, following, satisfied
from scheduler.obligations.occurrence import Course, Occurrence
from scheduler.obligations.standing import Standing, standing_of


@quickly_made
@dataclass(frozen=True, slots=True)
class Circumstances:
    """What bears on every occurrence: the asset, its deferrals, locked days, and why no patch can be planned."""

    facts: Facts
    asset: Asset
    deferrals: Sequence[Deferral]
    locked_days: Sequence[date]
    no_patch: Settled | None = None

    @property
    def first_plannable(self) -> date:
        return max(self.facts.today, self.facts.horizon.first_day)

    def standing(self, window: DayWindow) -> Standing:
        """Say what stands in the way of work in a window."""
        found = standing_of(self.asset, self.deferrals, window, self.facts)
        if found.settled or self.no_patch is None:
            return found
        return Standing(self.no_patch, found.not_before, found.postponed, found.note)


@quickly_made
@dataclass(frozen=True, slots=True)
class Listed:
    """An occurrence with its standing; `follows`: the open one before it in the list."""

    occurrence: Occurrence
    standing: Standing
    follows: Occurrence | None = None


def unroll(course: Course, around: Circumstances) -> list[Listed]:
    """List every occurrence that is overdue or whose window meets the horizon, settled ones included, each once.

    Several missed periods owe one visit: an overdue occurrence also stands for each later one that can no longer be in
    time once the overdue work is done on the first day that is left for it.
    """
    ahead = list(open_ones(course, around))
    overridden = [one.occurrence for one in ahead if one.occurrence.basis is DueBasis.DUE_ROW]
    done = [one for one in _done_ones(course, around) if not _is_again(one.occurrence, overridden)]
    return [*done, *ahead]


def _is_again(done: Occurrence, overridden: Sequence[Occurrence]) -> bool:
    """Tell whether a due row asks for the same service, whatever the record says of it."""
    return any(done.window.overlaps(one.window) for one in overridden)


def _done_ones(course: Course, around: Circumstances) -> Iterator[Listed]:
    horizon, seen = around.facts.horizon, set()
    whole = DayWindow(horizon.first_day, horizon.last_day)
    for one in satisfied(course, whole.overlaps):
        if one.occurrence.key not in seen:
            seen.add(one.occurrence.key)
            said = f"done on {one.done_on}"
            yield Listed(one.occurrence, Standing(Settled(TaskStatus.DONE, None, said)))


def open_ones(course: Course, around: Circumstances) -> Iterator[Listed]:
    """List those of `unroll` that are not done, the assumed ones among them."""
    occurrence: Occurrence = first_open(course)
    former: Occurrence | None = None
    locks = [day for day in around.locked_days if day >= around.facts.today]
    while occurrence.window.first_day <= around.facts.horizon.last_day:
        standing = around.standing(occurrence.window)
        assumed_on = _assumed_on(course, occurrence, standing, locks, around.facts)
        if assumed_on is not None:
            locks = [day for day in locks if day > assumed_on]
            yield Listed(occurrence, _assumed(assumed_on))
            occurrence = following(course, occurrence, assumed_on)
            continue
        yield Listed(occurrence, standing, former)
        former = occurrence if standing.settled is None else None
        occurrence = _next_listed(course, occurrence, standing, around)


def _next_listed(course: Course, former: Occurrence, standing: Standing, around: Circumstances) -> Occurrence:
    """Return the next occurrence that reaches the horizon and, after a missed one, can still be kept."""
    first_day = around.first_plannable
    is_owed = standing.settled is None or standing.settled is not around.no_patch
    missed = is_owed and former.window.last_day < first_day
    found = following(course, former, None)
    while found.window.last_day < around.facts.horizon.first_day or (
        missed and not course.can_follow(found.due, first_day)
    ):
        found = following(course, found, None)
    return found


def _assumed_on(
    course: Course, occurrence: Occurrence, standing: Standing, locks: Sequence[date], facts: Facts
) -> date | None:
    """Return the day on which it is assumed done between today and the horizon; None if it is not.

    That is the day of its locked visit, else its due date; a lock before the next window begins is its own.
    """
    window = occurrence.window
    ends_between = facts.today <= window.last_day < facts.horizon.first_day
    if not ends_between or not facts.programme.policies.assume_current_done:
        return None
    if standing.settled is not None or standing.postponed or (standing.not_before or date.min) > window.last_day:
        return None
    until = following(course, occurrence, None).window.first_day
    on = next((day for day in locks if day < until), occurrence.due)
    return on if on < facts.horizon.first_day else None


def _assumed(on: date) -> Standing:
    said = f"its window ends before the horizon, so it is assumed done on {on}"
    return Standing(Settled(TaskStatus.ASSUMED_DONE, None, said))
