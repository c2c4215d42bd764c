"""One-off work with its own window: incoming inspections, recalls, field actions, work after repair."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from scheduler.domain.calendar import DayWindow, day_of
from scheduler.domain.equipment import Asset
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import DueBasis, Settled, TaskStatus
from scheduler.domain.record import SATISFYING, Order
from scheduler.obligations.attempts import attempts_of
from scheduler.obligations.records import Records
from scheduler.obligations.regime import Regime
from scheduler.obligations.standing import Standing, standing_of
from scheduler.obligations.writing import Owed


class Orders:
    """The orders of one asset after another."""

    def __init__(self, facts: Facts, records: Records) -> None:
        self._facts = facts
        self._records = records

    def owed(self, asset: Asset, regime: Regime) -> Iterator[Owed]:
        """Return the orders that are overdue or whose window meets the horizon; equal ones are numbered."""
        mine = self._records.orders.get(asset.asset_tag)
        return iter(()) if mine is None else self._of(asset, regime, mine)

    def _of(self, asset: Asset, regime: Regime, mine: Sequence[Order]) -> Iterator[Owed]:
        horizon, alike = self._facts.horizon, Counter[str]()
        for order in mine:
            if order.procedure != regime.procedure.procedure:
                continue
            key = _key(order)
            alike[key] += 1
            window, done_on = self._window(order), self._done_on(order, regime)
            is_over = done_on is not None and window.last_day < horizon.first_day
            if window.first_day <= horizon.last_day and not is_over:
                yield self._owed(asset, regime, order, window, done_on, f"{key}|{alike[key]}")

    def _owed(
        self, asset: Asset, regime: Regime, order: Order, window: DayWindow, done_on: date | None, key: str
    ) -> Owed:
        standing = self._standing(asset, order, window, done_on)
        mine = (row for row in self._records.history.get(asset.asset_tag, ()) if row.procedure == order.procedure)
        since = (row for row in mine if row.done_on >= window.first_day)
        return Owed(
            asset,
            regime.procedure,
            key,
            order.deadline,
            window,
            DueBasis.ORDER,
            _why(order, window),
            standing,
            attempts=attempts_of(since, done_on, self._facts.programme.policies),
            holds_asset=order.holds_asset,
            work_order=order.work_order,
        )

    def _window(self, order: Order) -> DayWindow:
        """From the earliest day, or today, to the deadline; a deadline that has passed leaves its own day."""
        return DayWindow(min(order.earliest or self._facts.today, order.deadline), order.deadline)

    def _done_on(self, order: Order, regime: Regime) -> date | None:
        """Return the first completion since the earliest day.

        Without an earliest day nothing tells the work of this order from work before it: only a completion of today
        satisfies it, and it stays owed until its row is taken out.
        """
        since = order.earliest or self._facts.today
        rows = self._records.history.get(order.asset_tag, ())
        satisfying = (row for row in rows if row.outcome in SATISFYING and row.procedure in regime.completed_by)
        return next((row.done_on for row in satisfying if row.done_on >= since), None)

    def _standing(self, asset: Asset, order: Order, window: DayWindow, done_on: date | None) -> Standing:
        facts = self._facts
        if done_on is not None:
            return Standing(Settled(TaskStatus.DONE, None, f"done on {done_on}"))
        deferrals = self._records.deferrals.get((asset.asset_tag, order.procedure), ())
        standing = standing_of(asset, deferrals, window, facts)
        is_free = standing.settled is None and not standing.postponed
        in_time = (standing.not_before or date.min) <= window.last_day
        ends_between = facts.today <= window.last_day < facts.horizon.first_day
        if not (is_free and in_time and ends_between and facts.programme.policies.assume_current_done):
            return standing
        zone = facts.zone_of(asset.asset_tag)
        locked = [day_of(lock.start, zone) for lock in facts.locks_of(asset.asset_tag, order.procedure)]
        on = next((day for day in locked if day >= facts.today), order.deadline)
        if on >= facts.horizon.first_day:
            return standing
        said = f"its window ends before the horizon, so it is assumed done on {on}"
        return Standing(Settled(TaskStatus.ASSUMED_DONE, None, said))


def _key(order: Order) -> str:
    return "|".join(
        ("order", order.reason, str(order.earliest or ""), order.deadline.isoformat(), order.work_order.strip())
    )


def _why(order: Order, window: DayWindow) -> str:
    said = f"ordered ({order.reason.value.replace('_', ' ')})" + (f" by {order.work_order}" if order.work_order else "")
    held = "; the asset is held until it is done" if order.holds_asset else ""
    return f"{said}, from {window.first_day} to the deadline of {window.last_day}{held}"
