"""What is owed, read by hand from FORMATS.md: each expectation with its dates on paper."""

from datetime import date
from typing import Any

import pytest

from constraints.example import (
    a_deferral,
    a_due_row,
    a_history_row,
    a_lock,
    a_modality,
    a_model,
    a_patch,
    a_procedure,
    a_programme,
    a_series_row,
    an_asset,
    an_order,
    day,
    days,
    facts_of,
)
from scheduler.domain.calendar import DayWindow, Periodicity
from scheduler.domain.equipment import Anchor, Answer, AssetStatus, Basis, EquipmentClass, NoPeriod, ProcedureKind
from scheduler.domain.obligation import DueBasis
from scheduler.domain.policy import FirstDue, Policies, RiskPolicy
from scheduler.domain.record import Outcome
from scheduler.verify.expected import Expected, Origin, Standing, expected_work


def expected(today: str = "2026-12-01", **tables: Any) -> list[Expected]:
    return sorted(
        expected_work(facts_of(a_programme(**tables), today=today)), key=lambda one: (one.due, one.origin.name)
    )


def dates(found: list[Expected]) -> list[tuple[str, str]]:
    return [(one.due.isoformat(), one.standing.name) for one in found]


def test_a_yearly_service_is_due_a_year_after_it_was_done_thirty_days_either_way() -> None:
    (one,) = expected(history=(a_history_row("2026-02-15"),))

    assert (one.due, one.window, one.basis) == (
        day("2027-02-15"),
        days("2027-01-16", "2027-03-17"),
        DueBasis.COMPLETION,
    )
    assert one.minus_days == 30


def test_month_arithmetic_clamps_and_keeps_the_anchor_day() -> None:
    monthly = [a_procedure(every="1 month")]

    found = expected(procedures=monthly, history=(a_history_row("2026-12-31"),), today="2026-12-31")

    assert [one.due for one in found] == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
    assert [one.previous_due for one in found] == [None, date(2027, 1, 31), date(2027, 2, 28)]


def test_without_any_history_a_young_asset_counts_from_its_service_life() -> None:
    (one,) = expected(assets=[an_asset(in_service_on="2026-02-15")])

    assert (one.due, one.basis) == (day("2027-02-15"), DueBasis.IN_SERVICE)


@pytest.mark.parametrize(
    ("in_service_on", "basis"),
    [("2025-12-01", DueBasis.IN_SERVICE), ("2025-11-30", DueBasis.NO_BASELINE), (None, DueBasis.NO_BASELINE)],
)
def test_an_asset_older_than_one_periodicity_without_history_has_no_baseline(
    in_service_on: str | None, basis: DueBasis
) -> None:
    policies = Policies(first_due=FirstDue.NOW, assume_current_done=False)

    (one,) = expected(assets=[an_asset(in_service_on=in_service_on)], policies=policies)

    assert (one.basis, one.due) == (basis, day("2026-12-01"))


def test_spread_follows_the_formula() -> None:
    """SHA-256 of "A-1|PM" begins 3bcd… ; the number is worked out here by another way than the code's."""
    import hashlib

    digest = hashlib.sha256(b"A-1|PM").hexdigest()[:16]
    offset = int(digest, 16) % 91

    (one, *_) = expected(procedures=[a_procedure(every="3 months")])

    assert (one.due - day("2026-12-01")).days == 1 + offset
    assert one.basis is DueBasis.NO_BASELINE


def test_a_completion_completes_what_it_includes_through_others() -> None:
    rows = [
        a_procedure("major", includes=["middle"], every=NoPeriod.ON_EVENT),
        a_procedure("middle", includes=["PM"], every=NoPeriod.ON_EVENT),
        a_procedure("PM"),
    ]

    (one,) = expected(
        procedures=rows, history=(a_history_row("2025-01-10"), a_history_row("2026-03-01", "A-1", "major"))
    )

    assert one.due == day("2027-03-01")


@pytest.mark.parametrize("outcome", [one for one in Outcome if not one.startswith("completed")])
def test_work_that_was_tried_or_failed_is_still_owed(outcome: Outcome) -> None:
    (one,) = expected(history=(a_history_row("2025-12-20"), a_history_row("2026-11-20", outcome=outcome)))

    assert (one.due, one.standing) == (day("2026-12-20"), Standing.OPEN)
    assert one.holds_asset == (outcome in (Outcome.FAILED, Outcome.ROLLED_BACK))


