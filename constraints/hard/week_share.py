"""Planned work fills only its share of everybody's week, and never more hours than allowed."""

from collections.abc import Iterator

from constraints.rule import Hard
from constraints.sentence import Per, Resource, Spends
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TechnicianId
from scheduler.domain.people import Technician
from scheduler.domain.work import LegProfile

RULE = Hard(
    "week-share",
    sentence="Planned work and travel take at most the scheduled share of a person's week, less the reserve.",
    reason="Half of the work of a biomedical workshop is not planned; a week without reserve defers it.",
    source="FORMATS: People; scheduled_share, reserve, max_hours_week, overtime_hours_week",
)


def uses_technician(profile: LegProfile, technician: Technician, facts: Facts) -> Iterator[Spends]:
    yield Spends(Resource(RULE.key, (technician.technician,)), Per.WEEK)


def limit(resource: Resource, facts: Facts) -> int:
    technician, week = resource.key
    return facts.week_limit_minutes(TechnicianId(technician), week)
