"""Gaps: work later than periodicity and tolerance allow, each judged once, by the certificate of its own quarter.

A gap is an occurrence that counts and misses its window: it is late, or has no place. It belongs to the quarter in
which its window ended (what was overdue before the first quarter: to the first one that leaves it undone), however long
it stays open after that. It is explained if no plan of that quarter does it in time, which is proved in one of three
ways. It cannot be planned at all, or its reason, whose numbers `verify` counts, holds whatever else is planned. Or the
duals of the certificate prove of a set of tasks that every plan misses so many of them: as many gaps of the set are
explained as this number leaves once all else of the set that is missed is taken off. A gap whose work the quarter
before left, and could have done, is never explained.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Plan
from scheduler.relaxation import CLASSES, Scarce, day_programme, scarce
from scheduler.relaxation.scarcity import ALL
from scheduler.verify.outcomes import in_time
from scheduler.verify.reasons import is_impossible_alone


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter's plan with the facts it was made of."""

    plan: Plan
    facts: Facts


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of one quarter by task. `unexplained`: how many of them its bound does not explain.

    `pushed`: those of them that the quarter before could have done. `open_still`: gaps of quarters before that this one
    leaves open once more.
    """

    found: frozenset[TaskId]
    pushed: frozenset[TaskId]
    unexplained: int
    open_still: int


def gaps_of(now: Quarter, before: Quarter | None, known: Collection[TaskId]) -> Gaps:
    """Judge the gaps of a quarter; `known`: those of all quarters before."""
    missed = [task for task in now.plan.obligations if _is_missed(task, now.plan)]
    found = [task for task in missed if task.task_id not in known]
    names = frozenset(task.task_id for task in found)
    pushed = frozenset[TaskId]() if before is None else _could_have_been_done(names, before)
    explained = _explained([task for task in found if task.task_id not in pushed], missed, now)
    return Gaps(names, pushed, len(found) - explained, len(missed) - len(found))


def _is_missed(task: Obligation, plan: Plan) -> bool:
    return task.counts and not in_time(task, plan.outcomes[task.task_id])


def _could_have_been_done(names: Collection[TaskId], before: Quarter) -> frozenset[TaskId]:
    """What that quarter left although something of it could have been done in time, had it been owed there."""
    plan = before.plan
    left = frozenset(
        task.task_id
        for task in plan.obligations
        if task.task_id in names and plan.outcomes[task.task_id].status is TaskStatus.NOT_DUE
    )
    if not left:
        return left
    owed = [replace(task, extends_past_horizon=False) if task.task_id in left else task for task in plan.obligations]
    programme = day_programme(owed, before.facts)
    sets = scarce(programme, None, programme.duals({}))
    return left - {name for one in sets if one.is_hopeless for name in one.tasks}


def _explained(judged: Sequence[Obligation], missed: Sequence[Obligation], now: Quarter) -> int:
    """How many are explained: each by itself, or by counting all tasks or those of each risk class."""
    outcomes, facts = now.plan.outcomes, now.facts
    rest = {
        task.task_id for task in judged if task.is_open and not is_impossible_alone(task, outcomes[task.task_id], facts)
    }
    if not rest:
        return len(judged)
    others = {task.task_id for task in missed} - rest
    programme = day_programme(now.plan.obligations, facts)
    in_sets = {
        name: _in(scarce(programme, risk, programme.duals(now.plan.counting.get(name, {}))), rest, others)
        for name, risk in CLASSES.items()
    }
    by_class = sum(number for name, number in in_sets.items() if name != ALL)
    return len(judged) - len(rest) + max(in_sets[ALL], by_class)


def _in(sets: Iterable[Scarce], rest: Collection[TaskId], others: Collection[TaskId]) -> int:
    """How many of the rest the sets explain: what is proved of a set, less what else of it is missed."""
    return sum(min(_count(one, rest), max(0, one.missed - _count(one, others))) for one in sets)


def _count(one: Scarce, names: Collection[TaskId]) -> int:
    return sum(name in names for name in one.tasks)
