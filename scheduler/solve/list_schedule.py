"""Places visits one by one: what has least room first, each where it costs least, in several passes."""

from collections.abc import Iterable, Iterator, Sequence

from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.solve.choices import placements
from scheduler.solve.grouping import Group
from scheduler.solve.placement import Placement
from scheduler.solve.progress import Progress
from scheduler.solve.splitting import split_placements
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wish, Wishes

_MOST_PARENT_PLACES = 12


class ListSchedule:
    """Fills a timetable; knows what it has not placed yet."""

    def __init__(self, timetable: Timetable, facts: Facts, wishes: Wishes, progress: Progress) -> None:
        self._timetable = timetable
        self._facts = facts
        self._wishes = wishes
        self._progress = progress

    def run(self, groups: Sequence[Group]) -> None:
        """Whole visits inside all windows, then their parts, then what may be late."""
        self._progress.stage("Placing visits", len(groups))
        self._pass((self._wishes.in_time(group.tasks, group.nested) for group in groups), 1)
        self._pass((self._wishes.in_time(group.tasks) for group in groups if group.nested), 0)
        singles = [(task,) for group in groups for task in group.tasks]
        self._pass((self._wishes.in_time(one) for one in singles if self._is_open(one)), 0)
        nested = [(task,) for group in groups for task in group.nested if not self._is_satisfied(task)]
        self._pass((self._wishes.in_time(one) for one in nested), 0)
        self._progress.stage("Placing late work", 1)
        late = [one for one in (*singles, *nested) if self._is_open(one) and not self._is_satisfied(one[0])]
        self._pass((self._wishes.late(one) for one in late), 0)

    def place(self, wish: Wish) -> Placement | None:
        """Commit the wish where it costs least; None if it fits nowhere on its days."""
        for placement in self._places(wish):
            self._timetable.commit(placement)
            return placement
        return None

    def _pass(self, wishes: Iterable[Wish | None], steps: int) -> None:
        """Place wishes, those with the least room first."""
        ready = sorted((wish for wish in wishes if wish is not None and self._is_open(wish.tasks)), key=_urgency)
        for wish in ready:
            if self._progress.stop_requested():
                return
            self.place(wish)
            self._progress.advance(steps)

    def _places(self, wish: Wish) -> Iterator[Placement]:
        if wish.whole is not None:
            yield from placements(self._timetable, wish.whole, wish.days, wish.minute_price)
        if wish.split is not None:
            yield from split_placements(self._timetable, wish.split, wish.days)

    def _is_open(self, tasks: Sequence[Obligation]) -> bool:
        return not any(task.task_id in self._timetable.placements for task in tasks)

    def _is_satisfied(self, task: Obligation) -> bool:
        """Tell whether a task that another one includes is done with it, inside its window."""
        return satisfied_by(self._timetable, task) is not None


def satisfied_by(timetable: Timetable, task: Obligation) -> Placement | None:
    """The visit of an including task that lies inside this task's window, if there is one (overdue: any)."""
    for including in task.included_in:
        placement = timetable.placements.get(including)
        if placement is None:
            continue
        site = placement.visit.draft.site
        first = timetable.local_day(site, placement.start)
        last = timetable.local_day(site, placement.end - 1)
        if task.window.first_day.toordinal() <= first and (task.overdue or last <= task.window.last_day.toordinal()):
            return placement
    return None


def _urgency(wish: Wish) -> tuple[bool, int, int, TaskId]:
    """High risk first, then what its people could do the fewest times in its open hours."""
    return not wish.is_high_risk, wish.room, wish.days.last, wish.task_ids[0]
