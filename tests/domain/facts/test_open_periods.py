"""When assets can be spared, by hand: ranks of rows, closed time, holidays, neighbours, the edges of the horizon."""

from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.calendar import HolidayRule, Span, Spans
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag
from scheduler.domain.places import Acuity, DowntimeRow
from tests.builders import (
    a_closed_row,
    a_department,
    a_procedure,
    a_programme,
    a_site,
    an_asset,
    an_open_row,
    at,
    facts_of,
    from_to,
    spans,
)

TAG = AssetTag("A-1")
MONDAY = from_to("2027-01-11 00:00", "2027-01-12 00:00")


def facts_with(*rows: DowntimeRow, holidays: tuple[str, ...] = ()) -> Facts:
    return facts_of(a_programme(downtime=rows, sites=[a_site(holidays=holidays)]))


def open_on_monday(facts: Facts, tag: str = "A-1") -> Spans:
    return facts.open_periods(AssetTag(tag)).clipped(MONDAY)


RANKS = [
    an_open_row(start="05:00", end="06:00"),
    an_open_row(start="04:00", end="05:00", site="North"),
    an_open_row(start="03:00", end="04:00", site="North", modality="Pump"),
    an_open_row(start="02:00", end="03:00", department="Ward"),
    an_open_row(start="01:00", end="02:00", department="Ward", modality="Pump"),
    an_open_row(start="00:00", end="01:00", asset_tag="A-1"),
]


@pytest.mark.parametrize(("rows", "hour"), [(count, 6 - count) for count in range(1, 7)])
def test_only_open_rows_of_the_highest_rank_count(rows: int, hour: int) -> None:
    facts = facts_with(*RANKS[:rows])

    assert open_on_monday(facts) == spans((f"2027-01-11 0{hour}:00", f"2027-01-11 0{hour + 1}:00"))


@pytest.mark.parametrize("rows", range(1, 7))
def test_the_order_of_rows_in_the_table_does_not_matter(rows: int) -> None:
    assert open_on_monday(facts_with(*RANKS[:rows][::-1])) == open_on_monday(facts_with(*RANKS[:rows]))


def test_two_open_rows_of_one_rank_add_up() -> None:
    facts = facts_with(
        an_open_row("Mon", "06:00", "07:00", department="Ward"), an_open_row("Mon", "20:00", "21:00", department="Ward")
    )

    assert open_on_monday(facts) == spans(
        ("2027-01-11 06:00", "2027-01-11 07:00"), ("2027-01-11 20:00", "2027-01-11 21:00")
    )


def test_a_row_for_another_department_modality_or_asset_does_not_reach_an_asset() -> None:
    facts = facts_with(
        an_open_row(department="Theatre"),
        an_open_row(department="Ward", modality="CT"),
        an_open_row(asset_tag="A-2"),
        an_open_row(site="South"),
    )

    assert facts.open_periods(TAG) == Spans()
    assert facts.open_rows(TAG) == ()


def test_a_row_for_an_asset_counts_only_where_its_other_scopes_hold() -> None:
    facts = facts_with(an_open_row(start="06:00", end="07:00"), an_open_row(asset_tag="A-1", department="Theatre"))

    assert open_on_monday(facts) == spans(("2027-01-11 06:00", "2027-01-11 07:00"))


def test_an_asset_with_a_row_of_its_own_leaves_its_neighbours_alone() -> None:
    rows = [an_open_row(start="06:00", end="07:00"), an_open_row(start="22:00", end="23:00", asset_tag="A-1")]
    facts = facts_of(a_programme(downtime=rows, assets=[an_asset("A-1"), an_asset("A-2")]))

    assert open_on_monday(facts, "A-1") == spans(("2027-01-11 22:00", "2027-01-11 23:00"))
    assert open_on_monday(facts, "A-2") == spans(("2027-01-11 06:00", "2027-01-11 07:00"))


def test_closed_time_wins_over_open_time_of_any_rank() -> None:
    facts = facts_with(
        an_open_row(start="06:00", end="12:00", asset_tag="A-1"), a_closed_row(start="08:00", end="09:00")
    )

    assert open_on_monday(facts) == spans(
        ("2027-01-11 06:00", "2027-01-11 08:00"), ("2027-01-11 09:00", "2027-01-11 12:00")
    )


def test_closed_rows_of_all_ranks_add_up() -> None:
    facts = facts_with(
        an_open_row(),
        a_closed_row(start="08:00", end="09:00"),
        a_closed_row(start="10:00", end="11:00", department="Ward"),
        a_closed_row(start="12:00", end="13:00", asset_tag="A-1"),
        a_closed_row(start="14:00", end="15:00", department="Theatre"),
    )

    assert facts.closed_time(TAG).clipped(MONDAY) == spans(
        ("2027-01-11 08:00", "2027-01-11 09:00"),
        ("2027-01-11 10:00", "2027-01-11 11:00"),
        ("2027-01-11 12:00", "2027-01-11 13:00"),
    )


