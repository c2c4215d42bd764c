"""Tasks that a relaxation cannot tell apart, counted: same people, same hours, same minutes, same weeks, same class."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from constraints import catalogue
from constraints.sentence import Inside, Part, Resource, Takes
from scheduler.domain.calendar import Spans, iso_week
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.policy import RiskClass
from scheduler.domain.work import LegProfile, OutKind, VisitDraft
from scheduler.obligations import draft_visit
from scheduler.relaxation.hours import Hours, HoursKey


@dataclass(frozen=True, slots=True)
class Family:
    """What decides who can do it and when in the day: the leg's profile and the hours that the asset can be spared."""

    profile: LegProfile
    hours: HoursKey


@dataclass(frozen=True, slots=True)
class GroupKey:
    """`first_monday`: of the first week it can be charged to (date.max: none); `last_day` of its window; `takes`: what it
    takes of places while it runs."""

    family: Family
    minutes: int
    risk_class: RiskClass
    overdue: bool
    hard_window: bool
    first_monday: date
    last_day: date
    takes: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks with one key, in the order of their due dates; `draft` is the first one's visit."""

    key: GroupKey
    tasks: tuple[Obligation, ...]
    draft: VisitDraft

    @property
    def person_minutes(self) -> int:
        """Minutes of people that one task uses at least: those of its crew."""
        return self.key.minutes * max(1, self.key.family.profile.crew)

    def is_in_time(self, week: str, weeks: Mapping[str, tuple[date, date]]) -> bool:
        """Whether work in that week can be inside the window; overdue work is in time whenever it is done."""
        return self.key.overdue or weeks[week][0] <= self.key.last_day

    def may_be_in(self, week: str, weeks: Mapping[str, tuple[date, date]]) -> bool:
        """Whether any legal visit can be charged to that week."""
        first, last = weeks[week]
        return self.key.first_monday <= last and (not self.key.hard_window or first <= self.key.last_day)


def groups_of(
    obligations: Sequence[Obligation], facts: Facts, hours: Hours
) -> tuple[tuple[Group, ...], frozenset[str]]:
    """Group the tasks that count; return also the ids of those that cost nobody a minute (an including one does them)."""
    found: dict[GroupKey, list[tuple[Obligation, VisitDraft]]] = defaultdict(list)
    free = set()
    for task in obligations:
        if not task.counts:
            continue
        if task.included_in:
            free.add(task.task_id)
            continue
        draft = draft_visit([task], facts)
        if draft is not None:
            found[_key(task, draft, facts, hours)].append((task, draft))
    groups = []
    for key, members in found.items():
        members.sort(key=lambda one: (one[0].due, one[0].task_id))
        groups.append(Group(key, tuple(task for task, _ in members), members[0][1]))
    return tuple(groups), frozenset(free)


def _key(task: Obligation, draft: VisitDraft, facts: Facts, hours: Hours) -> GroupKey:
    said = tuple(one for one in _said("admits", draft, facts) if isinstance(one, Inside))
    leg = draft.legs[0]
    inside = () if draft.splittable else (one.spans for one in said if one.part is Part.VISIT)
    family = Family(leg.profile, hours.key(inside))
    starts = hours.spans(hours.key(one.spans for one in said if one.part is Part.START))
    takes = tuple(sorted(_places(draft, facts), key=lambda one: (one.kind, one.key)))
    first = _first_monday(starts, draft, facts)
    return GroupKey(
        family, leg.minutes, task.risk_class, task.overdue, task.hard_window, first, task.window.last_day, takes
    )


def _first_monday(starts: Spans | None, draft: VisitDraft, facts: Facts) -> date:
    """The Monday of the first week that can be charged: a start after midnight may belong to the night shift before."""
    if starts is None:
        return facts.horizon.first_day
    if not starts:
        return date.max
    first = facts.local_day(starts.members[0].start, draft.site) - timedelta(days=1)
    return date.fromordinal(first.toordinal() - first.weekday())


def _places(draft: VisitDraft, facts: Facts) -> Iterator[Resource]:
    """Capacities that every minute of the visit uses by one; bench time spans weeks and is left out, which is legal."""
    parts = (Part.VISIT, Part.OUT) if draft.out is OutKind.WHILE_THERE else (Part.VISIT,)
    for said in _said("uses", draft, facts):
        if isinstance(said, Takes) and said.part in parts and said.amount == 1:
            yield said.resource


def _said(word: str, draft: VisitDraft, facts: Facts) -> Iterator[Inside | Takes]:
    for rule in catalogue.rules():
        said = getattr(rule, word, None)
        if said is not None:
            yield from said(draft, facts)


def week_days(facts: Facts) -> Mapping[str, tuple[date, date]]:
    """First and last day of each ISO week of the horizon, cut to the horizon."""
    found: dict[str, tuple[date, date]] = {}
    for day in facts.horizon.days():
        week = iso_week(day)
        found[week] = (found[week][0] if week in found else day, day)
    return found
