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
from scheduler.verify.expected.periodic import HOLDING
from scheduler.verify.expected.record import including
from scheduler.verify.expected.standing import Obstacle, obstacle


def ordered(owing: OwingAsset, hospital: Hospital) -> Iterator[Expected]:
    """The orders of an asset that are overdue or assumed done, or whose window meets the horizon."""
    for order in hospital.record.orders(owing.tag):
        row = owing.rows.get(order.procedure)
        window = DayWindow(min(order.earliest or hospital.today, order.deadline), order.deadline)
        if row is None or window.first_day > hospital.horizon.last_day:
            continue
        done_on = _done_on(order, owing, hospital)
        if done_on is None or window.last_day >= hospital.horizon.first_day:
            yield _ordered(order, row, window, done_on, owing, hospital)


def _ordered(
    order: Order, row: Procedure, window: DayWindow, done_on: date | None, owing: OwingAsset, hospital: Hospital
) -> Expected:
    found = Obstacle(Standing.DONE) if done_on is not None else _standing(order, window, owing, hospital)
    return Expected(
        asset_tag=owing.tag,
        procedure=row,
        origin=Origin.ORDER,
        due=order.deadline,
        window=window,
        basis=DueBasis.ORDER,
        risk_class=owing.risk_class,
        standing=found.standing,
        not_before=found.not_before,
        holds_asset=order.holds_asset or _failed_since(window.first_day, done_on, order, hospital),
        work_order=order.work_order,
    )


def _done_on(order: Order, owing: OwingAsset, hospital: Hospital) -> date | None:
    """The first completion since the earliest day; without one only today's is known to be for this order."""
    since = order.earliest or hospital.today
    names = including(order.procedure, owing.rows.values())
    done = (row.done_on for row in hospital.record.completions(owing.tag, names))
    return next((day for day in done if day >= since), None)


def _standing(order: Order, window: DayWindow, owing: OwingAsset, hospital: Hospital) -> Obstacle:
    deferrals = hospital.record.deferrals(owing.tag, order.procedure)
    found = obstacle(owing.asset, deferrals, window, hospital)
    free = found.standing is Standing.OPEN and not found.excused
    in_time = (found.not_before or date.min) <= window.last_day
    between = hospital.today <= window.last_day < hospital.horizon.first_day
    if not (free and in_time and between and hospital.programme.policies.assume_current_done):
        return found
    on = hospital.first_lock(owing, order.procedure, date.max) or order.deadline
    return found if on >= hospital.horizon.first_day else replace(found, standing=Standing.ASSUMED_DONE)


def _failed_since(opens: date, done_on: date | None, order: Order, hospital: Hospital) -> bool:
    rows = hospital.record.tried(order.asset_tag, order.procedure)
    since = opens if done_on is None else max(opens, done_on)
    return any(row.outcome in HOLDING and row.done_on >= since for row in rows if row.done_on != done_on)


def following_up(parent: Expected, owing: OwingAsset, hospital: Hospital) -> Iterator[Expected]:
    """A task of its own for what the parent calls for, and for what that one calls for, with the parent's window."""
    seen = {parent.procedure.procedure}
    while (name := parent.procedure.follow_up) is not None and name not in seen and name in owing.rows:
        seen.add(name)
        parent = _follow_up(parent, owing.rows[name], hospital)
        yield parent


def _follow_up(parent: Expected, row: Procedure, hospital: Hospital) -> Expected:
    """It stands as its parent does; after a parent that is done it is owed until done too, and holds the asset."""
    still_owed = parent.standing is Standing.DONE and not _done_after(parent, row.procedure, hospital)
    return replace(
        parent,
        procedure=row,
        origin=Origin.FOLLOW_UP,
        basis=DueBasis.FOLLOW_UP,
        standing=Standing.OPEN if still_owed else parent.standing,
        every=None,
        minus_days=0,
        previous_due=None,
        release=None,
        deadline_class="",
        parent=None if still_owed else parent.procedure.procedure,
        holds_asset=still_owed,
        work_order="",
    )


def _done_after(parent: Expected, name: ProcedureName, hospital: Hospital) -> bool:
    record, tag = hospital.record, parent.asset_tag
    parents = record.completions(tag, [parent.procedure.procedure])
    done = record.completions(tag, [name])
    return bool(done) and (not parents or done[-1].done_on >= parents[-1].done_on)
