"""The same changes per technician and per department, since each of them asks only for the own."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scheduler.outputs.comparison.difference import Difference
from scheduler.outputs.comparison.visit_change import ChangeKind, VisitChange


@dataclass(frozen=True, slots=True)
class Group:
    """The changes that concern one technician or department, in time order."""

    name: str
    changes: tuple[VisitChange, ...]

    def count(self, kind: ChangeKind) -> int:
        """Count the visits of a kind of change."""
        return sum(kind in change.kinds for change in self.changes)


def by_technician(difference: Difference) -> tuple[Group, ...]:
    """Part the changes by the people of the old and the new visit."""
    return _groups(difference, lambda change: change.technicians)


def by_department(difference: Difference) -> tuple[Group, ...]:
    """Part the changes by department."""
    return _groups(difference, lambda change: change.departments)


def _groups(difference: Difference, names: Callable[[VisitChange], Iterable[str]]) -> tuple[Group, ...]:
    found: dict[str, list[VisitChange]] = defaultdict(list)
    for change in difference.changes:
        for name in names(change):
            found[name].append(change)
    return tuple(Group(name, tuple(own)) for name, own in sorted(found.items()))
