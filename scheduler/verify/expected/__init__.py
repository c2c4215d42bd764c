"""An independent, naive reading of what a hospital owes, asset by asset, from the words of FORMATS.md alone."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.facts import Facts
from scheduler.verify.expected.expectation import Expected, Origin, Standing, WorkKey
from scheduler.verify.expected.hospital import Hospital, OwingAsset
from scheduler.verify.expected.one_off import following_up, ordered
from scheduler.verify.expected.periodic import PeriodicWork

__all__ = ["Expected", "Origin", "Standing", "WorkKey", "expected_work"]


def expected_work(facts: Facts) -> Iterator[Expected]:
    """Everything that is owed in the horizon, patches apart, from the tables as they were read."""
    hospital = Hospital(facts.programme, facts.today, facts.horizon)
    for owing in hospital.owing_assets():
        for work in _of(owing, hospital):
            yield _as_things_stand(work, owing, hospital)


def _of(owing: OwingAsset, hospital: Hospital) -> Iterator[Expected]:
    for work in _by_itself(owing, hospital):
        yield work
        yield from following_up(work, owing)


def _by_itself(owing: OwingAsset, hospital: Hospital) -> Iterator[Expected]:
    for row in owing.rows.values():
        yield from PeriodicWork(owing, row, hospital).occurrences()
    yield from ordered(owing, hospital)


def _as_things_stand(work: Expected, owing: OwingAsset, hospital: Hospital) -> Expected:
    """Say whether the asset is there, and whether somebody approved to wait."""
    if work.standing is not Standing.OPEN:
        return work
    standing = hospital.standing_of(owing.asset)
    waits = [
        deferral.until for deferral in hospital.record.deferrals(owing.tag, work.parent or work.procedure.procedure)
    ]
    if standing is Standing.OPEN and any(until is None or until >= hospital.horizon.last_day for until in waits):
        standing = Standing.DEFERRED
    days = (owing.asset.expected_back, *(until + timedelta(days=1) for until in waits if until is not None))
    return replace(work, standing=standing, not_before=_latest(days, work.window.first_day))


def _latest(days: Iterable[date | None], opens: date) -> date | None:
    """The last day of these that is later than the window's first."""
    return max((day for day in days if day is not None and day > opens), default=None)
