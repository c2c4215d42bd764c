"""The due dates of one procedure on one asset, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from scheduler.domain.calendar import DayWindow, Periodicity, WindowProfile, gap_limit, occurrence_index_on_or_before
from scheduler.domain.equipment import Anchor, Procedure
from scheduler.domain.obligation import DueBasis
from scheduler.domain.policy import FirstDue
from scheduler.domain.quick import quickly_made
from scheduler.verify.expected.dates import Trigger, hours_trigger, satisfied_occurrences, spread_day
from scheduler.verify.expected.hospital import Hospital, OwingAsset
from scheduler.verify.expected.record import including

_A_YEAR = Periodicity(months=12)
"""By which a window is asked for work that hours alone ask for, while nobody knows how many a day there are."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Due:
    """A due date, why, and its window. It lies `times` periods after `anchor`, in the series if `in_series`."""

    day: date
    basis: DueBasis
    window: DayWindow
    anchor: date
    times: int
    in_series: bool = False


class Timeline:
    """What has been done, what is owed first, and what comes after."""

    def __init__(self, owing: OwingAsset, row: Procedure, hospital: Hospital) -> None:
        self._owing = owing
        self._row = row
        self._hospital = hospital
        self._profile: WindowProfile = owing.profile(row)
        self._due_row = hospital.record.due_row(owing.tag, row.procedure)

    @property
    def is_owed(self) -> bool:
        """Whether it is owed by dates or by hours at all."""
        return isinstance(self._row.every, Periodicity) or self._trigger is not None

    @property
    def every(self) -> Periodicity | None:
        """The periodicity in force: by date, or by hours where these come sooner."""
        by_hours = None if self._trigger is None else self._trigger.period
        if not isinstance(self._row.every, Periodicity):
            return by_hours
        return by_hours if by_hours and by_hours.days < self._row.every.days_approx else self._row.every

    def minus_days(self, due: date) -> int:
        return self._profile.minus_days(due, self._nominal)

    def first(self) -> Due:
        """What is owed after all that is recorded."""
        if self._next_due is not None and self._done_for_the_row is None:
            return self._at(self._next_due, DueBasis.DUE_ROW, self._next_due, 0)
        if not self._has_baseline:
            day = self._without_baseline()
            return self._at(day, DueBasis.NO_BASELINE, day, 0)
        by_date, trigger = self._first_by_date(), self._trigger
        if trigger is not None and (by_date is None or trigger.day < by_date.day):
            return self._worn(trigger.day, by_date)
        assert by_date is not None, "work that is owed has a date or an hour"
        return by_date

    def after(self, former: Due, done_on: date | None = None) -> Due:
        """The next one: from the former's due date, or from the day on which it is assumed done."""
        day = former.day if done_on is None else done_on
        following = self._after_in_series(former, day) if self._start is not None else None
        following = following or self._after_by_period(former, day)
        if self._start is None:
            return following
        by_hours = None if self._trigger is None else self._trigger.period
        if by_hours is not None and by_hours.after(day) < following.day:
            return self._worn(by_hours.after(day), following)
        return following if done_on is None else self._cut(following, done_on)

    def can_follow(self, due: Due, former: date) -> bool:
        """Whether its window still has a day at least the periodicity less the early side after the former."""
        earliest = (self.every or self._nominal).after(former).toordinal() - self.minus_days(due.day)
        return due.window.last_day.toordinal() >= earliest

    def done(self) -> Iterator[tuple[Due, date]]:
        """Every occurrence that a recorded completion satisfied, with the day."""
        if not isinstance(self._row.every, Periodicity):
            return
        for due, day in self._done_by_date(self._row.every):
            if day != self._done_for_the_row:
                yield due, day
        if self._next_due is not None and self._done_for_the_row is not None:
            yield self._at(self._next_due, DueBasis.DUE_ROW, self._next_due, 0), self._done_for_the_row

    @property
    def last_done(self) -> date | None:
        return self._done_on[-1] if self._done_on else None

    def _done_by_date(self, every: Periodicity) -> Iterator[tuple[Due, date]]:
        if self._start is not None:
            for number, day in self._satisfied:
                yield self._in_series(number), day
            return
        begun = self._owing.asset.in_service_on
        for former, day in pairwise([*([] if begun is None else [begun]), *self._done_on]):
            basis = DueBasis.IN_SERVICE if former == begun and day == self._done_on[0] else DueBasis.COMPLETION
            due = self._at(every.after(former), basis, former, 1)
            if day >= due.window.first_day:
                yield due, day

    def _first_by_date(self) -> Due | None:
        every = self._row.every
        if not isinstance(every, Periodicity):
            return None
        if self._start is not None:
            following = self._in_series(self._satisfied[-1][0] + 1 if self._satisfied else self._first_in_series)
            return following if self.last_done is None else self._cut(following, self.last_done)
        if self.last_done is not None:
            return self._at(every.after(self.last_done), DueBasis.COMPLETION, self.last_done, 1)
        begun = self._owing.asset.in_service_on
        return None if begun is None else self._at(every.after(begun), DueBasis.IN_SERVICE, begun, 1)

    def _worn(self, day: date, by_date: Due | None) -> Due:
        """Whichever is first: the hours bring forward what the series would ask for later."""
        if by_date is not None and by_date.in_series:
            return replace(by_date, day=day, basis=DueBasis.RUNTIME, window=self._profile.window(day, self._nominal))
        return self._at(day, DueBasis.RUNTIME, day, 0)

    def _after_in_series(self, former: Due, day: date) -> Due | None:
        """The next occurrence of the series; from a date beside it the first that can follow, if not too far off."""
        if former.in_series:
            return self._in_series(former.times + 1)
        assert self._start is not None, "asked of a series only"
        number = max(occurrence_index_on_or_before(self._start, self._nominal, day) + 1, self._first_in_series)
        while not self.can_follow(self._in_series(number), day):
            number += 1
        found = self._in_series(number)
        return found if found.window.first_day <= gap_limit(day, self._nominal, self._profile) else None

    def _after_by_period(self, former: Due, day: date) -> Due:
        keeps_anchor = day == former.day and self._start is None
        anchor, times = (former.anchor, former.times + 1) if keeps_anchor else (day, 1)
        return self._at((self.every or self._nominal).after(anchor, times), self._later_basis(former), anchor, times)

    def _later_basis(self, former: Due) -> DueBasis:
        if self.every is not None and self.every != self._row.every:
            return DueBasis.RUNTIME
        if former.basis is DueBasis.NO_BASELINE:
            return former.basis
        return DueBasis.COMPLETION if self._start is None else DueBasis.SCHEDULE

    def _in_series(self, number: int) -> Due:
        assert self._start is not None, "asked of a series only"
        day = self._nominal.after(self._start, number)
        return Due(
            day, DueBasis.SCHEDULE, self._profile.window(day, self._nominal), self._start, number, in_series=True
        )

    def _at(self, day: date, basis: DueBasis, anchor: date, times: int) -> Due:
        return Due(day, basis, self._profile.window(day, self._nominal), anchor, times)

    def _cut(self, due: Due, last_done: date) -> Due:
        """The gap since the last completion may not exceed periodicity and plus side."""
        last = min(due.window.last_day, gap_limit(last_done, self._nominal, self._profile))
        return replace(due, window=DayWindow(min(due.window.first_day, last), last))

    def _without_baseline(self) -> date:
        today = self._hospital.today
        if self._hospital.programme.policies.first_due is FirstDue.NOW:
            return today
        risk = self._owing.model.high_risk
        return spread_day(self._owing.tag, self._row.procedure, self._nominal, high_risk=risk, today=today)

    @property
    def _nominal(self) -> Periodicity:
        return self._row.every if isinstance(self._row.every, Periodicity) else self.every or _A_YEAR

    @property
    def _has_baseline(self) -> bool:
        if self._done_on:
            return True
        if not isinstance(self._row.every, Periodicity):
            return self._trigger is not None and self._trigger.day >= self._hospital.today
        begun = self._owing.asset.in_service_on or self._start
        return begun is not None and self._row.every.after(begun) >= self._hospital.today

    @property
    def _next_due(self) -> date | None:
        return None if self._due_row is None else self._due_row.next_due

    @cached_property
    def _done_for_the_row(self) -> date | None:
        """The completion that the due row did not know yet when it asked for this date."""
        if self._next_due is None or self._due_row is None:
            return None
        opens = self._profile.window(self._next_due, self._nominal).first_day
        known = self._due_row.last_done or date.min
        return next((day for day in self._done_on if day > known and day >= opens), None)

    @cached_property
    def _start(self) -> date | None:
        """Where the series starts; None where dates count from completions."""
        if self._owing.anchor(self._row) is not Anchor.SCHEDULE or not isinstance(self._row.every, Periodicity):
            return None
        return self._given_start or self._owing.asset.in_service_on

    @cached_property
    def _given_start(self) -> date | None:
        modality = self._owing.model.modality
        return self._hospital.record.series_start(self._owing.asset, modality, self._row.procedure)

    @cached_property
    def _first_in_series(self) -> int:
        """The first occurrence after the day in service; a series start that was given is one itself."""
        begun = self._owing.asset.in_service_on
        assert self._start is not None, "asked of a series only"
        number = 0 if self._given_start is not None else 1
        while begun is not None and self._nominal.after(self._start, number) <= begun:
            number += 1
        return number

    @cached_property
    def _satisfied(self) -> list[tuple[int, date]]:
        assert self._start is not None, "asked of a series only"
        return satisfied_occurrences(self._start, self._first_in_series, self._done_on, self._nominal, self._profile)

    @cached_property
    def _done_on(self) -> list[date]:
        names = including(self._row.procedure, self._owing.rows.values())
        days = {row.done_on for row in self._hospital.record.completions(self._owing.tag, names)}
        if self._due_row is not None and self._due_row.last_done is not None:
            days.add(self._due_row.last_done)
        return sorted(days)

    @cached_property
    def _trigger(self) -> Trigger | None:
        if self._row.runtime_hours is None:
            return None
        readings = self._hospital.record.readings(self._owing.asset, self._hospital.today)
        return hours_trigger(readings, self.last_done, self._row.runtime_hours)