def test_several_missed_periods_owe_one_visit() -> None:
    found = expected(procedures=[a_procedure(every="3 months")], history=(a_history_row("2025-12-15"),))

    assert dates(found) == [("2026-03-15", "OPEN"), ("2027-03-15", "OPEN")]
    assert found[1].previous_due == day("2026-03-15")


def test_an_occurrence_that_cannot_be_in_time_after_the_overdue_one_is_missed_too() -> None:
    found = expected(history=(a_history_row("2024-12-20"),))

    assert dates(found) == [("2025-12-20", "OPEN")]


def test_what_ends_between_today_and_the_horizon_is_assumed_done_and_counted_from() -> None:
    found = expected(procedures=[a_procedure(every="1 month")], history=(a_history_row("2026-11-20"),))

    assert dates(found)[:2] == [("2026-12-20", "ASSUMED_DONE"), ("2027-01-20", "OPEN")]
    assert found[1].previous_due is None


def test_a_lock_between_today_and_the_horizon_says_when_it_is_assumed_done() -> None:
    found = expected(
        procedures=[a_procedure(every="1 month")],
        history=(a_history_row("2026-11-20"),),
        locks=(a_lock("2026-12-10 09:00"),),
    )

    assert dates(found)[:2] == [("2026-12-20", "ASSUMED_DONE"), ("2027-01-10", "OPEN")]


def test_a_lock_before_the_date_of_a_series_is_for_that_date_and_no_other() -> None:
    monthly = a_procedure(every="1 month", window="due-month", anchor=Anchor.SCHEDULE)

    found = expected(
        procedures=[monthly],
        assets=[an_asset(series_start="2026-01-15")],
        history=(a_history_row("2026-11-15"),),
        locks=(a_lock("2026-12-10 09:00"),),
    )

    assert dates(found)[:2] == [("2026-12-15", "ASSUMED_DONE"), ("2027-01-15", "OPEN")]


def test_the_last_day_before_the_horizon_is_assumed_and_the_first_day_of_it_is_ordinary() -> None:
    until_new_year = a_procedure(window="-10..+9 days")
    into_the_year = a_procedure(window="-10..+10 days")

    (assumed,) = expected(procedures=[until_new_year], history=(a_history_row("2025-12-22"),))
    (ordinary,) = expected(procedures=[into_the_year], history=(a_history_row("2025-12-22"),))

    assert (assumed.standing, ordinary.standing) == (Standing.ASSUMED_DONE, Standing.OPEN)


def test_without_the_assumption_it_is_carried_in_as_overdue() -> None:
    found = expected(
        procedures=[a_procedure(every="1 month")],
        history=(a_history_row("2026-11-20"),),
        policies=Policies(assume_current_done=False),
    )

    assert dates(found)[0] == ("2026-12-20", "OPEN")


def test_a_window_that_ended_before_today_is_overdue_and_not_assumed_done() -> None:
    (one,) = expected(history=(a_history_row("2025-10-31"),))

    assert (one.due, one.window.last_day, one.standing) == (day("2026-10-31"), day("2026-11-30"), Standing.OPEN)


def test_a_series_of_the_department_sets_the_dates_and_a_completion_the_gap() -> None:
    """-10..+20 days: 5 February satisfies the 15th; the gap ends 20 days after 5 February a year on."""
    scheduled = a_procedure(anchor=Anchor.SCHEDULE, window="-10..+20 days")

    (one,) = expected(
        procedures=[scheduled], history=(a_history_row("2026-02-05"),), series=(a_series_row("2020-02-15"),)
    )

    assert (one.due, one.basis) == (day("2027-02-15"), DueBasis.SCHEDULE)
    assert one.window == DayWindow(day("2027-02-05"), day("2027-02-25"))


def test_a_completion_outside_every_window_satisfies_the_latest_open_occurrence() -> None:
    scheduled = a_procedure(anchor=Anchor.SCHEDULE, window="due-date")

    found = expected(
        procedures=[scheduled],
        history=(a_history_row("2026-06-01"),),
        series=(a_series_row("2020-02-15"),),
    )

    assert dates(found) == [("2027-02-15", "OPEN")]


def test_the_own_series_start_wins_over_the_departments() -> None:
    (one,) = expected(
        procedures=[a_procedure(anchor=Anchor.SCHEDULE)],
        assets=[an_asset(series_start="2022-03-01")],
        history=(a_history_row("2026-03-01"),),
        series=(a_series_row("2020-02-15"),),
    )

    assert one.due == day("2027-03-01")


