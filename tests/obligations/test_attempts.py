"""Visits that were tried in vain or failed."""

import pytest

from constraints.example import day
from scheduler.domain.policy import Policies
from scheduler.domain.record import ATTEMPTS, Outcome
from tests.obligations.small import done, only, owed_by, tried, window_of

LAST = done("2025-11-20")


@pytest.mark.parametrize("outcome", sorted(ATTEMPTS))
def test_an_attempt_keeps_the_obligation_and_opens_the_clock(outcome: Outcome) -> None:
    one = only(owed_by(history=[LAST, tried("2026-11-28", outcome)], today="2027-01-01"))

    assert window_of(one) == ("2026-10-21", "2026-12-20")
    assert one.is_open
    assert one.attempts == 1
    assert one.reattempt_by == day("2026-12-03")
    assert not one.holds_asset
    assert "; tried once, last on 2026-11-28 (" in one.reason
    assert one.reason.endswith("try again by 2026-12-03.")


def test_the_last_attempt_allowed_escalates() -> None:
    history = [LAST, tried("2026-11-24", Outcome.NO_SHOW), tried("2026-11-28", Outcome.ATTEMPTED_IN_USE)]

    one = only(owed_by(history=history, today="2027-01-01"))

    assert one.attempts == 2
    assert one.reason.endswith(
        "tried 2 times, last on 2026-11-28 (in use); try again by 2026-12-03; escalate: the policy allows 2."
    )


def test_the_clock_is_a_policy() -> None:
    policies = Policies(reattempt_days=1)

    one = only(owed_by(history=[LAST, tried("2026-11-28", Outcome.REFUSED)], policies=policies, today="2027-01-01"))

    assert one.reattempt_by == day("2026-11-29")


def test_attempts_before_the_last_completion_are_forgotten() -> None:
    history = [tried("2025-11-20", Outcome.REFUSED), LAST]

    assert only(owed_by(history=history, today="2027-01-01")).attempts == 0


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.ROLLED_BACK])
def test_failed_work_keeps_the_obligation_and_holds_the_asset(outcome: Outcome) -> None:
    one = only(owed_by(history=[LAST, tried("2026-11-28", outcome)], today="2027-01-01"))

    assert one.holds_asset
    assert (one.attempts, one.reattempt_by) == (0, None)
    assert one.reason.endswith("on 2026-11-28: the asset is held until it is done.")


def test_attempts_of_another_procedure_do_not_count() -> None:
    assert only(owed_by(history=[LAST, tried("2026-11-28", Outcome.REFUSED, "CAL")], today="2027-01-01")).attempts == 0
