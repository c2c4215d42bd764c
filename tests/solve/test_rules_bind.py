"""Every rule that an engine hears of binds on the large example: left out, the list schedule is another."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

from constraints import catalogue
from constraints.catalogue import HardModule
from constraints.rulebook import Rulebook, every_rule
from scheduler import pipeline
from scheduler.domain.calendar import parse_quarter
from scheduler.domain.ids import TaskId, TechnicianId
from scheduler.pipeline import Opened
from scheduler.solve import Silence
from scheduler.solve.drafts import Drafts
from scheduler.solve.placement import Placement
from scheduler.solve.quarter import listed
from scheduler.solve.sentences import Sentences
from scheduler.solve.targets import Targets

Placed: TypeAlias = tuple[int, tuple[TechnicianId, ...]]
HEALTH_SYSTEM = Path(__file__).parents[2] / "examples" / "health-system"
SPOKEN = ("admits", "admits_crew", "admits_technician", "admits_instrument", "uses", "uses_technician", "orders")
HEARD = [rule for rule in catalogue.hard_rules() if any(catalogue.said_by(rule, word) for word in SPOKEN)]
NOTHING_TO_SAY = (
    "bench-time",
    "crew",
    "legs",
    "nesting",
    "out-of-service",
    "pilot",
    "rollout-stopped",
    "rounds",
    "statuses",
)
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
def test_without_a_rule_the_large_example_is_planned_otherwise(rule: HardModule) -> None:
    assert places(every_rule().without(rule.RULE.key)) != places_by_all_rules()


@cache
def places_by_all_rules() -> Mapping[TaskId, Placed]:
    return places(every_rule())


def places(book: Rulebook) -> Mapping[TaskId, Placed]:
    """Where the list schedule puts each task by the rules of this book, late work too."""
    tasks = [task for task in opened().obligations if task.is_open]
    drafts = Drafts(Sentences(opened().facts, book), opened().facts)
    schedule = listed(tasks, opened().facts, Targets(), Silence(), drafts)
    schedule.place_late(task for task in tasks if not task.extends_past_horizon)
    return {task: _placed(one) for task, one in schedule.timetable.placements.items()}


def _placed(placement: Placement) -> Placed:
    return placement.start, tuple(person.technician for leg in placement.legs for person in leg.people)
