"""Places that hold only so much at once (a fleet, a cover group, a department's floor): how many minutes in a week."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from constraints.rulebook import every_rule
from constraints.sentence import Resource
from scheduler.domain.calendar import Span, Spans
from scheduler.domain.facts import Facts
from scheduler.relaxation.hours import Hours, HoursKey
from scheduler.relaxation.people import Week
from scheduler.relaxation.wants import Wanted

_When = tuple[HoursKey, tuple[str, ...]]
"""The hours in which a place is needed, and the weeks."""


class Places:
    """Limits of places, asked once."""

    def __init__(self, facts: Facts, hours: Hours, weeks: Iterable[Week], longest: int) -> None:
        self._facts = facts
        self._hours = hours
        self._weeks = {week.name: week for week in weeks}
        self._known: dict[tuple[frozenset[HoursKey], str], int] = {}
        self._fewest_known: dict[_When, int] = {}
        self._longest = timedelta(minutes=longest)

    def minutes(self, resource: Resource, week: str, keys: Collection[HoursKey]) -> int:
        """Its limit at every minute in which a visit charged to the week can run, after its last shift too."""
        return every_rule().limit(resource, self._facts) * self._there(frozenset(keys), week)

    def _there(self, keys: frozenset[HoursKey], week: str) -> int:
        if (keys, week) not in self._known:
            span = self._weeks[week].span
            charged = Span(span.start, span.end + self._longest)
            spans = [self._hours.spans(key) for key in sorted(keys)]
            clipped = [Spans((charged,)) if one is None else one.clipped(charged) for one in spans]
            self._known[keys, week] = Spans.of(piece for one in clipped for piece in one).minutes
        return self._known[keys, week]

    def binding(self, wanted: Iterable[Wanted]) -> frozenset[Resource]:
        """The places that can be full in some week."""
        asked: dict[Resource, dict[_When, int]] = defaultdict(lambda: defaultdict(int))
        for one in wanted:
            if one.uses and one.choices:
                when = (one.choices[0].hours, tuple(choice.week for choice in one.choices))
                for resource, amount in one.uses:
                    asked[resource][when] += one.minutes * amount
        return frozenset(resource for resource, needed in asked.items() if self._can_be_full(resource, needed))

    def _can_be_full(self, resource: Resource, needed: Mapping[_When, int]) -> bool:
        """Looked at week by week only if all weeks' minutes together would fill one of them."""
        limit = every_rule().limit(resource, self._facts)
        if sum(needed.values()) <= limit * min(self._fewest(*when) for when in needed):
            return False
        minutes: dict[str, int] = defaultdict(int)
        keys: dict[str, set[HoursKey]] = defaultdict(set)
        for (hours, weeks), more in needed.items():
            for week in weeks:
                minutes[week] += more
                keys[week].add(hours)
        return any(more > limit * self._there(frozenset(keys[week]), week) for week, more in minutes.items())

    def _fewest(self, hours: HoursKey, weeks: tuple[str, ...]) -> int:
        """The minutes of these hours in the shortest of the weeks."""
        if (hours, weeks) not in self._fewest_known:
            alone = frozenset((hours,))
            self._fewest_known[hours, weeks] = min(self._there(alone, week) for week in weeks)
        return self._fewest_known[hours, weeks]
