"""What all rules say together, by kind of sentence; an engine knows these kinds and no rule by name."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from constraints import catalogue
from constraints.sentence import After, Exactly, Holds, Inside, Price, Resource, Spends, Takes
from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import Instrument, Technician
from scheduler.domain.plan import Place
from scheduler.domain.work import LegProfile, VisitDraft


class Sentences:
    """Every rule of the catalogue, asked about these facts."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._said: dict[str, tuple[Callable[..., Any], ...]] = {}
        self._limits = {rule.RULE.key: rule.limit for rule in catalogue.rules() if hasattr(rule, "limit")}
        self._ways: dict[tuple[str, Place, Place], int] = {}
        self._way_prices: dict[tuple[Place | None, Place | None], int] = {}

    def admits(self, draft: VisitDraft) -> Iterator[Inside]:
        return self._all("admits", draft)

    def admits_by_rule(self, draft: VisitDraft) -> Iterator[tuple[str, Inside]]:
        """What `admits` says, with the key of the rule that says it: for explanations only."""
        for rule in catalogue.rules():
            if hasattr(rule, "admits"):
                yield from ((rule.RULE.key, said) for said in rule.admits(draft, self._facts))

    def admits_crew(self, draft: VisitDraft) -> Iterator[Exactly]:
        return self._all("admits_crew", draft)

    def admits_technician(self, profile: LegProfile, technician: Technician) -> Iterator[Inside | Holds]:
        return self._all("admits_technician", profile, technician)

    def admits_instrument(self, profile: LegProfile, instrument: Instrument) -> Iterator[Inside]:
        return self._all("admits_instrument", profile, instrument)

    def uses(self, draft: VisitDraft) -> Iterator[Takes]:
        return self._all("uses", draft)

    def uses_technician(self, profile: LegProfile, technician: Technician) -> Iterator[Takes | Spends]:
        return self._all("uses_technician", profile, technician)

    def uses_instrument(self, profile: LegProfile, instrument: Instrument) -> Iterator[Takes]:
        return self._all("uses_instrument", profile, instrument)

    def orders(self, tasks: Sequence[Obligation]) -> Iterator[After]:
        return self._all("orders", tasks)

    def limit(self, resource: Resource) -> int:
        """How much there is of a resource; the rule that its kind names knows."""
        limit: int = self._limits[resource.kind](resource, self._facts)
        return limit

    def person_way(self, leaving: Place, entering: Place) -> int:
        """Minutes that a person needs from one place to another."""
        return self._way("uses_technician", leaving, entering)

    def tool_way(self, leaving: Place, entering: Place) -> int:
        """Minutes that an instrument needs from one place to another."""
        return self._way("uses_instrument", leaving, entering)

    def _way(self, whose: str, leaving: Place, entering: Place) -> int:
        """The most that any rule asks which also says that they are taken."""
        known = self._ways.get((whose, leaving, entering))
        if known is None:
            rules = (rule for rule in catalogue.rules() if hasattr(rule, "way") and hasattr(rule, whose))
            known = max((rule.way(leaving, entering, self._facts) for rule in rules), default=0)
            self._ways[whose, leaving, entering] = known
        return known

    def price_unplaced(self, task: Obligation) -> int:
        return sum(price.points for price in self._prices("price_unplaced", task))

    def price_visit(self, draft: VisitDraft, span: Span) -> int:
        return sum(price.points for price in self._prices("price_visit", draft, span))

    def price_way(self, leaving: Place | None, entering: Place | None) -> int:
        """What a person's move within a stretch of a shift costs; None: not in the hospital before, or after."""
        known = self._way_prices.get((leaving, entering))
        if known is None:
            known = sum(price.points for price in self._prices("price_way", leaving, entering))
            self._way_prices[leaving, entering] = known
        return known

    @cached_property
    def price_round(self) -> int:
        return sum(price.points for price in self._prices("price_round"))

    def price_week_load(self, minutes: int, available: int) -> int:
        return sum(said(minutes, available, self._facts) for said in self._functions("price_week_load"))

    def _prices(self, name: str, *subject: object) -> Iterator[Price]:
        return self._all(name, *subject)

    def _all(self, name: str, *subject: object) -> Iterator[Any]:
        for said in self._functions(name):
            yield from said(*subject, self._facts)

    def _functions(self, name: str) -> tuple[Callable[..., Any], ...]:
        if name not in self._said:
            rules = catalogue.rules()
            self._said[name] = tuple(getattr(rule, name) for rule in rules if hasattr(rule, name))
        return self._said[name]
