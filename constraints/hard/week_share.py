"""Planned work fills only its share of everybody's week, and never more hours than allowed."""

from collections import Counter
from collections.abc import Iterator

from constraints.example import a_plan, a_programme, a_technician, a_visit, facts_of
from constraints.reading import minutes_by_day
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Per, Resource, Spends
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TechnicianId
from scheduler.domain.people import Technician
from scheduler.domain.plan import Plan, Violation
from scheduler.domain.work import LegProfile

RULE = Hard(
    "week-share",
    sentence="Planned work and travel take at most the scheduled share of a person's week, less the reserve.",
    reason="Much of a workshop's work comes unplanned; a week without reserve puts it off.",
    source="Formats: People; scheduled_share, reserve, max_hours_week, overtime_hours_week",
)


def uses_technician(profile: LegProfile, technician: Technician, facts: Facts) -> Iterator[Spends]:
    yield Spends(Resource(RULE.key, (technician.technician,)), Per.WEEK)


def limit(resource: Resource, facts: Facts) -> int:
    technician, week = resource.key
    return facts.week_limit_minutes(TechnicianId(technician), week)


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    for person, days in minutes_by_day(plan, facts).items():
        weeks: Counter[str] = Counter()
        for day, minutes in days.items():
            weeks[facts.week_of(day)] += minutes
        for week in sorted(weeks):
            allowed = facts.week_limit_minutes(person, week)
            if weeks[week] > allowed:
                words = f"{person} has {weeks[week]} minutes of work and travel in {week}; {allowed} may be planned."
                yield RULE.broken(person, words)


def examples() -> Iterator[Example]:
    half = facts_of(a_programme(technicians=[a_technician(scheduled_share=0.5)]))

    def three_days(last: int) -> Plan:
        lengths = {"2027-01-11 08:00": 360, "2027-01-12 08:00": 360, "2027-01-13 08:00": last}
        return a_plan(*(a_visit(start=start, minutes=minutes, visit_id=start) for start, minutes in lengths.items()))

    yield kept("fills half of the week less the reserve", three_days(360), half)
    yield broken(
        "has one minute more",
        three_days(361),
        half,
        because="Ann has 1081 minutes of work and travel in 2027-W02; 1080 may be planned.",
    )
    capped = facts_of(a_programme(technicians=[a_technician(scheduled_share=0.5, max_hours_week=10)]))
    yield broken(
        "has more hours than the person works",
        three_days(60),
        capped,
        because="Ann has 780 minutes of work and travel in 2027-W02; 600 may be planned.",
    )
