"""Untangles chains: takes what hangs together by orders apart and places it again in its order, others making room.

An occurrence that comes late makes those after it late, and what waits for a follow-up waits with it, so one visit too
late may cost a whole chain its windows; and no visit of a chain can find a better day while the others stay. A task
that is missing or late and stands in no order is a chain by itself, or with the orders that hold it up: an asset that
waits for its incoming inspection is out until then, and nothing else of a small fleet can be.
What comes of a try is kept only if all visits together cost less; the number of tries depends on the tasks alone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.solve.candidates import Candidate, WorkShift
from scheduler.solve.chains import Chain, chains_of
from scheduler.solve.choices import Days, placements
from scheduler.solve.held_up import HeldUp
from scheduler.solve.moves import Move, take_back
from scheduler.solve.neighbourhoods.ledger import Ledger
from scheduler.solve.patience import A_WAY, shifts_for, visits_by_patience
from scheduler.solve.placement import Placement
from scheduler.solve.search import earliest_in_shift
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wish, Wishes

MOST_SHIFTS = 80
"""Persons and shifts in which room is made for one visit."""
MOST_VISITS = 6
"""Visits that make room for one."""
LITTLE = 1_000
"""Points below which a chain is not worth a try."""
_ALL = 1_000
_A_DAY = 500
"""What a day costs where a visit is wished as soon as can be."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a chain is placed again: so many of its visits as `soon` as can be, the others where they cost least.

    `dearly`: what makes room may be late or left out then, if that costs less than what it makes room for is worth.
    `overdue`: what has missed its window anyway makes room first. `later`: days that what comes soon lets pass.
    """

    soon: int
    dearly: bool
    overdue: bool = False
    later: int = 0


WAYS = tuple(Way(soon, dearly) for dearly in (False, True) for soon in (0, 1, _ALL))
WAYS_ALONE = tuple(Way(soon, dearly=False) for soon in (0, 1))
"""Of a task by itself: making room dearly takes as long as all else and brings little."""
WAYS_HELD = tuple(Way(_ALL, dearly=False, overdue=True, later=days) for days in range(8))
"""Of a task that orders hold up: these on one of the first days, and it soon after them."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Places a wish where it costs least, or right here, with what follows it up; tells whether that is possible."""

    anywhere: Callable[[Wish], bool]
    here: Callable[[Wish, Placement], bool]


class Untangling:
    """Tries to place whole chains better."""

    def __init__(self, timetable: Timetable, wishes: Wishes, placing: Placing) -> None:
        self._timetable = timetable
        self._wishes = wishes
        self._placing = placing
        self._ledger = Ledger(timetable, wishes)
        self._unfounded = frozenset(timetable.unfounded())

    def dear(self, tasks: Sequence[Obligation]) -> list[Chain]:
        """The chains that cost most as things stand, those first."""
        alone = [task for task in tasks if self._is_alone(task)]
        held_up = HeldUp(tasks, self._timetable, self._wishes)
        held = (chain for task in alone if (chain := held_up.chain(task)) is not None)
        chains = [*chains_of(tasks, self._timetable.orders), *held, *((task,) for task in alone)]
        priced = [(self._ledger.tasks(chain), chain) for chain in chains]
        found = sorted(priced, key=lambda one: (-one[0], one[1][0].task_id))
        return [chain for points, chain in found if points > LITTLE]

    def improve(self, chain: Chain) -> Move | None:
        """Place the chain again in the first way that pays, what is held up in the best; what moved, if one did."""
        if self._timetable.orders.binds(task.task_id for task in chain):
            return self._first(chain, WAYS)
        if len(chain) == 1:
            return self._first(chain, WAYS_ALONE)
        saved = [self._saved(chain, way) for way in WAYS_HELD]
        return self._first(chain, [WAYS_HELD[saved.index(max(saved))]]) if max(saved) > 0 else None

    def _is_alone(self, task: Obligation) -> bool:
        """Tell whether the task is in no order, and missing or late."""
        placement = self._timetable.placements.get(task.task_id)
        if placement is None and task.task_id in self._timetable.satisfied:
            return False
        is_troubled = placement is None or self._timetable.is_late(task, placement)
        return is_troubled and not self._timetable.orders.binds([task.task_id])

    def _first(self, chain: Chain, ways: Sequence[Way]) -> Move | None:
        """Place the chain again in the first of the ways that pays."""
        trials = (self._tried(chain, way) for way in ways)
        return next((trial.move for trial, saved in trials if saved), None)

    def _saved(self, chain: Chain, way: Way) -> int:
        """What it would save to place the chain that way."""
        trial, saved = self._tried(chain, way)
        if saved:
            trial.take_back()
        return saved

    def _tried(self, chain: Chain, way: Way) -> tuple["_Trial", int]:
        """Place the chain again that way; what it saves, 0 if nothing: then everything is as it was."""
        trial = _Trial(self._timetable, self._wishes, self._placing, self._ledger, way)
        saved = trial.place_again(chain)
        if saved > 0 and self._unfounded.issuperset(self._timetable.unfounded()):
            return trial, saved
        trial.take_back()
        return trial, 0


