"""A neighbourhood: visits that are taken out, tasks that have none, and the people and days they may have instead."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.ids import TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.solve.placement import Placement

PersonWeek = tuple[TechnicianId, int]
"""Somebody's ISO week (its `week_number`)."""


@dataclass(frozen=True, slots=True)
class Box:
    """`freed` visits and `missing` tasks are placed again by these people on days (ordinals) `first` through `last`."""

    kind: str
    freed: tuple[Placement, ...]
    missing: tuple[Obligation, ...]
    people: frozenset[TechnicianId]
    first: int
    last: int

    @property
    def tasks(self) -> Iterator[Obligation]:
        yield from self.missing
        for placement in self.freed:
            yield from placement.visit.draft.tasks
