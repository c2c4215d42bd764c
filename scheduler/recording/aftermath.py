"""What follows from visits that did not succeed: until when to try again, what is escalated, which assets are held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, ProcedureName
from scheduler.domain.record import SATISFYING, HistoryRow, Outcome
from scheduler.obligations.attempts import attempts_of
from scheduler.obligations.records import Records
from scheduler.obligations.regime import Regimes


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Work that is still owed after a visit in vain."""

    asset_tag: AssetTag
    procedure: ProcedureName
    outcome: Outcome
    attempts: int
    reattempt_by: date | None
    escalate: bool
    holds_asset: bool
    said: str


def follow_ups(recorded: Iterable[HistoryRow], facts: Facts) -> tuple[FollowUp, ...]:
    """Return what the recorded rows leave to do; `facts` have them in their history already."""
    touched = {(row.asset_tag, row.procedure): row.outcome for row in recorded if row.outcome not in SATISFYING}
    if not touched:
        return ()
    records = Records.of(facts.programme)
    regimes = Regimes(facts, records)
    found = (
        _follow_up(tag, name, outcome, facts, records, regimes) for (tag, name), outcome in sorted(touched.items())
    )
    return tuple(each for each in found if each is not None)


def _follow_up(
    tag: AssetTag, name: ProcedureName, outcome: Outcome, facts: Facts, records: Records, regimes: Regimes
) -> FollowUp | None:
    rows = records.history.get(tag, ())
    regime = regimes.of(tag).get(name)
    completing = regime.completed_by if regime is not None else frozenset({name})
    done = [row.done_on for row in rows if row.outcome in SATISFYING and row.procedure in completing]
    policies = facts.programme.policies
    tried = attempts_of([row for row in rows if row.procedure == name], max(done, default=None), policies)
    if not tried.note:
        return None
    escalate = tried.count >= policies.max_attempts
    return FollowUp(tag, name, outcome, tried.count, tried.reattempt_by, escalate, tried.holds_asset, tried.note)
