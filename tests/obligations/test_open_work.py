"""What is still open is read without writing what is settled, and is the same."""

from datetime import date

import pytest

from constraints.example import QUARTER, TODAY, a_procedure, a_programme, facts_of
from scheduler.domain.calendar import Horizon
from scheduler.domain.equipment import NoPeriod
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import ReasonCode, TaskStatus
from scheduler.obligations import open_work, owed
from tests.obligations.small import done
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


def test_what_follows_work_that_is_done_is_open_though_that_is_not() -> None:
    rows = (a_procedure(follow_up="QA"), a_procedure("QA", every=NoPeriod.ON_EVENT))
    programme = a_programme(procedures=rows, history=(done("2025-12-15"), done("2026-11-20")))
    facts = facts_of(programme, today=TODAY, horizon=QUARTER)

    assert [one.name for one in open_work(facts)] == ["QA"]
    assert [(one.name, one.is_open) for one in owed(facts)] == [("PM", False), ("QA", True)]
