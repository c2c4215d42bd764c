"""What is still open is read without writing what is settled, and is the same."""

from datetime import date

import pytest

from scheduler.domain.calendar import Horizon
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import ReasonCode, TaskStatus
from scheduler.obligations import open_work, owed
from tests.solve.patched_worlds import a_patched_world

FORTNIGHT_AND_YEAR = (Horizon(date(2027, 3, 1), date(2027, 3, 14)), Horizon(date(2027, 3, 15), date(2028, 3, 14)))


@pytest.mark.parametrize("horizon", FORTNIGHT_AND_YEAR, ids=["fortnight", "year"])
def test_it_is_what_is_owed_without_what_is_settled(horizon: Horizon) -> None:
    """Roll-outs that stop settle work, and what follows it, after all was read; some of these worlds have them."""
    seen = set[TaskStatus | ReasonCode | None]()
    for seed in range(60):
        world = a_patched_world(seed, "Safety" if seed % 2 else None)
        facts = Facts(world.programme, world.today, horizon)
        everything = owed(facts)

        assert open_work(facts) == tuple(one for one in everything if one.is_open)
        for one in (one.settled for one in everything if one.settled is not None):
            seen |= {one.status, one.reason_code}
    assert {TaskStatus.NOTHING_TO_INSTALL, ReasonCode.ROLLOUT_ORDER} <= seen
