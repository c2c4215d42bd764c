"""Places that hold only so much at once (a fleet, a cover group, a department's floor): how many minutes in a week."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from constraints.rulebook import every_rule
from constraints.sentence import Resource
from scheduler.domain.calendar import Span, Spans
from scheduler.domain.facts import Facts
from scheduler.relaxation.hours import Hours, HoursKey
from scheduler.relaxation.people import Week
from scheduler.relaxation.wants import Wanted, weeks_of_uses


class Places:
    """Limits of places, asked once."""

    def __init__(self, facts: Facts, hours: Hours, weeks: Iterable[Week], longest: int) -> None:
        self._facts = facts
        self._hours = hours
        self._weeks = {week.name: week for week in weeks}
        self._known: dict[tuple[frozenset[HoursKey], str], int] = {}
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
        wanted = tuple(wanted)
        keys: dict[tuple[Resource, str], set[HoursKey]] = {}
        for one in wanted:
            for resource, _ in one.uses:
                for choice in one.choices:
                    keys.setdefault((resource, choice.week), set()).add(choice.hours)
        needed: Mapping[tuple[Resource, str], int] = weeks_of_uses(wanted)
        return frozenset(key[0] for key, minutes in needed.items() if minutes > self.minutes(*key, keys[key]))
