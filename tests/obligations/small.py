"""Short words for the tests of obligations: rows of the record, and what a small programme owes."""

from typing import Any

from constraints.example import QUARTER, TODAY, a_programme, day, facts_of
from scheduler.domain.calendar import Horizon, parse_window
from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, ProcedureName
from scheduler.domain.obligation import Obligation
from scheduler.domain.policy import Policies, RiskPolicy
from scheduler.domain.record import Deferral, DueRow, HistoryRow, Order, OrderReason, Outcome, SeriesRow
from scheduler.obligations import owed


def done(on: str, procedure: str = "PM", tag: str = "A-1", *, hours: float | None = None) -> HistoryRow:
    """A completion."""
    return tried(on, Outcome.COMPLETED, procedure, tag, hours=hours)


def tried(
    on: str, outcome: Outcome, procedure: str = "PM", tag: str = "A-1", *, hours: float | None = None
) -> HistoryRow:
    """A visit with any outcome."""
    return HistoryRow(AssetTag(tag), ProcedureName(procedure), day(on), outcome, "Ann", hours, "")


def a_due_row(
    next_due: str | None = None, *, last_done: str | None = None, procedure: str = "PM", work_order: str = ""
) -> DueRow:
    """A row of the CMMS's due list for A-1."""
    return DueRow(
        AssetTag("A-1"),
        ProcedureName(procedure),
        None if last_done is None else day(last_done),
        None if next_due is None else day(next_due),
        work_order,
    )


def an_order(
    deadline: str = "2027-02-15",
    *,
    earliest: str | None = None,
    procedure: str = "PM",
    reason: OrderReason = OrderReason.RECALL,
    holds_asset: bool = False,
    work_order: str = "",
) -> Order:
    """A recall of A-1."""
    return Order(
        2,
        AssetTag("A-1"),
        ProcedureName(procedure),
        reason,
        None if earliest is None else day(earliest),
        day(deadline),
        holds_asset,
        work_order,
    )


def a_deferral(until: str | None, procedure: str = "PM") -> Deferral:
    """An approved postponement of A-1's work."""
    return Deferral(
        AssetTag("A-1"), ProcedureName(procedure), "patients", "Dr Vega", None if until is None else day(until)
    )


def a_series_row(series_start: str, procedure: str | None = None) -> SeriesRow:
    """A start for all pumps of the ward."""
    name = None if procedure is None else ProcedureName(procedure)
    return SeriesRow(DepartmentId("Ward"), ModalityId("Pump"), name, day(series_start))


def window_policy(window: str, **others: Any) -> Policies:
    """The same window for both risk classes."""
    policy = RiskPolicy(window=parse_window(window), **others)
    return Policies(high_risk=policy, other=policy)


def owed_by(*, today: str | None = None, horizon: Horizon = QUARTER, **tables: Any) -> tuple[Obligation, ...]:
    """What a programme of these tables owes, by default in 2027Q1 as of 2026-12-01."""
    return owed(facts_of(a_programme(**tables), today=TODAY if today is None else day(today), horizon=horizon))


def only(obligations: tuple[Obligation, ...]) -> Obligation:
    """The one obligation that is owed."""
    assert len(obligations) == 1, [one.reason for one in obligations]
    return obligations[0]


def dues(obligations: tuple[Obligation, ...]) -> list[str]:
    """Due dates in order."""
    return [one.due.isoformat() for one in obligations]


def statuses(obligations: tuple[Obligation, ...]) -> list[str]:
    """What each is settled as, or "open"."""
    return ["open" if one.settled is None else one.settled.status.value for one in obligations]


def window_of(one: Obligation) -> tuple[str, str]:
    """The first and last day of its window."""
    return one.window.first_day.isoformat(), one.window.last_day.isoformat()
