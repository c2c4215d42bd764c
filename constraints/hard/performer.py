"""Work is done by the people of the performer who is in charge that day, at sites and in hours that they serve."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from constraints.days import last_day_of, through, zone_at
from constraints.example import (
    a_coverage_row,
    a_performer,
    a_plan,
    a_programme,
    a_technician,
    a_visit,
    an_asset,
    facts_of,
    weekly,
)
from constraints.reading import obligations_by_id, stops_by_person
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Inside, Part
from constraints.words import in_words, listed, nearest, stretch
from scheduler.domain.calendar import EMPTY, Spans, days_through
from scheduler.domain.facts import Facts
from scheduler.domain.ids import PerformerId
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import AfterHours, Technician
from scheduler.domain.plan import Leg, Plan, Violation, Visit
from scheduler.domain.work import LegProfile, VisitDraft

RULE = Hard(
    "performer",
    sentence="Whoever is in charge of an asset that day does the work, where and when they serve.",
    reason="A contract or warranty says who may touch the asset; work by others can void it.",
    source="Formats: People; coverage and performers tables",
)
_BEYOND = timedelta(days=400)


def admits(draft: VisitDraft, facts: Facts) -> Iterator[Inside]:
    zone = facts.programme.sites[draft.site].zone
    tasks = {task.task_id: task for task in draft.tasks}
    for leg in draft.legs:
        for task in leg.task_ids:
            yield from _while_in_charge(tasks[task], leg.profile.performer, zone, facts)


def admits_technician(profile: LegProfile, technician: Technician, facts: Facts) -> Iterator[Inside]:
    performer = facts.programme.performers.get(profile.performer)
    if technician.performer != profile.performer:
        yield Inside(Part.LEG, EMPTY, "works for somebody else")
    if profile.site not in technician.sites or (performer and performer.sites and profile.site not in performer.sites):
        yield Inside(Part.LEG, EMPTY, "does not serve the site")
    if performer and performer.working and performer.after_hours is AfterHours.NO:
        yield Inside(Part.LEG, facts.performer_hours(profile.performer, profile.site), "outside the performer's hours")


def _while_in_charge(task: Obligation, performer: PerformerId, zone: ZoneInfo, facts: Facts) -> Iterator[Inside]:
    spans = facts.performer_spans(task.asset_tag, task.procedure)
    if all(in_charge == performer for in_charge, _, _ in spans):
        return
    last = facts.horizon.last_day
    days = (
        through(first, until if until < last else last + _BEYOND, zone)
        for in_charge, first, until in spans
        if in_charge == performer
    )
    yield Inside(Part.VISIT, Spans.of(span for one in days for span in one), "somebody else is in charge")


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    obligations = obligations_by_id(plan)
    for visit in plan.visits:
        for leg in visit.legs:
            for task in (obligations[one] for one in leg.task_ids if one in obligations):
                yield from _somebody_else_is_in_charge(visit, leg, task, facts)
            yield from _wrong_people(visit, leg, facts)
            yield from _wrong_place_or_hours(visit, leg, facts)
    yield from _too_many_people(plan, facts)


def _somebody_else_is_in_charge(visit: Visit, leg: Leg, task: Obligation, facts: Facts) -> Iterator[Violation]:
    """On every day of the quarter that the visit touches, the leg's performer is the one in charge."""
    zone = zone_at(visit.site, facts)
    last = min(last_day_of(visit.span, zone), facts.horizon.last_day)
    for day in days_through(visit.span.start.astimezone(zone).date(), last):
        in_charge = facts.performer_on(task.asset_tag, task.procedure, day)
        if in_charge != leg.performer:
            words = f"{in_words(task)} is for {in_charge} to do on {day}, but {leg.performer} does it."
            yield RULE.broken(visit.visit_id, words, leg.span.start)
            return


def _wrong_people(visit: Visit, leg: Leg, facts: Facts) -> Iterator[Violation]:
    for person in (facts.programme.technicians[one] for one in leg.technicians):
        if person.performer != leg.performer:
            words = (
                f"{person.technician} works for {person.performer}, but {visit.asset_tag} is done by {leg.performer}."
            )
            yield RULE.broken(visit.visit_id, words, leg.span.start)
        if visit.site not in person.sites:
            words = f"{person.technician} does not serve {visit.site}, where {visit.asset_tag} is."
            yield RULE.broken(visit.visit_id, words, leg.span.start)


