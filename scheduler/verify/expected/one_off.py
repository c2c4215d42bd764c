"""Work that is owed once: orders, and what must follow other work before an asset returns to use."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from scheduler.domain.calendar import DayWindow
from scheduler.domain.equipment import Procedure
from scheduler.domain.ids import ProcedureName
from scheduler.domain.obligation import DueBasis
from scheduler.domain.record import Order
from scheduler.verify.expected.expectation import Expected, Origin, Standing
from scheduler.verify.expected.hospital import Hospital, OwingAsset
from scheduler.verify.expected.record import including


def ordered(owing: OwingAsset, hospital: Hospital) -> Iterator[Expected]:
    """The orders of an asset that are overdue, assumed done or done, or whose window meets the horizon."""
    for order in hospital.record.orders(owing.tag):
        row = owing.rows.get(order.procedure)
        opens = min(order.earliest or hospital.today, order.deadline)
        if row is not None and opens <= hospital.horizon.last_day:
            yield _ordered(order, row, DayWindow(opens, order.deadline), owing, hospital)


def _ordered(order: Order, row: Procedure, window: DayWindow, owing: OwingAsset, hospital: Hospital) -> Expected:
    standing = _standing(order, window, owing, hospital)
    return Expected(
        asset_tag=owing.tag,
        procedure=row,
        origin=Origin.ORDER,
        due=order.deadline,
        window=window,
        basis=DueBasis.ORDER,
        risk_class=owing.risk_class,
        standing=standing,
        overdue=standing is Standing.OPEN and window.last_day < hospital.horizon.first_day,
        holds_asset=order.holds_asset,
        work_order=order.work_order,
    )


def _standing(order: Order, window: DayWindow, owing: OwingAsset, hospital: Hospital) -> Standing:
    if _done_since(order.earliest, order.procedure, owing, hospital):
        return Standing.DONE
    ended = window.last_day < hospital.horizon.first_day
    if ended and window.last_day >= hospital.today and hospital.programme.policies.assume_current_done:
        return Standing.ASSUMED_DONE
    return Standing.OPEN


def _done_since(earliest: date | None, name: ProcedureName, owing: OwingAsset, hospital: Hospital) -> bool:
    if earliest is None:
        return False
    done = hospital.record.completions(owing.tag, including(name, owing.rows.values()))
    return any(row.done_on >= earliest for row in done)


def following_up(parent: Expected, owing: OwingAsset) -> Iterator[Expected]:
    """A task of its own for what the parent calls for, and for what that one calls for, with the parent's window end."""
    seen = {parent.procedure.procedure}
    while (name := parent.procedure.follow_up) is not None and name not in seen and name in owing.rows:
        seen.add(name)
        parent = replace(
            parent,
            procedure=owing.rows[name],
            origin=Origin.FOLLOW_UP,
            basis=DueBasis.FOLLOW_UP,
            every=None,
            minus_days=0,
            previous_due=None,
            parent=parent.procedure.procedure,
            holds_asset=False,
            work_order="",
        )
        yield parent
