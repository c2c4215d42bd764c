"""Planned work fills only a part of everybody's day."""

from collections.abc import Iterator
from datetime import date

from constraints.rule import Hard
from constraints.sentence import Per, Resource, Spends
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TechnicianId
from scheduler.domain.people import Technician
from scheduler.domain.work import LegProfile

RULE = Hard(
    "day-share",
    sentence="Planned work and travel take at most the agreed share of a person's day.",
    reason="Repairs and calls come every day; a full calendar breaks at the first of them.",
    source="FORMATS: People; capacity.max_day_share",
)


def uses_technician(profile: LegProfile, technician: Technician, facts: Facts) -> Iterator[Spends]:
    yield Spends(Resource(RULE.key, (technician.technician,)), Per.DAY)


def limit(resource: Resource, facts: Facts) -> int:
    technician, day = resource.key
    return facts.day_limit_minutes(TechnicianId(technician), date.fromisoformat(day))
