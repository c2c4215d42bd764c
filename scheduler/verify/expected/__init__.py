"""An independent, naive reading of what a hospital owes, asset by asset, from the words of FORMATS.md alone."""

from collections.abc import Iterator

from scheduler.domain.equipment import ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.verify.expected.expectation import Expected, Origin, Standing, WorkKey
from scheduler.verify.expected.hospital import Hospital, OwingAsset
from scheduler.verify.expected.one_off import following_up, ordered
from scheduler.verify.expected.periodic import PeriodicWork
from scheduler.verify.expected.rollouts import Rollouts
from scheduler.verify.expected.software import SoftwareWork

__all__ = ["Expected", "Origin", "Standing", "WorkKey", "expected_work"]


def expected_work(facts: Facts) -> Iterator[Expected]:
    """Everything that is owed in the horizon, from the tables as they were read."""
    hospital = Hospital(facts.programme, facts.today, facts.horizon)
    rollouts = Rollouts(hospital)
    for owing in hospital.owing_assets():
        for work in _by_itself(owing, hospital):
            standing = rollouts.standing_in(work)
            yield rollouts.soaked(standing)
            yield from following_up(standing, owing, hospital)


def _by_itself(owing: OwingAsset, hospital: Hospital) -> Iterator[Expected]:
    for row in owing.rows.values():
        if row.kind is ProcedureKind.PATCH:
            yield from SoftwareWork(owing, row, hospital).occurrences()
        else:
            yield from PeriodicWork(owing, row, hospital).occurrences()
    yield from ordered(owing, hospital)
