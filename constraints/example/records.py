"""Rows about what happened and what was decided: history, series, due dates, orders, deferrals, patches."""

from collections.abc import Iterable

from constraints.example.moments import Day, Moment, at, day, maybe_day
from scheduler.domain.equipment import Answer
from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, PerformerId, ProcedureName, VisitId
from scheduler.domain.publication import Seen
from scheduler.domain.record import Deferral, DueRow, HistoryRow, Order, OrderReason, Outcome, SeriesRow
from scheduler.domain.security import Patch, Severity, TechnicalImpact


def a_history_row(
    done_on: Day = "2026-02-15",
    asset_tag: str = "A-1",
    procedure: str = "PM",
    *,
    outcome: Outcome = Outcome.COMPLETED,
    runtime_hours: float | None = None,
) -> HistoryRow:
    """Work on A-1 that was completed a year before the middle of the quarter."""
    return HistoryRow(AssetTag(asset_tag), ProcedureName(procedure), day(done_on), outcome, "", runtime_hours, "")


def a_series_row(
    series_start: Day = "2020-02-15", department: str = "Ward", modality: str = "Pump", *, procedure: str | None = None
) -> SeriesRow:
    """A series for all procedures of the ward's pumps."""
    name = None if procedure is None else ProcedureName(procedure)
    return SeriesRow(DepartmentId(department), ModalityId(modality), name, day(series_start))


def a_due_row(
    next_due: Day | None = "2027-02-15",
    asset_tag: str = "A-1",
    procedure: str = "PM",
    *,
    last_done: Day | None = None,
    work_order: str = "",
) -> DueRow:
    """A due date in the middle of the quarter."""
    return DueRow(AssetTag(asset_tag), ProcedureName(procedure), maybe_day(last_done), maybe_day(next_due), work_order)


def an_order(
    deadline: Day = "2027-02-15",
    asset_tag: str = "A-1",
    procedure: str = "PM",
    *,
    earliest: Day | None = None,
    reason: OrderReason = OrderReason.OTHER,
    holds_asset: bool = False,
    work_order: str = "",
    row: int = 2,
) -> Order:
    """One-off work that can start at once."""
    tag, name = AssetTag(asset_tag), ProcedureName(procedure)
    return Order(row, tag, name, reason, maybe_day(earliest), day(deadline), holds_asset, work_order)


def a_deferral(
    until: Day | None = "2027-06-30", asset_tag: str = "A-1", procedure: str = "PM", *, reason: str = "in use"
) -> Deferral:
    """A postponement that the director approved."""
    return Deferral(AssetTag(asset_tag), ProcedureName(procedure), reason, "director", maybe_day(until))


def a_patch(
    patch: str = "P-1",
    *,
    make: str = "Acme",
    model: str = "P1",
    version: str = "2.0",
    from_versions: Iterable[str] = (),
    released_on: Day | None = "2026-09-01",
    validated_on: Day | None = "2026-10-01",
    minutes: int | None = None,
    pilot: int | None = None,
    soak_days: int | None = None,
    waves: int | None = None,
    supersedes: Iterable[str] = (),
    row: int = 2,
) -> Patch:
    """A release that the manufacturer has validated."""
    return Patch(
        row=row,
        patch=patch,
        make=make,
        model=model,
        from_versions=tuple(from_versions),
        version=version,
        severity=Severity.UNKNOWN,
        kev=Answer.NO,
        automatable=Answer.UNKNOWN,
        technical_impact=TechnicalImpact.UNKNOWN,
        cves=(),
        advisory="",
        advisory_on=None,
        released_on=maybe_day(released_on),
        validated_on=maybe_day(validated_on),
        minutes=minutes,
        reboot=Answer.UNKNOWN,
        pilot=pilot,
        soak_days=soak_days,
        waves=waves,
        supersedes=tuple(supersedes),
    )


def published_at(start: Moment, *, visit_id: str = "V A-1", is_agreed: bool = False, told: Iterable[str] = ()) -> Seen:
    """A visit that people have seen at that start."""
    return Seen(VisitId(visit_id), at(start), is_agreed, tuple(map(PerformerId, told)))