def test_a_due_row_overrides_what_history_says() -> None:
    (one,) = expected(
        history=(a_history_row("2026-02-15"),), due=(a_due_row("2027-01-20", last_done="2026-02-15", work_order="W-1"),)
    )

    assert (one.due, one.basis, one.work_order) == (day("2027-01-20"), DueBasis.DUE_ROW, "W-1")


def test_an_order_has_its_own_window_and_no_periodicity() -> None:
    rows = [a_procedure("incoming", every=NoPeriod.ON_EVENT)]

    (one,) = expected(procedures=rows, orders=(an_order("2027-02-26", procedure="incoming", earliest="2027-01-04"),))

    assert (one.origin, one.window, one.every) == (Origin.ORDER, days("2027-01-04", "2027-02-26"), None)


def test_a_follow_up_ends_with_its_parent() -> None:
    rows = [a_procedure(follow_up="evaluation"), a_procedure("evaluation", every=NoPeriod.ON_EVENT)]

    follow_up, parent = expected(procedures=rows, history=(a_history_row(),))

    assert (follow_up.origin, follow_up.parent) == (Origin.FOLLOW_UP, "PM")
    assert follow_up.window == parent.window


def test_hours_of_use_come_first_if_they_do() -> None:
    """1,000 h in 100 days to 1 December: the 2,000 h since new are reached 100 days later."""
    rows = [a_procedure(runtime_hours=2000)]
    asset = an_asset(in_service_on="2026-06-01", runtime_hours=1000.0)

    (one,) = expected(
        procedures=rows,
        assets=[asset],
        history=(a_history_row("2026-08-23", procedure="other", outcome=Outcome.FAILED, runtime_hours=0.0),),
    )

    assert (one.due, one.basis) == (day("2027-03-11"), DueBasis.RUNTIME)
    assert one.every == Periodicity(days=200)


def test_readings_less_than_thirty_days_apart_say_nothing() -> None:
    rows = [a_procedure(runtime_hours=2000)]
    asset = an_asset(in_service_on="2026-02-15", runtime_hours=1000.0)

    (one,) = expected(
        procedures=rows,
        assets=[asset],
        history=(a_history_row("2026-11-02", procedure="other", outcome=Outcome.FAILED, runtime_hours=0.0),),
    )

    assert one.basis is DueBasis.IN_SERVICE


def test_hours_bring_an_occurrence_of_a_series_forward_and_do_not_double_it() -> None:
    rows = [a_procedure(every="6 months", runtime_hours=3650, anchor=Anchor.SCHEDULE)]
    asset = an_asset(in_service_on="2026-06-01", series_start="2027-03-20", runtime_hours=1830.0)

    found = expected(
        procedures=rows,
        assets=[asset],
        history=(a_history_row("2026-06-01", procedure="other", outcome=Outcome.FAILED, runtime_hours=0.0),),
    )

    assert [one.due for one in found] == [day("2027-03-20")]


AEM = a_procedure(every="2 years", oem_every="1 year", basis=Basis.AEM)


@pytest.mark.parametrize(
    ("modality", "model", "since", "due"),
    [
        (a_modality(), a_model(aem=Answer.YES), "2023-12-01", "2027-02-15"),
        (a_modality(), a_model(aem=Answer.YES), "2023-12-02", "2026-02-15"),
        (a_modality(), a_model(aem=Answer.NO), "2020-01-15", "2026-02-15"),
        (a_modality(aem_barred=True), a_model(aem=Answer.YES), "2020-01-15", "2026-02-15"),
        (a_modality(equipment_class=EquipmentClass.IMAGING), a_model(aem=Answer.YES), "2020-01-15", "2026-02-15"),
        (a_modality(equipment_class=EquipmentClass.LASER), a_model(aem=Answer.YES), "2020-01-15", "2026-02-15"),
        (a_modality(life_support=True), a_model(aem=Answer.YES), "2020-01-15", "2026-02-15"),
    ],
    ids=["36 months of history", "a day less", "model", "modality", "imaging", "laser", "life support"],
)
def test_without_aem_the_manufacturers_periodicity_is_in_force(modality: Any, model: Any, since: str, due: str) -> None:
    (one,) = expected(
        procedures=[AEM],
        modalities=[modality],
        models=[model],
        assets=[an_asset(in_service_on=since)],
        history=(a_history_row("2025-02-15"),),
    )

    assert one.due == day(due)


