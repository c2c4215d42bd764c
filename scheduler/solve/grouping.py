"""Which tasks the list schedule first tries to do in one visit."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag
from scheduler.domain.obligation import Obligation
from scheduler.obligations import candidate_groups


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks that may share a visit, and those that one of them includes: satisfied by it inside their windows."""

    tasks: tuple[Obligation, ...]
    nested: tuple[Obligation, ...]


def groups_of(tasks: Sequence[Obligation], facts: Facts) -> tuple[Group, ...]:
    """Every task in one group, groups by main asset and then as the obligations suggest them."""
    by_main: dict[AssetTag, list[Obligation]] = defaultdict(list)
    for task in tasks:
        by_main[facts.main_of(task.asset_tag)].append(task)
    return tuple(group for main in sorted(by_main) for group in _of_composite(by_main[main], facts))


def _of_composite(tasks: Sequence[Obligation], facts: Facts) -> Iterator[Group]:
    if len(tasks) == 1:
        yield Group((tasks[0],), ())
        return
    by_id = {task.task_id: task for task in tasks}
    left = dict(by_id)
    for suggested in candidate_groups(tasks, facts):
        members = [left.pop(task) for task in suggested if task in left]
        if members:
            yield _group(members)
    for task in left.values():
        yield Group((task,), ())


def _group(members: Sequence[Obligation]) -> Group:
    ids = {task.task_id for task in members}
    nested = tuple(task for task in members if ids.intersection(task.included_in))
    inner = {task.task_id for task in nested}
    return Group(tuple(task for task in members if task.task_id not in inner), nested)
