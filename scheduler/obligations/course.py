"""The due dates of one procedure on one asset: the first that is open, those that are done, and what follows."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise

from scheduler.domain.calendar import DayWindow
from scheduler.domain.obligation import DueBasis
from scheduler.domain.policy import FirstDue, RiskClass
from scheduler.obligations.occurrence import Course, Occurrence
from scheduler.obligations.series import (
    Satisfied,
    cut_to_gap,
    first_open_in_series,
    next_in_series,
    satisfied_in_series,
)

_NO_BASELINE = "no_baseline"


def first_open(course: Course) -> Occurrence:
    """Return what is owed next after all that is recorded: by the due row, else by dates or hours of use."""
    pending = _pending_due_row(course)
    if pending is not None:
        return pending
    if not _has_baseline(course):
        return _without_baseline(course)
    return _sooner_by_wear(_first_by_date(course), course)


def satisfied(course: Course, is_asked: Callable[[DayWindow], bool] = lambda _: True) -> Iterator[Satisfied]:
    """Yield the occurrences that recorded completions satisfy; a due row overrides what dates say of its completion.

    Only those whose window `is_asked` about: of years of history few are.
    """
    if course.regime.every is None:
        return
    by_row = list(_satisfied_due_row(course))
    used = {one.done_on for one in by_row}
    start = course.series_start
    by_date = _satisfied_by_date(course, is_asked) if start is None else satisfied_in_series(course, start, is_asked)
    yield from (one for one in by_date if one.done_on not in used)
    yield from (one for one in by_row if is_asked(one.occurrence.window))


def following(course: Course, former: Occurrence, done_on: date | None) -> Occurrence:
    """Return the next occurrence after `former`, which was (or is assumed) done on `done_on`, or is still open (None).

    From an open one it is counted from the *due* date, whenever the work will be planned.
    """
    day = former.due if done_on is None else done_on
    by_date = _next_by_date(course, former, day)
    if course.wear is not None and course.wear.period is not None and course.series_start is not None:
        worn = course.wear.period.after(day)
        if worn < by_date.due:
            return _by_wear(by_date, worn, course)
    return cut_to_gap(by_date, day, course) if done_on is not None and course.series_start is not None else by_date


def _next_by_date(course: Course, former: Occurrence, day: date) -> Occurrence:
    if course.series_start is not None:
        found = next_in_series(course, course.series_start, former, day)
        if found is not None:
            return found
    base, times = (former.base, former.times + 1) if day == former.due and course.series_start is None else (day, 1)
    due = course.every.after(base, times)
    why, basis = f"{course.every} after {_called(former)} {day}", _later_basis(course, former)
    if former.dated and not _is_worn(course):
        return course.dated(due, basis, why, base, times)
    return Occurrence(due, course.window(due), basis, why, f"{former.key} +1", False, base, times)


def _called(former: Occurrence) -> str:
    return "the occurrence of" if former.basis is not DueBasis.NO_BASELINE else "the first due date"


def _later_basis(course: Course, former: Occurrence) -> DueBasis:
    """A later occurrence counts from its former; what set the first date alone is not what sets this one."""
    if _is_worn(course):
        return DueBasis.RUNTIME
    if former.basis is DueBasis.NO_BASELINE:
        return former.basis
    return DueBasis.SCHEDULE if course.series_start is not None else DueBasis.COMPLETION


def _is_worn(course: Course) -> bool:
    """Tell whether dates are counted with the period of a runtime trigger, which moves with its readings."""
    return course.every != course.regime.every


def _has_baseline(course: Course) -> bool:
    if course.completions:
        return True
    if course.regime.every is None:
        return course.wear is not None and course.wear.due >= course.today
    begun = course.in_service_on or (course.series_start if course.aligned else None)
    return begun is not None and course.nominal.after(begun) >= course.today


def _without_baseline(course: Course) -> Occurrence:
    """Spread first due dates over one period (half of it for high risk), the same for an asset in every run."""
    due, said = course.today, "due now"
    if course.first_due is FirstDue.SPREAD:
        days = course.nominal.days_approx
        days = max(1, days // 2 if course.regime.risk_class is RiskClass.HIGH_RISK else days)
        due = course.today + timedelta(days=1 + spread_day(course.seed, days))
        said = f"first due date spread over {days} days"
    why = f"no completion is recorded and no date is set; {said}"
    return Occurrence(due, course.window(due), DueBasis.NO_BASELINE, why, _NO_BASELINE, False, due)


def spread_day(seed: str, days: int) -> int:
    """Return a day in 0 .. days - 1 from the first 8 bytes, big-endian, of the SHA-256 of `asset_tag|procedure`."""
    return int.from_bytes(sha256(seed.encode()).digest()[:8], "big") % days


def _first_by_date(course: Course) -> Occurrence:
    if course.regime.every is None:
        return _first_by_wear_alone(course)
    if course.series_start is not None:
        return first_open_in_series(course, course.series_start)
    if course.completions:
        return _after_completion(course, course.completions[-1])
    return _after_in_service(course)


def _after_completion(course: Course, done_on: date) -> Occurrence:
    why = f"{course.nominal} after the completion of {done_on}"
    return course.dated(course.nominal.after(done_on), DueBasis.COMPLETION, why, done_on, 1)


def _after_in_service(course: Course) -> Occurrence:
    begun = course.in_service_on
    assert begun is not None, "a course with a baseline and no completion has a day in service"
    why = f"{course.nominal} after the start of service on {begun}"
    return course.dated(course.nominal.after(begun), DueBasis.IN_SERVICE, why, begun, 1)


def _first_by_wear_alone(course: Course) -> Occurrence:
    assert course.wear is not None, "a procedure without a periodicity is owed by hours of use"
    since = course.completions[-1].isoformat() if course.completions else "new"
    due, key = course.wear.due, f"runtime since {since}"
    return Occurrence(due, course.window(due), DueBasis.RUNTIME, course.wear.why, key, False, due)


def _sooner_by_wear(by_date: Occurrence, course: Course) -> Occurrence:
    if course.wear is None or course.wear.due >= by_date.due:
        return by_date
    return _by_wear(by_date, course.wear.due, course)


def _by_wear(by_date: Occurrence, due: date, course: Course) -> Occurrence:
    """The same occurrence, brought forward by hours of use: it keeps its key, so its id, and its place in a series."""
    assert course.wear is not None, "brought forward by hours of use"
    why = f"{course.wear.why}; sooner than {by_date.due}, {by_date.why}"
    sooner = replace(by_date, due=due, window=course.window(due), basis=DueBasis.RUNTIME, why=why)
    return sooner if by_date.base == course.series_start else replace(sooner, base=due, times=0)


def _due_row_occurrence(course: Course) -> Occurrence | None:
    row = course.due_row
    if row is None or row.next_due is None:
        return None
    order = f" (work order {row.work_order})" if row.work_order else ""
    return course.dated(row.next_due, DueBasis.DUE_ROW, f"next due by the CMMS{order}", row.next_due, 0)


def _pending_due_row(course: Course) -> Occurrence | None:
    return None if any(_satisfied_due_row(course)) else _due_row_occurrence(course)


def _satisfied_due_row(course: Course) -> Iterator[Satisfied]:
    """Yield the due row's occurrence with the first completion since its window began that the row did not know."""
    set_by_row = _due_row_occurrence(course)
    if set_by_row is None or course.due_row is None:
        return
    known = course.due_row.last_done or date.min
    fresh = (day for day in course.completions if day > known and day >= set_by_row.window.first_day)
    yield from (Satisfied(set_by_row, done_on) for done_on in list(fresh)[:1])


def _satisfied_by_date(course: Course, is_asked: Callable[[DayWindow], bool]) -> Iterator[Satisfied]:
    """Yield each occurrence whose window had begun when the completion after it came."""

    def is_in_time(former: date, done_on: date) -> bool:
        window = course.window(course.nominal.after(former))
        return done_on >= window.first_day and is_asked(window)

    begun, completions = course.in_service_on, course.completions
    if completions and begun is not None and is_in_time(begun, completions[0]):
        yield Satisfied(_after_in_service(course), completions[0])
    for former, done_on in pairwise(completions):
        if is_in_time(former, done_on):
            yield Satisfied(_after_completion(course, former), done_on)
