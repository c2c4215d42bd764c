"""People stay at one site."""

from collections.abc import Iterator

from constraints.rule import Soft
from constraints.sentence import Price
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Place

RULE = Soft(
    "trips",
    sentence="People change site as seldom as possible, and somebody from outside comes on as few days as possible.",
    reason="An hour in a car is an hour without equipment; every day of a vendor is a call-out.",
    source="objective.trip",
    terms=("trips",),
)


def price_way(leaving: Place | None, entering: Place | None, facts: Facts) -> Iterator[Price]:
    if entering is not None and (leaving is None or leaving.site != entering.site):
        yield Price("trips", facts.programme.weights.trip)
