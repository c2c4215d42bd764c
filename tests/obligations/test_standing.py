"""Missing assets, assets in repair, deferrals."""

from constraints.example import a_procedure, an_asset, day
from scheduler.domain.equipment import AssetStatus
from scheduler.domain.obligation import ReasonCode, Settled, TaskStatus
from tests.obligations.small import a_deferral, done, only, owed_by, statuses

HISTORY = [done("2026-01-15")]
"""Due on 15 January, window 16 December to 14 February."""


def test_a_missing_asset_is_listed_with_its_reason() -> None:
    one = only(owed_by(assets=[an_asset(status=AssetStatus.MISSING)], history=HISTORY))

    assert one.settled == Settled(
        TaskStatus.UNPLACED, ReasonCode.ASSET_MISSING, "A-1 cannot be found; it is listed until it is found or retired"
    )
    assert not one.counts


def test_an_asset_in_repair_without_a_day_is_listed_with_its_reason() -> None:
    one = only(owed_by(assets=[an_asset(status=AssetStatus.IN_REPAIR)], history=HISTORY))

    assert one.settled
    assert one.settled.reason_code is ReasonCode.ASSET_IN_REPAIR


def test_an_asset_in_repair_is_planned_from_the_day_it_is_expected_back() -> None:
    on_last_day = an_asset(status=AssetStatus.IN_REPAIR, expected_back="2027-03-31")
    after_it = an_asset(status=AssetStatus.IN_REPAIR, expected_back="2027-04-01")

    planned = only(owed_by(assets=[on_last_day], history=HISTORY))
    too_late = only(owed_by(assets=[after_it], history=HISTORY))

    assert (planned.settled, planned.not_before) == (None, day("2027-03-31"))
    assert "in repair, expected back on 2027-03-31" in planned.reason
    assert too_late.settled
    assert "after the horizon's end on 2027-03-31" in too_late.settled.reason


def test_a_deferral_through_the_end_of_the_window_covers_it() -> None:
    covered = only(owed_by(history=HISTORY, deferrals=[a_deferral("2027-02-14")]))
    delayed = only(owed_by(history=HISTORY, deferrals=[a_deferral("2027-02-13")]))

    assert covered.settled == Settled(
        TaskStatus.DEFERRED, None, "deferred until 2027-02-14, approved by Dr Vega: patients"
    )
    assert (delayed.settled, delayed.not_before) == (None, day("2027-02-14"))


def test_a_deferral_that_ends_before_the_horizon_delays_nothing() -> None:
    one = only(owed_by(history=HISTORY, deferrals=[a_deferral("2026-12-31")]))

    assert (one.settled, one.not_before) == (None, None)


def test_a_deferral_without_an_end_covers_everything() -> None:
    found = owed_by(
        procedures=[a_procedure(every="1 month")], history=[done("2026-11-20")], deferrals=[a_deferral(None)]
    )

    assert statuses(found) == ["deferred"] * len(found)
    assert found[0].settled
    assert "deferred until it is withdrawn" in found[0].settled.reason


def test_of_several_deferrals_in_force_the_longest_counts_and_expired_ones_do_not() -> None:
    rows = [a_deferral("2027-01-31"), a_deferral("2027-02-28"), a_deferral("2026-11-30")]

    assert statuses(owed_by(history=HISTORY, deferrals=rows)) == ["deferred"]
    assert statuses(owed_by(history=HISTORY, deferrals=rows[2:])) == ["open"]


def test_a_deferral_of_another_procedure_does_not_count() -> None:
    assert statuses(owed_by(history=HISTORY, deferrals=[a_deferral(None, "CAL")])) == ["open"]


def test_overdue_work_can_be_deferred() -> None:
    found = owed_by(history=[done("2025-06-01")], deferrals=[a_deferral("2027-01-31")])

    assert statuses(found) == ["deferred"]
    assert found[0].overdue
