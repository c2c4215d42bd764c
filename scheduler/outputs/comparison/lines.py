"""Old and new of a change in a few words, the same on the screen and on the page."""

from scheduler.outputs.comparison.sides import SideVisit
from scheduler.outputs.comparison.visit_change import ChangeKind, VisitChange
from scheduler.outputs.words import day_said, listed


def visit_said(visit: SideVisit | None) -> str:
    """Say when and where a visit is, and who makes it."""
    return "none" if visit is None else f"{time_said(visit)}, {visit.department}, {listed(visit.technicians)}"


def time_said(visit: SideVisit) -> str:
    """Say a visit's time by the clocks of its site; the last day where it is another one."""
    days = "" if visit.end.date() == visit.start.date() else f"{day_said(visit.end.date())} "
    return f"{day_said(visit.start.date())} {visit.start:%H:%M}-{days}{visit.end:%H:%M}"


def kinds_said(change: VisitChange) -> str:
    """Say what happened: moved and reassigned."""
    return " and ".join(kind.value for kind in change.kinds)


KIND_ORDER = tuple(ChangeKind)
