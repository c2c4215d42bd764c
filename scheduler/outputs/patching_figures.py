"""Patching in figures: compliance by deadline class, exposure now and as planned, each roll-out with its bound."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from scheduler.domain.calendar import days_through
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import PILOT, Install, Obligation, TaskStatus
from scheduler.domain.people import Technician
from scheduler.domain.plan import Plan, Visit
from scheduler.outputs.tables import outcome_of

_SPARED = frozenset({Where.IN_PLACE, Where.REMOTE})
_DONE = frozenset({TaskStatus.PLACED, TaskStatus.DONE_ELSEWHERE})
_ASIDE = (
    TaskStatus.WAITING,
    TaskStatus.VERSION_UNKNOWN,
    TaskStatus.NO_PATCH,
    TaskStatus.NOTHING_TO_INSTALL,
)


@dataclass(frozen=True, slots=True)
class Installation:
    """A task that installs a release, and the local day on which the plan does it (None: it does not)."""

    task: Obligation
    install: Install
    on: date | None

    @property
    def deadline(self) -> date:
        """Its own deadline, else the end of the routine cycle's window."""
        return self.install.deadline or self.task.window.last_day


@dataclass(frozen=True, slots=True)
class ClassRow:
    """How the installations of one deadline class come out."""

    deadline_class: str
    is_interrupt: bool
    counted: int
    in_time: int
    late: int
    unplaced: int
    not_due: int

    @property
    def share(self) -> float | None:
        owed = self.counted - self.not_due
        return round(100 * self.in_time / owed, 1) if owed else None


@dataclass(frozen=True, slots=True)
class Exposure:
    """Assets past the deadline of what they lack; the days past it, and the same weighted by clinical impact (0-1)."""

    assets: int
    asset_days: int
    weighted_days: int


@dataclass(frozen=True, slots=True)
class StageDays:
    """A stage of a roll-out: how many installations on each day; `unplaced` have no day."""

    stage: int
    days: Mapping[date, int]
    unplaced: int

    @property
    def count(self) -> int:
        return sum(self.days.values()) + self.unplaced

    @property
    def first(self) -> date | None:
        return min(self.days, default=None)

    @property
    def last(self) -> date | None:
        return max(self.days, default=None)


@dataclass(frozen=True, slots=True)
class Rollout:
    """A release on its way: its stages, its soak, when it is complete, and before which day nobody could be."""

    patch: str
    equipment: str
    version: str
    deadline: date
    deadline_class: str
    soak_days: int
    stages: tuple[StageDays, ...]
    people: int
    earliest: date | None
    earliest_with_one_more: date | None

    @property
    def count(self) -> int:
        return sum(stage.count for stage in self.stages)

    @property
    def unplaced(self) -> int:
        return sum(stage.unplaced for stage in self.stages)

    @property
    def completed_on(self) -> date | None:
        """The last day of a roll-out that is planned whole."""
        days = [stage.last for stage in self.stages if stage.last is not None]
        return max(days) if days and not self.unplaced else None


def installations(plan: Plan, facts: Facts) -> tuple[Installation, ...]:
    """Every open task that installs a release."""
    visits = {visit.visit_id: visit for visit in plan.visits}
    found = []
    for task in plan.obligations:
        if task.install is not None and task.is_open:
            outcome = outcome_of(plan, task)
            visit = visits.get(outcome.visit_id) if outcome.visit_id and outcome.status in _DONE else None
            found.append(Installation(task, task.install, _day_of(visit, facts)))
    return tuple(found)


def class_rows(plan: Plan, facts: Facts) -> tuple[ClassRow, ...]:
    """Compliance by deadline class; the tightest deadlines first, the routine cycle last."""
    groups: dict[tuple[bool, bool, str], list[Installation]] = defaultdict(list)
    for one in installations(plan, facts):
        is_routine = one.install.deadline is None
        groups[is_routine, not one.install.is_interrupt, one.install.deadline_class].append(one)
    return tuple(_class_row(key[2], groups[key], plan) for key in sorted(groups))


def aside_rows(plan: Plan) -> tuple[tuple[TaskStatus, int], ...]:
    """Patch work that installs nothing now, by why."""
    count = Counter(outcome_of(plan, task).status for task in plan.obligations if task.settled is not None)
    return tuple((status, count[status]) for status in _ASIDE if count[status])


