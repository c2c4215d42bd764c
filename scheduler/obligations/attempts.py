"""Visits that were tried or failed since the last completion: the re-attempt clock, and assets held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.policy import Policies
from scheduler.domain.record import ATTEMPTS, HistoryRow, Outcome

_HOLDING = frozenset({Outcome.FAILED, Outcome.ROLLED_BACK})


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often a visit was tried in vain, until when to try again, whether the asset is held; `note` in words."""

    count: int = 0
    reattempt_by: date | None = None
    holds_asset: bool = False
    note: str = ""


NO_ATTEMPTS = Attempts()


def attempts_of(rows: Iterable[HistoryRow], last_done: date | None, policies: Policies) -> Attempts:
    """Count what was tried after the last completion; `rows` of one asset and procedure, in order of date."""
    since = [row for row in rows if last_done is None or row.done_on > last_done]
    tried = [row for row in since if row.outcome in ATTEMPTS]
    failed = [row for row in since if row.outcome in _HOLDING]
    if not tried and not failed:
        return NO_ATTEMPTS
    by = tried[-1].done_on + timedelta(days=policies.reattempt_days) if tried else None
    notes = [_tried(tried, by, policies)] if by else []
    notes += [_held(failed[-1])] if failed else []
    return Attempts(len(tried), by, bool(failed), "; ".join(notes))


def _tried(tried: list[HistoryRow], by: date | None, policies: Policies) -> str:
    times = "once" if len(tried) == 1 else f"{len(tried)} times"
    said = f"tried {times}, last on {tried[-1].done_on} ({_in_words(tried[-1].outcome)}); try again by {by}"
    if len(tried) < policies.max_attempts:
        return said
    return f"{said}; escalate: the policy allows {policies.max_attempts}"


def _held(row: HistoryRow) -> str:
    return f"{_in_words(row.outcome)} on {row.done_on}: the asset is held until it is done"


def _in_words(outcome: Outcome) -> str:
    return outcome.value.removeprefix("attempted_").replace("_", " ")
