"""A programme on real dates: indexed once, answering what rules, engines and checks ask."""

from collections import defaultdict
from collections.abc import Mapping
from copy import copy
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import Horizon, Span, Spans, day_of, iso_week
from scheduler.domain.equipment import Asset, AssetStatus, Modality, Model, Procedure, Where
from scheduler.domain.facts.downtime import Downtime
from scheduler.domain.facts.equipment import Equipment
from scheduler.domain.facts.fleet import CoverGroup, Fleet, FleetKey, fleet_key
from scheduler.domain.facts.people import People, PersonWeek
from scheduler.domain.facts.performers import Coverage, PerformerDays
from scheduler.domain.facts.validity import calibrated_time
from scheduler.domain.facts.ways import Ways, place_of
from scheduler.domain.ids import (
    AssetTag,
    DepartmentId,
    InstrumentClass,
    InstrumentId,
    PerformerId,
    ProcedureName,
    SiteId,
    SkillName,
    TaskId,
    TechnicianId,
)
from scheduler.domain.people import Instrument, Technician, WorkingSpan
from scheduler.domain.places import Department, DowntimeRow, Site
from scheduler.domain.plan import Place
from scheduler.domain.policy import RiskClass
from scheduler.domain.programme import Programme
from scheduler.domain.publication import Seen
from scheduler.domain.record import Lock, VisitAnswer


