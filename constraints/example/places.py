"""Rows about places: sites, departments, downtime, travel."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from constraints.example.moments import MADRID, Day, day, maybe_day
from scheduler.domain.calendar import (
    EMPTY,
    HolidayRule,
    Spans,
    WeeklyPeriod,
    parse_time,
    parse_weekdays,
)
from scheduler.domain.ids import (
    AssetTag,
    DepartmentId,
    ModalityId,
    SiteId,
)
from scheduler.domain.places import ALL_ACUITIES, Acuity, Department, DowntimeKind, DowntimeRow, Site, TravelRow


def weekly(
    weekdays: str = "*",
    start: str = "00:00",
    end: str = "24:00",
    first_day: Day | None = None,
    last_day: Day | None = None,
    on_holidays: HolidayRule = HolidayRule.YES,
) -> WeeklyPeriod:
    """Hours of every week; without arguments always."""
    return WeeklyPeriod(
        parse_weekdays(weekdays),
        parse_time(start),
        parse_time(end),
        maybe_day(first_day),
        maybe_day(last_day),
        on_holidays,
    )


def a_site(site: str = "North", *, zone: ZoneInfo = MADRID, holidays: Iterable[Day] = ()) -> Site:
    """A site in Madrid without holidays."""
    return Site(SiteId(site), site, zone, "ES", "MD", frozenset(day(one) for one in holidays))


def a_department(
    department: str = "Ward",
    site: str = "North",
    *,
    acuity: Acuity = Acuity.INPATIENT,
    max_out_share: float = 1.0,
    max_parallel_visits: int | None = None,
) -> Department:
    """A ward that limits neither the share of a fleet nor visits in parallel."""
    return Department(
        DepartmentId(department), SiteId(site), department, acuity, max_out_share, max_parallel_visits, ""
    )


def an_open_row(
    weekdays: str = "*",
    start: str = "00:00",
    end: str = "24:00",
    *,
    site: str | None = None,
    department: str | None = None,
    modality: str | None = None,
    asset_tag: str | None = None,
    first_day: Day | None = None,
    last_day: Day | None = None,
    on_holidays: HolidayRule = HolidayRule.YES,
    busy: Spans | None = None,
    acuities: Iterable[Acuity] = ALL_ACUITIES,
    kind: DowntimeKind = DowntimeKind.OPEN,
    row: int = 2,
) -> DowntimeRow:
    """Open hours for all assets; `busy` gives them as single spans instead of weekly ones."""
    return DowntimeRow(
        row,
        kind,
        None if site is None else SiteId(site),
        None if department is None else DepartmentId(department),
        None if modality is None else ModalityId(modality),
        None if asset_tag is None else AssetTag(asset_tag),
        weekly(weekdays, start, end, first_day, last_day, on_holidays) if busy is None else None,
        EMPTY if busy is None else busy,
        acuities=frozenset(acuities),
    )


def a_closed_row(
    weekdays: str = "*",
    start: str = "00:00",
    end: str = "24:00",
    *,
    department: str | None = None,
    asset_tag: str | None = None,
    first_day: Day | None = None,
    last_day: Day | None = None,
    busy: Spans | None = None,
) -> DowntimeRow:
    """Hours in which nothing can be taken."""
    return an_open_row(
        weekdays,
        start,
        end,
        department=department,
        asset_tag=asset_tag,
        first_day=first_day,
        last_day=last_day,
        busy=busy,
        kind=DowntimeKind.CLOSED,
    )


def a_way(from_site: str = "North", to_site: str = "South", minutes: int = 30) -> TravelRow:
    """Half an hour between two sites."""
    return TravelRow(SiteId(from_site), SiteId(to_site), minutes)
