"""What holds work up: orders that keep an asset out until they are done, and so take a place of its fleet or cover."""

from collections import defaultdict
from collections.abc import Iterable

from constraints.sentence import Part
from scheduler.domain.obligation import Obligation
from scheduler.obligations import draft_visit
from scheduler.solve.chains import Chain
from scheduler.solve.levels import Level
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes


class HeldUp:
    """Finds the orders that may be in the way of a task for as long as they wait."""

    def __init__(self, tasks: Iterable[Obligation], timetable: Timetable, wishes: Wishes) -> None:
        self._timetable = timetable
        self._wishes = wishes
        self._holders: dict[Level, list[Obligation]] = defaultdict(list)
        for task in tasks:
            draft = draft_visit((task,), timetable.facts) if task.holds_asset else None
            if draft is not None:
                for level, _ in self._takes(task, Part.UNTIL_DONE):
                    self._holders[level].append(task)

    def chain(self, task: Obligation) -> Chain | None:
        """The task after the orders that hold it up, as things stand; None if nothing does."""
        wish = self._wishes.in_time((task,)) if self._holders else None
        if wish is None:
            return None
        begin, until, table = wish.days.begin, wish.days.until, self._timetable
        full = (level for level, amount in self._takes(task, Part.OUT) if table.is_held(level, amount, begin, until))
        found = (one for level in full for one in self._holders[level])
        waiting = {one.task_id: one for one in found if one is not task and self._holds_after(one, begin)}
        return (*(waiting[name] for name in sorted(waiting)), task) if waiting else None

    def _holds_after(self, holder: Obligation, begin: int) -> bool:
        """Tell whether the order is done after that minute, if at all, and may be done at another time."""
        span = self._timetable.spans.get(holder.task_id)
        return (span is None or span[1] > begin) and not self._timetable.orders.binds([holder.task_id])

    def _takes(self, task: Obligation, part: Part) -> list[tuple[Level, int]]:
        draft = draft_visit((task,), self._timetable.facts)
        takes = () if draft is None else self._timetable.prepare(draft).takes
        return [(level, amount) for level, amount, one in takes if one is part]
