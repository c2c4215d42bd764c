"""Every rule that an engine hears of shapes the plan of the large example: left out, it is broken."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from constraints import catalogue
from constraints.catalogue import HardModule
from constraints.rulebook import every_rule
from scheduler import pipeline
from scheduler.domain.calendar import parse_quarter
from scheduler.domain.obligation import Obligation, ReasonCode
from scheduler.domain.plan import Plan, Settings, Violation
from scheduler.pipeline import Opened
from scheduler.solve import Silence
from scheduler.solve.cause import Cause
from scheduler.solve.outcome import outcomes_of
from scheduler.solve.quarter import listed
from scheduler.solve.targets import Targets
from scheduler.solve.timetable import Timetable
from scheduler.solve.visits import visits_of

HEALTH_SYSTEM = Path(__file__).parents[2] / "examples" / "health-system"
SPOKEN = ("admits", "admits_crew", "admits_technician", "admits_instrument", "uses", "uses_technician", "orders")
HEARD = [rule for rule in catalogue.hard_rules() if any(catalogue.said_by(rule, word) for word in SPOKEN)]
NOTHING_TO_SAY = ("bench-time", "crew", "legs", "nesting", "out-of-service", "rounds", "statuses")
"""What every engine does by itself: no sentence says it, so none can be left out; the check alone watches."""


class Watching(Silence):
    """Hears stages, has no clock."""

    def seconds(self) -> dict[str, float]:
        return {}


@cache
def opened() -> Opened:
    return pipeline.open_programme(HEALTH_SYSTEM, date(2026, 12, 1), parse_quarter("2027Q1"), 0, Watching())


def test_what_no_engine_hears_is_what_no_sentence_could_say() -> None:
    silent = [rule.RULE.key for rule in catalogue.hard_rules() if rule not in HEARD]

    assert tuple(silent) == NOTHING_TO_SAY


@pytest.mark.slow
@pytest.mark.parametrize("rule", HEARD, ids=lambda rule: rule.RULE.key)
def test_without_a_rule_the_large_example_breaks_it(rule: HardModule) -> None:
    facts = opened().facts
    tasks = [task for task in opened().obligations if task.is_open]

    timetable = listed(tasks, facts, Targets(), Silence(), every_rule().without(rule.RULE.key)).timetable

    assert violations(rule, timetable)


def violations(rule: HardModule, timetable: Timetable) -> list[Violation]:
    """What the rule's own check finds in the visits as they stand."""
    facts, obligations = opened().facts, opened().obligations
    placements = dict.fromkeys(timetable.placements.values())
    visits = visits_of(placements, facts, timetable.timeline)
    outcomes = outcomes_of(obligations, visits, {}, facts, _whatever)
    plan = Plan(facts.today, facts.horizon, obligations, outcomes, visits, {}, 0, 0, {}, (), (), Settings(), "")
    return list(rule.violations(plan, facts))


def _whatever(_task: Obligation) -> Cause:
    return Cause(ReasonCode.CAPACITY, "", "")
