"""Visits of the same people in one place follow each other as one round."""

from collections.abc import Iterator

from constraints.example import a_plan, a_visit, facts_of
from constraints.rule import Example, Soft, costs
from constraints.sentence import Price
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Charge, Plan

RULE = Soft(
    "rounds",
    sentence="Work in one ward or at the bench is done in a round, not spread over the week.",
    reason="One appointment for twelve pumps is kept; twelve appointments are not.",
    source="objective.round",
    terms=("rounds",),
)


def price_round(facts: Facts) -> Iterator[Price]:
    yield Price("rounds", facts.programme.weights.round)


def charges(plan: Plan, facts: Facts) -> Iterator[Charge]:
    points = facts.programme.weights.round
    names = dict.fromkeys(visit.round_id or visit.visit_id for visit in plan.visits)
    return (RULE.charge("rounds", points, name, "One more appointment.") for name in names)


def examples() -> Iterator[Example]:
    def visits(*rounds: str) -> Plan:
        return a_plan(*(a_visit(f"A-{number}", round_id=one) for number, one in enumerate(rounds, start=1)))

    together = RULE.charge("rounds", 5, "R-1", "One more appointment.")
    yield costs("two visits in a round", visits("R-1", "R-1"), facts_of(), together)
    yield costs(
        "a round, and a visit of its own",
        visits("R-1", "R-1", ""),
        facts_of(),
        together,
        RULE.charge("rounds", 5, "V A-3", "One more appointment."),
    )
