"""A programme with today and a horizon, indexed once: what every rule, engine and check asks of the hospital."""

from scheduler.domain.facts.facts import Facts
from scheduler.domain.facts.fleet import CoverGroup, FleetKey
from scheduler.domain.facts.performers import PerformerDays

__all__ = ["CoverGroup", "Facts", "FleetKey", "PerformerDays"]
