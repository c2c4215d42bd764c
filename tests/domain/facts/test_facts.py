"""The smaller questions: ways, places, notice, calibration, locks, days and weeks; and an empty hospital."""

import pickle
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.calendar import Spans
from scheduler.domain.equipment import Where
from scheduler.domain.ids import (
    AssetTag,
    DepartmentId,
    InstrumentClass,
    InstrumentId,
    PerformerId,
    ProcedureName,
    SiteId,
)
from scheduler.domain.people import NoCalibration
from scheduler.domain.plan import Place
from tests.builders import (
    a_lock,
    a_performer,
    a_programme,
    a_site,
    a_way,
    an_asset,
    an_instrument,
    at,
    facts_of,
    from_to,
)

NORTH, SOUTH = SiteId("North"), SiteId("South")
WARD = DepartmentId("Ward")


def test_the_way_back_takes_as_long_unless_a_row_says_otherwise() -> None:
    one_row = facts_of(a_programme(travel=[a_way("North", "South", 30)]))
    both_rows = facts_of(a_programme(travel=[a_way("North", "South", 30), a_way("South", "North", 45)]))

    assert (one_row.travel_minutes(NORTH, SOUTH), one_row.travel_minutes(SOUTH, NORTH)) == (30, 30)
    assert (both_rows.travel_minutes(NORTH, SOUTH), both_rows.travel_minutes(SOUTH, NORTH)) == (30, 45)


def test_there_is_no_way_within_a_site() -> None:
    assert facts_of().travel_minutes(NORTH, NORTH) == 0


def test_a_missing_way_is_an_error_in_words() -> None:
    with pytest.raises(KeyError) as raised:
        facts_of().travel_minutes(NORTH, SOUTH)

    assert raised.value.args == ("The travel table has no row from North to South, nor back; add its minutes.",)


@pytest.mark.parametrize(
    ("where", "place"),
    [
        (Where.IN_PLACE, Place(NORTH, "Ward")),
        (Where.UNOBTRUSIVE, Place(NORTH, "Ward")),
        (Where.BENCH, Place(NORTH, "bench")),
        (Where.REMOTE, Place(NORTH, "remote")),
    ],
)
def test_the_bench_of_a_site_is_a_department_of_its_own(where: Where, place: Place) -> None:
    assert facts_of().place(NORTH, WARD, where) == place


def test_notice_is_counted_from_today() -> None:
    facts = facts_of(a_programme(performers=[a_performer("GE", notice_days=21)]), today="2026-12-20")

    assert facts.notice_from(PerformerId("GE")) == date(2027, 1, 10)
    assert facts.notice_from(PerformerId("in_house")) == date(2026, 12, 20)


def test_an_instrument_may_be_used_through_its_last_day_at_the_visits_site() -> None:
    canary = ZoneInfo("Atlantic/Canary")
    facts = facts_of(
        a_programme(
            sites=[a_site(), a_site("Island", zone=canary)],
            instruments=[an_instrument(calibrated_until="2027-01-31")],
        )
    )
    analyser = InstrumentId("Analyser-1")

    assert facts.calibrated(analyser, NORTH).members[-1].end == at("2027-02-01 00:00")
    assert facts.calibrated(analyser, SiteId("Island")).members[-1].end == at("2027-02-01 00:00", canary)


def test_unknown_calibration_is_never_usable_and_none_needed_always() -> None:
    facts = facts_of(
        a_programme(
            instruments=[
                an_instrument("Old", calibrated_until=NoCalibration.UNKNOWN),
                an_instrument("Hammer", calibrated_until=NoCalibration.NOT_NEEDED),
            ]
        )
    )

    assert facts.calibrated(InstrumentId("Old"), NORTH) == Spans()
    assert facts.calibrated(InstrumentId("Hammer"), NORTH).covering(from_to("2027-01-01 00:00", "2037-01-01 00:00"))


def test_instruments_are_found_by_class_in_order() -> None:
    facts = facts_of(a_programme(instruments=[an_instrument("B"), an_instrument("A"), an_instrument("C", "phantom")]))

    assert [one.instrument for one in facts.instruments_of(InstrumentClass("analyser"))] == ["A", "B"]
    assert facts.instruments_of(InstrumentClass("scale")) == ()


def test_locks_are_found_by_asset_and_procedure_in_order_of_time() -> None:
    later, earlier = a_lock("2027-02-01 09:00"), a_lock("2027-01-11 09:00", row=3)
    facts = facts_of(a_programme(locks=[later, earlier]))

    assert facts.locks_of(AssetTag("A-1"), ProcedureName("PM")) == (earlier, later)
    assert facts.locks_of(AssetTag("A-1"), ProcedureName("Safety")) == ()


def test_a_day_is_that_of_the_sites_calendar() -> None:
    facts = facts_of(a_programme(sites=[a_site(), a_site("Island", zone=ZoneInfo("Atlantic/Canary"))]))
    midnight = at("2027-01-12 00:00")

    assert facts.local_day(midnight, NORTH) == date(2027, 1, 12)
    assert facts.local_day(midnight, SiteId("Island")) == date(2027, 1, 11)
    assert facts.week_of(date(2027, 1, 3)) == "2026-W53"


def test_an_asset_leads_to_its_site_department_and_kind() -> None:
    facts = facts_of(a_programme(assets=[an_asset(site="South", department="Theatre")]))
    tag = AssetTag("A-1")

    assert facts.site_of(tag).site == "South"
    assert facts.zone_of(tag) == ZoneInfo("Europe/Madrid")
    assert (facts.department_of(tag).department, facts.department_of(tag).site) == ("Theatre", "South")
    assert facts.modality_of(tag).modality == "Pump"
    assert facts.is_in_use(tag)


def test_a_hospital_without_assets_or_people_answers() -> None:
    facts = facts_of(a_programme(assets=[], technicians=[], procedures=[], downtime=[]))

    assert facts.cover_groups() == ()
    assert facts.technicians(PerformerId("in_house")) == ()


def test_facts_travel_to_another_process_with_what_they_know() -> None:
    facts = facts_of()
    known = facts.open_periods(AssetTag("A-1"))

    assert pickle.loads(pickle.dumps(facts)).open_periods(AssetTag("A-1")) == known
