"""Dates by schedule: which occurrences of a series completions satisfy, and which comes next."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain.calendar import DayWindow, gap_limit, occurrence_index_on_or_before
from scheduler.domain.obligation import DueBasis
from scheduler.obligations.occurrence import Course, Occurrence


@dataclass(frozen=True, slots=True)
class Satisfied:
    """An occurrence with the day of the completion that satisfies it."""

    occurrence: Occurrence
    done_on: date


def satisfied_in_series(course: Course, start: date, is_asked: Callable[[DayWindow], bool]) -> Iterator[Satisfied]:
    """Yield what completions satisfy, in order: the occurrence whose window holds it, else the latest open one."""
    for index, done_on in _indices_satisfied(course, start):
        if is_asked(course.window(course.nominal.after(start, index))):
            yield Satisfied(_at(course, start, index), done_on)


def first_open_in_series(course: Course, start: date) -> Occurrence:
    """Return the occurrence after the last that is satisfied, cut by the gap since the last completion."""
    done = list(_indices_satisfied(course, start))
    index = done[-1][0] + 1 if done else _first_index(course, start)
    found = _at(course, start, index)
    return cut_to_gap(found, course.completions[-1], course) if course.completions else found


def next_in_series(course: Course, start: date, former: Occurrence, day: date) -> Occurrence | None:
    """Return the next occurrence of the series after `former`, which is done or due on `day`.

    If `former` lies beside the series, it is the first that can keep its distance from that day; None if that one would
    begin after the longest gap allowed: the series cannot be rejoined yet.
    """
    if former.basis in (DueBasis.SCHEDULE, DueBasis.RUNTIME) and former.base == start:
        return _at(course, start, former.times + 1)
    return _rejoined(course, start, day)


def _rejoined(course: Course, start: date, former: date) -> Occurrence | None:
    index = occurrence_index_on_or_before(start, course.nominal, former) + 1
    index = max(index, _first_index(course, start))
    while not course.can_follow(course.nominal.after(start, index), former):
        index += 1
    found = _at(course, start, index)
    return found if found.window.first_day <= gap_limit(former, course.nominal, course.regime.profile) else None


def cut_to_gap(occurrence: Occurrence, last_done: date, course: Course) -> Occurrence:
    """End the window where the gap since the last completion would exceed periodicity and plus side."""
    limit = gap_limit(last_done, course.nominal, course.regime.profile)
    if limit >= occurrence.window.last_day:
        return occurrence
    cut = DayWindow(min(occurrence.window.first_day, limit), limit)
    why = f"{occurrence.why}; the window ends on {limit} to keep the gap since {last_done}"
    return replace(occurrence, window=cut, why=why)


def _at(course: Course, start: date, index: int) -> Occurrence:
    due = course.nominal.after(start, index)
    return course.dated(due, DueBasis.SCHEDULE, f"every {course.nominal} in the series from {start}", start, index)


def _first_index(course: Course, start: date) -> int:
    """Return the first occurrence that was ever owed: the first after the day in service."""
    begun = course.in_service_on
    if begun is None:
        return 0 if course.aligned else 1
    return max(0, occurrence_index_on_or_before(start, course.nominal, begun) + 1)


def _indices_satisfied(course: Course, start: date) -> Iterator[tuple[int, date]]:
    """Yield which occurrences are satisfied, by their place in the series, with the day of the completion."""
    frontier = _first_index(course, start)
    for done_on in course.completions:
        index = _index_satisfied(course, start, frontier, done_on)
        if index is not None:
            yield index, done_on
            frontier = index + 1


def _index_satisfied(course: Course, start: date, frontier: int, done_on: date) -> int | None:
    def holds(index: int) -> bool:
        return index >= frontier and course.window(course.nominal.after(start, index)).holds(done_on)

    latest = occurrence_index_on_or_before(start, course.nominal, done_on)
    candidates = (max(latest, frontier), max(latest, frontier) + 1)
    held = next((index for index in candidates if holds(index)), None)
    if held is None:
        return latest if latest >= frontier else None
    while holds(held - 1):
        held -= 1
    return held
