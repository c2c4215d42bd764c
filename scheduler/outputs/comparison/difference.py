"""Compares two plans visit by visit; a visit keeps its id when it moves, so nothing has to be guessed."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.outputs.comparison.reasons import Reasons
from scheduler.outputs.comparison.sides import Side
from scheduler.outputs.comparison.visit_change import ChangeKind, VisitChange, kinds_of


@dataclass(frozen=True, slots=True)
class Difference:
    """All visits that are not as before, in time order.

    `outside`: visits of the old plan on days of which the new one does not speak; they stand as they were.
    """

    old: Side
    new: Side
    changes: tuple[VisitChange, ...]
    same: int
    outside: int

    def count(self, kind: ChangeKind) -> int:
        """Count the visits of a kind of change; a moved and reassigned one counts in both."""
        return sum(kind in change.kinds for change in self.changes)


def compare(old: Side, new: Side) -> Difference:
    """Say what became of every visit."""
    changes = sorted(_changes(old, new), key=lambda each: (each.visit.start, each.visit_id))
    outside = sum(visit_id not in new.visits and not new.speaks_of(visit) for visit_id, visit in old.visits.items())
    same = len(old.visits) - outside - sum(change.before is not None for change in changes)
    return Difference(old, new, tuple(changes), same, outside)


def _changes(old: Side, new: Side) -> Iterator[VisitChange]:
    reasons = Reasons(old, new)
    for visit_id, before in old.visits.items():
        after = new.visits.get(visit_id)
        if after is not None:
            if kinds := kinds_of(before, after):
                yield VisitChange(kinds, before, after, reasons.changed(before, after))
        elif new.speaks_of(before):
            yield VisitChange((ChangeKind.CANCELLED,), before, None, reasons.cancelled(before))
    for visit_id, after in new.visits.items():
        if visit_id not in old.visits:
            yield VisitChange((ChangeKind.NEW,), None, after, reasons.new(after))
