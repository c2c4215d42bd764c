"""What a worklist says, before it is a workbook or pages: a line a visit, in the order of the work."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import IN_HOUSE
from scheduler.domain.plan import Leg, Plan, Visit
from scheduler.domain.quick import quickly_made
from scheduler.outputs.wording import Part, Wording
from scheduler.outputs.words import WHERE_WORDS, clock_said, listed, span_said, without_controls

_Said = Callable[[Part], str]
"""The work of a part of a visit, in words."""


@quickly_made
@dataclass(frozen=True, slots=True)
class WorkLine:
    """One visit on a worklist, in words; times are site time."""

    day: date
    start: str
    end: str
    site: str
    department: str
    room: str
    asset_tag: str
    serial_number: str
    make: str
    model: str
    modality: str
    work: str
    where: str
    minutes: int
    people: str
    bring: str
    out_of_use: str


@dataclass(frozen=True, slots=True)
class Worklist:
    """All lines of one reader; `folder` and `scope` say whose it is."""

    folder: str
    scope: str
    title: str
    period: str
    lines: tuple[WorkLine, ...]

    def by_day(self) -> Iterator[tuple[date, list[WorkLine]]]:
        """Group the lines by day."""
        for day, lines in groupby(self.lines, key=lambda line: line.day):
            yield day, list(lines)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who has work, and how their worklist is made: most readers of a plan made again keep the one they have.

    `folder` and `scope` say who it is.
    """

    folder: str
    scope: str
    worklist: Callable[[], Worklist]


def readers(plan: Plan, facts: Facts) -> Iterator[Reader]:
    """Find every named technician, department and outside performer that has work."""
    say, programme = Wording(plan, facts), facts.programme
    period = f"{plan.horizon.first_day} to {plan.horizon.last_day}"

    def reader(folder: str, scope: str, title: str, parts: Sequence[Part], work: _Said, *, serials: bool) -> Reader:
        return Reader(
            folder, scope, lambda: Worklist(folder, scope, title, period, _lines(parts, say, facts, work, serials))
        )

    by_technician = _by(plan.visits, lambda leg: leg.technicians)
    for technician, person in sorted(programme.technicians.items()):
        if not person.anonymous and (parts := by_technician.get(technician)):
            title = f"Worklist of {person.name or technician}"
            yield reader("technicians", technician, title, parts, say.own_work_in_full, serials=True)
    by_department = _by_department(plan.visits)
    for department in sorted(programme.departments):
        if parts := by_department.get(department):
            title = f"Equipment service in {say.department(department)}"
            yield reader("departments", department, title, parts, say.reduced_work, serials=False)
    by_performer = _by(plan.visits, lambda leg: (leg.performer,))
    for performer in sorted(programme.performers):
        if performer != IN_HOUSE and (parts := by_performer.get(performer)):
            yield reader("performers", performer, f"Worklist of {performer}", parts, say.reduced_work, serials=True)


def _by(visits: Iterable[Visit], readers_of: Callable[[Leg], Iterable[str]]) -> Mapping[str, list[Part]]:
    """Hand each visit to the readers of its legs, with the legs that concern them."""
    found: dict[str, list[Part]] = defaultdict(list)
    for visit in visits:
        for reader in dict.fromkeys(each for leg in visit.legs for each in readers_of(leg)):
            found[reader].append(Part(visit, tuple(leg for leg in visit.legs if reader in readers_of(leg))))
    return found


def _by_department(visits: Iterable[Visit]) -> Mapping[str, list[Part]]:
    found: dict[str, list[Part]] = defaultdict(list)
    for visit in visits:
        found[visit.department].append(Part(visit, visit.legs))
    return found


def _lines(parts: Sequence[Part], say: Wording, facts: Facts, work: _Said, serials: bool) -> tuple[WorkLine, ...]:
    ordered = sorted(parts, key=lambda part: (part.span.start, part.span.end, part.visit.visit_id))
    return tuple(_line(part, say, facts, work, serials) for part in ordered)


def _line(part: Part, say: Wording, facts: Facts, work: _Said, serials: bool) -> WorkLine:
    visit, zone = part.visit, say.zone(part.visit)
    asset = facts.asset(visit.asset_tag)
    shown = without_controls
    return WorkLine(
        day=part.span.start.astimezone(zone).date(),
        start=clock_said(part.span.start, zone),
        end=clock_said(part.span.end, zone),
        site=shown(facts.programme.sites[visit.site].name or visit.site),
        department=shown(say.department(visit.department)),
        room="bench" if any(leg.where is Where.BENCH for leg in part.legs) else shown(asset.room),
        asset_tag=shown(asset.asset_tag),
        serial_number=shown(asset.serial_number) if serials else "",
        make=shown(asset.make),
        model=shown(asset.model),
        modality=shown(say.modality(asset.asset_tag)),
        work=shown(work(part)),
        where=listed(WHERE_WORDS[leg.where] for leg in part.legs),
        minutes=part.minutes,
        people=shown(listed(say.with_whom(leg) for leg in part.legs)),
        bring=shown(say.instruments(part.legs)),
        out_of_use=span_said(visit.out, zone) if visit.out else "stays in use",
    )
