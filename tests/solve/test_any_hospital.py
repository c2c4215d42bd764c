"""Hundreds of random hospitals, planned, and planned again when somebody falls ill: the check finds nothing.

`pytest -m slow tests/solve/test_any_hospital.py` takes eight minutes. A hospital in which it finds something goes into
the tests of what went wrong there.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from scheduler.domain.calendar import Span, Spans
from scheduler.domain.facts import Facts
from scheduler.domain.footprint import PublishedVisit
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.plan import Plan, Settings, Violation
from scheduler.obligations import owed
from scheduler.solve import Known, Silence, replan, solve
from scheduler.verify import verify
from tests.solve.patched_worlds import a_patched_world
from tests.solve.worlds import a_world

AT_ONCE = 50
SOME_HOURS, SOME_DAYS = timedelta(hours=3), timedelta(days=3)

pytestmark = pytest.mark.slow
any_hospital = pytest.mark.parametrize("hospital", [a_world, a_patched_world])
hundreds = pytest.mark.parametrize("first", range(0, 400, AT_ONCE))


def planned(facts: Facts) -> Plan:
    return solve(owed(facts), facts, Settings(), Silence())


@hundreds
@any_hospital
def test_the_check_finds_nothing_in_a_plan(hospital: Callable[[int], Facts], first: int) -> None:
    worlds = {seed: hospital(seed) for seed in range(first, first + AT_ONCE)}

    found = {seed: verify(planned(facts), facts).violations for seed, facts in worlds.items()}

    assert {seed: faults for seed, faults in found.items() if faults} == {}


@hundreds
@any_hospital
def test_the_check_finds_nothing_when_somebody_falls_ill(hospital: Callable[[int], Facts], first: int) -> None:
    found = {seed: after_illness(hospital(seed), Random(seed)) for seed in range(first, first + AT_ONCE)}

    assert {seed: faults for seed, faults in found.items() if faults} == {}


def after_illness(facts: Facts, dice: Random) -> tuple[Violation, ...]:
    """What the check finds once one of those who have visits is away for three days; some visits are promised."""
    before = planned(facts)
    if not before.visits:
        return ()
    seen = [PublishedVisit(one, is_agreed=dice.random() < 0.2, is_frozen=dice.random() < 0.2) for one in before.visits]
    leg = dice.choice(before.visits).legs[0]
    busy = Spans.of([Span(leg.span.start - SOME_HOURS, leg.span.start + SOME_DAYS)])
    ill = Absence(2, leg.technicians[0], AbsenceKind.LEAVE, busy, 0.0)
    later = Facts(replace(facts.programme, absences=(*facts.programme.absences, ill)), facts.today, facts.horizon)
    known = Known([task.task_id for task in before.obligations])
    again = replan(owed(later), later, seen, known, Settings(), Silence())
    return verify(again.plan, again.facts).violations
