"""Procedures that must follow another before the asset returns to use: tasks of their own in the parent's window."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from scheduler.domain.facts import Facts
from scheduler.domain.ids import ProcedureName
from scheduler.domain.obligation import DueBasis, Settled, TaskStatus
from scheduler.domain.record import SATISFYING
from scheduler.obligations.records import Records
from scheduler.obligations.standing import Standing
from scheduler.obligations.writing import Owed


def follow_ups(parent: Owed, facts: Facts, records: Records) -> Iterator[Owed]:
    """Yield what must follow an obligation, and what must follow that; a circle ends with the first name again."""
    seen: set[ProcedureName] = {parent.procedure.procedure}
    owed: Owed | None = parent
    while owed is not None:
        owed = _next(owed, seen, facts, records)
        if owed is not None:
            seen.add(owed.procedure.procedure)
            yield owed


def _next(parent: Owed, seen: set[ProcedureName], facts: Facts, records: Records) -> Owed | None:
    name = parent.procedure.follow_up
    if name is None or name in seen:
        return None
    procedure = facts.procedure_of(parent.asset.asset_tag, name)
    if procedure is None:
        return None
    standing = _standing(parent, name, records)
    return Owed(
        parent.asset,
        procedure,
        f"after {parent.task_id}",
        parent.due,
        parent.window,
        DueBasis.FOLLOW_UP,
        f"follows {parent.procedure.procedure} due {parent.due}, before the asset returns to use",
        standing,
        parent=None if _is_done(parent) and standing.settled is None else parent.task_id,
        holds_asset=_is_done(parent) and standing.settled is None,
    )


def _standing(parent: Owed, name: ProcedureName, records: Records) -> Standing:
    """A follow-up stands as its parent does; after one that is done it is done, or owed and holds the asset."""
    if not _is_done(parent):
        return replace(parent.standing, settled=_of_parent(parent))
    rows = records.history.get(parent.asset.asset_tag, ())
    parent_done = _last_completion(parent, parent.procedure.procedure, records)
    since = [
        row.done_on
        for row in rows
        if row.procedure == name and row.outcome in SATISFYING and (parent_done is None or row.done_on >= parent_done)
    ]
    return Standing(Settled(TaskStatus.DONE, None, f"done on {since[0]}")) if since else Standing()


def _of_parent(parent: Owed) -> Settled | None:
    settled = parent.standing.settled
    return None if settled is None else replace(settled, reason=f"as {parent.procedure.procedure}: {settled.reason}")


def _last_completion(parent: Owed, name: ProcedureName, records: Records) -> date | None:
    rows = records.history.get(parent.asset.asset_tag, ())
    days = [row.done_on for row in rows if row.procedure == name and row.outcome in SATISFYING]
    return days[-1] if days else None


def _is_done(owed: Owed) -> bool:
    return owed.standing.settled is not None and owed.standing.settled.status is TaskStatus.DONE
