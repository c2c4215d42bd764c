"""Periodic work: its occurrences up to the end of the horizon, and what is known of each before planning."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain.equipment import Procedure
from scheduler.domain.obligation import DueBasis
from scheduler.domain.record import HistoryRow, Outcome
from scheduler.verify.expected.expectation import Expected, Origin, Standing
from scheduler.verify.expected.hospital import Hospital, OwingAsset
from scheduler.verify.expected.standing import Obstacle, obstacle
from scheduler.verify.expected.timeline import Due, Timeline

HOLDING = frozenset({Outcome.FAILED, Outcome.ROLLED_BACK})


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where the walk along the occurrences stands; a lock until `assumed_until` was the visit of an earlier one."""

    due: Due
    previous: date | None = None
    held: bool = False
    assumed_until: date = date.min


class PeriodicWork:
    """The occurrences of one procedure of one asset."""

    def __init__(self, owing: OwingAsset, row: Procedure, hospital: Hospital, software: Standing | None = None) -> None:
        """`software`: why no release is to be installed, for patch work."""
        self._owing = owing
        self._hospital = hospital
        self._timeline = Timeline(owing, row, hospital)
        self._software = software
        self._row = row

    def occurrences(self) -> Iterator[Expected]:
        """Every occurrence that is overdue or settled before the horizon, or whose window meets it."""
        if not self._timeline.is_owed:
            return
        still_owed = list(self._still_owed())
        by_row = [one.window for one in still_owed if one.basis is DueBasis.DUE_ROW]
        for due in self._done_in_horizon():
            if not any(due.window.overlaps(window) for window in by_row):
                yield self._expected(due, Obstacle(Standing.DONE))
        yield from still_owed

    def _done_in_horizon(self) -> Iterator[Due]:
        horizon, seen = self._hospital.horizon, set()
        for due, _ in self._timeline.done():
            meets = due.window.first_day <= horizon.last_day and due.window.last_day >= horizon.first_day
            if meets and due.day not in seen:
                seen.add(due.day)
                yield due

    def _still_owed(self) -> Iterator[Expected]:
        walk = _Walk(self._timeline.first(), held=self.is_held)
        while walk.due.window.first_day <= self._hospital.horizon.last_day:
            found = self._obstacle(walk.due)
            assumed_on = self._assumed_on(walk, found)
            if assumed_on is not None:
                yield self._expected(walk.due, replace(found, standing=Standing.ASSUMED_DONE), held=walk.held)
                walk = _Walk(self._timeline.after(walk.due, assumed_on), walk.previous, assumed_until=assumed_on)
            else:
                yield self._expected(walk.due, found, walk.previous, held=walk.held)
                previous = walk.due.day if found.standing is Standing.OPEN else None
                walk = _Walk(self._next_to_list(walk.due, found), previous)

    def _next_to_list(self, former: Due, found: Obstacle) -> Due:
        """Several missed periods owe one visit: it stands for all that cannot be in time after it any more."""
        horizon = self._hospital.horizon
        first_plannable = max(self._hospital.today, horizon.first_day)
        missed = former.window.last_day < first_plannable and found.standing not in _OF_SOFTWARE
        later = self._timeline.after(former)
        while later.window.last_day < horizon.first_day or (
            missed and not self._timeline.can_follow(later, first_plannable)
        ):
            later = self._timeline.after(later)
        return later

    def _obstacle(self, due: Due) -> Obstacle:
        deferrals = self._hospital.record.deferrals(self._owing.tag, self._row.procedure)
        found = obstacle(self._owing.asset, deferrals, due.window, self._hospital)
        if found.standing is Standing.OPEN and self._software is not None:
            return replace(found, standing=self._software)
        return found

    def _assumed_on(self, walk: _Walk, found: Obstacle) -> date | None:
        """The day on which it is assumed done: its window ends before the horizon, and nothing is in the way."""
        due = walk.due
        ends, horizon = due.window.last_day, self._hospital.horizon
        if not self._hospital.programme.policies.assume_current_done:
            return None
        if not self._hospital.today <= ends < horizon.first_day:
            return None
        if found.standing is not Standing.OPEN or found.excused or (found.not_before or date.min) > ends:
            return None
        until = self._timeline.after(due).window.first_day
        lock = self._hospital.first_lock(self._owing, self._row.procedure, until, walk.assumed_until)
        day = lock or due.day
        return day if day < horizon.first_day else None

    @property
    def is_held(self) -> bool:
        """Whether the work failed after it was last completed."""
        return any(row.outcome in HOLDING for row in self._since_done())

    def _since_done(self) -> Iterator[HistoryRow]:
        last_done = self._timeline.last_done
        rows = self._hospital.record.tried(self._owing.tag, self._row.procedure)
        return (row for row in rows if last_done is None or row.done_on > last_done)

    def _expected(self, due: Due, found: Obstacle, previous: date | None = None, *, held: bool = False) -> Expected:
        return Expected(
            asset_tag=self._owing.tag,
            procedure=self._row,
            origin=Origin.SERIES,
            due=due.day,
            window=due.window,
            basis=due.basis,
            risk_class=self._owing.risk_class,
            standing=found.standing,
            every=self._timeline.every,
            minus_days=self._timeline.minus_days(due.day),
            not_before=found.not_before,
            previous_due=previous,
            holds_asset=held,
            work_order=self._work_order(due),
        )

    def _work_order(self, due: Due) -> str:
        """The CMMS knows the work by this order, if it means this date."""
        row = self._hospital.record.due_row(self._owing.tag, self._row.procedure)
        return row.work_order if row is not None and row.next_due in (None, due.day) else ""


_OF_SOFTWARE = frozenset({Standing.NO_PATCH, Standing.NOTHING_TO_INSTALL, Standing.VERSION_UNKNOWN, Standing.WAITING})