class Facts:
    """A programme seen on `today` for a horizon. Questions that cost something are answered once and kept."""

    def __init__(
        self, programme: Programme, today: date, horizon: Horizon, published: Mapping[TaskId, Seen] | None = None
    ) -> None:
        """`published`: the visit that people have seen of a task; only where a published plan is planned again."""
        self.programme = programme
        self.published = published or {}
        self.today = today
        self.horizon = horizon
        self._equipment = Equipment(programme)
        self._downtime = Downtime(programme, horizon)
        self._ways = Ways(programme)
        self._people = People(programme, today, horizon)
        self._coverage = Coverage(programme, horizon)
        self._fleet = Fleet(programme)

    def with_published(self, published: Mapping[TaskId, Seen]) -> "Facts":
        """The same programme on the same day, with what people have seen; no other question has another answer."""
        seen = copy(self)
        seen.published = published
        return seen

    def with_reserve_open(self, opened: Mapping[PersonWeek, int]) -> "Facts":
        """The same, where so many minutes of the reserve of somebody's week are open to interrupt work."""
        told = copy(self)
        told._people = People(self.programme, self.today, self.horizon, opened)
        return told

    # Assets

    def asset(self, tag: AssetTag) -> Asset:
        return self.programme.assets[tag]

    def site_of(self, tag: AssetTag) -> Site:
        return self.programme.sites[self.asset(tag).site]

    def zone_of(self, tag: AssetTag) -> ZoneInfo:
        return self.site_of(tag).zone

    def department_of(self, tag: AssetTag) -> Department:
        return self.programme.departments[self.asset(tag).department]

    def model_of(self, tag: AssetTag) -> Model:
        return self.programme.models[self.asset(tag).make_model]

    def modality_of(self, tag: AssetTag) -> Modality:
        return self.programme.modalities[self.model_of(tag).modality]

    def risk_class(self, tag: AssetTag) -> RiskClass:
        """Return the class that sets its windows, prices and compliance."""
        return RiskClass.HIGH_RISK if self.model_of(tag).high_risk else RiskClass.OTHER

    def is_in_use(self, tag: AssetTag) -> bool:
        return self.asset(tag).status is AssetStatus.IN_USE

    def procedures_of(self, tag: AssetTag) -> tuple[Procedure, ...]:
        """Return the rows in force for its model by name; the most specific row of each name wins."""
        return tuple(self._equipment.procedures(self.asset(tag).make_model).values())

    def procedure_of(self, tag: AssetTag, name: ProcedureName) -> Procedure | None:
        """Return the row in force for its model, if the procedure is one of its own."""
        return self._equipment.procedures(self.asset(tag).make_model).get(name)

    def main_of(self, tag: AssetTag) -> AssetTag:
        """Return the main tag of the composite device it is serviced with: itself, if with none."""
        return self._equipment.main_of(tag)

    def composite(self, tag: AssetTag) -> tuple[AssetTag, ...]:
        """Return the main tag, then those serviced with it in order."""
        return self._equipment.composite(tag)

    def parts_of(self, tag: AssetTag) -> tuple[AssetTag, ...]:
        """Return its parts and theirs in order."""
        return self._equipment.parts_of(tag)

    def taken_out_with(self, tag: AssetTag) -> tuple[AssetTag, ...]:
        """Return every asset that is out while work interrupts this one, itself included, in order."""
        return self._equipment.taken_out_with(tag)

    def locks_of(self, tag: AssetTag, procedure: ProcedureName) -> tuple[Lock, ...]:
        """Return the visits that must stay, by start."""
        return self._locks.get((tag, procedure), ())

    def answer_to(self, tag: AssetTag, procedure: ProcedureName, start: datetime) -> VisitAnswer | None:
        """Return the last answer to a visit with this work at this start; None if nobody has answered."""
        return self._answers.get((tag, procedure, start))

    # Performers and people

    def performer_on(self, tag: AssetTag, procedure: Procedure, day: date) -> PerformerId:
        """Return who does the procedure on that day: as a coverage row says, else as the procedure says."""
        return self._coverage.performer_on(self.asset(tag), procedure.performer, day)

    def performer_spans(self, tag: AssetTag, procedure: Procedure) -> tuple[PerformerDays, ...]:
        """Return who does it from which day through which, over the horizon without a gap."""
        return self._coverage.performer_days(self.asset(tag), procedure.performer)

    def notice_from(self, performer: PerformerId) -> date:
        """Return the first day on which a visit of this performer can start."""
        return self.today + timedelta(days=self.programme.performers[performer].notice_days)

    def performer_hours(self, performer: PerformerId, site: SiteId) -> Spans:
        """Return a performer's hours at a site, extra ones not counted; any time if it gives none."""
        return self._people.performer_hours(performer, site)

    def technicians(self, performer: PerformerId) -> tuple[Technician, ...]:
        """Return a performer's people by id."""
        return self._people.of_performer(performer)

    def holders(self, skill: SkillName) -> tuple[Technician, ...]:
        """Return who has a certificate of the skill, in force or not, by id."""
        return self._people.holders(skill)

    def skills_of(self, technician: TechnicianId) -> frozenset[SkillName]:
        """Return the skills that a person has a certificate of, in force or not."""
        return self._people.skills_of(technician)

    def holds(self, technician: TechnicianId, skill: SkillName) -> Spans:
        """Return when the certificate holds: through the end of its last day in the zone of the home site."""
        return self._people.holds(technician, skill)

    def working(self, technician: TechnicianId, site: SiteId | None = None) -> tuple[WorkingSpan, ...]:
        """Return the stretches of shifts that absences leave, in order; `site` is the visit's, for anonymous people.

        Anonymous people work their performer's hours; with extra hours, or none given, they can come on any day and
        all day long, and their shift is then the calendar day.
        """
        return self._people.roster(technician, site).working

    def shifts(self, technician: TechnicianId, site: SiteId | None = None) -> tuple[WorkingSpan, ...]:
        """Return the shifts whole, as if there were no absences, in order."""
        return self._people.roster(technician, site).shifts

    def presence(self, technician: TechnicianId, site: SiteId | None = None) -> Spans:
        """Return when a person is there: shifts less absences, and shifts that touch are one."""
        return self._people.roster(technician, site).presence

    def presence_less_ways(self, technician: TechnicianId, site: SiteId) -> Spans:
        """Return when a named person can be at work at a site, the way from and back to the shift's own taken off."""
        return self._people.presence_less_ways(technician, site, self._ways)

    def shift_of(self, technician: TechnicianId, instant: datetime, site: SiteId | None = None) -> WorkingSpan | None:
        """Return the stretch of a shift that holds the instant, if the person is there."""
        return self._people.shift_of(technician, instant, site)

    def shift_minutes(self, technician: TechnicianId, day: date) -> int:
        """Return what absences leave of the shifts that start on a day; for anonymous people at their best site."""
        return self._people.shift_minutes(technician, day)

    def day_limit_minutes(self, technician: TechnicianId, day: date) -> int:
        """Return how many minutes of the shifts that start on a day may be scheduled."""
        return self._people.day_limit_minutes(technician, day)

    def week_limit_minutes(self, technician: TechnicianId, week: str) -> int:
        """Return how many minutes of the shifts that start in an ISO week may be scheduled, overtime included."""
        return self._people.week_limit_minutes(technician, week)

    def instruments_of(self, instrument_class: InstrumentClass) -> tuple[Instrument, ...]:
        """Return the instruments of a class by id, whatever their calibration."""
        return self._instruments.get(instrument_class, ())

    def calibrated(self, instrument: InstrumentId, site: SiteId) -> Spans:
        """Return when an instrument may be used: through its last day at the visit's site; never if that is unknown."""
        return calibrated_time(self.programme.instruments[instrument], self.programme.sites[site].zone)

    # Time and place

    def open_periods(self, tag: AssetTag) -> Spans:
        """Return when the department can spare it: open rows of the highest rank, less closed time."""
        return self._downtime.open_periods(self.asset(tag))

    def closed_time(self, tag: AssetTag) -> Spans:
        """Return when closed rows forbid to collect or return it."""
        return self._downtime.closed_time(self.asset(tag))

    def spared_to_move(self, tag: AssetTag, within: Span) -> Spans:
        """Return the instants of `within` at which it may be collected or returned."""
        return self._downtime.spared_to_move(self.asset(tag), within)

    def open_rows(self, tag: AssetTag) -> tuple[DowntimeRow, ...]:
        """Return the open rows that count for it, for those who ask why."""
        return self._downtime.open_rows(self.asset(tag))

    def travel_minutes(self, from_site: SiteId, to_site: SiteId) -> int:
        """Return the minutes from site to site; none within one."""
        return self._ways.minutes(from_site, to_site)

    def place(self, site: SiteId, department: DepartmentId, where: Where) -> Place:
        """Return where a leg happens: the bench of a site is a department of its own, remote work is in none."""
        return place_of(site, department, where)

    def local_day(self, instant: datetime, site: SiteId) -> date:
        """Return the day that calendars at a site show."""
        return day_of(instant, self.programme.sites[site].zone)

    def week_of(self, day: date) -> str:
        """Return the ISO week of a day, such as "2027-W01"."""
        return iso_week(day)

    # What may be out at once

    def fleet_key(self, tag: AssetTag) -> FleetKey:
        """Return what its fleet limit is for: department, make and model."""
        return fleet_key(self.asset(tag))

    def fleet_limit(self, tag: AssetTag) -> int:
        """Return how many of its model may be out in its department at any minute."""
        return self._fleet.limit(self.asset(tag))

    def fleet_limit_of(self, key: FleetKey) -> int:
        """Return the same for a department, make and model."""
        return self._fleet.limit_of(key)

    def fleet_size(self, tag: AssetTag) -> int:
        """Return how many of its model are in use in its department."""
        return self._fleet.size(self.asset(tag))

    def cover_groups(self) -> tuple[CoverGroup, ...]:
        """Return the groups of the cover table, then the default ones."""
        return self._fleet.cover_groups

    def cover_group(self, key: str) -> CoverGroup:
        """Return the group that is known by a key."""
        return self._fleet.cover_groups_by_key[key]

    def cover_groups_of(self, tag: AssetTag) -> tuple[CoverGroup, ...]:
        """Return the groups that an asset is a member of."""
        return self._fleet.cover_groups_by_asset.get(tag, ())

    @cached_property
    def _instruments(self) -> Mapping[InstrumentClass, tuple[Instrument, ...]]:
        found = defaultdict(list)
        for _, instrument in sorted(self.programme.instruments.items()):
            found[instrument.instrument_class].append(instrument)
        return {name: tuple(instruments) for name, instruments in found.items()}

    @cached_property
    def _answers(self) -> Mapping[tuple[AssetTag, ProcedureName, datetime], VisitAnswer]:
        """The answer of the latest day wins, of one day the last row."""
        rows = sorted(self.programme.agreements, key=lambda row: row.answered_on or date.min)
        return {(row.asset_tag, row.procedure, row.start): row.answer for row in rows}

    @cached_property
    def _locks(self) -> Mapping[tuple[AssetTag, ProcedureName], tuple[Lock, ...]]:
        found = defaultdict(list)
        for lock in sorted(self.programme.locks, key=lambda row: (row.start, row.row)):
            found[lock.asset_tag, lock.procedure].append(lock)
        return {key: tuple(locks) for key, locks in found.items()}
