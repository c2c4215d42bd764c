"""The least that a task can cost in a week, and what it costs to leave it out: only prices that are sums over tasks."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from constraints.soft import take_downs
from scheduler.domain.calendar import Span, day_of, days_through, instant
from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId, TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.work import VisitDraft
from scheduler.relaxation.alternatives import Way
from scheduler.relaxation.people import Week
from scheduler.relaxation.sentences import all_said, priced_by_task

_MINUTE = timedelta(minutes=1)
_INSTANT = timedelta(microseconds=1)


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
        self._known: dict[tuple[TaskId, SiteId], _Known] = {}
        self._days: dict[tuple[SiteId, datetime, datetime, str], _Days] = {}
        self._noons: dict[tuple[SiteId, date], datetime] = {}

    def unplaced(self, task: Obligation) -> int:
        """The price of leaving it out."""
        return sum(price.points for price in all_said("price_unplaced", task, self._facts))

    def take_down(self, way: Way, sharing: int) -> int:
        """A take-down has one price, however many tasks share it: so much for each of the most that can."""
        noon = self._noon(way.draft, self._facts.horizon.first_day)
        said = take_downs.price_visit(way.draft, Span(noon, noon + _MINUTE), self._facts)
        return sum(price.points for price in said) // sharing

    def least(self, task: Obligation, way: Way, week: Week, not_before: date) -> int:
        """The least in a week over all days on which its visit can start, if it can't end before a day.

        It starts before the week if other legs go first or it is split.
        """
        first, ends, last = self._days_of(way, week)
        ends = max(ends, not_before)
        known = self._known_of(task, way.draft.site)
        if (first, ends, last) not in known.least:
            prices = (self._on(way.draft, day, max(day, ends), known) for day in days_through(first, last))
            known.least[first, ends, last] = min(prices)
        return known.least[first, ends, last]

    def _on(self, draft: VisitDraft, start: date, end: date, known: _Known) -> int:
        if (start, end) not in known.by_days:
            known.by_days[start, end] = self._price(draft, start, end)
        return known.by_days[start, end]

    def _days_of(self, way: Way, week: Week) -> _Days:
        """The first and the last day on which it can start in the week, and between them the first on which it ends."""
        before = way.earliest_start if way.draft.splittable else week.span.start - way.before
        key = (way.draft.site, before, way.earliest_start, week.name)
        if key not in self._days:
            zone = self._facts.programme.sites[way.draft.site].zone
            first = day_of(max(way.earliest_start, before), zone)
            ends = max(first, day_of(max(way.earliest_start, week.span.start), zone))
            self._days[key] = (first, ends, day_of(week.span.end - _INSTANT, zone))
        return self._days[key]

    def _known_of(self, task: Obligation, site: SiteId) -> _Known:
        if (task.task_id, site) not in self._known:
            self._known[task.task_id, site] = self._alike.setdefault((*_alike(task), site), _Known())
        return self._known[task.task_id, site]

    def _price(self, draft: VisitDraft, start: date, end: date) -> int:
        span = Span(self._noon(draft, start), self._noon(draft, end) + _MINUTE)
        said = (price for rule in self._rules for price in rule(draft, span, self._facts))
        return sum(price.points for price in said if not price.shared)

    def _noon(self, draft: VisitDraft, day: date) -> datetime:
        if (draft.site, day) not in self._noons:
            zone = self._facts.programme.sites[draft.site].zone
            self._noons[draft.site, day] = instant(day, time(12), zone)
        return self._noons[draft.site, day]


def _alike(task: Obligation) -> tuple[object, ...]:
    """What the prices of a visit can depend on, its place in time apart."""
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