def exposure_now(found: Iterable[Installation], today: date) -> Exposure:
    """How long assets are past their deadlines today."""
    return _exposure((one, today) for one in found)


def exposure_planned(found: Iterable[Installation], last_day: date) -> Exposure:
    """How long they will have been when it is installed, or at the end of the horizon where it is not."""
    return _exposure((one, one.on or last_day) for one in found)


def rollouts(plan: Plan, facts: Facts) -> tuple[Rollout, ...]:
    """Every release that goes to more than one asset, the largest first."""
    groups: dict[tuple[str, str, str], list[Installation]] = defaultdict(list)
    for one in installations(plan, facts):
        groups[one.install.release].append(one)
    found = [_rollout(group, facts) for _, group in sorted(groups.items()) if len(group) > 1]
    return tuple(sorted(found, key=lambda one: (-one.count, one.patch)))


def _day_of(visit: Visit | None, facts: Facts) -> date | None:
    return None if visit is None else facts.local_day(visit.span.start, visit.site)


def _class_row(name: str, group: Sequence[Installation], plan: Plan) -> ClassRow:
    outcomes = [(one, outcome_of(plan, one.task)) for one in group]
    placed = [(one, outcome) for one, outcome in outcomes if outcome.status in _DONE]
    in_time = sum(one.on is not None and one.on <= one.deadline for one, _ in placed)
    not_due = sum(outcome.status is TaskStatus.NOT_DUE for _, outcome in outcomes)
    late = len(placed) - in_time
    is_interrupt = group[0].install.is_interrupt
    return ClassRow(name, is_interrupt, len(group), in_time, late, len(group) - len(placed) - not_due, not_due)


def _exposure(found: Iterable[tuple[Installation, date]]) -> Exposure:
    past = [(one, (until - one.deadline).days) for one, until in found if until > one.deadline]
    weighted = sum(days * one.task.impact_score for one, days in past)
    return Exposure(len({one.task.asset_tag for one, _ in past}), sum(days for _, days in past), round(weighted / 100))


def _rollout(group: Sequence[Installation], facts: Facts) -> Rollout:
    patch = group[0].install.patch
    soak = facts.programme.patching.soak_days if patch.soak_days is None else patch.soak_days
    by_stage: dict[int, list[Installation]] = defaultdict(list)
    for one in group:
        by_stage[one.install.stage].append(one)
    stages = tuple(_stage(number, by_stage[number]) for number in sorted(by_stage))
    people = _people(group, facts)
    return Rollout(
        patch=patch.patch,
        equipment=f"{patch.make} {patch.model}",
        version=patch.version,
        deadline=max(one.deadline for one in group),
        deadline_class=group[0].install.deadline_class,
        soak_days=soak if PILOT in by_stage else 0,
        stages=stages,
        people=len(people),
        earliest=_earliest(by_stage, soak, people, facts, more=0),
        earliest_with_one_more=_earliest(by_stage, soak, people, facts, more=1),
    )


def _stage(number: int, group: Sequence[Installation]) -> StageDays:
    days = Counter(one.on for one in group if one.on is not None)
    return StageDays(number, {day: days[day] for day in sorted(days)}, len(group) - sum(days.values()))


def _people(group: Sequence[Installation], facts: Facts) -> tuple[Technician, ...]:
    """Everybody who could do any of it: of its performers, with its skills, at its sites."""
    wanted = {
        (facts.performer_on(one.task.asset_tag, one.task.procedure, one.task.due), one.task.procedure.skill,
         facts.asset(one.task.asset_tag).site)
        for one in group
    }  # fmt: skip
    found = {
        person.technician: person
        for performer, skill, site in sorted(wanted, key=str)
        for person in facts.technicians(performer)
        if site in person.sites and (skill is None or skill in facts.skills_of(person.technician))
    }
    return tuple(found[name] for name in sorted(found))


