"""The large example has work for the rules that engines keep by themselves: spoilt there, each finds it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from constraints import catalogue
from scheduler import pipeline
from scheduler.domain.calendar import Span, parse_quarter
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation, ReasonCode, TaskStatus
from scheduler.domain.plan import NO_ROUND, Leg, Plan, Settings, Visit
from scheduler.solve import Silence, solve

HEALTH_SYSTEM = Path(__file__).parents[2] / "examples" / "health-system"
A_MINUTE = timedelta(minutes=1)


class Watching(Silence):
    """Hears stages, has no clock."""

    def seconds(self) -> dict[str, float]:
        return {}


@cache
def planned() -> tuple[Plan, Facts]:
    opened = pipeline.open_programme(HEALTH_SYSTEM, date(2026, 12, 1), parse_quarter("2027Q1"), 0, Watching())
    return solve(opened.obligations, opened.facts, Settings(), Silence()), opened.facts


def the_first(plan: Plan, fits: Callable[[Visit], bool]) -> Visit:
    return next(visit for visit in plan.visits if fits(visit))


def spoilt(plan: Plan, old: Visit, new: Visit) -> Plan:
    return replace(plan, visits=tuple(new if visit is old else visit for visit in plan.visits))


def bench_time(plan: Plan) -> Plan:
    """An asset comes back from the bench as soon as its work ends."""
    visit = the_first(plan, lambda one: one.out is not None and one.out.end > one.span.end)
    return spoilt(plan, visit, replace(visit, out=visit.span))


def crew(plan: Plan) -> Plan:
    """Wherever several do the work, one does it alone."""
    return replace(plan, visits=tuple(replace(one, legs=tuple(map(_alone, one.legs))) for one in plan.visits))


def _alone(leg: Leg) -> Leg:
    return replace(leg, technicians=leg.technicians[:1])


def legs(plan: Plan) -> Plan:
    """Several tasks take a minute less than they are long."""
    visit = the_first(plan, lambda one: len(one.legs) == 1 and len(one.task_ids) > 1)
    leg = visit.legs[0]
    shorter = replace(leg, span=Span(leg.span.start, leg.span.end - A_MINUTE))
    return spoilt(plan, visit, replace(visit, legs=(shorter,)))


def nesting(plan: Plan) -> Plan:
    """What one visit did with its work is said to be done with another's."""
    name, outcome = next((task, one) for task, one in plan.outcomes.items() if one.status is TaskStatus.DONE_ELSEWHERE)
    other = the_first(plan, lambda one: one.visit_id != outcome.visit_id)
    return replace(plan, outcomes={**plan.outcomes, name: replace(outcome, visit_id=other.visit_id)})


def out_of_service(plan: Plan) -> Plan:
    """Work that interrupts leaves the asset in service."""
    visit = the_first(plan, lambda one: one.out == one.span)
    return spoilt(plan, visit, replace(visit, out=None))


def pilot(plan: Plan) -> Plan:
    """A release goes to the first wave at once."""
    first = next(one for one in plan.obligations if one.is_open and one.install is not None and one.install.stage == 0)
    assert first.install is not None

    release = first.install.release
    return replace(plan, obligations=tuple(_in_a_wave(one, release) for one in plan.obligations))


def _in_a_wave(task: Obligation, release: tuple[str, str, str]) -> Obligation:
    if task.install is None or task.install.release != release:
        return task
    return replace(task, install=replace(task.install, stage=max(1, task.install.stage)))


def rollout_stopped(plan: Plan) -> Plan:
    """The release that failed on one asset goes to the next."""
    stopped = next(one for one in plan.obligations if _is_stopped(one))
    others = tuple(replace(one, settled=None) if one is stopped else one for one in plan.obligations)
    visit = plan.visits[0]
    leg = replace(visit.legs[0], task_ids=(stopped.task_id,))
    changed = replace(visit, asset_tag=stopped.asset_tag, legs=(leg,))
    done = replace(plan.outcomes[stopped.task_id], status=TaskStatus.PLACED, visit_id=visit.visit_id)
    outcomes = {**plan.outcomes, stopped.task_id: done}
    return replace(spoilt(plan, visit, changed), obligations=others, outcomes=outcomes)


def _is_stopped(task: Obligation) -> bool:
    return task.settled is not None and task.settled.reason_code is ReasonCode.ROLLOUT_ORDER


def rounds(plan: Plan) -> Plan:
    """Two visits of different people are one round."""
    first = the_first(plan, lambda one: one.round_id != NO_ROUND)
    other = the_first(plan, lambda one: one.legs[0].technicians != first.legs[0].technicians)
    return spoilt(plan, other, replace(other, round_id=first.round_id))


def statuses(plan: Plan) -> Plan:
    """What has a visit is said to be unplaced."""
    visit = plan.visits[0]
    outcome = plan.outcomes[visit.task_ids[0]]
    changed = replace(outcome, status=TaskStatus.UNPLACED, visit_id=None)
    return replace(plan, outcomes={**plan.outcomes, visit.task_ids[0]: changed})


SPOILERS = {
    "bench-time": bench_time,
    "crew": crew,
    "legs": legs,
    "nesting": nesting,
    "out-of-service": out_of_service,
    "pilot": pilot,
    "rollout-stopped": rollout_stopped,
    "rounds": rounds,
    "statuses": statuses,
}


def rules_broken(plan: Plan, facts: Facts) -> Iterator[str]:
    return (found.rule for found in catalogue.violations(plan, facts))


@pytest.mark.slow
@pytest.mark.parametrize("rule", SPOILERS)
def test_a_rule_that_no_sentence_says_is_broken_on_the_large_example(rule: str) -> None:
    plan, facts = planned()
    assert rule not in set(rules_broken(plan, facts))

    assert rule in set(rules_broken(SPOILERS[rule](plan), facts))