class _Trial:
    """One way of placing a chain, until it is taken back."""

    def __init__(self, timetable: Timetable, wishes: Wishes, placing: Placing, ledger: Ledger, way: Way) -> None:
        self._timetable = timetable
        self._wishes = wishes
        self._placing = placing
        self._ledger = ledger
        self._way = way
        self._tasks: dict[TaskId, Obligation] = {}
        self._before: dict[TaskId | Placement, int] = {}
        self._gone: dict[Placement, None] = {}
        self._made: dict[Placement, None] = {}

    def place_again(self, chain: Chain) -> int:
        """Take the chain apart and place it; how much less all that was touched costs now."""
        placed = self._timetable.placements
        former = dict.fromkeys(placed[task.task_id] for task in chain if task.task_id in placed)
        if any(self._timetable.stays(one) for one in former):
            return 0
        self._note(chain)
        for placement in former:
            self._note(placement.visit.draft.tasks)
        visits = list(self._visits(chain))
        for placement in reversed(former):
            self._timetable.undo(placement)
            self._gone[placement] = None
        for number, tasks in enumerate(visits):
            if self._is_its_turn(tasks):
                self._place(tasks, soon=number < self._way.soon)
        ways = A_WAY * max(0, len(self._made) - len(self._gone))
        return sum(self._before.values()) - self._cost() - ways

    @property
    def move(self) -> Move:
        """What went and what is there for it."""
        return Move(tuple(self._gone), tuple(self._made))

    def take_back(self) -> None:
        """Put everything back where it was."""
        take_back([self.move], self._timetable)

    def _note(self, tasks: Sequence[Obligation]) -> None:
        """Remember what the tasks and all that they include cost before anything of theirs changes."""
        timetable = self._timetable
        included = (one for task in tasks for one in timetable.included.get(task.task_id, ()))
        for task in (*tasks, *included):
            if task.task_id in self._tasks:
                continue
            self._tasks[task.task_id] = task
            placement = timetable.placements.get(task.task_id)
            if placement is not None:
                self._before[placement] = self._ledger.visit(placement)
            elif task.task_id not in timetable.spans:
                self._before[task.task_id] = self._ledger.missing(task)

    def _cost(self) -> int:
        return self._ledger.tasks(self._tasks.values())

    def _visits(self, chain: Chain) -> Iterator[tuple[Obligation, ...]]:
        """The tasks of each visit that there is, and of those that are missing, in the order of the chain."""
        seen = set[TaskId]()
        for task in chain:
            if task.task_id not in seen:
                placement = self._timetable.placements.get(task.task_id)
                tasks = (task,) if placement is None else placement.visit.draft.tasks
                seen.update(one.task_id for one in tasks)
                yield tasks

    def _is_its_turn(self, tasks: Sequence[Obligation]) -> bool:
        """Tell whether it is not placed yet, follows up nothing outside, and waits for nothing that has no place."""
        spans, names = self._timetable.spans, {task.task_id for task in tasks}
        lacking = (one for name in names for one in self._timetable.orders.lacks(name, spans))
        return (
            names.isdisjoint(spans)
            and all(task.parent is None or task.parent in names for task in tasks)
            and names.issuperset(lacking)
        )

    def _place(self, tasks: Sequence[Obligation], *, soon: bool) -> None:
        """In time together, else the tasks one by one, else late."""
        if self._placed(self._wishes.in_time(tasks), soon=soon):
            return
        if len(tasks) > 1:
            for task in tasks:
                if self._is_its_turn((task,)):
                    self._place((task,), soon=soon)
            return
        self._placed(self._wishes.late(tasks), soon=soon)

    def _placed(self, wish: Wish | None, *, soon: bool) -> bool:
        if wish is None:
            return False
        names = self._names(wish)
        if not soon and self._placing.anywhere(wish):
            self._made.update(dict.fromkeys(self._there(names)))
            return True
        frame = None if wish.whole is None else self._timetable.frame(wish.whole)
        if wish.whole is None or frame is None:
            return False
        days = wish.days.between(*frame)
        days = replace(days, wished=days.first, early=_A_DAY, late=_A_DAY) if soon else days
        days = days.after(days.begin, days.first + self._way.later) if soon and self._way.later else days
        shifts = list(shifts_for(self._timetable, wish.whole, days, MOST_SHIFTS))
        return any(self._squeezed_in(wish, person, shift, days) for person, shift in shifts)

    def _names(self, wish: Wish) -> tuple[TaskId, ...]:
        """The tasks of the wish, and those that are placed with them and not yet there."""
        orders, spans = self._timetable.orders, self._timetable.spans
        followers = (one for task in wish.task_ids for one in orders.companions(task) if one not in spans)
        return tuple(dict.fromkeys((*wish.task_ids, *followers)))

    def _there(self, names: Iterable[TaskId]) -> list[Placement]:
        placed = self._timetable.placements
        return list(dict.fromkeys(placed[name] for name in names if name in placed))

    def _squeezed_in(self, wish: Wish, person: Candidate, shift: WorkShift, days: Days) -> bool:
        """Place it in the shift, others making room and finding new places; all is as it was if that does not do."""
        names, out, mine = self._names(wish), list[Placement](), self._in_shift(wish, person, shift, days)
        for victim in self._in_the_way(person, shift) if mine is None else ():
            self._note(victim.visit.draft.tasks)
            self._timetable.undo(victim)
            out.append(victim)
            mine = self._in_shift(wish, person, shift, days)
            if mine is not None or len(out) == MOST_VISITS:
                break
        again = list[Placement]()
        if mine is not None and self._placing.here(wish, mine):
            again = [found for victim in out if (found := self._elsewhere(victim)) is not None]
            made = [*self._there(names), *again]
            if len(again) == len(out) or (self._way.dearly and self._loss(out) < wish.value):
                self._gone.update(dict.fromkeys(out))
                self._made.update(dict.fromkeys(made))
                return True
            for placement in reversed(made):
                self._timetable.undo(placement)
        for victim in out:
            self._timetable.commit(victim)
        return False

    def _in_the_way(self, person: Candidate, shift: WorkShift) -> list[Placement]:
        visits = visits_by_patience(self._timetable, person, shift)
        free = [one for one in visits if one not in self._made]
        return sorted(free, key=lambda one: not self._is_overdue(one)) if self._way.overdue else free

    def _is_overdue(self, placement: Placement) -> bool:
        return all(task.overdue for task in placement.visit.draft.tasks)

    def _in_shift(self, wish: Wish, person: Candidate, shift: WorkShift, days: Days) -> Placement | None:
        return earliest_in_shift(self._timetable, wish.visit, person, shift, days.begin, days.until)

    def _elsewhere(self, victim: Placement) -> Placement | None:
        """A new place for what made room, in time; late too where that may be."""
        tasks = victim.visit.draft.tasks
        wishes = (self._wishes.in_time(tasks), self._wishes.late(tasks) if self._way.dearly else None)
        wholes = ((wish.whole, wish.days) for wish in wishes if wish is not None and wish.whole is not None)
        places = (next(placements(self._timetable, whole, days), None) for whole, days in wholes)
        found = next((one for one in places if one is not None), None)
        if found is not None:
            self._timetable.commit(found)
        return found

    def _loss(self, out: Sequence[Placement]) -> int:
        """What it costs that these made room."""
        tasks = [task for victim in out for task in victim.visit.draft.tasks]
        return self._ledger.tasks(tasks) - sum(self._ledger.visit(victim) for victim in out)
