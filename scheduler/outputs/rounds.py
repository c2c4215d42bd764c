"""Rounds: visits that follow each other in one place and are one appointment for everybody concerned."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.domain.calendar import Span
from scheduler.domain.ids import VisitId
from scheduler.domain.plan import Visit


@dataclass(frozen=True, slots=True)
class Round:
    """The visits of one appointment, in walking order; a visit without a round is a round of its own."""

    visits: tuple[Visit, ...]

    @property
    def anchor(self) -> VisitId:
        """The visit that gives the round its name in calendars: the smallest id, wherever it is in the order.

        A visit keeps its id when it moves, so the name stays when the round moves, changes people, or loses or wins
        other visits; and it is never used twice, for a visit is in exactly one round.
        """
        return min(visit.visit_id for visit in self.visits)

    @property
    def span(self) -> Span:
        return Span(min(visit.span.start for visit in self.visits), max(visit.span.end for visit in self.visits))


def rounds_of(visits: Iterable[Visit]) -> tuple[Round, ...]:
    """Gather visits into rounds, sorted by start and name."""
    members: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        members[f"round {visit.round_id}" if visit.round_id else f"visit {visit.visit_id}"].append(visit)
    rounds = (Round(tuple(sorted(group, key=_walking_order))) for group in members.values())
    return tuple(sorted(rounds, key=lambda each: (each.span.start, each.anchor)))


def _walking_order(visit: Visit) -> tuple[object, ...]:
    return visit.span.start, visit.span.end, visit.visit_id
