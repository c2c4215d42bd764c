"""Whether a plan owes exactly what the tables owe: nothing missing, nothing invented, every date and class right."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date

from scheduler.domain.equipment import Procedure
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation, ReasonCode, TaskStatus
from scheduler.domain.plan import Plan, Violation
from scheduler.verify.expected import Expected, Standing
from scheduler.verify.matching import Matching

COVERAGE = "coverage"
DUE = "due-dates"
STANDING = "standing"

STATUS_OF = {
    Standing.DONE: TaskStatus.DONE,
    Standing.ASSUMED_DONE: TaskStatus.ASSUMED_DONE,
    Standing.DEFERRED: TaskStatus.DEFERRED,
    Standing.MISSING: TaskStatus.UNPLACED,
    Standing.IN_REPAIR: TaskStatus.UNPLACED,
    Standing.NO_PATCH: TaskStatus.NO_PATCH,
    Standing.NOTHING_TO_INSTALL: TaskStatus.NOTHING_TO_INSTALL,
    Standing.VERSION_UNKNOWN: TaskStatus.VERSION_UNKNOWN,
    Standing.WAITING: TaskStatus.WAITING,
    Standing.NOBODY: TaskStatus.UNPLACED,
    Standing.STOPPED: TaskStatus.UNPLACED,
}
REASON_OF = {
    Standing.MISSING: ReasonCode.ASSET_MISSING,
    Standing.IN_REPAIR: ReasonCode.ASSET_IN_REPAIR,
    Standing.NOBODY: ReasonCode.NO_QUALIFIED_PERSON,
    Standing.STOPPED: ReasonCode.ROLLOUT_ORDER,
}
_OF_THE_TEXT = frozenset({"row", "every", "basis_reference", "responsibility"})


def uncovered(matching: Matching) -> Iterator[Violation]:
    """What is owed and not listed, and what is listed and not owed."""
    for one in matching.missing:
        words = f"{_named(one)}, due {one.due}, is owed by {one.origin.value} ({one.standing}) and is not listed."
        yield Violation(COVERAGE, one.asset_tag, words)
    for task in matching.invented:
        words = f"{task.asset_tag} {task.name}, due {task.due}, is listed, and no table owes it."
        yield Violation(COVERAGE, task.task_id, words)


def wrong_dates(matching: Matching, facts: Facts) -> Iterator[Violation]:
    """Where the dates, the basis, the class or the work of an obligation are not those of the tables."""
    owed = {task.task_id: task for _, task in matching.pairs}
    for one, task in matching.pairs:
        for what, found, right in _differences(one, task, owed, facts):
            words = f"{_named(one)}, due {task.due}: {what} is {found}; by the tables it is {right}."
            yield Violation(DUE, task.task_id, words)


def wrong_standing(plan: Plan, matching: Matching) -> Iterator[Violation]:
    """Where work is called settled that is to be planned, or planned that is settled."""
    for one, task in matching.pairs:
        outcome = plan.outcomes[task.task_id]
        wanted = STATUS_OF.get(one.standing)
        if wanted is None and task.settled is not None:
            words = f"{_named(one)} is called {task.settled.status}; it is to be planned."
            yield Violation(STANDING, task.task_id, words)
        elif wanted is not None and (outcome.status is not wanted or task.settled is None):
            words = f"{_named(one)} is {outcome.status}; it is {one.standing}."
            yield Violation(STANDING, task.task_id, words)
        elif one.standing in REASON_OF and outcome.reason_code is not REASON_OF[one.standing]:
            words = f"{_named(one)} is not placed for {outcome.reason_code}; the asset is {one.standing}."
            yield Violation(STANDING, task.task_id, words)


def _named(one: Expected) -> str:
    return f"{one.asset_tag} {one.procedure.procedure}"


def _differences(
    one: Expected, task: Obligation, owed: Mapping[TaskId, Obligation], facts: Facts
) -> Iterator[tuple[str, object, object]]:
    policy = facts.programme.policies.of(one.risk_class)
    opens = facts.horizon.first_day
    pairs: tuple[tuple[str, object, object], ...] = (
        ("the due date", task.due, one.due),
        ("the window's first day", task.window.first_day, one.window.first_day),
        ("the window's last day", task.window.last_day, one.window.last_day),
        ("the basis", task.basis, one.basis),
        ("the risk class", task.risk_class, one.risk_class),
        ("overdue", task.overdue, one.window.last_day < facts.horizon.first_day),
        ("reaching past the quarter", task.extends_past_horizon, one.window.last_day > facts.horizon.last_day),
        ("a hard window", task.hard_window, policy.hard_window),
        ("the days that it may be late", task.late_allowed_days, policy.late_allowed_days),
        ("the first day for other reasons", _from(task.not_before, opens), _from(one.not_before, opens)),
        ("holding the asset", task.holds_asset, one.holds_asset),
        ("the occurrence before it", _due_of(task.previous, owed), one.previous_due),
        ("the work before it", _name_of(task.parent, owed), one.parent),
        ("the periodicity", task.every, one.every),
        ("the early side", task.minus_days, one.minus_days),
        ("the work order", task.work_order, one.work_order),
        ("the release", _release_of(task), one.release.patch if one.release and one.standing is Standing.OPEN else ""),
        ("the deadline class", _deadline_class_of(task), one.deadline_class if one.standing is Standing.OPEN else ""),
    )
    yield from (each for each in pairs if each[1] != each[2])
    yield from _other_work(one.procedure, task.procedure)


def _release_of(task: Obligation) -> str:
    return task.install.patch.patch if task.install is not None and task.is_open else ""


def _deadline_class_of(task: Obligation) -> str:
    return task.install.deadline_class if task.install is not None and task.is_open else ""


def _from(day: date | None, opens: date) -> date:
    return opens if day is None else max(day, opens)


def _due_of(task: TaskId | None, owed: Mapping[TaskId, Obligation]) -> date | None:
    return owed[task].due if task is not None and task in owed else None


def _name_of(task: TaskId | None, owed: Mapping[TaskId, Obligation]) -> str | None:
    return owed[task].name if task is not None and task in owed else None


def _other_work(right: Procedure, found: Procedure) -> Iterator[tuple[str, object, object]]:
    """Columns of the procedure's row that the plan works with otherwise than the table says."""
    if right is found:
        return
    for column in fields(Procedure):
        if column.name not in _OF_THE_TEXT and getattr(right, column.name) != getattr(found, column.name):
            yield f"the column {column.name}", getattr(found, column.name), getattr(right, column.name)
