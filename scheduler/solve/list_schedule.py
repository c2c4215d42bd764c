"""Places visits one by one: what has least room first, each where it costs least, in several passes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from scheduler.domain.ids import SiteId, TaskId
from scheduler.domain.obligation import Obligation
from scheduler.solve.choices import placements
from scheduler.solve.ejection import Ejection
from scheduler.solve.grouping import Group
from scheduler.solve.joining import join
from scheduler.solve.merging_trips import merge_trips
from scheduler.solve.placement import Placement
from scheduler.solve.progress import Progress
from scheduler.solve.pruning import prune
from scheduler.solve.rebuilding import Rebuilding
from scheduler.solve.rolling_out import RollingOut
from scheduler.solve.splitting import split_placements
from scheduler.solve.targets import week_number
from scheduler.solve.timetable import Timetable
from scheduler.solve.together import Together
from scheduler.solve.wishes import Wish, Wishes

_MOST_PARENT_PLACES = 12
LITTLE_ROOM = 20
"""A visit that its people could make fewer times in its open hours has to choose before others do."""


class ListSchedule:
    """Fills a timetable; tasks that follow others up are placed with them or not at all."""

    def __init__(self, timetable: Timetable, wishes: Wishes, together: Together, progress: Progress) -> None:
        self.timetable = timetable
        self.wishes = wishes
        self._together = together
        self._progress = progress

    def merge_trips(self, tasks: Sequence[Obligation]) -> None:
        """Give the work of short trips to whoever is at the site anyway."""
        self._progress.stage("Merging trips", 1)
        for _ in merge_trips(self.timetable, self.wishes, tasks):
            if self._progress.stop_requested():
                return
        self._progress.advance(1)

    def fill_up(self, tasks: Sequence[Obligation]) -> None:
        """Make room, place late work, and improve what is unplaced or late."""
        owed_now = [task for task in tasks if not task.extends_past_horizon]
        self.make_room(self.wishes.worth_seeking(owed_now))
        self.place_late(owed_now)
        self.rebuild(self.wishes.worth_seeking(owed_now))

    def finish(self, tasks: Sequence[Obligation]) -> None:
        """Join what may wait, and take back what cannot stand alone."""
        self.join(task for task in tasks if task.extends_past_horizon)
        self.make_whole()

    def make_whole(self) -> None:
        """Place what follows up work that is done with other work, and take back what cannot stand alone."""
        self.follow_up_satisfied()
        prune(self.timetable)

    def place_locked(self, tasks: Iterable[Obligation]) -> None:
        """What was promised, before anything else, also where it is late."""
        self._pass((self.wishes.late((task,)) for task in tasks), 0)

    def place_in_time(self, groups: Sequence[Group]) -> None:
        """Whole visits inside all their windows first, then their parts."""
        groups = [part for group in groups for part in self._together.parted(group)]
        self._progress.stage("Placing visits", len(groups))
        self._pass((self.wishes.soon(group.tasks, group.nested) for group in groups), 1)
        self._pass((self.wishes.in_time(group.tasks) for group in groups if group.nested), 0)
        parts = [task for group in groups for task in (*group.tasks, *group.nested) if self.is_left(task)]
        self._pass((self.wishes.soon((task,)) for task in parts), 0)

    def roll_out(self, tasks: Sequence[Obligation]) -> None:
        """What comes in stages, after the work that needs no order."""
        RollingOut(self.timetable, self.wishes, self._progress, self.place).place(tasks)

    def place_late(self, tasks: Iterable[Obligation]) -> None:
        """What found no place in its window, as soon after it as can be."""
        left = [task for task in tasks if self.is_left(task)]
        self._progress.stage("Placing late work", len(left))
        self._pass((self.wishes.late((task,)) for task in left), 1)

    def make_room(self, tasks: Iterable[Obligation]) -> None:
        """What found no place in its window takes one from a visit that can move, or that is worth far less."""
        wishes = [wish for task in tasks if self.is_left(task) and (wish := self.wishes.in_time((task,)))]
        self._progress.stage("Making room", len(wishes))
        ejection = Ejection(self.timetable, self.wishes)
        for wish in sorted(wishes, key=lambda one: (-one.value // max(1, one.person_minutes), one.task_ids)):
            if self._progress.stop_requested():
                return
            if not self._comes_after_another(wish):
                ejection.place(wish)
            self._progress.advance(1)

    def rebuild(self, tasks: Iterable[Obligation]) -> int:
        """What is unplaced or late, the dearest minutes first, tries to get into its window; how much of it did."""
        left = [task for task in tasks if self.is_left(task) or self._is_late(task)]
        self._progress.stage("Improving", len(left))
        rebuilding, better = Rebuilding(self.timetable, self.wishes), 0
        for task in sorted(left, key=lambda one: (-self.wishes.value(one) // one.procedure.minutes, one.task_id)):
            if self._progress.stop_requested():
                break
            better += rebuilding.improve(task)
            self._progress.advance(1)
        return better

    def _is_late(self, task: Obligation) -> bool:
        placement = self.timetable.placements.get(task.task_id)
        return placement is not None and self.timetable.is_late(task, placement)

    def join(self, tasks: Iterable[Obligation]) -> None:
        """Work that may wait for the next quarter, where its asset is taken down anyway."""
        left = [task for task in tasks if self.is_left(task)]
        self._progress.stage("Joining visits", len(left))
        for task in sorted(left, key=lambda one: (one.due, one.task_id)):
            if self._progress.stop_requested():
                return
            join(task, self.timetable, self.wishes)
            self._progress.advance(1)

    def bring(self, task: Obligation) -> bool:
        """Give work that may wait a place in its window, in a visit that its asset has anyway if it can be."""
        wish = self.wishes.in_time((task,))
        return wish is not None and (join(task, self.timetable, self.wishes) or self.place(wish))

    def is_left(self, task: Obligation) -> bool:
        """Tell whether the task has neither a visit nor one that satisfies it."""
        return task.task_id not in self.timetable.spans

    def follow_up_satisfied(self) -> None:
        """A task that another one includes may call for a follow-up of its own: place it, or count neither as done."""
        for name in sorted(self.timetable.satisfied):
            for follower in self.timetable.orders.companions(name):
                task = self.wishes.task(follower)
                if self.is_left(task):
                    self._follow_up(self.timetable.satisfied[name], (task,))

    def place(self, wish: Wish) -> bool:
        """Commit the wish where it costs least, with what follows it up; tell whether it fits anywhere on its days."""
        followers = self._followers(wish)
        most = _MOST_PARENT_PLACES if followers else None
        return any(self._placed(placement, followers) for placement in islice(self._places(wish), most))

    def place_here(self, wish: Wish, placement: Placement) -> bool:
        """Commit a placement of the wish with what follows it up; tell whether that found a place."""
        return self._placed(placement, self._followers(wish))

    def _placed(self, placement: Placement, followers: Sequence[Obligation]) -> bool:
        self.timetable.commit(placement)
        if not followers or self._follow_up(placement, followers):
            return True
        self.timetable.undo(placement)
        return False

    def _follow_up(self, placement: Placement, followers: Sequence[Obligation]) -> bool:
        """Place what follows the placement up, in time if there is a day left for that, else late."""
        day = self.timetable.local_day(placement.visit.draft.site, placement.end)
        wishes = (self.wishes.in_time(followers[:1]), self.wishes.late(followers[:1]))
        soon = (replace(wish, days=wish.days.after(placement.end, day)) for wish in wishes if wish is not None)
        places = (one for wish in soon for one in islice(self._places(wish), _MOST_PARENT_PLACES))
        return any(self._placed(one, followers[1:]) for one in places)

    def _followers(self, wish: Wish) -> tuple[Obligation, ...]:
        """Tasks outside the wish that have to be placed with it, and are not there yet."""
        mine = set(wish.task_ids)
        found = (one for task in wish.task_ids for one in self.timetable.orders.companions(task) if one not in mine)
        return tuple(self.wishes.task(one) for one in dict.fromkeys(found) if one not in self.timetable.placements)

    def _pass(self, wishes: Iterable[Wish | None], steps: int) -> None:
        """Place wishes, those with the least room first."""
        ready = [wish for wish in wishes if wish is not None and not self._comes_after_another(wish)]
        for wish in sorted(ready, key=_urgency):
            if self._progress.stop_requested():
                return
            if self._is_open(wish.tasks) and not self._joins(wish) and not self.place(wish):
                self._place_for_others(wish)
            self._progress.advance(steps)

    def _place_for_others(self, wish: Wish) -> None:
        """A single task that found no place in time comes late at once if others wait for it: they would go with it."""
        if self._followers(wish) and all(self.wishes.others_wait(task) for task in wish.tasks):
            late = self.wishes.late(wish.tasks)
            if late is not None and late.days != wish.days:
                self.place(late)

    def _joins(self, wish: Wish) -> bool:
        """A single task goes into a visit that its asset already has, if it can."""
        return len(wish.tasks) == 1 and join(wish.tasks[0], self.timetable, self.wishes, self._together)

    def _comes_after_another(self, wish: Wish) -> bool:
        """Tell whether the wish only follows up a task that is in another one: it is placed with that."""
        return any(task.parent is not None and task.parent not in wish.task_ids for task in wish.tasks)

    def _places(self, wish: Wish) -> Iterator[Placement]:
        if wish.whole is not None:
            yield from placements(self.timetable, wish.whole, wish.days)
        if wish.split is not None:
            yield from split_placements(self.timetable, wish.split, wish.days)

    def _is_open(self, tasks: Sequence[Obligation]) -> bool:
        return not any(task.task_id in self.timetable.placements for task in tasks)


def _urgency(wish: Wish) -> tuple[bool, bool, bool, bool, bool, bool, int, SiteId, int, TaskId]:
    """What is locked first, what the day programme gives up last; windows that can be kept before what is overdue.

    High risk comes first in each; then what has little room.

    The rest by week and site, so that a way that somebody makes serves many. A later occurrence comes after the former.
    """
    later = any(task.previous is not None for task in wish.tasks)
    room = min(task.due for task in wish.tasks).toordinal() if later else wish.room
    return (
        not wish.is_locked,
        wish.is_given_up,
        wish.can_wait,
        not wish.is_high_risk,
        later,
        wish.room >= LITTLE_ROOM,
        week_number(wish.days.wished),
        wish.visit.draft.site,
        room,
        wish.task_ids[0],
    )
