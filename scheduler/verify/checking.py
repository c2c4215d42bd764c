"""All checks of a plan, one after the other, or in several processes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scheduler.aside import SOON, Aside
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Violation
from scheduler.relaxation import Proof
from scheduler.verify.bound import BOUND, wrong_bound
from scheduler.verify.coverage import COVERAGE, DUE, STANDING, uncovered, wrong_dates, wrong_standing
from scheduler.verify.documents import verify_files
from scheduler.verify.expected import Expected, expected_work
from scheduler.verify.ledger import OBJECTIVE, SHARES, wrong_objective, wrong_price_of_nothing, wrong_shares
from scheduler.verify.matching import matched
from scheduler.verify.outcomes import OUTCOME, Outcomes
from scheduler.verify.reasons import REASONS, wrong_reasons
from scheduler.verify.rules import ALL, broken_rules
from scheduler.verify.shape import SHAPE, misshapen, sound_part
from scheduler.verify.verdict import Verdict

PRICE_OF_NOTHING = "price of placing nothing"
Check = tuple[str, int, Iterable[Violation]]
"""A check's name, how many things it looks at, and what it finds."""
_Found = tuple[str, int, tuple[Violation, ...]]


def verify(plan: Plan, facts: Facts) -> Verdict:
    """Check a plan against the tables: its shape, every rule, all that is owed, every status, points, shares, bound."""
    return _verdict(plan, _found(plan, facts, _of_shape, _of_rules, _of_what_is_owed, _of_what_is_said, _of_bound))


def verify_rules(plan: Plan, facts: Facts) -> Verdict:
    """Ask every rule about a plan that is still worked on, in two processes where there is a core to spare."""
    some, others = (partial(_of_rules, part=slice(first, None, 2)) for first in range(2))
    with Aside(lambda: _found(plan, facts, others)) as theirs:
        return _verdict(plan, [*_found(plan, facts, _of_shape, some), *theirs.result()])


@dataclass(frozen=True, slots=True)
class Verifying:
    """A plan whose check goes on in other processes."""

    plan: Plan
    parts: Sequence[Aside[list[_Found]]]

    def whole(self) -> Verdict:
        """Wait for the rest of the check, and say all that `verify` says."""
        return _verdict(self.plan, [found for part in self.parts for found in part.result()])


@contextmanager
def verifying(
    plan: Plan, facts: Facts, expected: Callable[[], Sequence[Expected]] | None = None, proof: Proof | None = None
) -> Iterator[Verifying]:
    """Check a plan as `verify` does, and lend the time in which that is done in other processes.

    `expected` is what the tables owe, if somebody reads that already. `proof`: what the plan's dual values prove of
    these facts and obligations, if that was added up in this run.
    """
    proving, owing = partial(_of_bound, proof=proof), partial(_of_what_is_owed, expected=expected)
    with (
        Aside(lambda: _found(plan, facts, proving), SOON) as bound,
        Aside(lambda: _found(plan, facts, _of_shape, _of_rules), SOON) as rules,
        Aside(lambda: _found(plan, facts, owing, _of_what_is_said), SOON) as rest,
    ):
        yield Verifying(plan, (rules, rest, bound))


def expecting(facts: Facts) -> Aside[list[Expected]]:
    """Lend the time in which another process reads from the tables what is owed."""
    return Aside(lambda: list(expected_work(facts)))


def verify_folder(
    plan: Plan,
    facts: Facts,
    out: Path,
    expected: Callable[[], Sequence[Expected]],
    meanwhile: Callable[[], None] = lambda: None,
) -> Verdict:
    """Check a plan as `verify` does, and the documents of its folder.

    `expected` is what the tables owe, once that was read. `meanwhile` is for the caller's own work on a plan in which
    nothing was found so far: it is done while others still prove the bound and look at what is owed and at the reasons.
    """
    owing = partial(_of_what_is_owed, expected=expected)
    with (
        Aside(lambda: _found(plan, facts, _of_bound)) as proof,
        Aside(lambda: _found(plan, facts, owing, _of_reasons)) as rest,
    ):
        rules, outcomes = _found(plan, facts, _of_shape, _of_rules), _found(plan, facts, _of_outcomes)
        documents = tuple(verify_files(out, plan, facts))
        if not _verdict(plan, [*rules, *outcomes]).with_more(documents).violations:
            meanwhile()
        [bound], (*owed, reasons) = proof.result(), rest.result()
        return _verdict(plan, [*rules, *owed, *outcomes, reasons]).with_more(documents).with_check(*bound)


def _found(plan: Plan, facts: Facts, *parts: Callable[[Plan, Plan, Facts], Iterator[Check]]) -> list[_Found]:
    sound = sound_part(plan, facts)
    return [(name, looked_at, tuple(found)) for part in parts for name, looked_at, found in part(plan, sound, facts)]


def _verdict(plan: Plan, checks: Iterable[_Found]) -> Verdict:
    verdict = Verdict(plan, (), ())
    for name, looked_at, found in checks:
        verdict = verdict.with_check(name, looked_at, found)
    return verdict


def _of_shape(plan: Plan, _sound: Plan, facts: Facts) -> Iterator[Check]:
    yield SHAPE, len(plan.visits) + len(plan.obligations), misshapen(plan, facts)


def _of_rules(_plan: Plan, sound: Plan, facts: Facts, part: slice = ALL) -> Iterator[Check]:
    for key, found in broken_rules(sound, facts, part):
        yield key, len(sound.visits), found


def _of_what_is_owed(
    _plan: Plan, sound: Plan, facts: Facts, expected: Callable[[], Sequence[Expected]] | None = None
) -> Iterator[Check]:
    wanted = list(expected_work(facts)) if expected is None else expected()
    matching = matched(wanted, sound.obligations)
    yield COVERAGE, len(wanted), uncovered(matching)
    yield DUE, len(matching.pairs), wrong_dates(matching, facts)
    yield STANDING, len(matching.pairs), wrong_standing(sound, matching)
    yield OBJECTIVE, len(sound.objective), wrong_objective(sound, facts)
    yield PRICE_OF_NOTHING, 1, wrong_price_of_nothing(sound, facts)
    yield SHARES, len(sound.shares), wrong_shares(sound, matching, facts)


def _of_what_is_said(plan: Plan, sound: Plan, facts: Facts) -> Iterator[Check]:
    yield from _of_outcomes(plan, sound, facts)
    yield from _of_reasons(plan, sound, facts)


def _of_outcomes(_plan: Plan, sound: Plan, facts: Facts) -> Iterator[Check]:
    yield OUTCOME, len(sound.obligations), Outcomes(sound, facts).violations()


def _of_reasons(_plan: Plan, sound: Plan, facts: Facts) -> Iterator[Check]:
    yield REASONS, len(sound.obligations), wrong_reasons(sound, facts)


def _of_bound(plan: Plan, sound: Plan, facts: Facts, proof: Proof | None = None) -> Iterator[Check]:
    yield BOUND, len(plan.duals), wrong_bound(sound, facts, proof)
