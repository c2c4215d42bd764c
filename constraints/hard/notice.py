"""Outside people are called in time."""

from collections.abc import Iterator
from datetime import timedelta

from constraints.days import through
from constraints.example import a_performer, a_plan, a_programme, a_technician, a_visit, facts_of
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Inside, Part
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Violation
from scheduler.domain.work import VisitDraft

RULE = Hard(
    "notice",
    sentence="A visit of somebody from outside starts no earlier than their notice allows.",
    reason="A field engineer who is not told in time does not come.",
    source="Performers table: notice_days; service contracts",
)


def admits(draft: VisitDraft, facts: Facts) -> Iterator[Inside]:
    zone = facts.programme.sites[draft.site].zone
    for performer in sorted({leg.profile.performer for leg in draft.legs}):
        row = facts.programme.performers.get(performer)
        if row and row.notice_days:
            days = through(facts.notice_from(performer), facts.horizon.last_day, zone)
            yield Inside(Part.START, days, f"{performer} needs {row.notice_days} days' notice")


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    for visit in plan.visits:
        starts_on = facts.local_day(visit.span.start, visit.site)
        for performer in sorted({leg.performer for leg in visit.legs}):
            row = facts.programme.performers.get(performer)
            if row is None or not row.notice_days:
                continue
            first = plan.today + timedelta(days=row.notice_days)
            if starts_on < first:
                words = (
                    f"{performer} is wanted for {visit.asset_tag} on {starts_on}; with {row.notice_days} days' notice "
                    f"from {plan.today} they come from {first} on."
                )
                yield RULE.broken(visit.visit_id, words, visit.span.start)


def examples() -> Iterator[Example]:
    facts = facts_of(
        a_programme(
            technicians=[a_technician("GE#1", performer="GE", anonymous=True)],
            performers=[a_performer(notice_days=41)],
        )
    )

    def at(start: str) -> Plan:
        return a_plan(a_visit(start=start, technicians=["GE#1"], performer="GE"))

    yield kept("comes on the first day that the notice allows", at("2027-01-11 00:00"), facts)
    yield broken(
        "comes a day earlier",
        at("2027-01-10 23:59"),
        facts,
        because="GE is wanted for A-1 on 2027-01-10; with 41 days' notice from 2026-12-01 "
        "they come from 2027-01-11 on.",
    )
