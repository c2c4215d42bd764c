"""Work that ends between today and the horizon, and work that is overdue."""

from constraints.example import a_lock, a_procedure, an_asset
from scheduler.domain.equipment import Anchor, AssetStatus
from scheduler.domain.policy import Policies
from tests.obligations.small import a_deferral, a_due_row, done, dues, only, owed_by, statuses, window_of

DUE_DATE = {"window": "-10..+10 days"}


def test_a_window_that_ends_on_today_is_assumed_done_and_one_that_ended_yesterday_is_overdue() -> None:
    today = owed_by(procedures=[a_procedure(**DUE_DATE)], history=[done("2025-11-21")])
    yesterday = owed_by(procedures=[a_procedure(**DUE_DATE)], history=[done("2025-11-20")])

    assert (window_of(today[0])[1], statuses(today)) == ("2026-12-01", ["assumed_done"])
    assert (window_of(yesterday[0])[1], statuses(yesterday)) == ("2026-11-30", ["open"])
    assert yesterday[0].overdue


def test_a_window_that_ends_the_day_before_the_horizon_is_assumed_done_and_one_that_reaches_it_is_ordinary() -> None:
    before = only(owed_by(procedures=[a_procedure(**DUE_DATE)], history=[done("2025-12-21")]))
    reaching = only(owed_by(procedures=[a_procedure(**DUE_DATE)], history=[done("2025-12-22")]))

    assert (window_of(before)[1], statuses((before,))) == ("2026-12-31", ["assumed_done"])
    assert (window_of(reaching)[1], statuses((reaching,)), reaching.overdue) == ("2027-01-01", ["open"], False)


def test_the_next_occurrence_is_counted_from_the_due_date_that_is_assumed_done() -> None:
    found = owed_by(procedures=[a_procedure(every="3 months")], history=[done("2026-09-05")])

    assert list(zip(dues(found), statuses(found), strict=True)) == [
        ("2026-12-05", "assumed_done"),
        ("2027-03-05", "open"),
    ]
    assert found[0].settled
    assert found[0].settled.reason == "its window ends before the horizon, so it is assumed done on 2026-12-05"
    assert found[1].previous is None


def test_a_locked_visit_is_the_day_on_which_it_is_assumed_done() -> None:
    tables = {"procedures": [a_procedure(every="3 months")], "history": [done("2026-09-05")]}

    found = owed_by(locks=[a_lock("2026-12-10 09:00")], **tables)

    assert found[0].settled
    assert found[0].settled.reason.endswith("assumed done on 2026-12-10")
    assert dues(found) == ["2026-12-05", "2027-03-10"]


def test_work_that_is_locked_into_the_horizon_is_not_assumed_done_before_it() -> None:
    found = owed_by(
        procedures=[a_procedure(every="3 months")], history=[done("2026-09-05")], locks=[a_lock("2027-01-08 09:00")]
    )

    assert statuses(found)[0] == "open"
    assert found[0].overdue


def test_by_policy_current_work_is_carried_in_as_overdue() -> None:
    found = owed_by(
        procedures=[a_procedure(every="3 months")],
        history=[done("2026-09-05")],
        policies=Policies(assume_current_done=False),
    )

    assert (dues(found), statuses(found)) == (["2026-12-05"], ["open"])
    assert found[0].overdue


def test_every_week_until_the_horizon_is_assumed_done_and_stands_in_the_list() -> None:
    found = owed_by(procedures=[a_procedure(every="1 week")], history=[done("2026-11-24")])

    assert statuses(found)[:5] == ["assumed_done"] * 4 + ["open"]
    assert dues(found)[3:5] == ["2026-12-22", "2026-12-29"]
    assert window_of(found[4]) == ("2026-12-28", "2027-01-03")


def test_an_overdue_row_of_the_cmms_is_overdue() -> None:
    one = only(owed_by(due=[a_due_row("2026-10-01")]))

    assert one.overdue
    assert one.is_open


def test_a_series_that_is_assumed_done_goes_on_with_its_own_dates() -> None:
    found = owed_by(
        procedures=[a_procedure(every="3 months", anchor=Anchor.SCHEDULE)],
        assets=[an_asset(series_start="2026-03-05")],
        history=[done("2026-09-10")],
    )

    assert list(zip(dues(found), statuses(found), strict=True)) == [
        ("2026-12-05", "assumed_done"),
        ("2027-03-05", "open"),
    ]


def test_an_asset_in_repair_past_the_window_is_not_assumed_done() -> None:
    asset = an_asset(status=AssetStatus.IN_REPAIR, expected_back="2027-01-18")

    one = only(owed_by(procedures=[a_procedure(**DUE_DATE)], assets=[asset], history=[done("2025-12-10")]))

    assert one.overdue
    assert one.is_open
    assert one.not_before is not None


def test_work_deferred_past_its_window_is_not_assumed_done() -> None:
    one = only(
        owed_by(
            procedures=[a_procedure(**DUE_DATE)], history=[done("2025-12-10")], deferrals=[a_deferral("2026-12-28")]
        )
    )

    assert one.overdue
    assert one.is_open
    assert "deferred until 2026-12-28, approved by Dr Vega: patients" in one.reason


def test_a_lock_is_the_visit_of_one_occurrence_only() -> None:
    found = owed_by(
        procedures=[a_procedure(every="1 week")], history=[done("2026-11-24")], locks=[a_lock("2026-12-02 09:00")]
    )

    assert dues(found)[:3] == ["2026-12-01", "2026-12-09", "2026-12-16"]


def test_a_locked_visit_early_in_its_window_does_not_call_for_the_same_occurrence_again() -> None:
    found = owed_by(
        procedures=[a_procedure(every="1 month", anchor=Anchor.SCHEDULE)],
        assets=[an_asset(series_start="2026-01-15")],
        history=[done("2026-11-15")],
        locks=[a_lock("2026-12-02 09:00")],
    )

    assert list(zip(dues(found), statuses(found), strict=True))[:2] == [
        ("2026-12-15", "assumed_done"),
        ("2027-01-15", "open"),
    ]
