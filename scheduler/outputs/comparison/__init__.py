"""The difference between two plans: new, moved, cancelled and reassigned visits, old and new, and why."""

from scheduler.outputs.comparison.difference import Difference, compare
from scheduler.outputs.comparison.groups import Group, by_department, by_technician
from scheduler.outputs.comparison.page import difference_html
from scheduler.outputs.comparison.records import difference_record
from scheduler.outputs.comparison.sides import Side, read_side, side_of
from scheduler.outputs.comparison.visit_change import ChangeKind, VisitChange

__all__ = [
    "ChangeKind", "Difference", "Group", "Side", "VisitChange", "by_department", "by_technician", "compare",
    "difference_html", "difference_record", "read_side", "side_of",
]  # fmt: skip