def test_a_row_that_is_closed_only_does_not_raise_the_rank_of_open_rows() -> None:
    facts = facts_with(
        an_open_row(start="06:00", end="07:00"), a_closed_row(start="20:00", end="21:00", asset_tag="A-1")
    )

    assert open_on_monday(facts) == spans(("2027-01-11 06:00", "2027-01-11 07:00"))


def test_touching_open_periods_are_one_and_a_minute_between_them_parts_them() -> None:
    touching = facts_with(an_open_row("Mon", "20:00", "24:00"), an_open_row("Tue", "00:00", "06:00"))
    apart = facts_with(an_open_row("Mon", "20:00", "23:59"), an_open_row("Tue", "00:00", "06:00"))
    night = from_to("2027-01-11 20:00", "2027-01-12 06:00")

    assert touching.open_periods(TAG).covering(night) == night
    assert apart.open_periods(TAG).covering(night) is None


def test_a_night_belongs_to_the_weekday_and_holiday_it_starts_on() -> None:
    facts = facts_with(an_open_row("Mon|Tue", "20:00", "02:00", on_holidays=HolidayRule.NO), holidays=("2027-01-12",))

    assert facts.open_periods(TAG).clipped(from_to("2027-01-11 00:00", "2027-01-14 00:00")) == spans(
        ("2027-01-11 20:00", "2027-01-12 02:00")
    )


def test_rows_for_holidays_only_open_on_no_other_day() -> None:
    facts = facts_with(an_open_row(start="06:00", end="07:00", on_holidays=HolidayRule.ONLY), holidays=("2027-01-06",))

    assert facts.open_periods(TAG) == spans(("2027-01-06 06:00", "2027-01-06 07:00"))


def test_the_highest_rank_counts_even_where_its_rows_have_ended() -> None:
    facts = facts_with(an_open_row(), an_open_row(asset_tag="A-1", last_day="2026-06-30"))

    assert facts.open_periods(TAG) == Spans()


def test_hours_are_read_by_the_clock_of_the_assets_site() -> None:
    facts = facts_of(
        a_programme(
            downtime=[an_open_row("Mon", "06:00", "07:00")],
            sites=[a_site("Island", zone=ZoneInfo("Atlantic/Canary"))],
            assets=[an_asset(site="Island")],
        )
    )

    assert open_on_monday(facts) == spans(("2027-01-11 07:00", "2027-01-11 08:00"))


def test_busy_times_of_a_calendar_file_close_and_open() -> None:
    facts = facts_with(
        an_open_row(busy=spans(("2027-01-11 06:00", "2027-01-11 12:00"))),
        a_closed_row(busy=spans(("2027-01-11 08:00", "2027-01-11 09:00"))),
    )

    assert facts.open_periods(TAG) == spans(
        ("2027-01-11 06:00", "2027-01-11 08:00"), ("2027-01-11 09:00", "2027-01-11 12:00")
    )


def test_open_periods_reach_over_the_edges_of_the_horizon() -> None:
    programme = a_programme(procedures=[a_procedure(where=Where.BENCH, out_hours=0)])
    longer = a_programme(procedures=[a_procedure(where=Where.BENCH, out_hours=24.5)])

    assert list(facts_of(programme).open_periods(TAG)) == [from_to("2026-12-31 00:00", "2027-04-03 00:00")]
    assert list(facts_of(longer).open_periods(TAG)) == [from_to("2026-12-29 00:00", "2027-04-05 00:00")]


def test_a_night_that_begins_before_the_days_covered_reaches_in() -> None:
    facts = facts_of(
        a_programme(
            downtime=[an_open_row("Wed", "20:00", "06:00")],
            procedures=[a_procedure(out_hours=0)],
        )
    )

    first = facts.open_periods(TAG).members[0]

    assert first == Span(at("2026-12-30 20:00"), at("2026-12-31 06:00"))


def test_a_row_counts_only_in_departments_of_its_acuities_and_raises_no_rank_elsewhere() -> None:
    rows = [an_open_row(start="06:00", end="07:00"), an_open_row(site="North", acuities=[Acuity.IMAGING])]

    assert open_on_monday(facts_with(*rows)) == spans(("2027-01-11 06:00", "2027-01-11 07:00"))


def test_assets_that_the_same_rows_reach_share_their_periods() -> None:
    assets = [an_asset(f"A-{number}", department=f"Ward {number % 5}") for number in range(50)]
    departments = [a_department(f"Ward {number}") for number in range(5)]
    facts = facts_of(a_programme(assets=assets, departments=departments))

    assert len({id(facts.open_periods(asset.asset_tag)) for asset in assets}) == 1
