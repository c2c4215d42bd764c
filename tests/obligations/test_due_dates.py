"""Due dates, windows and reasons of periodic work."""

from constraints.example import a_model, a_procedure, an_asset
from scheduler.domain.calendar import Periodicity
from scheduler.domain.equipment import Anchor, AssetStatus, NoPeriod
from scheduler.domain.obligation import DueBasis
from tests.obligations.small import a_due_row, a_series_row, done, dues, only, owed_by, statuses, window_of


def scheduled(every: str = "3 months", **others: str) -> list[object]:
    return [a_procedure(every=every, anchor=Anchor.SCHEDULE, **others)]


def test_work_is_due_one_periodicity_after_the_last_completion() -> None:
    one = only(owed_by(history=[done("2025-02-20"), done("2026-02-14")]))

    assert dues((one,)) == ["2027-02-14"]
    assert window_of(one) == ("2027-01-15", "2027-03-16")
    assert one.basis is DueBasis.COMPLETION
    assert one.every == Periodicity(months=12)
    assert one.minus_days == 30
    assert not one.overdue
    assert one.is_open
    assert one.reason == "1 year after the completion of 2026-02-14; joint-commission window -30..+30 days."


def test_a_new_asset_is_due_one_periodicity_after_it_went_into_service() -> None:
    one = only(owed_by(assets=[an_asset(in_service_on="2026-02-14")]))

    assert dues((one,)) == ["2027-02-14"]
    assert one.basis is DueBasis.IN_SERVICE


def test_a_window_that_ends_on_the_last_day_of_the_horizon_does_not_reach_past_it() -> None:
    on_it = only(owed_by(history=[done("2026-03-01")]))
    past_it = only(owed_by(history=[done("2026-03-02")]))

    assert window_of(on_it)[1] == "2027-03-31"
    assert not on_it.extends_past_horizon
    assert past_it.extends_past_horizon


def test_a_window_that_begins_on_the_last_day_of_the_horizon_meets_it() -> None:
    assert window_of(only(owed_by(history=[done("2026-04-30")])))[0] == "2027-03-31"
    assert owed_by(history=[done("2026-05-01")]) == ()


def test_a_window_that_ends_on_the_first_day_of_the_horizon_is_not_overdue() -> None:
    on_it = only(owed_by(history=[done("2025-12-02")], today="2027-01-01"))
    before_it = only(owed_by(history=[done("2025-12-01")], today="2027-01-01"))

    assert (window_of(on_it)[1], on_it.overdue) == ("2027-01-01", False)
    assert (window_of(before_it)[1], before_it.overdue) == ("2026-12-31", True)


def test_several_missed_periods_owe_one_visit_that_is_as_late_as_the_first() -> None:
    assert dues(owed_by(history=[done("2022-06-10")])) == ["2023-06-10"]
    assert dues(owed_by(history=[done("2023-01-15")])) == ["2024-01-15"]


def test_an_overdue_visit_stands_for_the_periods_that_it_leaves_no_time_for() -> None:
    monthly = [a_procedure(every="1 month")]

    found = owed_by(procedures=monthly, history=[done("2026-09-14")])

    assert dues(found) == ["2026-10-14", "2027-01-14", "2027-02-14", "2027-03-14"]
    assert [one.overdue for one in found] == [True, False, False, False]
    assert [one.previous for one in found] == [None, *(one.task_id for one in found[:-1])]


def test_the_last_period_that_can_still_be_kept_after_an_overdue_visit_is_owed() -> None:
    """Done on 1 January at the earliest, the next may follow 4 weeks less 10 days later: from 19 January on."""
    four_weeks = {"every": "4 weeks", "window": "-10..+10 days"}
    kept = owed_by(procedures=[a_procedure(**four_weeks)], history=[done("2026-10-21")], today="2026-12-31")
    missed = owed_by(procedures=[a_procedure(**four_weeks)], history=[done("2026-10-16")], today="2026-12-31")

    assert dues(kept)[:2] == ["2026-11-18", "2027-01-13"]
    assert window_of(kept[1])[1] == "2027-01-23"
    assert dues(missed)[:2] == ["2026-11-13", "2027-02-05"]