def _wrong_place_or_hours(visit: Visit, leg: Leg, facts: Facts) -> Iterator[Violation]:
    row = facts.programme.performers.get(leg.performer)
    if row is None:
        return
    if row.sites and visit.site not in row.sites:
        words = f"{leg.performer} does not serve {visit.site}, where {visit.asset_tag} is."
        yield RULE.broken(visit.visit_id, words, leg.span.start)
    hours = facts.performer_hours(leg.performer, visit.site)
    if row.working and row.after_hours is AfterHours.NO and hours.covering(leg.span) is None:
        zone = zone_at(visit.site, facts)
        words = (
            f"{leg.performer} does not work {stretch(leg.span, zone)}; nearest are {nearest(leg.span, hours, zone)}."
        )
        yield RULE.broken(visit.visit_id, words, leg.span.start)


def _too_many_people(plan: Plan, facts: Facts) -> Iterator[Violation]:
    """Only so many of a performer's anonymous people come in a day."""
    people: dict[tuple[PerformerId, date], set[str]] = defaultdict(set)
    for name, stops in stops_by_person(plan, facts).items():
        person = facts.programme.technicians[name]
        if person.anonymous:
            for stop in stops:
                people[person.performer, stop.day].add(name)
    for (performer, day), names in sorted(people.items()):
        most = facts.programme.performers[performer].max_people_day
        if len(names) > most:
            yield RULE.broken(
                performer, f"{performer} sends {len(names)} people on {day} ({listed(names)}); {most} come."
            )


def examples() -> Iterator[Example]:
    vendor = a_technician("GE#1", performer="GE", anonymous=True)
    covered = facts_of(
        a_programme(
            technicians=[a_technician(), vendor],
            coverage=(a_coverage_row("GE", first_day="2027-01-11", last_day="2027-01-31"),),
        )
    )
    by_vendor = a_visit(start="2027-01-11 00:00", technicians=["GE#1"], performer="GE")
    yield kept("the vendor comes on the contract's first day", a_plan(by_vendor), covered)
    yield broken(
        "the hospital does it on the contract's first day",
        a_plan(a_visit()),
        covered,
        because="A-1 PM is for GE to do on 2027-01-11, but in_house does it.",
    )
    yield broken(
        "the vendor works past the contract's last midnight",
        a_plan(a_visit(start="2027-01-31 23:01", technicians=["GE#1"], performer="GE")),
        covered,
        because="A-1 PM is for in_house to do on 2027-02-01, but GE does it.",
    )
    yield broken(
        "somebody else's person does it",
        a_plan(a_visit(technicians=["GE#1"])),
        facts_of(a_programme(technicians=[vendor])),
        because="GE#1 works for GE, but A-1 is done by in_house.",
    )
    yield broken(
        "the person does not serve the site",
        a_plan(a_visit(site="South", department="Clinic")),
        facts_of(a_programme(assets=[an_asset(site="South", department="Clinic")])),
        because="Ann does not serve South, where A-1 is.",
    )
    yield from _hours_and_numbers()


def _hours_and_numbers() -> Iterator[Example]:
    visitors = [a_technician(f"GE#{number}", performer="GE", anonymous=True) for number in (1, 2)]

    def hospital(after_hours: AfterHours, most: int = 1) -> Facts:
        mornings = weekly("Mon-Fri", "08:00", "12:00")
        ge = a_performer(working=mornings, after_hours=after_hours, max_people_day=most)
        everything = (a_coverage_row("GE"),)
        return facts_of(a_programme(technicians=visitors, performers=[ge], coverage=everything))

    def at(start: str) -> Plan:
        return a_plan(a_visit(start=start, technicians=["GE#1"], performer="GE"))

    yield kept("ends as their hours end", at("2027-01-11 11:00"), hospital(AfterHours.NO))
    yield broken(
        "ends a minute after their hours",
        at("2027-01-11 11:01"),
        hospital(AfterHours.NO),
        because="GE does not work 2027-01-11 11:01-12:01; nearest are 2027-01-11 08:00-12:00.",
    )
    yield kept("comes after hours at an extra charge", at("2027-01-11 20:00"), hospital(AfterHours.EXTRA))
    both = a_plan(a_visit(start="2027-01-11 08:00", technicians=["GE#1", "GE#2"], performer="GE"))
    yield kept("sends as many as it has", both, hospital(AfterHours.NO, most=2))
    yield broken(
        "sends one more than it has",
        both,
        hospital(AfterHours.NO, most=1),
        because="GE sends 2 people on 2027-01-11 (GE#1, GE#2); 1 come.",
    )
