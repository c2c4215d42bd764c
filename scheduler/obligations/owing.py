"""Programme to obligations: everything that is owed in a horizon, once."""

from collections import Counter
from collections.abc import Iterator

from scheduler.domain.equipment import Asset, AssetStatus
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.obligations.followups import follow_ups
from scheduler.obligations.nesting import nested
from scheduler.obligations.orders import Orders
from scheduler.obligations.periodic import Periodic
from scheduler.obligations.records import Records
from scheduler.obligations.regime import Regimes
from scheduler.obligations.rollout import rolled_out
from scheduler.obligations.writing import Owed, Writer


def owed(facts: Facts) -> tuple[Obligation, ...]:
    """Return every obligation that is overdue or whose window meets the horizon, exactly once.

    Settled ones are among them, with their status and reason. Sorted by asset, procedure, due date. Retired assets owe
    nothing.
    """
    return _read(facts, settled_too=True)


def open_work(facts: Facts) -> tuple[Obligation, ...]:
    """Return the obligations of `owed` that are open, and write no others: over a year most are settled."""
    return tuple(one for one in _read(facts, settled_too=False) if one.is_open)


def _read(facts: Facts, *, settled_too: bool) -> tuple[Obligation, ...]:
    reader = _Reader(facts, settled_too=settled_too)
    assets = (asset for _, asset in sorted(facts.programme.assets.items()))
    found = [one for asset in assets if asset.status is not AssetStatus.RETIRED for one in reader.read(asset)]
    found.sort(key=lambda one: (one.asset_tag, one.name, one.due, one.task_id))
    _refuse_equal_ids(found)
    return tuple(rolled_out(found, facts, reader.records))


class _Reader:
    """Reads one asset after another."""

    def __init__(self, facts: Facts, *, settled_too: bool) -> None:
        self._facts = facts
        self._settled_too = settled_too
        self.records = Records.of(facts.programme)
        self._regimes = Regimes(facts, self.records)
        self._orders = Orders(facts, self.records)
        self._writer = Writer(facts)
        self._periodic = Periodic(facts, self.records, self._writer.impact_class_of, settled_too=settled_too)

    def read(self, asset: Asset) -> list[Obligation]:
        regimes = self._regimes.of(asset.asset_tag)
        wanted = (one for one in self._all(asset) if self._settled_too or one.standing.settled is None)
        written = [self._writer.write(one) for one in wanted]
        return nested(written, regimes) if len(written) > 1 else written

    def _all(self, asset: Asset) -> Iterator[Owed]:
        for regime in self._regimes.of(asset.asset_tag).values():
            for one in (*self._periodic.owed(asset, regime), *self._orders.owed(asset, regime)):
                yield one
                if one.procedure.follow_up is not None:
                    yield from follow_ups(one, self._facts, self.records)


def _refuse_equal_ids(obligations: list[Obligation]) -> None:
    counts = Counter(one.task_id for one in obligations)
    twice = sorted(task for task, number in counts.items() if number > 1)
    if twice:
        raise ValueError(f"Two obligations have the id {twice[0]}; an obligation stands in the list once.")
