"""What the list schedule works through: visits to be made, with what each is worth and when it is wished."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from constraints.sentence import After
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.policy import RiskClass
from scheduler.domain.work import VisitDraft
from scheduler.obligations import draft_visit
from scheduler.solve.choices import Days
from scheduler.solve.intervals import clipped
from scheduler.solve.placement import PreparedVisit
from scheduler.solve.targets import Targets
from scheduler.solve.timetable import Timetable


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """Tasks to be done in one visit on `days`, whole, or else split over several.

    `room` is how often the visit's people could do it in that time; `is_given_up` by the day programme; `can_wait`:
    all of it is overdue, and nothing in time comes after it.
    """

    tasks: tuple[Obligation, ...]
    whole: PreparedVisit | None
    split: PreparedVisit | None
    days: Days
    value: int
    room: int
    is_given_up: bool
    can_wait: bool

    @property
    def visit(self) -> PreparedVisit:
        visit = self.whole or self.split
        assert visit is not None, "a wish that can be neither done whole nor split is not made"
        return visit

    @property
    def task_ids(self) -> tuple[TaskId, ...]:
        return tuple(task.task_id for task in self.tasks)

    @property
    def person_minutes(self) -> int:
        return sum(leg.minutes * leg.draft.profile.crew for leg in self.visit.legs)

    @property
    def is_locked(self) -> bool:
        """Tell whether the rules leave it a single instant to start at."""
        return sum(end - start for start, end in self.visit.times.starts) == 1

    @property
    def is_high_risk(self) -> bool:
        return any(task.risk_class is RiskClass.HIGH_RISK for task in self.tasks)


class Wishes:
    """Makes wishes of tasks."""

    def __init__(self, tasks: Iterable[Obligation], timetable: Timetable, targets: Targets) -> None:
        self._tasks = {task.task_id: task for task in tasks}
        self._timetable = timetable
        self._facts = timetable.facts
        self._targets = targets
        self._value: dict[TaskId, int] = {}
        self._before_others: dict[TaskId, date | None] = {}
        self._made: dict[tuple[tuple[TaskId, ...], date, date], Wish | None] = {}

    def task(self, name: TaskId) -> Obligation:
        return self._tasks[name]

    def value(self, task: Obligation) -> int:
        """What it costs to leave the task unplaced."""
        if task.task_id not in self._value:
            self._value[task.task_id] = self._timetable.sentences.price_unplaced(task)
        return self._value[task.task_id]

    def worth_seeking(self, tasks: Iterable[Obligation]) -> list[Obligation]:
        """These without what has no place, and no hope for one that would be worth its minutes."""
        priced_out, there = self._targets.priced_out, self._timetable.spans
        return [task for task in tasks if task.task_id in there or task.task_id not in priced_out]

    def others_wait(self, task: Obligation) -> bool:
        """Tell whether a later occurrence of the task comes after it."""
        return self._before_later_ones(task) is not None

    def in_time(self, tasks: Sequence[Obligation], nested: Sequence[Obligation] = ()) -> Wish | None:
        """A visit for these tasks inside all their windows and those of the nested ones; None if there can be none."""
        first = max((self._first_day, *(task.window.first_day for task in nested)))
        last = min(self._last_day_before_others(task) for task in (*tasks, *nested))
        return self._wish(tasks, first, last)

    def soon(self, tasks: Sequence[Obligation], nested: Sequence[Obligation] = ()) -> Wish | None:
        """A visit inside all windows; as soon after them as can be where the rules leave no time inside them."""
        return self.in_time(tasks, nested) or (self.late(tasks) if len(tasks) == 1 else None)

    def late(self, tasks: Sequence[Obligation]) -> Wish | None:
        """A visit for these tasks on any day that the rules allow, late ones too."""
        return self._wish(tasks, self._first_day, self._facts.horizon.last_day)

    def days_of(self, task: Obligation, draft: VisitDraft) -> Days:
        """All days on which the task might be placed, late ones too unless that is forbidden."""
        last = self._last_day(task) if task.hard_window else self._facts.horizon.last_day
        return self._days(draft, min(self._first_day, last), last)

    @property
    def _first_day(self) -> date:
        """The plan's; when the window lets a visit start, the rules say."""
        return max(self._facts.horizon.first_day, self._facts.today)

    def _last_day(self, task: Obligation) -> date:
        horizon = self._facts.horizon
        return horizon.last_day if task.overdue else min(task.window.last_day, horizon.last_day)

    def _last_day_before_others(self, task: Obligation) -> date:
        """The last day that leaves its later occurrences their windows, if there is one; else its own last day."""
        last, before = self._last_day(task), self._before_later_ones(task)
        first = max(self._first_day, task.window.first_day)
        return last if before is None or before < first else min(last, before)

    def _before_later_ones(self, task: Obligation) -> date | None:
        """The last day after which a later occurrence of the task, or one after that, would miss its window."""
        if task.task_id not in self._before_others:
            afters = self._timetable.orders.of_task(task.task_id)
            later = (after for after in afters if after.first == task.task_id and after.every is not None)
            self._before_others[task.task_id] = min((self._latest_before(after) for after in later), default=None)
        return self._before_others[task.task_id]

    def _latest_before(self, after: After) -> date:
        """The last day of the former that lets the later occurrence lie in its window."""
        assert after.every is not None, "occurrences are a periodicity apart"
        last = self._last_day_before_others(self._tasks[after.then])
        day = last
        while after.every.after(day) + timedelta(days=after.lag_days) > last:
            day -= timedelta(days=1)
        return day

    def _wish(self, tasks: Sequence[Obligation], first: date, last: date) -> Wish | None:
        key = (tuple(task.task_id for task in tasks), first, last)
        if key not in self._made:
            self._made[key] = self._new_wish(tasks, first, last)
        return self._made[key]

    def _new_wish(self, tasks: Sequence[Obligation], first: date, last: date) -> Wish | None:
        if first > last:
            return None
        draft = draft_visit(tasks, self._facts)
        if draft is None:
            return None
        days = self._days(draft, first, last)
        whole = self._prepared(replace(draft, splittable=False), days)
        split = self._prepared(draft, days) if draft.splittable else None
        visit = whole or split
        if visit is None:
            return None
        given_up = bool(self._targets.days) and all(self._is_given_up(task) for task in tasks)
        days = self._from_its_first_start(days, draft, [one for one in (whole, split) if one is not None])
        value = sum(self.value(task) for task in tasks)
        can_wait = all(task.overdue and self._before_later_ones(task) is None for task in tasks)
        return Wish(tuple(tasks), whole, split, days, value, self._room(visit, days), given_up, can_wait)

    def _from_its_first_start(self, days: Days, draft: VisitDraft, visits: Sequence[PreparedVisit]) -> Days:
        """Without the days before the first on which the rules let the visit start."""
        first = self._timetable.local_day(
            draft.site, max(days.begin, min(visit.times.starts[0][0] for visit in visits))
        )
        return replace(days, first=max(days.first, first), wished=max(days.wished, first))

    def _is_given_up(self, task: Obligation) -> bool:
        day = self._targets.days.get(task.task_id)
        return day is None or (day > task.window.last_day and not task.overdue)

    def _prepared(self, draft: VisitDraft, days: Days) -> PreparedVisit | None:
        visit = self._timetable.prepare(draft)
        return visit if visit.can_be_done and self._room(visit, days) else None

    def _days(self, draft: VisitDraft, first: date, last: date) -> Days:
        dearest = max(draft.tasks, key=lambda task: (self.value(task), task.procedure.minutes, task.task_id))
        target = self._targets.days.get(dearest.task_id)
        wished = min(max(first if dearest.overdue else dearest.due if target is None else target, first), last)
        begin = self._midnight(draft, first)
        until = self._midnight(draft, last + timedelta(days=1))
        early, late = self._slopes(draft, wished)
        return Days(
            first.toordinal(), last.toordinal(), wished.toordinal(), begin, until, early, late, self._prices(draft)
        )

    def _prices(self, draft: VisitDraft) -> Mapping[int, int]:
        """What a minute of the dearest of its tasks is worth in each week."""
        found = [self._targets.task_prices.get(task.task_id, {}) for task in draft.tasks]
        if len(found) == 1:
            return found[0]
        return {week: max(one.get(week, 0) for one in found) for prices in found for week in prices}

    def _midnight(self, draft: VisitDraft, day: date) -> int:
        return self._timetable.midnight(draft.site, day)

    def _slopes(self, draft: VisitDraft, wished: date) -> tuple[int, int]:
        """What a day earlier and a day later than the wished one costs."""
        noon = self._midnight(draft, wished) + 720
        price = [
            self._timetable.sentences.price_visit(draft, self._timetable.timeline.span(start, start + draft.minutes))
            for start in (noon - 1440, noon, noon + 1440)
        ]
        return max(1, price[0] - price[1]), max(1, price[2] - price[1])

    def _room(self, visit: PreparedVisit, days: Days) -> int:
        """How often people could do the lead leg, one after the other, if nothing else were to be done."""
        longest = 1 if visit.draft.splittable else visit.minutes
        starts = clipped(visit.times.starts, days.begin, max(days.begin, days.until - longest + 1))
        if not starts:
            return 0
        open_minutes = sum(end - start - 1 + visit.minutes for start, end in starts)
        lead = visit.legs[visit.lead]
        return 1 + open_minutes * len(lead.people) // (lead.minutes * lead.crew_sizes.start)
