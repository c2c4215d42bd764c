"""All checks of a plan, one after the other."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scheduler.aside import Aside
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Violation
from scheduler.verify.bound import BOUND, wrong_bound
from scheduler.verify.coverage import COVERAGE, DUE, STANDING, uncovered, wrong_dates, wrong_standing
from scheduler.verify.documents import verify_files
from scheduler.verify.expected import expected_work
from scheduler.verify.ledger import OBJECTIVE, SHARES, wrong_objective, wrong_price_of_nothing, wrong_shares
from scheduler.verify.matching import matched
from scheduler.verify.outcomes import OUTCOME, Outcomes
from scheduler.verify.reasons import REASONS, wrong_reasons
from scheduler.verify.rules import broken_rules
from scheduler.verify.shape import SHAPE, misshapen, sound_part
from scheduler.verify.verdict import CheckResult, Verdict

PRICE_OF_NOTHING = "price of placing nothing"
Check = tuple[str, int, Iterable[Violation]]
"""A check's name, how many things it looks at, and what it finds."""


def verify(plan: Plan, facts: Facts) -> Verdict:
    """Check a plan against the tables: its shape, every rule, all that is owed, every status, points, shares, bound."""
    return _but_bound(plan, facts).with_check(BOUND, len(plan.duals), _wrong_bound(plan, facts))


@dataclass(frozen=True, slots=True)
class Verifying:
    """A plan in the middle of its check: all but the bound was looked at."""

    so_far: Verdict
    proof: Aside[tuple[Violation, ...]]

    def whole(self) -> Verdict:
        """Wait for the bound, and say all that `verify` says."""
        return self.so_far.with_check(BOUND, len(self.so_far.plan.duals), self.proof.result())


@contextmanager
def verifying(plan: Plan, facts: Facts) -> Iterator[Verifying]:
    """Check a plan as `verify` does, and lend the time in which the bound, which takes longest, is being proved."""
    with Aside(lambda: _wrong_bound(plan, facts)) as proof:
        yield Verifying(_but_bound(plan, facts), proof)


def verify_folder(plan: Plan, facts: Facts, out: Path, meanwhile: Callable[[], None] = lambda: None) -> Verdict:
    """Check a plan as `verify` does, and the documents of its folder.

    `meanwhile` is for the caller's own work on a plan in which nothing was found so far: it is done while the bound,
    which takes longest, is still being proved.
    """
    with verifying(plan, facts) as begun:
        verdict = begun.so_far.with_more(verify_files(out, plan, facts))
        if not verdict.violations:
            meanwhile()
        return Verifying(verdict, begun.proof).whole()


def _wrong_bound(plan: Plan, facts: Facts) -> tuple[Violation, ...]:
    return tuple(wrong_bound(sound_part(plan, facts), facts))


def _but_bound(plan: Plan, facts: Facts) -> Verdict:
    results: list[CheckResult] = []
    violations: list[Violation] = []
    for name, looked_at, found in _checks(plan, facts):
        faults = tuple(found)
        results.append(CheckResult(name, looked_at, len(faults)))
        violations += faults
    return Verdict(plan, tuple(violations), tuple(results))


def _checks(plan: Plan, facts: Facts) -> Iterator[Check]:
    yield SHAPE, len(plan.visits) + len(plan.obligations), misshapen(plan, facts)
    sound = sound_part(plan, facts)
    for key, found in broken_rules(sound, facts):
        yield key, len(sound.visits), found
    yield from _of_what_is_owed(sound, facts)
    yield OUTCOME, len(sound.obligations), Outcomes(sound, facts).violations()
    yield REASONS, len(sound.obligations), wrong_reasons(sound, facts)


def _of_what_is_owed(plan: Plan, facts: Facts) -> Iterator[Check]:
    expected = list(expected_work(facts))
    matching = matched(expected, plan.obligations)
    yield COVERAGE, len(expected), uncovered(matching)
    yield DUE, len(matching.pairs), wrong_dates(matching, facts)
    yield STANDING, len(matching.pairs), wrong_standing(plan, matching)
    yield OBJECTIVE, len(plan.objective), wrong_objective(plan, facts)
    yield PRICE_OF_NOTHING, 1, wrong_price_of_nothing(plan, facts)
    yield SHARES, len(plan.shares), wrong_shares(plan, matching, facts)
