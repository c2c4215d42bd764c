"""However a plan is spoilt, the verifier says what is wrong with it and never falls over it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from scheduler.domain.ids import InstrumentId, PerformerId, TaskId, TechnicianId, VisitId
from scheduler.domain.obligation import TaskStatus
from scheduler.domain.plan import Plan, Visit
from scheduler.verify import verify
from tests.verify.legal_quarter import the_facts, the_plan, with_visit

FACTS = the_facts()
PLAN = the_plan(FACTS)


def spoilt_visits(visit: Visit) -> Iterator[Visit | None]:
    yield None
    yield replace(visit, legs=())
    yield replace(visit, legs=tuple(reversed(visit.legs)), out=None)
    first, *others = visit.legs
    for leg in (
        replace(first, technicians=()),
        replace(first, technicians=(TechnicianId("Nobody"),)),
        replace(first, performer=PerformerId("Nobody")),
        replace(first, instruments=(InstrumentId("None"),)),
        replace(first, task_ids=()),
        replace(first, task_ids=(TaskId("nothing"),)),
        replace(first, task_ids=tuple(task.task_id for task in PLAN.obligations)),
    ):
        yield replace(visit, legs=(leg, *others))


def spoilt_plans() -> Iterator[tuple[str, Plan]]:
    for visit in PLAN.visits:
        for number, spoilt in enumerate(one for one in spoilt_visits(visit) if one != visit):
            yield f"{visit.visit_id} {number}", with_visit(PLAN, visit, spoilt)
    for task in PLAN.obligations:
        yield f"no {task.task_id}", replace(PLAN, obligations=tuple(one for one in PLAN.obligations if one is not task))
        outcome = PLAN.outcomes[task.task_id]
        for status in TaskStatus:
            other = replace(outcome, status=status, visit_id=VisitId("V?"), lateness_days=3)
            yield f"{task.task_id} {status}", replace(PLAN, outcomes={**PLAN.outcomes, task.task_id: other})


def test_every_spoilt_plan_has_a_fault_and_none_stops_the_check() -> None:
    silent = [name for name, plan in spoilt_plans() if not verify(plan, FACTS).violations]

    assert silent == []


@pytest.mark.parametrize("empty", [{"obligations": ()}, {"visits": ()}, {"outcomes": {}}, {"shares": {}}])
def test_a_plan_that_lacks_a_whole_part_is_refused(empty: dict[str, object]) -> None:
    assert verify(replace(PLAN, **empty), FACTS).violations  # type: ignore[arg-type]