def test_life_support_may_have_aem_by_policy() -> None:
    (one,) = expected(
        procedures=[AEM],
        modalities=[a_modality(life_support=True)],
        models=[a_model(aem=Answer.YES)],
        history=(a_history_row("2025-02-15"),),
        policies=Policies(aem_for_life_support=True),
    )

    assert one.due == day("2027-02-15")


def test_the_most_specific_row_wins() -> None:
    rows = [
        a_procedure(every="2 years"),
        a_procedure(make="Acme", model="P1"),
        a_procedure(make="Acme", every="3 years"),
    ]

    (one,) = expected(procedures=rows, history=(a_history_row(),))

    assert one.due == day("2027-02-15")


@pytest.mark.parametrize(
    ("asset", "standing"),
    [
        (an_asset(status=AssetStatus.MISSING), Standing.MISSING),
        (an_asset(status=AssetStatus.IN_REPAIR), Standing.IN_REPAIR),
        (an_asset(status=AssetStatus.IN_REPAIR, expected_back="2027-04-01"), Standing.IN_REPAIR),
        (an_asset(status=AssetStatus.IN_REPAIR, expected_back="2027-03-31"), Standing.OPEN),
        (an_asset(status=AssetStatus.SPARE), Standing.OPEN),
        (an_asset(status=AssetStatus.LOANER), Standing.OPEN),
    ],
)
def test_an_asset_that_is_away_stands_in_the_way(asset: Any, standing: Standing) -> None:
    (one,) = expected(assets=[asset], history=(a_history_row(),))

    assert one.standing is standing
    assert one.not_before == (asset.expected_back if standing is Standing.OPEN else None)


def test_a_retired_asset_owes_nothing() -> None:
    assert expected(assets=[an_asset(status=AssetStatus.RETIRED)], history=(a_history_row(),)) == []


@pytest.mark.parametrize(
    ("until", "standing", "not_before"),
    [
        (None, Standing.DEFERRED, None),
        ("2027-03-17", Standing.DEFERRED, None),
        ("2027-03-16", Standing.OPEN, "2027-03-17"),
        ("2026-11-30", Standing.OPEN, None),
    ],
)
def test_a_deferral_covers_the_window_or_delays_the_work(
    until: str | None, standing: Standing, not_before: str | None
) -> None:
    (one,) = expected(history=(a_history_row(),), deferrals=(a_deferral(until),))

    assert one.standing is standing
    assert one.not_before == (None if not_before is None else day(not_before))


PATCHING = a_procedure(kind=ProcedureKind.PATCH)


@pytest.mark.parametrize(
    ("version", "patches", "standing"),
    [
        ("", [a_patch()], Standing.VERSION_UNKNOWN),
        ("1.0", [], Standing.NOTHING_TO_INSTALL),
        ("2.0", [a_patch()], Standing.NOTHING_TO_INSTALL),
        ("1.0", [a_patch()], Standing.OPEN),
        ("1.0", [a_patch(from_versions=["1.5"])], Standing.NOTHING_TO_INSTALL),
        ("1.0", [a_patch(validated_on=None)], Standing.WAITING),
        ("1.0", [a_patch(validated_on="2026-12-02")], Standing.WAITING),
        ("1.0", [a_patch(validated_on="2026-12-01")], Standing.OPEN),
    ],
)
def test_patch_work_stands_as_its_release_does(version: str, patches: list[Any], standing: Standing) -> None:
    (one,) = expected(
        procedures=[PATCHING],
        assets=[an_asset(software_version=version)],
        history=(a_history_row(),),
        patches=tuple(patches),
    )

    assert one.standing is standing


def test_what_was_done_in_a_window_that_meets_the_horizon_is_listed_as_done() -> None:
    found = expected(history=(a_history_row("2025-12-20"), a_history_row("2026-11-25")))

    assert dates(found) == [("2026-12-20", "DONE")]


def test_the_risk_class_sets_window_and_anchor() -> None:
    policies = Policies(high_risk=RiskPolicy(anchor=Anchor.SCHEDULE), other=RiskPolicy())

    (one,) = expected(
        models=[a_model(high_risk=True)],
        assets=[an_asset(in_service_on="2020-02-01")],
        history=(a_history_row("2026-02-15"),),
        policies=policies,
    )

    assert (one.due, one.basis) == (day("2027-02-01"), DueBasis.SCHEDULE)
