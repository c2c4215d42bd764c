"""No bound is above the best plan of a tiny hospital, and no largest share below what one can place in time."""

from collections.abc import Iterator
from itertools import count, islice

import pytest

from scheduler.domain.obligation import TaskStatus
from scheduler.domain.plan import Plan
from scheduler.solve.look_ahead import look_ahead
from scheduler.solve.progress import Silence
from tests.relaxation.best_plan import TinySearch, TooHardError
from tests.relaxation.tiny_hospitals import TinyHospital, a_tiny_hospital

NOT_IN_THE_BOUND = frozenset({"rounds", "trips", "after_hours", "moved"})
A_FEW, MANY = 30, 1_000


def proved(seeds: Iterator[int], patience: int) -> Iterator[tuple[TinyHospital, Plan]]:
    """Hospitals whose best plans are found, each with its cheapest plan, once the bound was held against both."""
    for seed in seeds:
        hospital = a_tiny_hospital(seed)
        search = TinySearch(hospital.tasks, hospital.facts, NOT_IN_THE_BOUND, patience=patience)
        try:
            (cost, plan), in_time = search.cheapest(), search.most_in_time()
        except TooHardError:
            continue
        outlook = look_ahead(hospital.tasks, hospital.facts, Silence())
        assert outlook.bound <= cost, f"seed {seed}"
        assert outlook.counts.largest["all"] >= in_time, f"seed {seed}"
        yield hospital, plan


def test_the_best_plans_of_a_few_tiny_hospitals_cost_no_less_than_their_bounds() -> None:
    found = list(islice(proved(count(), patience=3), A_FEW))

    assert any(work_is_placed(plan) for _, plan in found)
    assert any(not work_is_placed(plan) for _, plan in found)


@pytest.mark.slow
def test_the_best_plans_of_a_thousand_tiny_hospitals_cost_no_less_than_their_bounds() -> None:
    found = list(islice(proved(count(), patience=40), MANY))
    second = [plan for hospital, plan in found if any(task.previous for task in hospital.tasks)]
    follow_up = [plan for hospital, plan in found if any(task.parent for task in hospital.tasks)]

    assert len(found) == MANY
    assert min(len(second), len(follow_up)) > MANY // 20
    assert any(map(work_is_placed, second))
    assert any(map(work_is_placed, follow_up))


def work_is_placed(plan: Plan) -> bool:
    return all(one.status is TaskStatus.PLACED for one in plan.outcomes.values())
