"""One-off work."""

from constraints.example import QUARTER, a_lock, a_procedure, an_asset, day
from scheduler.domain.equipment import AssetStatus, NoPeriod, ProcedureKind
from scheduler.domain.obligation import DueBasis, Obligation
from scheduler.domain.record import OrderReason, Outcome
from tests.obligations.small import a_deferral, an_order, done, only, owed_by, statuses, tried, window_of

RECALL = [a_procedure("RECALL", kind=ProcedureKind.RECALL, every=NoPeriod.ON_EVENT)]


def owed_for(*orders: object, **tables: object) -> tuple[Obligation, ...]:
    return owed_by(procedures=RECALL, orders=orders, **tables)


def test_an_order_is_owed_in_its_own_window() -> None:
    order = an_order("2027-02-15", earliest="2027-01-10", procedure="RECALL", work_order="WO-9")

    one = only(owed_for(order))

    assert window_of(one) == ("2027-01-10", "2027-02-15")
    assert one.due == day("2027-02-15")
    assert one.basis is DueBasis.ORDER
    assert (one.every, one.work_order, one.holds_asset) == (None, "WO-9", False)
    assert one.reason == "ordered (recall) by WO-9, from 2027-01-10 to the deadline of 2027-02-15."


def test_an_order_without_an_earliest_day_can_be_done_from_today_on() -> None:
    assert window_of(only(owed_for(an_order(procedure="RECALL"))))[0] == "2026-12-01"


def test_the_id_of_an_order_does_not_depend_on_today() -> None:
    order = an_order(procedure="RECALL")

    first, second = only(owed_for(order)), only(owed_for(order, today="2026-12-24"))

    assert first.task_id == second.task_id


def test_two_equal_orders_are_two_obligations() -> None:
    found = owed_for(an_order(procedure="RECALL"), an_order(procedure="RECALL"))

    assert len({one.task_id for one in found}) == 2


def test_an_order_that_holds_its_asset_says_so() -> None:
    one = only(owed_for(an_order(procedure="RECALL", holds_asset=True, reason=OrderReason.AFTER_REPAIR)))

    assert one.holds_asset
    assert one.reason.startswith("ordered (after repair)")
    assert one.reason.endswith("the asset is held until it is done.")


def test_an_order_is_assumed_done_or_overdue_by_its_deadline() -> None:
    past = only(owed_for(an_order("2026-11-30", procedure="RECALL")))
    between = only(owed_for(an_order("2026-12-31", procedure="RECALL")))
    ordinary = only(owed_for(an_order("2027-01-01", procedure="RECALL")))

    assert (past.overdue, statuses((past,)), window_of(past)) == (True, ["open"], ("2026-11-30", "2026-11-30"))
    assert statuses((between,)) == ["assumed_done"]
    assert (ordinary.overdue, statuses((ordinary,))) == (False, ["open"])


def test_an_order_that_is_locked_into_the_horizon_is_not_assumed_done() -> None:
    order = an_order("2026-12-31", procedure="RECALL")

    assert statuses(owed_for(order, locks=[a_lock("2027-01-05 09:00", procedure="RECALL")])) == ["open"]
    assert statuses(owed_for(order, locks=[a_lock("2026-12-30 09:00", procedure="RECALL")])) == ["assumed_done"]


def test_an_order_beyond_the_horizon_is_not_owed_yet() -> None:
    assert owed_for(an_order("2027-06-01", earliest="2027-04-01", procedure="RECALL")) == ()
    assert len(owed_for(an_order("2027-06-01", earliest=str(QUARTER.last_day), procedure="RECALL"))) == 1


def test_a_completion_since_its_earliest_day_satisfies_an_order() -> None:
    order = an_order("2027-02-15", earliest="2026-11-10", procedure="RECALL")

    assert statuses(owed_for(order, history=[done("2026-11-10", "RECALL")])) == ["done"]
    assert statuses(owed_for(order, history=[done("2026-11-09", "RECALL")])) == ["open"]


def test_an_order_that_was_done_before_the_horizon_is_no_longer_listed() -> None:
    order = an_order("2026-12-15", earliest="2026-11-10", procedure="RECALL")

    assert owed_for(order, history=[done("2026-11-20", "RECALL")]) == ()


def test_orders_wait_for_missing_assets_and_deferrals_like_other_work() -> None:
    order = an_order(procedure="RECALL")

    assert statuses(owed_for(order, assets=[an_asset(status=AssetStatus.MISSING)])) == ["unplaced"]
    assert statuses(owed_for(order, deferrals=[a_deferral(None, "RECALL")])) == ["deferred"]
    assert owed_for(order, assets=[an_asset(status=AssetStatus.RETIRED)]) == ()


def test_attempts_since_its_earliest_day_count_for_an_order() -> None:
    order = an_order("2027-02-15", earliest="2026-11-10", procedure="RECALL")
    history = [tried("2026-11-09", Outcome.REFUSED, "RECALL"), tried("2026-11-12", Outcome.REFUSED, "RECALL")]

    assert only(owed_for(order, history=history)).attempts == 1
