"""Work has its test instruments, in calibration, at its site, and each for one leg at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from constraints.days import last_day_of, through, zone_at
from constraints.example import (
    a_plan,
    a_procedure,
    a_programme,
    a_visit,
    a_way,
    an_asset,
    an_instrument,
    an_obligation,
    facts_of,
)
from constraints.reading import obligations_by_id
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Inside, Part, Resource, Takes
from constraints.words import clock, in_words, listed
from scheduler.domain.calendar import EMPTY
from scheduler.domain.facts import Facts
from scheduler.domain.ids import EVERYWHERE, InstrumentId
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import Instrument, NoCalibration
from scheduler.domain.plan import Leg, Place, Plan, Violation, Visit
from scheduler.domain.work import LegProfile

RULE = Hard(
    "instrument",
    sentence="Every instrument that a task needs is there, in calibration to the end, and not used elsewhere.",
    reason="A measurement with an instrument out of calibration proves nothing.",
    source="Formats: Instruments",
)
_LONG_AGO = date(1900, 1, 1)


def admits_instrument(profile: LegProfile, instrument: Instrument, facts: Facts) -> Iterator[Inside]:
    if instrument.site not in (EVERYWHERE, profile.site):
        yield Inside(Part.LEG, EMPTY, "the instrument belongs to another site")
    until = instrument.calibrated_until
    if until is NoCalibration.UNKNOWN:
        yield Inside(Part.LEG, EMPTY, "nobody knows until when the instrument is calibrated")
    elif isinstance(until, date):
        zone = facts.programme.sites[profile.site].zone
        yield Inside(Part.LEG, through(_LONG_AGO, until, zone), "the instrument is out of calibration")


def uses_instrument(profile: LegProfile, instrument: Instrument, facts: Facts) -> Iterator[Takes]:
    yield Takes(Resource(RULE.key, (instrument.instrument,)), 1, Part.LEG)


def limit(resource: Resource, facts: Facts) -> int:
    return 1


def way(leaving: Place, entering: Place, facts: Facts) -> int:
    return facts.travel_minutes(leaving.site, entering.site)


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    obligations = obligations_by_id(plan)
    taken: dict[InstrumentId, list[tuple[Leg, Visit]]] = defaultdict(list)
    for visit in plan.visits:
        for leg in visit.legs:
            brought = [facts.programme.instruments[one] for one in leg.instruments]
            for task in (obligations[one] for one in leg.task_ids if one in obligations):
                yield from _missing(task, brought, leg, visit)
            for one in brought:
                taken[one.instrument].append((leg, visit))
                yield from _unfit(one, leg, visit, facts)
    for name in sorted(taken):
        yield from _in_two_places(name, taken[name], facts)


def _missing(task: Obligation, brought: Sequence[Instrument], leg: Leg, visit: Visit) -> Iterator[Violation]:
    for group in task.procedure.instruments:
        if not any(one.instrument_class in group for one in brought):
            there = listed(leg.instruments) or "none"
            words = f"{in_words(task)} needs {' or '.join(group)}; there is {there}."
            yield RULE.broken(visit.visit_id, words, leg.span.start)


def _unfit(instrument: Instrument, leg: Leg, visit: Visit, facts: Facts) -> Iterator[Violation]:
    until = instrument.calibrated_until
    ends_on = last_day_of(leg.span, zone_at(visit.site, facts))
    if instrument.site not in (visit.site, EVERYWHERE):
        words = f"{instrument.instrument} belongs to {instrument.site}; {visit.asset_tag} is in {visit.site}."
        yield RULE.broken(visit.visit_id, words, leg.span.start)
    if until is NoCalibration.UNKNOWN:
        words = f"{instrument.instrument} is used on {ends_on}; nobody knows until when it is calibrated."
        yield RULE.broken(visit.visit_id, words, leg.span.start)
    elif isinstance(until, date) and ends_on > until:
        words = f"{instrument.instrument} is used on {ends_on}; it is calibrated until {until}."
        yield RULE.broken(visit.visit_id, words, leg.span.start)


def _in_two_places(name: InstrumentId, taken: Sequence[tuple[Leg, Visit]], facts: Facts) -> Iterator[Violation]:
    in_time = sorted(taken, key=lambda one: (one[0].span, one[1].visit_id))
    for (before, left), (after, reached) in pairwise(in_time):
        needed = facts.travel_minutes(left.site, reached.site)
        if after.span.start < before.span.end + timedelta(minutes=needed):
            until, since = (
                clock(before.span.end, zone_at(left.site, facts)),
                clock(after.span.start, zone_at(reached.site, facts)),
            )
            words = (
                f"{name} is used in {left.site} until {until} and in {reached.site} from {since}; "
                f"{needed} minutes are needed between them."
            )
            yield RULE.broken(reached.visit_id, words, after.span.start)


def examples() -> Iterator[Example]:
    work = an_obligation(procedure=a_procedure(instruments=[["analyser", "tester"]]))

    def with_one(until: str | NoCalibration, instrument_class: str = "tester", site: str = "North") -> Facts:
        one = an_instrument("T-1", instrument_class, site=site, calibrated_until=until)
        return facts_of(a_programme(instruments=[one]))

    plan = a_plan(a_visit(instruments=["T-1"]), obligations=[work])
    yield kept("either class will do, through its last day", plan, with_one("2027-01-11"))
    yield broken(
        "its calibration ended the day before",
        plan,
        with_one("2027-01-10"),
        because="T-1 is used on 2027-01-11; it is calibrated until 2027-01-10.",
    )
    yield broken(
        "its calibration ends while it is used",
        a_plan(a_visit(start="2027-01-11 23:01", instruments=["T-1"]), obligations=[work]),
        with_one("2027-01-11"),
        because="T-1 is used on 2027-01-12; it is calibrated until 2027-01-11.",
    )
    yield kept("it needs no calibration", plan, with_one(NoCalibration.NOT_NEEDED))
    yield broken(
        "nobody knows of its calibration",
        plan,
        with_one(NoCalibration.UNKNOWN),
        because="T-1 is used on 2027-01-11; nobody knows until when it is calibrated.",
    )
    yield broken(
        "it is of another class",
        plan,
        with_one(NoCalibration.NOT_NEEDED, "scale"),
        because="A-1 PM needs analyser or tester; there is T-1.",
    )
    yield broken(
        "it belongs to another site",
        plan,
        with_one(NoCalibration.NOT_NEEDED, site="South"),
        because="T-1 belongs to South; A-1 is in North.",
    )
    yield broken(
        "nobody brings one",
        a_plan(a_visit(), obligations=[work]),
        with_one(NoCalibration.NOT_NEEDED),
        because="A-1 PM needs analyser or tester; there is none.",
    )
    yield from _travelling()


def _travelling() -> Iterator[Example]:
    assets = [an_asset("A-1"), an_asset("S-1", site="South", department="Clinic")]
    travelling = an_instrument("T-1", site="*")
    facts = facts_of(a_programme(assets=assets, instruments=[travelling], travel=(a_way("North", "South", 30),)))

    def then(start: str) -> Plan:
        here = a_visit("A-1", instruments=["T-1"])
        there = a_visit("S-1", start, technicians=["Bob"], instruments=["T-1"], site="South", department="Clinic")
        return a_plan(here, there)

    yield kept("it travels to the other site", then("2027-01-11 10:30"), facts)
    yield broken(
        "it is used at the other site a minute before it can be there",
        then("2027-01-11 10:29"),
        facts,
        because="T-1 is used in North until 2027-01-11 10:00 and in South from 2027-01-11 10:29; "
        "30 minutes are needed between them.",
    )
