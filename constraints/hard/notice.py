"""Outside people are called in time."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from constraints.days import through
from constraints.example import a_performer, a_plan, a_programme, a_technician, a_visit, facts_of, published_at, task_id
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Inside, Part
from scheduler.domain.calendar import Span, Spans
from scheduler.domain.facts import Facts
from scheduler.domain.ids import PerformerId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Plan, Violation
from scheduler.domain.work import VisitDraft

RULE = Hard(
    "notice",
    sentence="A visit of somebody from outside starts no earlier than their notice allows, or as they were told.",
    reason="A field engineer who is not told in time does not come.",
    source="Performers table: notice_days; service contracts; what was published",
)
_MINUTE = timedelta(minutes=1)


def admits(draft: VisitDraft, facts: Facts) -> Iterator[Inside]:
    zone = facts.programme.sites[draft.site].zone
    for performer in sorted({leg.profile.performer for leg in draft.legs}):
        row = facts.programme.performers.get(performer)
        if row and row.notice_days:
            days = through(facts.notice_from(performer), facts.horizon.last_day, zone)
            told = _told(draft.tasks, performer, facts)
            if told is not None:
                days = Spans.of((*days, Span(told, told + _MINUTE)))
            yield Inside(Part.START, days, f"{performer} needs {row.notice_days} days' notice")


def _told(tasks: Iterable[Obligation], performer: PerformerId, facts: Facts) -> datetime | None:
    """The start that they were told of, if they were told of all of it at once."""
    found = [facts.published.get(task.task_id) for task in tasks]
    starts = {seen.start if seen and performer in seen.told else None for seen in found}
    return starts.pop() if len(starts) == 1 else None


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    for visit in plan.visits:
        known = [facts.published.get(task) for task in visit.task_ids]
        starts_on = facts.local_day(visit.span.start, visit.site)
        for performer in sorted({leg.performer for leg in visit.legs}):
            row = facts.programme.performers.get(performer)
            if row is None or not row.notice_days:
                continue
            first = plan.today + timedelta(days=row.notice_days)
            is_told = all(seen and seen.start == visit.span.start and performer in seen.told for seen in known)
            if starts_on < first and not is_told:
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

    told = facts.with_published({task_id(): published_at("2027-01-08 09:00", told=["GE"])})

    yield kept("comes on the first day that the notice allows", at("2027-01-11 00:00"), facts)
    yield broken(
        "comes a day earlier",
        at("2027-01-10 23:59"),
        facts,
        because="GE is wanted for A-1 on 2027-01-10; with 41 days' notice from 2026-12-01 "
        "they come from 2027-01-11 on.",
    )
    yield kept("comes as it was told before", at("2027-01-08 09:00"), told)
    yield broken(
        "comes an hour before it was told",
        at("2027-01-08 08:00"),
        told,
        because="GE is wanted for A-1 on 2027-01-08; with 41 days' notice from 2026-12-01 "
        "they come from 2027-01-11 on.",
    )