def test_a_later_occurrence_is_counted_from_the_due_date_of_the_former_and_keeps_the_day_of_the_month() -> None:
    found = owed_by(procedures=[a_procedure(every="1 month")], history=[done("2026-12-31")], today="2026-12-31")

    assert dues(found) == ["2027-01-31", "2027-02-28", "2027-03-31"]
    assert [window_of(one)[0] for one in found] == ["2027-01-01", "2027-02-01", "2027-03-01"]
    assert [one.previous for one in found] == [None, found[0].task_id, found[1].task_id]
    assert found[1].reason.startswith("1 month after the occurrence of 2027-01-31;")


def test_a_completion_inside_the_window_makes_the_occurrence_done() -> None:
    found = owed_by(history=[done("2025-12-15"), done("2026-11-20")])

    assert dues(found) == ["2026-12-15"]
    assert statuses(found) == ["done"]
    assert found[0].settled
    assert found[0].settled.reason == "done on 2026-11-20"


def test_a_completion_before_the_window_begins_starts_a_new_period_and_leaves_nothing_done() -> None:
    on_its_first_day = owed_by(history=[done("2025-12-15"), done("2026-11-15")])
    a_day_before = owed_by(history=[done("2025-12-15"), done("2026-11-14")])

    assert statuses(on_its_first_day) == ["done"]
    assert a_day_before == ()


def test_completions_with_remarks_satisfy_and_completions_of_other_assets_do_not() -> None:
    assets = [an_asset("A-1"), an_asset("A-2", in_service_on="2026-02-01")]

    found = owed_by(assets=assets, history=[done("2026-02-14")])

    assert [(one.asset_tag, one.due.isoformat()) for one in found] == [("A-1", "2027-02-14"), ("A-2", "2027-02-01")]


def test_work_on_event_and_work_without_a_period_owe_nothing_by_time() -> None:
    procedures = [a_procedure("A", every=NoPeriod.ON_EVENT), a_procedure("B", every=NoPeriod.NONE)]

    assert owed_by(procedures=procedures, history=[done("2026-02-14", "A"), done("2026-02-14", "B")]) == ()


def test_retired_assets_owe_nothing_and_spare_ones_owe_as_those_in_use() -> None:
    history = [done("2026-02-14")]

    assert owed_by(assets=[an_asset(status=AssetStatus.RETIRED)], history=history) == ()
    assert dues(owed_by(assets=[an_asset(status=AssetStatus.SPARE)], history=history)) == ["2027-02-14"]
    assert dues(owed_by(assets=[an_asset(status=AssetStatus.LOANER)], history=history)) == ["2027-02-14"]


def test_no_assets_owe_nothing() -> None:
    assert owed_by(assets=[]) == ()


def test_the_row_of_make_and_model_wins_over_the_row_of_the_modality() -> None:
    rows = [a_procedure(every="1 year"), a_procedure(every="6 months", make="Acme", model="P1")]

    assert dues(owed_by(procedures=rows, history=[done("2026-08-14")])) == ["2027-02-14"]


def test_high_risk_work_carries_its_class() -> None:
    one = only(owed_by(models=[a_model(high_risk=True)], history=[done("2026-02-14")]))

    assert one.risk_class == "high_risk"
    assert one.late_allowed_days == 0


def test_a_series_keeps_its_dates_whenever_work_is_done_inside_its_windows() -> None:
    asset = an_asset(series_start="2026-02-15")
    on_first_day = owed_by(procedures=scheduled(), assets=[asset], history=[done("2026-11-05")])

    assert dues(on_first_day) == ["2027-02-15"]
    assert on_first_day[0].basis is DueBasis.SCHEDULE
    assert window_of(on_first_day[0]) == ("2027-02-05", "2027-02-15")


