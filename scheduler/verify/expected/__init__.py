"""An independent, naive reading of what a hospital owes, asset by asset, from the words of FORMATS.md alone."""

from collections.abc import Iterator

from scheduler.domain.facts import Facts
from scheduler.verify.expected.expectation import Expected, Origin, Standing, WorkKey
from scheduler.verify.expected.hospital import Hospital, OwingAsset
from scheduler.verify.expected.one_off import following_up, ordered
from scheduler.verify.expected.periodic import PeriodicWork

__all__ = ["Expected", "Origin", "Standing", "WorkKey", "expected_work"]


def expected_work(facts: Facts) -> Iterator[Expected]:
    """Everything that is owed in the horizon, from the tables as they were read."""
    hospital = Hospital(facts.programme, facts.today, facts.horizon)
    for owing in hospital.owing_assets():
        for work in _by_itself(owing, hospital):
            yield work
            yield from following_up(work, owing, hospital)


def _by_itself(owing: OwingAsset, hospital: Hospital) -> Iterator[Expected]:
    for row in owing.rows.values():
        yield from PeriodicWork(owing, row, hospital).occurrences()
    yield from ordered(owing, hospital)
