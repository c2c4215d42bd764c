"""The slowest engine: takes every sentence of every rule at its word, for a handful of visits that have a time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from types import ModuleType

from constraints.catalogue import rules
from constraints.sentence import Exactly, Holds, Inside, Part, Per, Resource, Spends
from scheduler.domain.calendar import Span, Spans
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId, TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import Instrument
from scheduler.domain.plan import Leg, Place, Visit
from scheduler.domain.work import LegProfile, VisitDraft


@dataclass(frozen=True, slots=True)
class Timed:
    """A visit to be made, and the same with a time, people and instruments."""

    draft: VisitDraft
    visit: Visit

    @property
    def legs(self) -> list[tuple[LegProfile, Leg]]:
        return [(said.profile, leg) for said, leg in zip(self.draft.legs, self.visit.legs, strict=True)]


@dataclass(frozen=True, slots=True)
class Stop:
    """Where somebody, or some instrument, is during a leg."""

    span: Span
    place: Place


class NaiveEngine:
    """All rules but those that are ignored."""

    def __init__(self, ignoring: str = "") -> None:
        self._heard = [rule for rule in rules() if rule.RULE.key != ignoring]

    def accepts(self, timed: Sequence[Timed], left: Sequence[VisitDraft], facts: Facts) -> bool:
        """Tell whether the sentences allow these visits while those that are left have no place."""
        return (
            all(self._is_admitted(one, facts) for one in timed)
            and self._nothing_is_overfull(timed, left, facts)
            and self._all_get_there(timed, facts)
            and self._minutes_suffice(timed, facts)
        )

    def price(self, timed: Sequence[Timed], left: Sequence[Obligation], facts: Facts) -> int:
        """Add up all prices of these visits, their ways and weeks, and of the tasks that are left."""
        said = [one for each in timed for one in self._said("price_visit", each.draft, each.visit.span, facts)]
        said += [one for task in left for one in self._said("price_unplaced", task, facts)]
        said += [one for _ in timed for one in self._said("price_round", facts)]
        chains = list(_chains(timed, facts))
        for _, _, base, sites in chains:
            for leaving, entering in pairwise((base, *sites, base)):
                said += self._said("price_way", _somewhere(leaving), _somewhere(entering), facts)
        weeks: Counter[tuple[TechnicianId, str]] = Counter()
        for (person, day), minutes in _minutes(timed, chains, facts).items():
            if not facts.programme.technicians[person].anonymous:
                weeks[person, facts.week_of(day)] += minutes
        load = sum(
            rule.price_week_load(minutes, facts.week_limit_minutes(person, week), facts)
            for (person, week), minutes in weeks.items()
            for rule in self._rules("price_week_load")
        )
        return load + sum(one.points for one in said)

    def _is_admitted(self, one: Timed, facts: Facts) -> bool:
        draft, visit = one.draft, one.visit
        if not all(_holds_true(said, visit, visit.legs[0]) for said in self._said("admits", draft, facts)):
            return False
        crews = all(_is_exact(said, visit) for said in self._said("admits_crew", draft, facts))
        return crews and all(self._leg_is_admitted(profile, leg, visit, facts) for profile, leg in one.legs)

    def _leg_is_admitted(self, profile: LegProfile, leg: Leg, visit: Visit, facts: Facts) -> bool:
        holders: Counter[str] = Counter()
        for person in leg.technicians:
            for said in self._said("admits_technician", profile, facts.programme.technicians[person], facts):
                if isinstance(said, Holds):
                    holders[said.skill] += said.spans.covering(Span(leg.span.start, visit.span.end)) is not None
                elif not _holds_true(said, visit, leg):
                    return False
        brought = [facts.programme.instruments[name] for name in leg.instruments]
        return (
            len(set(leg.technicians)) == profile.crew
            and all(holders[skill] >= number for skill, number in profile.skills if skill in holders)
            and all(any(one.instrument_class in group for one in brought) for group in profile.instruments)
            and all(
                _holds_true(said, visit, leg)
                for one in brought
                for said in self._said("admits_instrument", profile, one, facts)
            )
        )

    def _is_usable(self, instrument: Instrument, profile: LegProfile, leg: Leg, visit: Visit, facts: Facts) -> bool:
        return all(
            _holds_true(said, visit, leg) for said in self._said("admits_instrument", profile, instrument, facts)
        )

    def _nothing_is_overfull(self, timed: Sequence[Timed], left: Sequence[VisitDraft], facts: Facts) -> bool:
        taken = list(self._takings(timed, left, facts))
        for resource, span, _, is_given in taken:
            if is_given:
                continue
            instants = [
                span.start,
                *(other.start for what, other, _, _ in taken if what == resource and span.holds(other.start)),
            ]
            limit = _limit(resource, facts)
            for instant in instants:
                if sum(amount for what, other, amount, _ in taken if what == resource and other.holds(instant)) > limit:
                    return False
        return True

    def _takings(
        self, timed: Sequence[Timed], left: Sequence[VisitDraft], facts: Facts
    ) -> Iterator[tuple[Resource, Span, int, bool]]:
        """Each resource with when and how much of it is taken, and whether it was taken before anything was planned."""
        for one in timed:
            visit = one.visit
            everything = facts.horizon.span(facts.programme.sites[visit.site].zone)
            end = max(visit.span.end, visit.out.end if visit.out else visit.span.end)
            spans = {Part.VISIT: visit.span, Part.OUT: visit.out, Part.UNTIL_DONE: Span(everything.start, end)}
            for said in self._said("uses", one.draft, facts):
                if (span := spans[said.part]) is not None:
                    yield said.resource, span, said.amount, said.part is Part.UNTIL_DONE
        for draft in left:
            for said in self._said("uses", draft, facts):
                if said.part is Part.UNTIL_DONE:
                    yield said.resource, facts.horizon.span(facts.programme.sites[draft.site].zone), said.amount, True

    def _all_get_there(self, timed: Sequence[Timed], facts: Facts) -> bool:
        stops: dict[Resource, list[Stop]] = defaultdict(list)
        for one in timed:
            for profile, leg in one.legs:
                for person in leg.technicians:
                    who = facts.programme.technicians[person]
                    stop = Stop(leg.span, _place(profile, leg, person, facts))
                    for said in self._said("uses_technician", profile, who, facts):
                        if not isinstance(said, Spends):
                            stops[said.resource].append(stop)
                for name in leg.instruments:
                    stop = Stop(leg.span, facts.place(profile.site, profile.department, Where.IN_PLACE))
                    for said in self._said("uses_instrument", profile, facts.programme.instruments[name], facts):
                        stops[said.resource].append(stop)
        return all(_in_time(resource, found, facts) for resource, found in stops.items())

    def _minutes_suffice(self, timed: Sequence[Timed], facts: Facts) -> bool:
        minutes = _minutes(timed, list(_chains(timed, facts)), facts)
        spent: Counter[Resource] = Counter()
        for (person, day), amount in minutes.items():
            for resource, per in self._buckets(timed, person, facts):
                label = day.isoformat() if per is Per.DAY else facts.week_of(day)
                spent[Resource(resource.kind, (*resource.key, label))] += amount
        return all(amount <= _limit(resource, facts) for resource, amount in spent.items())

    def _buckets(self, timed: Sequence[Timed], person: TechnicianId, facts: Facts) -> set[tuple[Resource, Per]]:
        profile = next(profile for one in timed for profile, leg in one.legs if person in leg.technicians)
        said = self._said("uses_technician", profile, facts.programme.technicians[person], facts)
        return {(one.resource, one.per) for one in said if isinstance(one, Spends)}

    def _said(self, word: str, *subject: object) -> list[object]:
        return [one for rule in self._rules(word) for one in getattr(rule, word)(*subject)]

    def _rules(self, word: str) -> list[ModuleType]:
        return [rule for rule in self._heard if hasattr(rule, word)]  # type: ignore[misc]


def _holds_true(said: Inside, visit: Visit, leg: Leg) -> bool:
    match said.part:
        case Part.START:
            return said.spans.holds(visit.span.start)
        case Part.END:
            return _reaches(said.spans, visit.span.end)
        case Part.VISIT:
            return said.spans.covering(visit.span) is not None
        case Part.OUT:
            return visit.out is None or said.spans.covering(visit.out) is not None
        case Part.OUT_ENDS:
            return visit.out is None or all(_reaches(said.spans, at) for at in (visit.out.start, visit.out.end))
        case Part.LEG:
            return said.spans.covering(leg.span) is not None
        case Part.UNTIL_DONE:
            raise AssertionError("nothing is admitted until it is done")


def _reaches(spans: Spans, instant: object) -> bool:
    return any(span.start <= instant <= span.end for span in spans)  # type: ignore[operator]


def _is_exact(said: Exactly, visit: Visit) -> bool:
    return all(sorted(leg.technicians) == sorted(said.technicians) for leg in visit.legs if said.task in leg.task_ids)


def _in_time(resource: Resource, stops: Iterable[Stop], facts: Facts) -> bool:
    rule = _rule(resource)
    for before, after in pairwise(sorted(stops, key=lambda stop: stop.span)):
        way = timedelta(minutes=rule.way(before.place, after.place, facts))
        if after.span.start < before.span.end + way:
            return False
    return True


def _minutes(
    timed: Sequence[Timed], chains: Iterable[tuple[TechnicianId, date, SiteId | None, list[SiteId]]], facts: Facts
) -> Mapping[tuple[TechnicianId, date], int]:
    minutes: Counter[tuple[TechnicianId, date]] = Counter()
    for one in timed:
        for profile, leg in one.legs:
            for person in leg.technicians:
                shift = facts.shift_of(person, leg.span.start, profile.site)
                minutes[person, shift.day if shift else date.min] += leg.span.minutes
    for person, day, base, sites in chains:
        for leaving, entering in pairwise((base, *sites, base)):
            if leaving is not None and entering is not None:
                minutes[person, day] += facts.travel_minutes(leaving, entering)
    return minutes


def _chains(timed: Sequence[Timed], facts: Facts) -> Iterator[tuple[TechnicianId, date, SiteId | None, list[SiteId]]]:
    """For each stretch of a shift the sites in order; its own site before and after, unless the person has none."""
    found: dict[tuple[object, ...], list[tuple[Span, SiteId]]] = defaultdict(list)
    for one in timed:
        for profile, leg in one.legs:
            for person in leg.technicians:
                shift = facts.shift_of(person, leg.span.start, profile.site)
                if shift is not None:
                    nowhere = facts.programme.technicians[person].anonymous
                    key = (person, shift.day, None if nowhere else shift.site, None if nowhere else shift.span)
                    found[key].append((leg.span, _place(profile, leg, person, facts).site))
    for (person, day, base, _), stops in found.items():
        yield person, day, base, [site for _, site in sorted(stops)]  # type: ignore[misc]


def _place(profile: LegProfile, leg: Leg, person: TechnicianId, facts: Facts) -> Place:
    shift = facts.shift_of(person, leg.span.start, profile.site)
    site = shift.site if shift and leg.where is Where.REMOTE else profile.site
    return facts.place(site, profile.department, leg.where)


def _somewhere(site: SiteId | None) -> Place | None:
    return None if site is None else Place(site, "anywhere")


def _rule(resource: Resource) -> ModuleType:
    return next(rule for rule in rules() if rule.RULE.key == resource.kind)  # type: ignore[return-value]


def _limit(resource: Resource, facts: Facts) -> int:
    limit: int = _rule(resource).limit(resource, facts)
    return limit
