"""Changes of who works: one person less or more, overtime, a certificate, a shift, shares."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scheduler.changes.looked_up import EVERYBODY, known, quoted
from scheduler.domain.calendar import WeeklyPeriod, weekdays_text
from scheduler.domain.ids import SkillName, TechnicianId
from scheduler.domain.people import Certificate, Shift, Technician
from scheduler.domain.programme import Programme


@dataclass(frozen=True, slots=True)
class OneLess:
    """A technician is no longer there."""

    technician: TechnicianId

    @property
    def text(self) -> str:
        return quoted("technician", f"-{self.technician}")

    def applied(self, programme: Programme) -> Programme:
        known("technician", self.technician, programme.technicians)
        people = {name: one for name, one in programme.technicians.items() if name != self.technician}
        return replace(
            programme,
            technicians=people,
            shifts=tuple(row for row in programme.shifts if row.technician != self.technician),
            certificates=tuple(row for row in programme.certificates if row.technician != self.technician),
            absences=tuple(row for row in programme.absences if row.technician != self.technician),
            locks=tuple(
                replace(row, technicians=tuple(one for one in row.technicians if one != self.technician))
                for row in programme.locks
            ),
        )


@dataclass(frozen=True, slots=True)
class OneMore:
    """Somebody more with the shifts, certificates, sites and hours of somebody who is there; no absences."""

    like: TechnicianId

    @property
    def text(self) -> str:
        return quoted("technician", f"+{self.like}")

    def applied(self, programme: Programme) -> Programme:
        known("technician", self.like, programme.technicians)
        name = _free_name(self.like, programme)
        person = replace(programme.technicians[self.like], technician=name, name=f"one more like {self.like}", email="")
        shifts = tuple(replace(row, technician=name) for row in programme.shifts if row.technician == self.like)
        held = tuple(replace(row, technician=name) for row in programme.certificates if row.technician == self.like)
        return replace(
            programme,
            technicians={**programme.technicians, name: person},
            shifts=(*programme.shifts, *shifts),
            certificates=(*programme.certificates, *held),
        )


@dataclass(frozen=True, slots=True)
class Overtime:
    """Hours a week more than now, for one person or for everybody who is named."""

    technician: TechnicianId
    hours: float

    @property
    def text(self) -> str:
        return quoted("overtime", self.technician, f"{self.hours:g}")

    def applied(self, programme: Programme) -> Programme:
        people = {
            name: replace(one, overtime_hours_week=max(0.0, one.overtime_hours_week + self.hours))
            for name, one in _meant(self.technician, programme).items()
        }
        return replace(programme, technicians={**programme.technicians, **people})


@dataclass(frozen=True, slots=True)
class ScheduledShare:
    """The part of a shift that is for scheduled work, of one person or of everybody who is named."""

    technician: TechnicianId
    share: float

    @property
    def text(self) -> str:
        return quoted("share", self.technician, f"{self.share:g}")

    def applied(self, programme: Programme) -> Programme:
        people = {
            name: replace(one, scheduled_share=self.share) for name, one in _meant(self.technician, programme).items()
        }
        return replace(programme, technicians={**programme.technicians, **people})


@dataclass(frozen=True, slots=True)
class OneCertificate:
    """Somebody holds a skill, now and without end."""

    technician: TechnicianId
    skill: SkillName

    @property
    def text(self) -> str:
        return quoted("certificate", self.technician, self.skill)

    def applied(self, programme: Programme) -> Programme:
        known("technician", self.technician, programme.technicians)
        asked = {row.skill for row in programme.certificates} | {
            row.skill for row in programme.procedures if row.skill is not None
        }
        known("skill", self.skill, asked)
        row = Certificate(self.technician, self.skill, None, None)
        return replace(programme, certificates=(*programme.certificates, row))


@dataclass(frozen=True, slots=True)
class OneShift:
    """A shift more, every week or on one day, at the home site."""

    technician: TechnicianId
    period: WeeklyPeriod

    @property
    def text(self) -> str:
        return quoted("shift", self.technician, *period_words(self.period))

    def applied(self, programme: Programme) -> Programme:
        known("technician", self.technician, programme.technicians)
        row = Shift(self.technician, programme.technicians[self.technician].home_site, self.period)
        return replace(programme, shifts=(*programme.shifts, row))


def period_words(period: WeeklyPeriod) -> tuple[str, str]:
    """A period as `--set` takes it: a day or weekdays, and the times."""
    days = period.first_day if period.first_day is not None else weekdays_text(period.weekdays)
    return str(days), f"{period.start:%H:%M}-{period.end:%H:%M}"


def _meant(name: TechnicianId, programme: Programme) -> Mapping[TechnicianId, Technician]:
    if name == EVERYBODY:
        return {one: person for one, person in programme.technicians.items() if not person.anonymous}
    known("technician", name, programme.technicians)
    return {name: programme.technicians[name]}


def _free_name(like: TechnicianId, programme: Programme) -> TechnicianId:
    number = 2
    while TechnicianId(f"{like}+{number}") in programme.technicians:
        number += 1
    return TechnicianId(f"{like}+{number}")
