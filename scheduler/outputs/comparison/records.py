"""A difference as plain records, for `--json` and other programs."""

from scheduler.outputs.comparison.difference import Difference
from scheduler.outputs.comparison.groups import Group, by_department, by_technician
from scheduler.outputs.comparison.sides import Side, SideVisit
from scheduler.outputs.comparison.visit_change import ChangeKind, VisitChange

Record = dict[str, object]


def difference_record(difference: Difference) -> Record:
    """Write everything that a difference says."""
    return {
        "old": _side(difference.old),
        "new": _side(difference.new),
        "counts": {kind.value: difference.count(kind) for kind in ChangeKind}
        | {"same": difference.same, "outside_the_new_days": difference.outside},
        "changes": [_change(change) for change in difference.changes],
        "technicians": [_group(group) for group in by_technician(difference)],
        "departments": [_group(group) for group in by_department(difference)],
    }


def _side(side: Side) -> Record:
    return {
        "name": side.name,
        "from": side.first_day.isoformat(),
        "until": side.last_day.isoformat(),
        "visits": len(side.visits),
    }


def _change(change: VisitChange) -> Record:
    return {
        "visit_id": change.visit_id,
        "kinds": [kind.value for kind in change.kinds],
        "asset_tag": change.visit.asset_tag,
        "modality": change.visit.modality,
        "technicians": list(change.technicians),
        "departments": list(change.departments),
        "old": _visit(change.before),
        "new": _visit(change.after),
        "why": change.why,
    }


def _visit(visit: SideVisit | None) -> Record | None:
    if visit is None:
        return None
    return {
        "start": visit.start.isoformat(),
        "end": visit.end.isoformat(),
        "site": visit.site,
        "department": visit.department,
        "room": visit.room,
        "technicians": list(visit.technicians),
        "performers": list(visit.performers),
        "instruments": list(visit.instruments),
        "task_ids": list(visit.task_ids),
        "agreement": visit.agreement.value,
    }


def _group(group: Group) -> Record:
    return {
        "name": group.name,
        "counts": {kind.value: group.count(kind) for kind in ChangeKind},
        "visit_ids": [change.visit_id for change in group.changes],
    }
