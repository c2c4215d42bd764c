"""Whatever keeps a patch from its deadline has a reason; its numbers are the verifier's, and a doctored one is told."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation, ReasonCode, TaskStatus
from scheduler.domain.plan import Plan, TaskOutcome
from scheduler.verify import verify
from scheduler.verify.reasons import wrong_reasons
from tests.solve.patched_worlds import Trouble, a_troubled_world
from tests.solve.test_quarter import planned

SEEDS = range(8)


def missed(plan: Plan) -> Iterator[tuple[Obligation, TaskOutcome]]:
    """Patch work that is owed in the quarter and is late or has no place."""
    for task in plan.obligations:
        outcome = plan.outcomes[task.task_id]
        is_late = outcome.status is TaskStatus.PLACED and outcome.lateness_days > 0
        if task.name == "patching" and (outcome.status is TaskStatus.UNPLACED or is_late):
            yield task, outcome


def uncounted(plan: Plan, facts: Facts) -> list[str]:
    """Reasons whose numbers the verifier does not find."""
    return [one.sentence for one in wrong_reasons(plan, facts)]


@pytest.mark.parametrize("trouble", Trouble)
def test_every_missed_deadline_has_a_reason_with_numbers_that_are_counted_again(trouble: Trouble) -> None:
    seen: Counter[ReasonCode | None] = Counter()
    for seed in SEEDS:
        facts = a_troubled_world(seed, trouble)
        plan = planned(facts)
        for task, outcome in missed(plan):
            seen[outcome.reason_code] += 1
            assert re.search(r"\d", outcome.reason), (task.task_id, outcome)
            assert outcome.reason_code is not None or outcome.status is TaskStatus.PLACED
        assert uncounted(plan, facts) == []
        assert verify(plan, facts).violations == ()

    assert EXPECTED[trouble] <= set(seen), seen


EXPECTED: Mapping[Trouble, set[ReasonCode | None]] = {
    Trouble.OVERLOAD: {ReasonCode.CAPACITY},
    Trouble.FAILED_PILOT: {ReasonCode.ROLLOUT_ORDER},
    Trouble.LONG_SOAK: {None},
    Trouble.LONG_SOAK_NEVER_LATE: {ReasonCode.ROLLOUT_ORDER},
    Trouble.LATE_VENDOR: {ReasonCode.NOTICE},
    Trouble.NO_VENDOR: {ReasonCode.NO_QUALIFIED_PERSON},
}


@pytest.mark.parametrize("trouble", list(Trouble))
def test_a_number_that_somebody_changed_is_told(trouble: Trouble) -> None:
    told = 0
    for seed in SEEDS:
        facts = a_troubled_world(seed, trouble)
        plan = planned(facts)
        for task, outcome in missed(plan):
            lead, because, why = outcome.reason.rpartition("Not in time, because: ")
            numbers = list(re.finditer(r"(?<![\w-])\d+(?![\w-])", why))
            if numbers:
                first = numbers[0]
                doctored = f"{lead}{because}{why[: first.start()]}{int(first[0]) + 1}{why[first.end() :]}"
                outcomes = {**plan.outcomes, task.task_id: replace(outcome, reason=doctored)}
                assert uncounted(replace(plan, outcomes=outcomes), facts) != [], doctored
                told += 1
                break

    assert told >= 3
