"""Who does a procedure on which day, by hand: coverage rows against the procedure's own performer."""

from datetime import date

import pytest

from scheduler.domain.agreement import CoverageRow
from scheduler.domain.facts import Facts
from scheduler.domain.ids import IN_HOUSE, AssetTag, PerformerId
from tests.builders import QUARTER, a_coverage_row, a_procedure, a_programme, facts_of

TAG = AssetTag("A-1")
WORK = a_procedure()
JANUARY = date(2027, 1, 15)
GE = PerformerId("GE")


def facts_with(*rows: CoverageRow) -> Facts:
    return facts_of(a_programme(coverage=rows))


def test_without_coverage_the_procedures_performer_does_the_work() -> None:
    facts = facts_with()

    assert facts.performer_on(TAG, WORK, JANUARY) == IN_HOUSE
    assert facts.performer_on(TAG, a_procedure(performer="GE"), JANUARY) == GE
    assert facts.performer_spans(TAG, WORK) == ((IN_HOUSE, QUARTER.first_day, QUARTER.last_day),)


@pytest.mark.parametrize(
    ("on", "performer"),
    [("2027-01-31", IN_HOUSE), ("2027-02-01", GE), ("2027-02-28", GE), ("2027-03-01", IN_HOUSE)],
)
def test_coverage_overrides_the_performer_from_its_first_through_its_last_day(on: str, performer: str) -> None:
    facts = facts_with(a_coverage_row("GE", first_day="2027-02-01", last_day="2027-02-28"))

    assert facts.performer_on(TAG, WORK, date.fromisoformat(on)) == performer


def test_the_horizon_falls_into_stretches_of_one_performer() -> None:
    facts = facts_with(
        a_coverage_row("GE", first_day="2027-02-01", last_day="2027-02-28"),
        a_coverage_row("GE", first_day="2027-03-01", last_day="2027-03-09", row=3),
        a_coverage_row("Siemens", asset_tag="A-1", first_day="2027-02-10", last_day="2027-02-10", row=4),
    )

    assert facts.performer_spans(TAG, WORK) == (
        (IN_HOUSE, date(2027, 1, 1), date(2027, 1, 31)),
        (GE, date(2027, 2, 1), date(2027, 2, 9)),
        (PerformerId("Siemens"), date(2027, 2, 10), date(2027, 2, 10)),
        (GE, date(2027, 2, 11), date(2027, 3, 9)),
        (IN_HOUSE, date(2027, 3, 10), date(2027, 3, 31)),
    )


def test_stretches_agree_with_the_performer_of_each_day() -> None:
    facts = facts_with(
        a_coverage_row("GE", first_day="2026-05-01", last_day="2027-01-01"),
        a_coverage_row("Siemens", modality="Pump", first_day="2027-01-04", last_day="2027-01-10"),
        a_coverage_row("Getinge", site="North", first_day="2027-01-08", last_day="2027-03-31"),
    )

    stretches = facts.performer_spans(TAG, WORK)

    for day in QUARTER.days():
        assert [who for who, first, last in stretches if first <= day <= last] == [facts.performer_on(TAG, WORK, day)]


RANKED = [
    a_coverage_row("everything"),
    a_coverage_row("site", site="North"),
    a_coverage_row("modality", modality="Pump"),
    a_coverage_row("modality at site", modality="Pump", site="North"),
    a_coverage_row("make", make="Acme"),
    a_coverage_row("make and model", make="Acme", model="P1"),
    a_coverage_row("asset", asset_tag="A-1"),
]


@pytest.mark.parametrize("count", range(1, len(RANKED) + 1))
def test_the_most_specific_coverage_row_wins(count: int) -> None:
    assert facts_with(*RANKED[:count]).performer_on(TAG, WORK, JANUARY) == RANKED[count - 1].performer
    assert facts_with(*RANKED[:count][::-1]).performer_on(TAG, WORK, JANUARY) == RANKED[count - 1].performer


def test_of_two_rows_of_one_rank_the_first_in_the_table_wins() -> None:
    facts = facts_with(a_coverage_row("second", row=3), a_coverage_row("first", row=2))

    assert facts.performer_on(TAG, WORK, JANUARY) == "first"


@pytest.mark.parametrize(
    "row",
    [
        a_coverage_row(site="South"),
        a_coverage_row(modality="CT"),
        a_coverage_row(make="Other"),
        a_coverage_row(make="Acme", model="P2"),
        a_coverage_row(asset_tag="A-2"),
        a_coverage_row(asset_tag="A-1", site="South"),
        a_coverage_row(None, asset_tag="A-1"),
    ],
)
def test_a_row_for_something_else_or_without_a_performer_changes_nothing(row: CoverageRow) -> None:
    assert facts_with(row).performer_on(TAG, WORK, JANUARY) == IN_HOUSE
