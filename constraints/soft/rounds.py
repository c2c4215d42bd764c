"""Visits of the same people in one place follow each other as one round."""

from collections.abc import Iterator

from constraints.rule import Soft
from constraints.sentence import Price
from scheduler.domain.facts import Facts

RULE = Soft(
    "rounds",
    sentence="Work in one ward or at the bench is done in a round, not spread over the week.",
    reason="One appointment for twelve pumps is kept; twelve appointments are not.",
    source="objective.round",
    terms=("rounds",),
)


def price_round(facts: Facts) -> Iterator[Price]:
    yield Price("rounds", facts.programme.weights.round)