def _earliest(
    by_stage: Mapping[int, Sequence[Installation]], soak: int, people: Sequence[Technician], facts: Facts, *, more: int
) -> date | None:
    """A day before which the roll-out cannot be complete: all minutes of its people go to it, and it has to soak.

    `more`: so many people more, each as the average of those who are there. None: not within the horizon.
    """
    if not people:
        return None
    begins = min(_opens(one, facts) for group in by_stage.values() for one in group)
    capacity = _Capacity(people, facts, more, _open_days(by_stage, facts))
    pilots = by_stage.get(PILOT, ())
    done = capacity.day_of(begins, _minutes(pilots)) if pilots else begins
    rest = [one for number, group in by_stage.items() if number != PILOT for one in group]
    if done is None or not rest:
        return done
    return capacity.day_of(done + timedelta(days=soak) if pilots else done, _minutes(rest))


def _open_days(by_stage: Mapping[int, Sequence[Installation]], facts: Facts) -> frozenset[date] | None:
    """The local days on which one of the assets can be spared; None: some need no open period."""
    group = [one for stage in by_stage.values() for one in stage]
    if any(not one.task.procedure.interrupts or one.task.procedure.where not in _SPARED for one in group):
        return None
    zones = {one.task.asset_tag: facts.zone_of(one.task.asset_tag) for one in group}
    periods = {facts.open_periods(tag): zone for tag, zone in zones.items()}
    return frozenset(
        day
        for spans, zone in periods.items()
        for span in spans
        for day in days_through(span.start.astimezone(zone).date(), span.end.astimezone(zone).date())
    )


def _opens(one: Installation, facts: Facts) -> date:
    days = (one.task.window.first_day, one.task.not_before, facts.today, facts.horizon.first_day)
    return max(day for day in days if day is not None)


def _minutes(group: Sequence[Installation]) -> int:
    return sum(one.task.procedure.minutes * one.task.procedure.crew for one in group)


class _Capacity:
    """What a set of people can schedule day by day, at most the limits of their days and weeks."""

    def __init__(
        self, people: Sequence[Technician], facts: Facts, more: int, open_days: frozenset[date] | None
    ) -> None:
        self._people = people
        self._open_days = open_days
        self._facts = facts
        self._share = (len(people) + more, len(people))

    def day_of(self, first: date, minutes: int) -> date | None:
        """The day on which so many minutes can be done at the earliest, from `first` on; None: not in the horizon."""
        done, weeks = 0, Counter[tuple[str, str]]()
        for day in days_through(first, self._facts.horizon.last_day):
            if self._open_days is not None and not self._open_days & {day, day + timedelta(days=1)}:
                continue
            done += sum(self._of(person, day, weeks) for person in self._people)
            if done * self._share[0] >= minutes * self._share[1]:
                return day
        return None

    def _of(self, person: Technician, day: date, weeks: Counter[tuple[str, str]]) -> int:
        week = self._facts.week_of(day)
        left = self._facts.week_limit_minutes(person.technician, week) - weeks[person.technician, week]
        free = max(0, min(left, self._facts.day_limit_minutes(person.technician, day)))
        weeks[person.technician, week] += free
        return free


def patching_json(plan: Plan, facts: Facts) -> Mapping[str, object]:
    """The same for programs: plan.json's `patching`."""
    found = installations(plan, facts)
    last_day = plan.horizon.last_day
    return {
        "installations": len(found),
        "classes": [asdict(row) for row in class_rows(plan, facts)],
        "exposure": {
            "today": asdict(exposure_now(found, plan.today)),
            "planned": asdict(exposure_planned(found, last_day)),
            "nothing_installed": asdict(exposure_now(found, last_day)),
        },
        "rollouts": [_rollout_json(one) for one in rollouts(plan, facts)],
    }


def _rollout_json(one: Rollout) -> Mapping[str, object]:
    return {
        "patch": one.patch,
        "equipment": one.equipment,
        "version": one.version,
        "assets": one.count,
        "unplaced": one.unplaced,
        "soak_days": one.soak_days,
        "stages": [
            {"stage": stage.stage, "assets": stage.count, "first": _iso(stage.first), "last": _iso(stage.last)}
            for stage in one.stages
        ],
        "deadline": _iso(one.deadline),
        "completed_on": _iso(one.completed_on),
        "earliest": _iso(one.earliest),
        "earliest_with_one_more": _iso(one.earliest_with_one_more),
        "people": one.people,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
