"""Which feeds there are, and which rounds each of them shows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from scheduler.domain.facts import Facts
from scheduler.domain.ids import IN_HOUSE, SiteId, TechnicianId
from scheduler.domain.plan import Plan
from scheduler.outputs.calendars.event import Event
from scheduler.outputs.calendars.views import REPORT, Views
from scheduler.outputs.rounds import Round, rounds_of

Reader = TypeVar("Reader", bound=str)


@dataclass(frozen=True, slots=True)
class ReaderEvents:
    """The events of one reader, with the folder and id under which they are published and a name for people."""

    folder: str
    scope: str
    name: str
    events: tuple[Event, ...]


def feeds(plan: Plan, facts: Facts, report: str = REPORT) -> Iterator[ReaderEvents]:
    """Make the events of every reader. The house itself has no feed as a performer: its people have theirs.

    `report` is where the links of events lead; blank: nowhere.
    """
    views, rounds = Views(plan, facts, report), rounds_of(plan.visits)
    yield from _technicians(rounds, views, facts)
    yield from _departments(rounds, views, facts)
    yield from _performers(rounds, views, facts)
    yield from _sites(rounds, views, facts)


def _technicians(rounds: Sequence[Round], views: Views, facts: Facts) -> Iterator[ReaderEvents]:
    people = facts.programme.technicians
    concerned = _rounds_by(
        rounds,
        lambda each: (person for visit in each.visits for leg in visit.legs for person in leg.technicians),
        [key for key, person in people.items() if not person.anonymous],
    )
    for technician, own in concerned.items():
        shown = tuple(_with_ways(own, technician, views, facts))
        yield ReaderEvents("technicians", technician, f"Visits of {people[technician].name or technician}", shown)


def _departments(rounds: Sequence[Round], views: Views, facts: Facts) -> Iterator[ReaderEvents]:
    departments = facts.programme.departments
    concerned = _rounds_by(rounds, lambda each: (visit.department for visit in each.visits), departments)
    for department, own in concerned.items():
        shown = tuple(views.for_department(each, department) for each in own)
        name = departments[department].name or department
        yield ReaderEvents("departments", department, f"Equipment service: {name}", shown)


def _performers(rounds: Sequence[Round], views: Views, facts: Facts) -> Iterator[ReaderEvents]:
    concerned = _rounds_by(
        rounds,
        lambda each: (leg.performer for visit in each.visits for leg in visit.legs),
        [performer for performer in facts.programme.performers if performer != IN_HOUSE],
    )
    for performer, own in concerned.items():
        shown = tuple(views.for_performer(each, performer) for each in own)
        yield ReaderEvents("performers", performer, f"Visits of {performer}", shown)


def _sites(rounds: Sequence[Round], views: Views, facts: Facts) -> Iterator[ReaderEvents]:
    sites = facts.programme.sites
    for site, own in _rounds_by(rounds, lambda each: (visit.site for visit in each.visits), sites).items():
        shown = tuple(views.for_site(each, site) for each in own)
        yield ReaderEvents("sites", site, f"Equipment service at {sites[site].name or site}", shown)


def _rounds_by(
    rounds: Iterable[Round], readers_of: Callable[[Round], Iterable[Reader]], readers: Iterable[Reader]
) -> Mapping[Reader, list[Round]]:
    """Hand each round once to every reader it concerns, in time order; readers without any stay, with none."""
    found: dict[Reader, list[Round]] = {reader: [] for reader in sorted(readers)}
    for each in rounds:
        for reader in dict.fromkeys(readers_of(each)):
            if reader in found:
                found[reader].append(each)
    return found


def _with_ways(rounds: Iterable[Round], technician: TechnicianId, views: Views, facts: Facts) -> Iterator[Event]:
    """Say in each event from which site the person comes: the shift's, then that of the visit before."""
    where: dict[date, SiteId] = {}
    for each in rounds:
        visit = next(visit for visit in each.visits if any(technician in leg.technicians for leg in visit.legs))
        shift = facts.shift_of(technician, visit.span.start)
        came_from = where.get(shift.day, shift.site) if shift else None
        yield views.for_technician(each, technician, came_from)
        if shift:
            where[shift.day] = visit.site
