"""Periodic work: its occurrences up to the end of the horizon, and what is known of each before planning."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.calendar import DayWindow, Periodicity, WindowProfile
from scheduler.domain.equipment import Anchor, Procedure
from scheduler.domain.obligation import DueBasis
from scheduler.domain.policy import FirstDue
from scheduler.verify.expected.dates import (
    Series,
    Trigger,
    by_completion,
    by_schedule,
    by_service_life,
    hours_trigger,
    spread_day,
    window_with_gap,
)
from scheduler.verify.expected.expectation import Expected, Origin, Standing
from scheduler.verify.expected.hospital import Hospital, OwingAsset
from scheduler.verify.expected.record import including

_NO_PERIOD = Periodicity(days=1)
"""Stands in where a window is asked for work without a periodicity; only profiles that need none are then meaningful."""


@dataclass(frozen=True, slots=True)
class Due:
    """An occurrence before its window is known; `last_done` bounds the gap of scheduled work."""

    day: date
    basis: DueBasis
    last_done: date | None = None


class PeriodicWork:
    """The occurrences of one procedure of one asset."""

    def __init__(self, owing: OwingAsset, row: Procedure, hospital: Hospital) -> None:
        self._owing = owing
        self._row = row
        self._hospital = hospital
        self._profile: WindowProfile = owing.profile(row)
        self._every = row.every if isinstance(row.every, Periodicity) else None
        self._due_row = hospital.record.due_row(owing.tag, row.procedure)
        names = including(row.procedure, owing.rows.values())
        self._completions = hospital.record.completions(owing.tag, names)

    def occurrences(self) -> Iterator[Expected]:
        """Every occurrence that is overdue, assumed done, or whose window meets the horizon."""
        due, following = self._first()
        if due is None:
            return
        horizon, previous = self._hospital.horizon, None
        while due is not None and (window := self._window(due)).first_day <= horizon.last_day:
            if window.last_day >= horizon.first_day:
                yield self._expected(due, window, Standing.OPEN, previous)
                previous, due = due.day, following(due)
            elif window.last_day < self._hospital.today or not self._hospital.programme.policies.assume_current_done:
                yield self._expected(due, window, Standing.OPEN, None)
                previous, due = due.day, self._after_the_missed(due, following)
            else:
                yield self._expected(due, window, Standing.ASSUMED_DONE, None)
                due, following = self._after_assuming(due, following)

    def _after_the_missed(self, due: Due, following: "Following") -> Due | None:
        """Several missed periods owe one visit: go on with the first whose window reaches the horizon."""
        later = following(due)
        while later is not None and self._window(later).last_day < self._hospital.horizon.first_day:
            later = following(later)
        return later

    def _after_assuming(self, due: Due, following: "Following") -> tuple[Due | None, "Following"]:
        """Go on from the locked visit that does the work before the horizon, if there is one and it sets the date."""
        locked = self._hospital.lock_before_horizon(self._owing, self._row.procedure)
        if locked is None or self._every is None or self._owing.anchor(self._row) is Anchor.SCHEDULE:
            return following(due), following
        again = self._along(by_completion(locked, self._every))
        return again[0], again[1]

    def _first(self) -> "tuple[Due | None, Following]":
        by_date, following = self._first_by_date()
        trigger = self._trigger()
        if trigger is None or (by_date is not None and by_date.day <= trigger.day):
            return by_date, _whichever_first(following, trigger)
        return Due(trigger.day, DueBasis.RUNTIME), _whichever_first(self._from_there(), trigger)

    def _first_by_date(self) -> "tuple[Due | None, Following]":
        if self._due_row is not None and self._due_row.next_due is not None:
            first = Due(self._due_row.next_due, DueBasis.DUE_ROW)
            return first, self._from_there(anchor=first.day)
        if self._every is None:
            return None, _nothing_follows
        last_done = self._last_done()
        if last_done is None and self._is_without_baseline(self._every):
            first = Due(self._first_without_baseline(self._every), DueBasis.NO_BASELINE)
            return first, self._from_there(anchor=first.day)
        return self._along(self._series(self._every, last_done), last_done)

    def _series(self, every: Periodicity, last_done: date | None) -> Series:
        asset, in_service_on = self._owing.asset, self._owing.asset.in_service_on
        if self._owing.anchor(self._row) is Anchor.SCHEDULE:
            start = self._hospital.record.series_start(asset, self._owing.model.modality, self._row.procedure)
            done = sorted({row.done_on for row in self._completions} | ({last_done} if last_done else set()))
            if start is not None:
                return self._scheduled(start, done, every)
            if in_service_on is not None:
                return by_schedule(in_service_on, False, done, every, self._profile)
        if last_done is not None:
            return by_completion(last_done, every)
        if in_service_on is None:
            raise ValueError(f"{asset.asset_tag} has no date to count {self._row.procedure} from.")
        return by_service_life(in_service_on, every)

    def _scheduled(self, start: date, done: list[date], every: Periodicity) -> Series:
        """Without a completion the series owes nothing of the time before the asset was in service."""
        in_service_on = self._owing.asset.in_service_on
        series = by_schedule(start, True, done, every, self._profile)
        if done or in_service_on is None:
            return series
        first = series.first
        while every.after(start, first) <= in_service_on:
            first += 1
        return Series(start, first, every, DueBasis.SCHEDULE)

    def _along(self, series: Series, last_done: date | None = None) -> "tuple[Due, Following]":
        days = {series.due(0): 0}

        def following(due: Due) -> Due:
            number = days[due.day] + 1 if due.day in days else 1
            later = series.due(number)
            days[later] = number
            return Due(later, series.basis)

        gap_from = last_done if series.basis is DueBasis.SCHEDULE else None
        return Due(series.due(0), series.basis, gap_from), following

    def _from_there(self, anchor: date | None = None) -> "Following":
        """Periods counted from the due date of the former; months keep the day of `anchor`."""
        if self._every is None:
            return _nothing_follows
        every, scheduled = self._every, self._owing.anchor(self._row) is Anchor.SCHEDULE
        basis = DueBasis.SCHEDULE if scheduled else DueBasis.COMPLETION
        if anchor is None:
            return lambda due: Due(every.after(due.day), basis)
        return self._along(Series(anchor, 0, every, basis))[1]

    def _last_done(self) -> date | None:
        done = [row.done_on for row in self._completions]
        if self._due_row is not None and self._due_row.last_done is not None:
            done.append(self._due_row.last_done)
        return max(done, default=None)

    def _is_without_baseline(self, every: Periodicity) -> bool:
        in_service_on = self._owing.asset.in_service_on
        return in_service_on is None or every.after(in_service_on) < self._hospital.today

    def _first_without_baseline(self, every: Periodicity) -> date:
        today = self._hospital.today
        if self._hospital.programme.policies.first_due is FirstDue.NOW:
            return today
        high_risk = self._owing.model.high_risk
        return spread_day(self._owing.tag, self._row.procedure, every, high_risk=high_risk, today=today)

    def _trigger(self) -> Trigger | None:
        if self._row.runtime_hours is None:
            return None
        with_reading = [row for row in self._completions if row.runtime_hours is not None]
        if self._completions and not with_reading:
            return None
        since = with_reading[-1].runtime_hours if with_reading else 0.0
        readings = self._hospital.record.readings(self._owing.asset, self._hospital.today)
        return hours_trigger(readings, since or 0.0, self._row.runtime_hours)

    def _window(self, due: Due) -> DayWindow:
        return window_with_gap(due.day, self._every or _NO_PERIOD, self._profile, due.last_done)

    def _expected(self, due: Due, window: DayWindow, standing: Standing, previous: date | None) -> Expected:
        return Expected(
            asset_tag=self._owing.tag,
            procedure=self._row,
            origin=Origin.SERIES,
            due=due.day,
            window=window,
            basis=due.basis,
            risk_class=self._owing.risk_class,
            standing=standing,
            overdue=standing is Standing.OPEN and window.last_day < self._hospital.horizon.first_day,
            every=self._every,
            minus_days=self._profile.minus_days(due.day, self._every or _NO_PERIOD),
            previous_due=previous,
            work_order="" if self._due_row is None else self._due_row.work_order,
        )


Following = Callable[[Due], Due | None]


def _nothing_follows(due: Due) -> None:
    return None


def _whichever_first(following: Following, trigger: Trigger | None) -> Following:
    """Later occurrences too come by date or by hours."""
    if trigger is None or not trigger.days_between:
        return following
    days = timedelta(days=trigger.days_between)

    def first_of_both(due: Due) -> Due | None:
        by_date, by_hours = following(due), due.day + days
        return by_date if by_date is not None and by_date.day <= by_hours else Due(by_hours, DueBasis.RUNTIME)

    return first_of_both
