"""The least that a task can cost in a week, and what it costs to leave it out: only prices that are sums over tasks."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from constraints.soft import take_downs
from scheduler.domain.calendar import Span, days_through, instant
from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId, TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.work import VisitDraft
from scheduler.relaxation.chances import Chance
from scheduler.relaxation.sentences import all_said, priced_by_task

_MINUTE = timedelta(minutes=1)

_Days = tuple[date, date, date]


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What is known of tasks that prices cannot tell apart: by first and last day of a visit, and the least of many."""

    by_days: dict[tuple[date, date], int] = field(default_factory=dict)
    least: dict[_Days, int] = field(default_factory=dict)


class Prices:
    """Asks the soft rules once for tasks that they cannot tell apart.

    No wish is cheaper for a visit that ends later than another one of the same start; days are all that prices know.
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._rules = priced_by_task()
        self._alike: dict[tuple[object, ...], _Known] = {}
        self._known: dict[TaskId, _Known] = {}
        self._spans: dict[tuple[SiteId, date, date], Span] = {}

    def unplaced(self, task: Obligation) -> int:
        """The price of leaving it out."""
        return sum(price.points for price in all_said("price_unplaced", task, self._facts))

    def take_down(self, draft: VisitDraft, sharing: int) -> int:
        """A take-down has one price, however many tasks share it: so much for each of the most that can."""
        day = self._facts.horizon.first_day
        said = take_downs.price_visit(draft, self._noons(draft.site, day, day), self._facts)
        return sum(price.points for price in said) // sharing

    def left_or_done(self, draft: VisitDraft, sharing: int) -> int:
        """What a visit for one task that may be left for the next quarter costs at least, whether it is made or not."""
        return min(self.unplaced(draft.tasks[0]), self.take_down(draft, sharing))

    def least(self, task: Obligation, draft: VisitDraft, chance: Chance, not_before: date) -> int:
        """The least over all days on which its visit can start, if it can't end before a day."""
        ends = max(chance.ends, not_before)
        known = self._known_of(task)
        days = (chance.first, ends, chance.last)
        if days not in known.least:
            starts = days_through(chance.first, chance.last)
            known.least[days] = min(self._on(draft, day, max(day, ends), known) for day in starts)
        return known.least[days]

    def _on(self, draft: VisitDraft, start: date, end: date, known: _Known) -> int:
        if (start, end) not in known.by_days:
            known.by_days[start, end] = self._price(draft, self._noons(draft.site, start, end))
        return known.by_days[start, end]

    def _known_of(self, task: Obligation) -> _Known:
        if task.task_id not in self._known:
            self._known[task.task_id] = self._alike.setdefault(_alike(task), _Known())
        return self._known[task.task_id]

    def _price(self, draft: VisitDraft, span: Span) -> int:
        points = 0
        for rule in self._rules:
            for price in rule(draft, span, self._facts):
                if not price.shared:
                    points += price.points
        return points

    def _noons(self, site: SiteId, start: date, end: date) -> Span:
        """From noon of a day to noon of another, by the clock of the site."""
        if (site, start, end) not in self._spans:
            zone = self._facts.programme.sites[site].zone
            begins, ends = (instant(day, time(12), zone) for day in (start, end))
            self._spans[site, start, end] = Span(begins, ends + _MINUTE)
        return self._spans[site, start, end]


def _alike(task: Obligation) -> tuple[object, ...]:
    """What the prices of a visit can depend on, its days apart; no price knows the clock of its site."""
    return (
        task.due,
        task.window,
        task.risk_class,
        task.every is None,
        task.overdue,
        task.hard_window,
        task.late_allowed_days,
        task.reattempt_by,
    )
