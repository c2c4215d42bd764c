"""What became of one visit between two plans."""

from dataclasses import dataclass
from enum import StrEnum

from scheduler.domain.ids import DepartmentId, TechnicianId, VisitId
from scheduler.outputs.comparison.sides import SideVisit


class ChangeKind(StrEnum):
    """Moved: another start or place. Reassigned: other people. Changed: its length, work, instruments or agreement."""

    NEW = "new"
    MOVED = "moved"
    REASSIGNED = "reassigned"
    CHANGED = "changed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class VisitChange:
    """A visit that is not as before; `before` is None for a new one, `after` for a cancelled one."""

    kinds: tuple[ChangeKind, ...]
    before: SideVisit | None
    after: SideVisit | None
    why: str

    @property
    def visit(self) -> SideVisit:
        """The visit as it is now, else as it was."""
        visit = self.after or self.before
        if visit is None:
            raise ValueError("A change is of a visit.")
        return visit

    @property
    def visit_id(self) -> VisitId:
        return self.visit.visit_id

    @property
    def technicians(self) -> tuple[TechnicianId, ...]:
        """Everybody whom it concerns, before or after."""
        return tuple(dict.fromkeys(person for side in self._sides for person in side.technicians))

    @property
    def departments(self) -> tuple[DepartmentId, ...]:
        return tuple(dict.fromkeys(side.department for side in self._sides))

    @property
    def _sides(self) -> tuple[SideVisit, ...]:
        return tuple(side for side in (self.before, self.after) if side is not None)


def kinds_of(before: SideVisit, after: SideVisit) -> tuple[ChangeKind, ...]:
    """Say in what ways a visit differs; nothing where it is the same for everybody concerned."""
    kinds = []
    if (before.start, before.site, before.department) != (after.start, after.site, after.department):
        kinds.append(ChangeKind.MOVED)
    if (set(before.technicians), set(before.performers)) != (set(after.technicians), set(after.performers)):
        kinds.append(ChangeKind.REASSIGNED)
    if not kinds and _details(before) != _details(after):
        kinds.append(ChangeKind.CHANGED)
    return tuple(kinds)


def _details(visit: SideVisit) -> tuple[object, ...]:
    return visit.end - visit.start, set(visit.task_ids), set(visit.instruments), visit.agreement, visit.room
