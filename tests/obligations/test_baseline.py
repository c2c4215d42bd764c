"""First due dates of assets without a baseline."""

from datetime import date, timedelta
from hashlib import sha256

import pytest

from constraints.example import a_model, a_procedure, an_asset, day
from scheduler.domain.calendar import Horizon
from scheduler.domain.equipment import Anchor
from scheduler.domain.obligation import DueBasis
from scheduler.domain.policy import FirstDue, Policies
from scheduler.domain.record import Outcome
from tests.obligations.small import a_due_row, a_series_row, done, dues, only, owed_by, tried, window_of

YEAR = Horizon(date(2027, 1, 1), date(2027, 12, 31))


def spread(tag: str, procedure: str, days: int, today: str = "2026-12-01") -> str:
    """The formula of FORMATS, said again."""
    digest = sha256(f"{tag}|{procedure}".encode()).digest()
    return (day(today) + timedelta(days=1 + int.from_bytes(digest[:8], "big") % days)).isoformat()


def test_the_first_due_date_is_spread_over_one_period_by_the_digest_of_asset_and_procedure() -> None:
    one = only(owed_by(horizon=YEAR, procedures=[a_procedure(every="1 year")]))

    assert dues((one,)) == [spread("A-1", "PM", 365)]
    assert one.basis is DueBasis.NO_BASELINE
    assert not one.overdue
    assert one.reason.startswith(
        "no completion is recorded and no date is set; first due date spread over 365 days; joint-commission window"
    )


def test_high_risk_work_is_spread_over_half_a_period() -> None:
    one = only(owed_by(horizon=YEAR, models=[a_model(high_risk=True)]))

    assert dues((one,)) == [spread("A-1", "PM", 182)]


@pytest.mark.parametrize("number", range(20))
def test_a_spread_date_lies_after_today_and_within_the_period(number: int) -> None:
    found = owed_by(horizon=YEAR, assets=[an_asset(f"B-{number}")], procedures=[a_procedure(every="6 months")])

    assert date(2026, 12, 2) <= found[0].due <= date(2026, 12, 1) + timedelta(days=183)
    assert dues(found)[0] == spread(f"B-{number}", "PM", 183)


def test_an_asset_exactly_one_period_in_service_has_a_baseline_and_one_a_day_older_has_none() -> None:
    exactly = only(owed_by(assets=[an_asset(in_service_on="2025-12-01")], today="2026-12-01"))
    older = owed_by(assets=[an_asset(in_service_on="2025-11-30")], today="2026-12-01", horizon=YEAR)

    assert (exactly.basis, dues((exactly,))) == (DueBasis.IN_SERVICE, ["2026-12-01"])
    assert only(older).basis is DueBasis.NO_BASELINE


def test_an_asset_whose_day_in_service_nobody_knows_has_no_baseline() -> None:
    assert only(owed_by(assets=[an_asset(in_service_on=None)], horizon=YEAR)).basis is DueBasis.NO_BASELINE


def test_an_attempt_is_no_baseline_and_a_completion_or_a_due_row_is_one() -> None:
    attempt = owed_by(history=[tried("2025-12-20", Outcome.REFUSED)], horizon=YEAR)
    completion = owed_by(history=[done("2025-12-20")], horizon=YEAR)
    row = owed_by(due=[a_due_row("2027-03-01")], horizon=YEAR)

    assert [only(found).basis.value for found in (attempt, row)] == ["no_baseline", "due_row"]
    assert completion[0].basis is DueBasis.COMPLETION


def test_without_spread_work_without_a_baseline_is_due_today() -> None:
    one = only(
        owed_by(policies=Policies(first_due=FirstDue.NOW), horizon=Horizon(date(2026, 12, 1), date(2026, 12, 31)))
    )

    assert dues((one,)) == ["2026-12-01"]
    assert window_of(one) == ("2026-11-01", "2026-12-31")


def test_the_id_of_work_without_a_baseline_is_the_same_on_every_day() -> None:
    monday = owed_by(horizon=YEAR, today="2026-12-01", procedures=[a_procedure(every="3 months")])
    tuesday = owed_by(horizon=YEAR, today="2026-12-02", procedures=[a_procedure(every="3 months")])

    assert dues(monday) != dues(tuesday)
    assert [one.task_id for one in monday][:3] == [one.task_id for one in tuesday][:3]


def test_a_series_is_joined_after_the_spread_date() -> None:
    """Annual dates on 1 June: the first after the spread one that can keep a year less 30 days."""
    procedures = [a_procedure(every="6 months", anchor=Anchor.SCHEDULE)]
    found = owed_by(procedures=procedures, series=[a_series_row("2020-06-01")], horizon=YEAR)

    assert dues(found)[0] == spread("A-1", "PM", 183)
    assert all(one.due.month in (6, 12) for one in found[1:])
