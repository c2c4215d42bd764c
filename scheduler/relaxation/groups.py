"""Tasks that a relaxation need not tell apart, counted: same people, hours, minutes, weeks, places and risk class."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from constraints.sentence import Resource
from scheduler.domain.calendar import iso_week
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.policy import RiskClass
from scheduler.relaxation.wants import Along, Choice, Wanted


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks, earliest due first: `minutes` of each on the clock, people in its `crew`, its `uses` of places.

    `includer`: the number of the group whose tasks include these, equally many each; with them they go `along`.
    """

    tasks: tuple[Obligation, ...]
    minutes: int
    crew: int
    risk_class: RiskClass
    choices: tuple[Choice, ...]
    uses: tuple[tuple[Resource, int], ...]
    unplaced: int
    includer: int | None
    along: tuple[Along, ...]

    @property
    def person_minutes(self) -> int:
        """Minutes of people that one task uses at least: those of its crew."""
        return self.minutes * self.crew


def grouped(
    wanted: Iterable[Wanted], binding: frozenset[Resource], ordered: frozenset[TaskId] = frozenset()
) -> tuple[Group, ...]:
    """Put tasks together that differ by days of one week at most; a group has the least prices of its tasks.

    Those of late and overdue tasks are the same. A task that is `ordered` before or after another is a group by itself.
    """
    wanted = tuple(wanted)
    keys = _Keys(wanted, binding, ordered)
    found: dict[object, list[Wanted]] = defaultdict(list)
    for one in wanted:
        found[keys.of(one)].append(one)
    numbers = {one.task.task_id: number for number, members in enumerate(found.values()) for one in members}
    return tuple(_group(members, binding, numbers) for members in found.values())


class _Keys:
    """What tells groups apart: of each task, and of the tasks that include it or that it includes."""

    def __init__(self, wanted: Sequence[Wanted], binding: frozenset[Resource], ordered: frozenset[TaskId]) -> None:
        numbers: dict[object, int] = {}
        self._own: dict[TaskId, int] = {}
        for one in wanted:
            name = one.task.task_id
            key = (name if name in ordered else None, _key(one, binding))
            self._own[name] = numbers.setdefault(key, len(numbers))
        self._included: dict[TaskId, list[int]] = defaultdict(list)
        for one in wanted:
            if one.includer is not None:
                self._included[one.includer].append(self._own[one.task.task_id])

    def of(self, one: Wanted) -> object:
        name = one.task.task_id
        includer = None if one.includer is None else (self._own[one.includer], *self._nested_in(one.includer))
        return self._own[name], includer, self._nested_in(name)

    def _nested_in(self, name: TaskId) -> tuple[int, ...]:
        return tuple(sorted(self._included.get(name, ())))


def _key(one: Wanted, binding: frozenset[Resource]) -> tuple[object, ...]:
    uses = tuple(use for use in one.uses if use[0] in binding)
    return (
        one.minutes,
        one.crew,
        one.task.risk_class,
        iso_week(one.task.due),
        tuple((choice.family.number, choice.week, choice.in_time, _told(choice, one)) for choice in one.choices),
        tuple((along.week, along.in_time, _told(along, one)) for along in one.along),
        uses,
        one.choices[0].hours if uses and one.choices else None,
    )


def _told(done: Choice | Along, one: Wanted) -> int:
    """The price of overdue or late work, so much for each day; the few points that other work costs tell nothing."""
    return done.price if one.task.overdue or not done.in_time else 0


def _group(members: Sequence[Wanted], binding: frozenset[Resource], numbers: Mapping[TaskId, int]) -> Group:
    members = sorted(members, key=lambda one: (one.task.due, one.task.task_id))
    first = members[0]
    return Group(
        tuple(one.task for one in members),
        first.minutes,
        first.crew,
        first.task.risk_class,
        tuple(min(same, key=_price) for same in zip(*(one.choices for one in members), strict=True)),
        tuple(use for use in first.uses if use[0] in binding),
        min(one.unplaced for one in members),
        None if first.includer is None else numbers[first.includer],
        tuple(min(same, key=_price) for same in zip(*(one.along for one in members), strict=True)),
    )


def _price(choice: Choice | Along) -> int:
    return choice.price
