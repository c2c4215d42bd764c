"""Every number in every reason of random hospitals is counted again, and one that is off by one is refused."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Settings
from scheduler.obligations import owed
from scheduler.solve import Silence, solve
from scheduler.verify.reasons import wrong_reasons
from scheduler.verify.reasons.telling import given
from tests.solve.patched_worlds import a_patched_world
from tests.solve.worlds import a_world

_NUMBER = re.compile(r"(?<![\w.#-])\d+(?![\w:-])")
_NAMED = re.compile(r"\([^)]*\)")
"""What stands in brackets is a list of names and dates, told for convenience."""


UNITS_OF_AN_ACUITY = a_patched_world(256)


@pytest.mark.parametrize("facts", [*map(a_world, range(10)), UNITS_OF_AN_ACUITY])
def test_reasons_hold_and_no_number_of_them_can_be_changed(facts: Facts) -> None:
    plan = solve(owed(facts), facts, Settings(), Silence())

    assert list(wrong_reasons(plan, facts)) == []

    for task in plan.obligations:
        outcome = plan.outcomes[task.task_id]
        told = given(task, outcome)
        start = len(outcome.reason) - len(told)
        brackets = [match.span() for match in _NAMED.finditer(told)]
        for number in _NUMBER.finditer(told):
            if any(first <= number.start() < last for first, last in brackets):
                continue
            doctored = f"{told[: number.start()]}{int(number[0]) + 1}{told[number.end() :]}"
            said = replace(outcome, reason=outcome.reason[:start] + doctored)
            changed = replace(plan, outcomes={**plan.outcomes, task.task_id: said})
            assert list(wrong_reasons(changed, facts)), doctored


def test_random_hospitals_give_reasons_of_many_kinds() -> None:
    codes: Counter[str] = Counter()
    for seed in range(10):
        facts = a_world(seed)
        plan = solve(owed(facts), facts, Settings(), Silence())
        codes.update(str(one.reason_code) for one in plan.outcomes.values() if one.reason_code is not None)

    assert len(codes) >= 3, codes
