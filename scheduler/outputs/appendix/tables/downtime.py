"""The downtime windows: in which hours each department can spare its assets."""

from collections.abc import Iterable

from scheduler.domain.equipment import Asset, Procedure, Where
from scheduler.domain.places import DowntimeRow
from scheduler.outputs.appendix.paper import Apart, Cell, Column, Row, Source, State, Table, Value, given, several, word
from scheduler.outputs.appendix.phrases import weekly_said
from scheduler.outputs.appendix.promise_terms import takes_down
from scheduler.outputs.appendix.subject import Subject


def windows_said(assets: Iterable[Asset], row: Procedure, subject: Subject) -> Cell:
    """Say in which hours the work can be done: the same for all assets, or each department's own."""
    if row.where is Where.BENCH:
        return Cell(word("downtime.bench"))
    if not takes_down(row):
        return Cell(State.NOT_APPLICABLE)
    found = dict.fromkeys(subject.facts.open_rows(asset.asset_tag) for asset in assets)
    if not found:
        return Cell(State.NOT_APPLICABLE)
    if len(found) > 1:
        return Cell(word("downtime.by_department", n=len(found)), (Source("downtime", "*"),))
    [rows] = found
    return Cell(several((_hours_said(each) for each in rows), Apart.LINE), tuple(_source(each) for each in rows))


def downtime_windows(subject: Subject) -> Table:
    """List the open and closed rows that count for an asset here, by what they are for."""
    counting = {each for asset in subject.assets for each in subject.facts.open_rows(asset.asset_tag)}
    closed = [each for each in subject.facts.programme.downtime if each.kind == "closed" and _concerns(each, subject)]
    rows = sorted((*counting, *closed), key=_order)
    return Table(
        "downtime_windows",
        word("downtime.caption"),
        (
            Column("site", 34), Column("department", 44), Column("modality", 44), Column("asset_tag", 28),
            Column("kind", 24), Column("hours", 70), Column("agreed", 26),
        ),
        tuple(_row(each) for each in rows),
        ("site", "department", "modality", "asset_tag", "kind", "hours"),
    )  # fmt: skip


def _concerns(row: DowntimeRow, subject: Subject) -> bool:
    """Tell whether a row can reach an asset that is covered."""
    return any(
        row.site in (None, asset.site)
        and row.department in (None, asset.department)
        and row.modality in (None, subject.modality_of(asset).modality)
        and row.asset_tag in (None, asset.asset_tag)
        for asset in subject.assets
    )


def _order(row: DowntimeRow) -> tuple[str, ...]:
    scope = (row.site or "", row.department or "", row.modality or "", row.asset_tag or "", row.kind)
    period = row.period
    return (*scope, f"{sorted(period.weekdays)} {period.start}" if period else "", f"{row.row:08}")


def _row(row: DowntimeRow) -> Row:
    everything = word("downtime.all")
    return Row(
        (
            *(Cell(given(scope or "") if scope else everything) for scope in _scope(row)),
            Cell(word(f"downtime.{row.kind}")),
            Cell(_hours_said(row)),
            Cell(word("downtime.assumed" if row.assumed else "downtime.agreed")),
        ),
        (_source(row),),
    )


def _scope(row: DowntimeRow) -> tuple[str | None, ...]:
    return (row.site, row.department, row.modality, row.asset_tag)


def _hours_said(row: DowntimeRow) -> Value:
    if row.period is not None:
        return weekly_said(row.period)
    return word("downtime.calendar_file", n=len(row.busy))


def _source(row: DowntimeRow) -> Source:
    return Source("programme.yaml", "policies.default_downtime") if row.assumed else Source("downtime", row.row)
