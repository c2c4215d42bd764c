"""Hours of use as a trigger."""

from datetime import date
from fractions import Fraction

from constraints.example import a_procedure, an_asset
from scheduler.domain.calendar import Periodicity
from scheduler.domain.equipment import NoPeriod
from scheduler.domain.obligation import DueBasis
from scheduler.obligations.wear import Wear, rate_per_day, readings_of, wear_of
from tests.obligations.small import done, dues, only, owed_by

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)


def test_a_rate_needs_readings_thirty_days_apart() -> None:
    assert rate_per_day(readings_of([(date(2026, 1, 1), 0.0), (date(2026, 1, 31), 300.0)])) == Fraction(10)
    assert rate_per_day(readings_of([(date(2026, 1, 1), 0.0), (date(2026, 1, 30), 300.0)])) is None


def test_a_meter_that_went_back_tells_no_rate() -> None:
    assert rate_per_day(readings_of([(JAN, 500.0), (FEB, 20.0)])) is None
    assert rate_per_day(readings_of([(JAN, 500.0), (FEB, 500.0)])) is None


def test_of_several_readings_on_a_day_the_highest_counts() -> None:
    assert readings_of([(JAN, 3.0), (JAN, 5.0), (FEB, None)]) == ((JAN, Fraction(5)),)


def test_hours_are_counted_from_the_meter_at_the_last_service() -> None:
    """310 h in 31 days; 90 of 400 h are left on 1 February: reached nine days later."""
    readings = readings_of([(JAN, 1000.0), (FEB, 1310.0)])

    found = wear_of(400.0, readings, JAN)

    assert found == Wear(
        date(2026, 2, 10), Periodicity(days=40), "400 run hours since the completion of 2026-01-01, at 10.0 h a day"
    )


def test_a_service_without_a_reading_is_counted_back_at_the_rate() -> None:
    found = wear_of(400.0, readings_of([(JAN, 1000.0), (FEB, 1310.0)]), date(2026, 1, 11))

    assert found
    assert found.due == date(2026, 2, 20)


def test_hours_already_reached_without_a_rate_are_due_on_the_day_of_the_reading() -> None:
    reached = wear_of(400.0, readings_of([(FEB, 400.0)]), None)
    not_reached = wear_of(400.0, readings_of([(FEB, 399.0)]), None)

    assert reached == Wear(FEB, None, "400 run hours since new")
    assert not_reached is None


def test_without_a_reading_nothing_is_known() -> None:
    assert wear_of(400.0, (), None) is None
    assert wear_of(400.0, readings_of([(FEB, 900.0)]), JAN) is None


def test_a_runtime_trigger_and_a_date_whichever_is_first() -> None:
    """From 14 February to 1 December 290 days and 2,900 h: 3,600 h are reached 70 days later, within the year."""
    history = [done("2026-02-14", hours=0.0)]
    sooner = [a_procedure(runtime_hours=3600.0)]
    later = [a_procedure(runtime_hours=4000.0)]
    asset = an_asset(runtime_hours=2900.0)

    worn = owed_by(procedures=sooner, assets=[asset], history=history)
    dated = owed_by(procedures=later, assets=[asset], history=history)

    assert (dues(worn)[0], worn[0].basis) == ("2027-02-09", DueBasis.RUNTIME)
    assert worn[0].reason.startswith(
        "3600 run hours since the completion of 2026-02-14, at 10.0 h a day; "
        "sooner than 2027-02-14, 1 year after the completion of 2026-02-14;"
    )
    assert (dues(dated)[0], dated[0].basis) == ("2027-02-14", DueBasis.COMPLETION)


def test_the_id_does_not_follow_the_readings() -> None:
    history = [done("2026-02-14", hours=0.0)]
    procedures = [a_procedure(runtime_hours=3600.0)]

    slower = owed_by(procedures=procedures, assets=[an_asset(runtime_hours=2900.0)], history=history)
    faster = owed_by(procedures=procedures, assets=[an_asset(runtime_hours=2950.0)], history=history)

    assert slower[0].due != faster[0].due
    assert slower[0].task_id == faster[0].task_id


def test_work_by_hours_alone_is_owed_when_they_are_reached() -> None:
    procedures = [a_procedure(every=NoPeriod.NONE, runtime_hours=3600.0)]
    history = [done("2026-02-14", hours=0.0)]

    one = only(owed_by(procedures=procedures, assets=[an_asset(runtime_hours=2900.0)], history=history))

    assert dues((one,)) == ["2027-02-09"]
    assert one.every == Periodicity(days=360)
    assert owed_by(procedures=procedures, assets=[an_asset()], history=[done("2026-02-14")]) == ()
