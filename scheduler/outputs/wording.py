"""Sentences about a visit for those who see it in a calendar or on a worklist."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import Span
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import IN_HOUSE, AssetTag, DepartmentId, TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Leg, Plan, Visit
from scheduler.outputs.words import KIND_WORDS, clock_said, day_said, listed, span_said


@dataclass(frozen=True, slots=True)
class Part:
    """A visit with those of its legs that concern the reader."""

    visit: Visit
    legs: tuple[Leg, ...]

    @property
    def span(self) -> Span:
        return Span(self.legs[0].span.start, self.legs[-1].span.end)

    @property
    def minutes(self) -> int:
        return sum(leg.span.minutes for leg in self.legs)

    @property
    def out_or_span(self) -> Span:
        """The time that the owner notices: from collection to return where the asset is away."""
        return self.visit.out or self.span


class Wording:
    """Says where, what and who, in the hospital's own names."""

    def __init__(self, plan: Plan, facts: Facts) -> None:
        self._facts = facts
        self._owed = {owed.task_id: owed for owed in plan.obligations}

    def zone(self, visit: Visit) -> ZoneInfo:
        return self._facts.programme.sites[visit.site].zone

    def modality(self, tag: AssetTag) -> str:
        return self._facts.modality_of(tag).name or self._facts.modality_of(tag).modality

    def tasks(self, part: Part) -> tuple[Obligation, ...]:
        """The work of the part, each task once."""
        named = dict.fromkeys(task for leg in part.legs for task in leg.task_ids)
        return tuple(self._owed[task] for task in named)

    def own_work(self, part: Part) -> str:
        """Name the procedures, for those who do them."""
        return " + ".join(dict.fromkeys(owed.name for owed in self.tasks(part)))

    def own_work_in_full(self, part: Part) -> str:
        """Name the procedures and the versions they install, for those who bring them along."""
        return " + ".join(dict.fromkeys(_in_full(owed) for owed in self.tasks(part)))

    def reduced_work(self, part: Part) -> str:
        """Name the kinds of work, for everybody else."""
        return listed(KIND_WORDS[owed.procedure.kind] for owed in self.tasks(part))

    def place(self, parts: Sequence[Part]) -> str:
        """Name the site, the departments and the rooms; bench and remote work by their own words."""
        first = parts[0]
        site = self._facts.programme.sites[first.visit.site].name or first.visit.site
        wheres = {leg.where for part in parts for leg in part.legs}
        departments = listed(self.department(part.visit.department) for part in parts)
        if wheres == {Where.BENCH}:
            return f"{site}, bench"
        if wheres == {Where.REMOTE}:
            return f"Remote: {site}, {departments}"
        rooms = listed(self._facts.asset(part.visit.asset_tag).room for part in parts)
        return f"{site}, {departments}" + (f", room {rooms}" if rooms else "")

    def department(self, department: DepartmentId) -> str:
        return self._facts.programme.departments[department].name or department

    def own_line(self, number: int, part: Part) -> str:
        """One asset of a technician's round: when, what, where exactly, which work, how long."""
        asset, zone = self._facts.asset(part.visit.asset_tag), self.zone(part.visit)
        serial = f", serial {asset.serial_number}" if asset.serial_number else ""
        room = f", room {asset.room}" if asset.room else ""
        return (
            f"{number}. {span_said(part.span, zone)} {self.modality(asset.asset_tag)} {asset.asset_tag} "
            f"({asset.make} {asset.model}{serial}), {self.department(part.visit.department)}{room}: "
            f"{self.own_work_in_full(part)}, {part.minutes} min{self._bench_note(part)}"
        )

    def reduced_line(self, part: Part) -> str:
        """One asset of a vendor's or a department's event: when, what, which kind of work."""
        asset, zone = self._facts.asset(part.visit.asset_tag), self.zone(part.visit)
        room = f", room {asset.room}" if asset.room else ""
        return (
            f"{span_said(part.span, zone)} {self.modality(asset.asset_tag)} {asset.asset_tag} "
            f"({asset.make} {asset.model}){room}: {self.reduced_work(part)}"
        )

    def owner_line(self, part: Part) -> str:
        """The same for the department that owns it: also for how long it is out of use."""
        if part.visit.out is None:
            return f"{self.reduced_line(part)}; stays in use"
        return f"{self.reduced_line(part)}; out of use {span_said(part.visit.out, self.zone(part.visit))}"

    def person(self, technician: TechnicianId) -> str:
        known = self._facts.programme.technicians.get(technician)
        return known.name or technician if known else technician

    def instruments(self, legs: Iterable[Leg]) -> str:
        """Name what to bring, each with its class."""
        known = self._facts.programme.instruments
        ids = dict.fromkeys(name for leg in legs for name in leg.instruments)
        return listed(f"{each} ({known[each].instrument_class})" if each in known else each for each in ids)

    def caller(self, leg: Leg) -> str:
        """Say whom to call about a leg: its people, or the performer whose people have no names yet."""
        people = self._facts.programme.technicians
        named = [people[each] for each in leg.technicians if each in people and not people[each].anonymous]
        if named:
            return listed(_with_email(each.name or each.technician, each.email) for each in named)
        performer = self._facts.programme.performers.get(leg.performer)
        return _with_email(leg.performer, performer.email if performer else "")

    def contact(self, department: DepartmentId) -> str:
        """Say whom to ask in a department."""
        return _with_email(self.department(department), self._facts.programme.departments[department].email)

    def with_whom(self, leg: Leg) -> str:
        """Name the people of a leg, with the performer where it is not the house."""
        people = listed(self.person(each) for each in leg.technicians)
        return people if leg.performer == IN_HOUSE else f"{people} ({leg.performer})"

    def _bench_note(self, part: Part) -> str:
        out = part.visit.out
        if out is None or not any(leg.where is Where.BENCH for leg in part.legs):
            return ""
        zone = self.zone(part.visit)
        return f"; fetch {_day_and_clock(out.start, part, zone)}, back by {_day_and_clock(out.end, part, zone)}"


def parts_of(visits: Iterable[Visit], concerns: Callable[[Leg], bool]) -> tuple[Part, ...]:
    """Cut visits down to the legs that concern a reader; visits without one fall out."""
    cut = (Part(visit, tuple(leg for leg in visit.legs if concerns(leg))) for visit in visits)
    return tuple(part for part in cut if part.legs)


def _with_email(name: str, email: str) -> str:
    return f"{name} <{email}>" if email else name


def _day_and_clock(moment: datetime, part: Part, zone: ZoneInfo) -> str:
    """Name the day only where it is not the day of the work."""
    day = moment.astimezone(zone).date()
    same = day == part.span.start.astimezone(zone).date()
    return clock_said(moment, zone) if same else f"{day_said(day)} {clock_said(moment, zone)}"


def _in_full(owed: Obligation) -> str:
    return owed.name if owed.install is None else f"{owed.name} to version {owed.install.patch.version}"
