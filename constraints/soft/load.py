"""Weeks are filled evenly, and what is over is left as reserve."""

from collections import Counter
from collections.abc import Iterator

from constraints.example import a_plan, a_programme, a_technician, a_visit, facts_of
from constraints.reading import minutes_by_day
from constraints.rule import Example, Soft, costs
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Charge, Plan
from scheduler.domain.policy import Capacity

RULE = Soft(
    "load",
    sentence="Nobody's week is filled to the brim while another week has room.",
    reason="Unplanned repairs come every week; a plan without slack moves appointments at the first of them.",
    source="capacity.even_load, objective.overload_minute",
    terms=("load",),
)


def price_week_load(minutes: int, available: int, facts: Facts) -> int:
    if not facts.programme.capacity.even_load:
        return 0
    return facts.programme.weights.overload_minute * _over(minutes, available)


def _over(minutes: int, available: int) -> int:
    """Minutes above three quarters of what is there, and those above seven eighths once more: convex."""
    return max(0, minutes - available * 3 // 4) + max(0, minutes - available * 7 // 8)


def charges(plan: Plan, facts: Facts) -> Iterator[Charge]:
    if not facts.programme.capacity.even_load:
        return
    for person, days in minutes_by_day(plan, facts).items():
        if facts.programme.technicians[person].anonymous:
            continue
        weeks: Counter[str] = Counter()
        for day, minutes in days.items():
            weeks[facts.week_of(day)] += minutes
        for week in sorted(weeks):
            available = facts.week_limit_minutes(person, week)
            over = _over(weeks[week], available)
            if over:
                why = f"{person} has {weeks[week]} of {available} minutes planned in {week}."
                yield RULE.charge("load", over * facts.programme.weights.overload_minute, person, why)


def examples() -> Iterator[Example]:
    def facts(*, even_load: bool = True) -> Facts:
        capacity = Capacity(reserve=0.1, even_load=even_load)
        return facts_of(a_programme(technicians=[a_technician(scheduled_share=0.5)], capacity=capacity))

    def with_minutes(*lengths: int) -> Plan:
        days = enumerate(lengths, start=11)
        return a_plan(*(a_visit(start=f"2027-01-{day} 08:00", minutes=one, visit_id=f"V-{day}") for day, one in days))

    yield costs("three quarters of the week", with_minutes(360, 360), facts())
    yield costs(
        "a minute more",
        with_minutes(360, 361),
        facts(),
        RULE.charge("load", 1, "Ann", "Ann has 721 of 960 minutes planned in 2027-W02."),
    )
    yield costs(
        "the whole week",
        with_minutes(360, 360, 240),
        facts(),
        RULE.charge("load", 360, "Ann", "Ann has 960 of 960 minutes planned in 2027-W02."),
    )
    yield costs("the whole week, where that is no matter", with_minutes(360, 360, 240), facts(even_load=False))
