"""The least that a task can cost in a week, and what it costs to leave it out: only prices that are sums over tasks."""

from datetime import date, datetime, time, timedelta

from constraints.soft import take_downs
from scheduler.domain.calendar import Span, day_of, days_through, instant
from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId
from scheduler.domain.obligation import Obligation
from scheduler.domain.work import VisitDraft
from scheduler.relaxation.alternatives import Way
from scheduler.relaxation.people import Week
from scheduler.relaxation.sentences import all_said, saying

_MINUTE = timedelta(minutes=1)
_INSTANT = timedelta(microseconds=1)


class Prices:
    """Asks the soft rules once for tasks that they cannot tell apart.

    No wish is cheaper for a visit that ends later than another one of the same start; days are all that prices know.
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._rules = saying("price_visit")
        self._least_of: dict[tuple[object, ...], int] = {}
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
        zone = self._facts.programme.sites[way.draft.site].zone
        before = way.earliest_start if way.draft.splittable else week.span.start - way.before
        first = day_of(max(way.earliest_start, before), zone)
        last = day_of(week.span.end - _INSTANT, zone)
        ends = max(first, not_before, day_of(max(way.earliest_start, week.span.start), zone))
        key = (*_alike(task), way.draft.site, first, ends, last)
        if key not in self._least_of:
            days = days_through(first, last)
            self._least_of[key] = min(self._price(way.draft, day, max(day, ends)) for day in days)
        return self._least_of[key]

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
