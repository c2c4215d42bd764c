"""Downtime as the domain has it: what holidays do is decided, calendar files are read, defaults are filled in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from scheduler.domain.calendar import EMPTY, HolidayRule, Spans, WeeklyPeriod
from scheduler.domain.equipment import Asset
from scheduler.domain.ids import AssetTag, DepartmentId
from scheduler.domain.places import ALL_ACUITIES, OPEN_ON_HOLIDAYS, Acuity, Department, DowntimeKind, DowntimeRow
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.tables import downtime

NEEDS_ROWS = frozenset({Acuity.IMAGING, Acuity.PERIOPERATIVE})
"""Departments for which a default would be a guess that harms."""


class DowntimeReader:
    """Turns rows of the table into those of the domain; `busy` are the busy times of a row's calendar file."""

    def __init__(
        self,
        departments: Mapping[DepartmentId, Department],
        assets: Mapping[AssetTag, Asset],
        busy: Mapping[int, Spans],
    ) -> None:
        self._departments = departments
        self._assets = assets
        self._busy = busy

    def rows(self, sheet: Sheet) -> tuple[DowntimeRow, ...]:
        """Return the rows in table order; one over departments of which some keep holidays and some not becomes two."""
        return tuple(found for row in sheet for found in self._of(row))

    def _of(self, row: Row) -> Iterator[DowntimeRow]:
        if row[downtime.START] is not None:
            yield from self._weekly(row)
        if row[downtime.ICS]:
            yield self._row(row, DowntimeKind.CLOSED, None, self._busy[row.number])

    def _weekly(self, row: Row) -> Iterator[DowntimeRow]:
        kind, said = row[downtime.KIND], row[downtime.ON_HOLIDAYS]
        assert kind is not None, "check_downtime refuses a period without a kind"
        if said is not None or kind is DowntimeKind.CLOSED:
            yield self._row(row, kind, _period(row, said or HolidayRule.YES), EMPTY)
            return
        reached = self._acuities(row)
        for acuities, rule in ((OPEN_ON_HOLIDAYS, HolidayRule.YES), (ALL_ACUITIES - OPEN_ON_HOLIDAYS, HolidayRule.NO)):
            if reached & acuities:
                narrowed = ALL_ACUITIES if reached <= acuities else acuities
                yield replace(self._row(row, kind, _period(row, rule), EMPTY), acuities=narrowed)

    def _acuities(self, row: Row) -> frozenset[Acuity]:
        """Return the acuities of the departments that a row reaches; of none, as if it reached one that is closed."""
        if (tag := row[downtime.ASSET_TAG]) is not None:
            return frozenset({self._departments[self._assets[tag].department].acuity})
        if (department := row[downtime.DEPARTMENT]) is not None:
            return frozenset({self._departments[department].acuity})
        site = row[downtime.SITE]
        found = {known.acuity for known in self._departments.values() if site is None or known.site == site}
        return frozenset(found) or frozenset({Acuity.SUPPORT})

    def _row(self, row: Row, kind: DowntimeKind, period: WeeklyPeriod | None, busy: Spans) -> DowntimeRow:
        return DowntimeRow(
            row=row.number,
            kind=kind,
            site=row[downtime.SITE],
            department=row[downtime.DEPARTMENT],
            modality=row[downtime.MODALITY],
            asset_tag=row[downtime.ASSET_TAG],
            period=period,
            busy=busy,
        )


def _period(row: Row, on_holidays: HolidayRule) -> WeeklyPeriod:
    start, end = row[downtime.START], row[downtime.END]
    assert start is not None, "check_downtime refuses a period without a start"
    assert end is not None, "check_downtime refuses a period without an end"
    return WeeklyPeriod(
        weekdays=row[downtime.WEEKDAYS],
        start=start,
        end=end,
        first_day=row[downtime.FIRST_DAY],
        last_day=row[downtime.LAST_DAY],
        on_holidays=on_holidays,
    )


def assumed_rows(departments: Sequence[Department], default: WeeklyPeriod) -> tuple[DowntimeRow, ...]:
    """Return the default open row of each of these departments."""
    return tuple(_assumed(department, default) for department in departments)


def _assumed(department: Department, default: WeeklyPeriod) -> DowntimeRow:
    rule = HolidayRule.YES if department.acuity in OPEN_ON_HOLIDAYS else HolidayRule.NO
    return DowntimeRow(
        row=0,
        kind=DowntimeKind.OPEN,
        site=department.site,
        department=department.department,
        modality=None,
        asset_tag=None,
        period=replace(default, on_holidays=rule),
        busy=EMPTY,
        assumed=True,
    )
