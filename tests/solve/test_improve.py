"""How thorough the search is, by the size of the hospital."""

import pytest

from scheduler.solve.improve import parts_for


@pytest.mark.parametrize(("tasks", "parts"), [(0, 3), (15_000, 3), (15_001, 2), (22_500, 2), (22_501, 1), (300_000, 1)])
def test_the_more_tasks_the_fewer_parts_and_one_at_least(tasks: int, parts: int) -> None:
    assert parts_for(tasks) == parts
