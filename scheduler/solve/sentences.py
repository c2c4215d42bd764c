"""What a book of rules says of the facts, by kind of sentence; an engine knows these kinds and no rule by name."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from constraints.rulebook import Rulebook, every_rule
from constraints.sentence import After, Exactly, Holds, Inside, InTurn, Price, Resource, Spends, Takes
from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import Instrument, Technician
from scheduler.domain.plan import Place
from scheduler.domain.work import LegProfile, VisitDraft
from scheduler.solve.ways import Ways


class Sentences:
    """The rules of the book (all of the catalogue, unless another one is given), asked about these facts.

    `person_way` and `tool_way`: minutes that a person or an instrument needs from one place to another. `price_way`:
    what a person's move within a stretch of a shift costs; None: not in the hospital before, or after.
    """

    def __init__(self, facts: Facts, book: Rulebook | None = None) -> None:
        self.facts = facts
        self._book = every_rule() if book is None else book
        self.person_way = Ways[Place](lambda leaving, entering: self._way("uses_technician", leaving, entering))
        self.tool_way = Ways[Place](lambda leaving, entering: self._way("uses_instrument", leaving, entering))
        self.price_way = Ways[Place | None](self._price_way)

    def admits(self, draft: VisitDraft) -> Iterator[Inside]:
        return self._book.said("admits", draft, self.facts)

    def admits_by_rule(self, draft: VisitDraft) -> Iterator[tuple[str, Inside]]:
        """What `admits` says, with the key of the rule that says it: for explanations only."""
        return self._book.said_by_rule("admits", draft, self.facts)

    def admits_crew(self, draft: VisitDraft) -> Iterator[Exactly]:
        return self._book.said("admits_crew", draft, self.facts)

    def admits_technician(self, profile: LegProfile, technician: Technician) -> Iterator[Inside | Holds]:
        return self._book.said("admits_technician", profile, technician, self.facts)

    def admits_instrument(self, profile: LegProfile, instrument: Instrument) -> Iterator[Inside]:
        return self._book.said("admits_instrument", profile, instrument, self.facts)

    def uses(self, draft: VisitDraft) -> Iterator[Takes]:
        return self._book.said("uses", draft, self.facts)

    def uses_technician(self, profile: LegProfile, technician: Technician) -> Iterator[Takes | Spends]:
        return self._book.said("uses_technician", profile, technician, self.facts)

    def uses_instrument(self, profile: LegProfile, instrument: Instrument) -> Iterator[Takes]:
        return self._book.said("uses_instrument", profile, instrument, self.facts)

    def orders(self, tasks: Sequence[Obligation]) -> Iterator[After | InTurn]:
        return self._book.said("orders", tasks, self.facts)

    def limit(self, resource: Resource) -> int:
        """How much there is of a resource."""
        return self._book.limit(resource, self.facts)

    def _way(self, whose: str, leaving: Place, entering: Place) -> int:
        """The most that any rule asks which also says that they are taken."""
        return max((int(way(leaving, entering, self.facts)) for way in self._book.asking("way", whose)), default=0)

    def price_unplaced(self, task: Obligation) -> int:
        return sum(price.points for price in self._prices("price_unplaced", task))

    def price_visit(self, draft: VisitDraft, span: Span) -> int:
        return sum(price.points for price in self._prices("price_visit", draft, span))

    def _price_way(self, leaving: Place | None, entering: Place | None) -> int:
        return sum(price.points for price in self._prices("price_way", leaving, entering))

    @cached_property
    def price_round(self) -> int:
        return sum(price.points for price in self._prices("price_round"))

    def price_week_load(self, minutes: int, available: int) -> int:
        said = self._book.asking("price_week_load")
        return sum(int(price(minutes, available, self.facts)) for price in said)

    def _prices(self, word: str, *subject: object) -> Iterator[Price]:
        return self._book.said(word, *subject, self.facts)
