"""Roll-outs on random hospitals: engine and checks agree, whole plans are legal, and every reason is true."""

from collections import Counter

import pytest

from scheduler.domain.obligation import ReasonCode, TaskStatus
from scheduler.obligations import owed
from scheduler.verify.coverage import uncovered, wrong_dates, wrong_standing
from scheduler.verify.expected import expected_work
from scheduler.verify.matching import matched
from scheduler.verify.reasons import wrong_reasons
from tests.solve.patched_worlds import a_patched_world
from tests.solve.test_laws import verdicts
from tests.solve.test_quarter import broken_rules, planned


@pytest.mark.parametrize("seed", range(30))
def test_a_placement_fits_if_and_only_if_no_check_objects(seed: int) -> None:
    for fits, found, placement in verdicts(seed, a_patched_world(seed)):
        assert fits == (not found), (found, placement.legs)


def test_the_random_placements_meet_the_rules_of_roll_outs() -> None:
    seen = Counter(
        one.rule for seed in range(30) for _, found, _ in verdicts(seed, a_patched_world(seed)) for one in found
    )

    assert {"rollout-order", "system-order", "acuity-units"} <= set(seen)


@pytest.mark.parametrize("seed", range(30))
def test_a_plan_with_roll_outs_breaks_no_rule_and_owes_what_the_tables_owe(seed: int) -> None:
    facts = a_patched_world(seed, follow_up="Safety" if seed % 5 == 0 else None)

    plan = planned(facts)

    matching = matched(expected_work(facts), plan.obligations)
    wrong = (*uncovered(matching), *wrong_dates(matching, facts), *wrong_standing(plan, matching))
    assert broken_rules(plan, facts) == []
    assert [one.sentence for one in wrong] == []
    assert [one.sentence for one in wrong_reasons(plan, facts)] == []


def test_the_random_hospitals_roll_releases_out() -> None:
    plans = [planned(a_patched_world(seed)) for seed in range(20)]
    stages = Counter(
        one.install.stage
        for plan in plans
        for one in plan.obligations
        if one.install is not None and plan.outcomes[one.task_id].status is TaskStatus.PLACED
    )
    codes = Counter(one.reason_code for plan in plans for one in plan.outcomes.values())

    assert stages[0] >= 5
    assert stages[1] >= 10
    assert stages[2] >= 3
    assert codes[ReasonCode.ROLLOUT_ORDER] >= 5


def test_nothing_is_rolled_out_without_a_release() -> None:
    assert all(one.install is None for one in owed(a_patched_world(0)) if one.procedure.kind.value != "patch")
