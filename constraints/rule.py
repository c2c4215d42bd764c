"""The contract of a rule: what a file in `hard/` or `soft/` may say.

A rule module holds `RULE` and any of these functions (an engine asks each rule that has one; order never matters):

    admits(draft: VisitDraft, facts: Facts) -> Iterable[Inside]                    when the visit may be
    admits_crew(draft, facts) -> Iterable[Exactly]                                 by whom and nobody else
    admits_technician(profile: LegProfile, technician: Technician, facts) -> Iterable[Inside | Holds]   Part.LEG
    admits_instrument(profile: LegProfile, instrument: Instrument, facts) -> Iterable[Inside]           Part.LEG
    uses(draft, facts) -> Iterable[Takes]                                          what the visit takes while it runs
    uses_technician(profile, technician, facts) -> Iterable[Takes | Spends]        what a leg takes of its people
    uses_instrument(profile, instrument, facts) -> Iterable[Takes]
    limit(resource: Resource, facts) -> int                                        how much there is (of its own kind)
    way(leaving: Place, entering: Place, facts) -> int                             minutes between two legs that take
                                                                                   one resource of its own kind
    orders(tasks: Sequence[Obligation], facts) -> Iterable[After | InTurn]

    price_unplaced(task: Obligation, facts) -> Iterable[Price]      soft rules only, from here on: a task of no visit
    price_visit(draft, span: Span, facts) -> Iterable[Price]        a visit by its place in time
    price_way(leaving: Place | None, entering: Place | None, facts) -> Iterable[Price]
                                                                    a move within a stretch of a shift, from and to
                                                                    its site included (None: outside the hospital)
    price_round(facts) -> Iterable[Price]                           every round, and every visit without one
    price_week_load(minutes: int, available: int, facts) -> int     a named person's week; convex

    violations(plan: Plan, facts) -> Iterable[Violation]     hard rules: the property, stated on real dates
    charges(plan: Plan, facts) -> Iterable[Charge]           soft rules: the ledger, added up from the finished plan
    examples() -> Iterable[Example]                          kept and broken, on the edge and one past it

A draft that is `splittable` is asked about as a visit of several legs; for one leg, ask with `splittable` False.

`violations` and `charges` never reuse what the sentences computed. A hard rule without an example that breaks it, and a
file that says nothing at all, are refused by the catalogue.
"""

from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Charge, Plan, Violation


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule is called and why it exists; `sentence` is for a head nurse, `source` for an auditor."""

    key: str
    sentence: str
    reason: str
    source: str

    def broken(self, subject: str, sentence: str, at: datetime | None = None) -> Violation:
        """One violation of this rule: what it concerns and what is wrong, with the numbers."""
        return Violation(self.key, subject, sentence, at)


@dataclass(frozen=True, slots=True)
class Hard(Rule):
    """A rule that every plan keeps."""


@dataclass(frozen=True, slots=True)
class Soft(Rule):
    """A wish with a price; `terms` are the names of its terms in the objective, some only where they cost something.

    `is_shared`: each of its prices of a visit is paid once, however many tasks share the visit.
    """

    terms: tuple[str, ...] = ()
    is_listed_at_zero: bool = True
    is_shared: bool = False

    def charge(self, term: str, points: int, subject: str, why: str) -> Charge:
        """One entry of the ledger under one of this rule's own terms."""
        if term not in self.terms:
            raise ValueError(f"{self.key} has no term {term!r}; it has {', '.join(self.terms)}")
        return Charge(term, points, subject, why)


@dataclass(frozen=True, slots=True)
class Example:
    """A small plan that keeps its rule (`because` empty), breaks it with exactly this sentence, or costs `charges`."""

    name: str
    plan: Plan
    facts: Facts
    because: str = ""
    charges: tuple[Charge, ...] = ()


def kept(name: str, plan: Plan, facts: Facts) -> Example:
    """An example without a violation of its rule."""
    return Example(name, plan, facts)


def broken(name: str, plan: Plan, facts: Facts, because: str) -> Example:
    """An example with exactly one violation, whose sentence is `because`."""
    return Example(name, plan, facts, because)


def costs(name: str, plan: Plan, facts: Facts, *charges: Charge) -> Example:
    """An example with exactly these charges of its wish, in this order."""
    return Example(name, plan, facts, charges=charges)
