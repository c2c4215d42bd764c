"""The least that a task can cost in a week, and what it costs to leave it out: only prices that are sums over tasks."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, time, timedelta

from constraints import catalogue
from constraints.sentence import Price
from scheduler.domain.calendar import Span, instant
from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId
from scheduler.domain.obligation import Obligation
from scheduler.domain.work import VisitDraft
from scheduler.relaxation.groups import Group

_MINUTE = timedelta(minutes=1)


class Prices:
    """Asks the soft rules once for tasks that they cannot tell apart."""

    def __init__(self, facts: Facts, weeks: Mapping[str, tuple[date, date]]) -> None:
        self._facts = facts
        self._weeks = weeks
        self._by_day: dict[tuple[object, ...], Mapping[str, int]] = {}

    def unplaced(self, group: Group) -> int:
        """The least price of leaving one task of the group out."""
        return min(sum(price.points for price in self._said("price_unplaced", task)) for task in group.tasks)

    def by_week(self, group: Group) -> Mapping[str, int]:
        """The least price of one task of the group in each week of the horizon."""
        seen = {self._alike(task, group.draft.site): task for task in group.tasks}
        tables = [self._table(key, task, group.draft) for key, task in seen.items()]
        return {week: min(table[week] for table in tables) for week in self._weeks}

    def _alike(self, task: Obligation, site: SiteId) -> tuple[object, ...]:
        """What the prices of a visit can depend on, its day apart."""
        return (
            task.due,
            task.window,
            task.risk_class,
            task.every is None,
            task.hard_window,
            task.late_allowed_days,
            site,
        )

    def _table(self, key: tuple[object, ...], task: Obligation, draft: VisitDraft) -> Mapping[str, int]:
        if key not in self._by_day:
            alone = replace(draft, tasks=(task,))
            self._by_day[key] = {
                week: min(self._on(alone, day) for day in _days(first - timedelta(days=1), last + timedelta(days=1)))
                for week, (first, last) in self._weeks.items()
            }
        return self._by_day[key]

    def _on(self, draft: VisitDraft, day: date) -> int:
        """A minute at noon: no visit that starts on the day ends earlier, so none costs less."""
        noon = instant(day, time(12), self._facts.programme.sites[draft.site].zone)
        said = self._said("price_visit", draft, Span(noon, noon + _MINUTE))
        return sum(price.points for price in said if not price.shared)

    def _said(self, word: str, *subject: object) -> Iterator[Price]:
        for rule in catalogue.soft_rules():
            said = getattr(rule, word, None)
            if said is not None:
                yield from said(*subject, self._facts)


def _days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