def test_the_gap_since_the_last_completion_cuts_the_window_of_a_series() -> None:
    """Done on 5 November, a quarterly service must come by 5 February and ten days, though the series allows more."""
    asset = an_asset(series_start="2026-02-15")
    early = only(owed_by(procedures=scheduled(), assets=[asset], history=[done("2026-11-05")]))
    late = only(owed_by(procedures=scheduled(), assets=[asset], history=[done("2026-11-25")]))

    assert window_of(early)[1] == "2027-02-15"
    assert "the window ends on 2027-02-15 to keep the gap since 2026-11-05" in early.reason
    assert window_of(late) == ("2027-02-05", "2027-02-25")


def test_a_completion_outside_every_window_satisfies_the_latest_open_occurrence() -> None:
    asset = an_asset(series_start="2026-02-15")

    found = owed_by(procedures=scheduled(), assets=[asset], history=[done("2026-02-15"), done("2026-10-01")])

    assert dues(found) == ["2026-11-15"]
    assert found[0].overdue


def test_a_completion_before_a_window_begins_satisfies_nothing_when_the_former_is_done() -> None:
    asset = an_asset(series_start="2026-02-15")
    history = [done("2026-08-20"), done("2026-11-16"), done("2026-11-30")]

    found = owed_by(procedures=scheduled(), assets=[asset], history=history)

    assert dues(found) == ["2027-02-15"]
    assert statuses(found) == ["open"]


def test_the_series_of_the_department_serves_assets_without_their_own() -> None:
    procedures = scheduled("1 year")
    history = [done("2026-02-10")]
    rows = [a_series_row("2020-03-01"), a_series_row("2020-02-01", "PM")]

    assert dues(owed_by(procedures=procedures, series=rows, history=history)) == ["2027-02-01"]
    assert dues(owed_by(procedures=procedures, series=rows[:1], history=history)) == ["2027-03-01"]
    own = [an_asset(series_start="2020-01-20")]
    assert dues(owed_by(procedures=procedures, series=rows, assets=own, history=history)) == ["2027-01-20"]


def test_a_series_from_the_day_in_service_begins_one_period_later() -> None:
    asset = an_asset(in_service_on="2026-11-15")

    assert dues(owed_by(procedures=scheduled(), assets=[asset])) == ["2027-02-15"]


def test_a_due_row_sets_the_next_due_date() -> None:
    one = only(owed_by(due=[a_due_row("2027-02-01", work_order="WO-7")], history=[done("2026-06-01")]))

    assert dues((one,)) == ["2027-02-01"]
    assert one.basis is DueBasis.DUE_ROW
    assert one.work_order == "WO-7"


def test_a_due_row_that_was_done_since_its_window_began_is_over() -> None:
    row = a_due_row("2026-12-20", last_done="2025-12-18")
    fresh = owed_by(due=[row], history=[done("2026-11-20")])
    too_early = owed_by(due=[row], history=[done("2026-11-19")], today="2027-01-01")

    assert list(zip(dues(fresh), statuses(fresh), strict=True)) == [("2026-12-20", "done")]
    assert list(zip(dues(too_early), statuses(too_early), strict=True)) == [("2026-12-20", "open")]


def test_a_completion_that_the_due_row_knows_does_not_satisfy_it() -> None:
    row = a_due_row("2027-01-10", last_done="2026-12-15")

    assert statuses(owed_by(due=[row], history=[done("2026-12-15")], today="2026-12-20")) == ["open"]


def test_the_last_completion_of_a_due_row_counts_as_one() -> None:
    one = only(owed_by(due=[a_due_row(last_done="2026-02-14")]))

    assert dues((one,)) == ["2027-02-14"]
    assert one.basis is DueBasis.COMPLETION


def test_after_a_due_row_the_series_is_rejoined_at_the_first_date_that_can_be_kept() -> None:
    """From 20 January on, a month less 19 days: the date of 1 February, to be kept until its last day, is the next."""
    procedures = scheduled("1 month")
    asset = an_asset(series_start="2026-01-01")

    found = owed_by(procedures=procedures, assets=[asset], due=[a_due_row("2027-01-20")])

    assert dues(found) == ["2027-01-20", "2027-02-01", "2027-03-01"]
