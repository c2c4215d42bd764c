"""Why a visit is not as before, as far as two plans can tell: what became of its work, its window and its people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from scheduler.domain.ids import TaskId, TechnicianId
from scheduler.domain.obligation import TaskStatus
from scheduler.domain.plan import Agreement
from scheduler.outputs.comparison.sides import Side, SideTask, SideVisit
from scheduler.outputs.words import STATUS_WORDS, day_said, listed


class Reasons:
    """Looks things up in both plans; everything is indexed once."""

    def __init__(self, old: Side, new: Side) -> None:
        self._old = old
        self._new = new
        self._by_person = _visits_by_person(new)

    def new(self, visit: SideVisit) -> str:
        """Say why a visit is there that was not there before."""
        return _sentences(self._why_new(task) for task in visit.task_ids) or visit.reason

    def cancelled(self, visit: SideVisit) -> str:
        """Say why a visit is not there any more."""
        return _sentences(self._why_gone(task, visit) for task in visit.task_ids) or "The new plan does not need it."

    def changed(self, before: SideVisit, after: SideVisit) -> str:
        """Say why a visit is at another time, elsewhere, with other people, or longer."""
        known = chain(
            self._other_windows(before, after),
            self._other_work(before, after),
            self._other_agreement(before, after),
            self._over(before),
            self._busy(before, after),
        )
        return _sentences(known) or f"Placed anew: {after.reason}."

    def _why_new(self, task_id: TaskId) -> str:
        before, now = self._old.tasks.get(task_id), self._new.tasks.get(task_id)
        name = _name(now or before, task_id)
        if before is None:
            return f"{name} is newly owed: {now.due_reason if now else ''}"
        if before.status is TaskStatus.PLACED:
            moved_from = self._old.visits.get(before.visit_id)
            return f"{name} was in another visit{_at(moved_from)}"
        return f"{name} was {STATUS_WORDS[before.status]} before: {before.reason}"

    def _why_gone(self, task_id: TaskId, visit: SideVisit) -> str:
        now = self._new.tasks.get(task_id)
        name = _name(now or self._old.tasks.get(task_id), task_id)
        if now is None:
            return f"{name} is not owed any more"
        if now.status is TaskStatus.PLACED and now.visit_id != visit.visit_id:
            return f"{name} is now in another visit{_at(self._new.visits.get(now.visit_id))}"
        return f"{name} is now {STATUS_WORDS[now.status]}: {now.reason}"

    def _other_windows(self, before: SideVisit, after: SideVisit) -> Iterable[str]:
        for task_id in dict.fromkeys(before.task_ids + after.task_ids):
            old, new = self._old.tasks.get(task_id), self._new.tasks.get(task_id)
            if old is not None and new is not None and old.window != new.window:
                first, last = map(day_said, new.window)
                yield f"{new.procedure} is now to be done from {first} to {last}: {new.due_reason}"

    def _other_work(self, before: SideVisit, after: SideVisit) -> Iterable[str]:
        for task_id in after.task_ids:
            if task_id not in before.task_ids:
                yield f"{_name(self._new.tasks.get(task_id), task_id)} is now done in this visit"
        for task_id in before.task_ids:
            if task_id not in after.task_ids:
                yield self._why_gone(task_id, before)

    def _other_agreement(self, before: SideVisit, after: SideVisit) -> Iterable[str]:
        if before.agreement is not after.agreement:
            if before.agreement is Agreement.REFUSED:
                yield "the former time was refused"
            elif (before.start, before.end) == (after.start, after.end):
                yield f"it is now {after.agreement.replace('_', ' ')}"

    def _over(self, before: SideVisit) -> Iterable[str]:
        if (day := before.start.date()) < self._new.first_day:
            yield f"{day_said(day)} is before the days of the new plan, and the work is still owed"

    def _busy(self, before: SideVisit, after: SideVisit) -> Iterable[str]:
        """Say who does something else at the former time that was not there before, or has no visits that day."""
        stays = (before.start, before.end) == (after.start, after.end)
        for person in before.technicians:
            if stays and person in after.technicians:
                continue
            own = self._by_person.get(person, ())
            other = [each for each in own if each != after and self._is_new_then(each, person, before)]
            if other:
                yield f"{person} is at {listed(each.asset_tag for each in other)} then"
            elif self._new.speaks_of(before) and not any(_same_day(each, before) for each in own):
                yield f"{person} has no visits on {day_said(before.start.date())} in the new plan"

    def _is_new_then(self, visit: SideVisit, person: TechnicianId, then: SideVisit) -> bool:
        if not _overlap(visit, then):
            return False
        old = self._old.visits.get(visit.visit_id)
        return old is None or person not in old.technicians or not _overlap(old, then)


def _visits_by_person(side: Side) -> Mapping[TechnicianId, list[SideVisit]]:
    found: dict[TechnicianId, list[SideVisit]] = defaultdict(list)
    for visit in side.visits.values():
        for person in visit.technicians:
            found[person].append(visit)
    return found


def _overlap(visit: SideVisit, other: SideVisit) -> bool:
    return visit.start < other.end and other.start < visit.end


def _same_day(visit: SideVisit, other: SideVisit) -> bool:
    return visit.start.date() <= other.end.date() and other.start.date() <= visit.end.date()


def _name(task: SideTask | None, task_id: TaskId) -> str:
    return task.procedure if task is not None else task_id


def _at(visit: SideVisit | None) -> str:
    return f" ({day_said(visit.start.date())} {visit.start:%H:%M})" if visit is not None else ""


def _sentences(parts: Iterable[str]) -> str:
    """Join what is known, each once, as sentences."""
    said = "; ".join(dict.fromkeys(part.strip().rstrip(".:") for part in parts if part.strip()))
    return f"{said[0].upper()}{said[1:]}." if said else ""
