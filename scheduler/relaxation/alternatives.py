"""The ways in which one task can be done: by whom, in which hours, from when till when; wider than any legal visit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from constraints.days import first_plannable
from constraints.reading import is_nested
from constraints.rulebook import every_rule
from constraints.sentence import Inside, Part, Resource, Takes
from scheduler.domain.calendar import day_span
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, PerformerId
from scheduler.domain.obligation import Obligation
from scheduler.domain.work import OutKind, VisitDraft
from scheduler.obligations.drafts import draft_visit
from scheduler.relaxation.families import Families, Family
from scheduler.relaxation.hours import Hours, HoursKey
from scheduler.relaxation.sentences import all_said

_A_FEBRUARY = date(2027, 2, 1)
_OUT_WHERE = frozenset({Where.IN_PLACE, Where.REMOTE})


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A task on its own, done by one performer, and when its visit can start and end at all.

    `before`: how long other legs of its visit may run before its own. `uses`: the places that its minutes fill.
    """

    family: Family
    hours: HoursKey
    draft: VisitDraft
    earliest_start: datetime
    latest_start: datetime | None
    latest_end: datetime | None
    before: timedelta
    uses: tuple[tuple[Resource, int], ...]

    def may_begin(self, instant: datetime) -> bool:
        """Whether a leg that begins then or later can be part of such a visit."""
        in_time = self.latest_start is None or instant - self.before < self.latest_start
        return in_time and (self.latest_end is None or instant < self.latest_end)


class Alternatives:
    """Asks the rules about every task on its own, once for each performer who is in charge at some time."""

    def __init__(self, obligations: Sequence[Obligation], facts: Facts, families: Families, hours: Hours) -> None:
        self._facts = facts
        self._families = families
        self._hours = hours
        self._limits: dict[Resource, int] = {}
        self._by_asset: dict[AssetTag, list[Obligation]] = defaultdict(list)
        self._by_device: dict[AssetTag, list[Obligation]] = defaultdict(list)
        self._minutes: dict[AssetTag, int] = defaultdict(int)
        self._sharing: dict[AssetTag, int] = {}
        for task in obligations:
            if task.is_open:
                self._by_asset[task.asset_tag].append(task)
                main = facts.main_of(task.asset_tag)
                self._by_device[main].append(task)
                self._minutes[main] += task.procedure.minutes

    def ways(self, task: Obligation) -> tuple[Way, ...] | None:
        """The ways to do a task on its own; None if there is no such visit."""
        draft = draft_visit([task], self._facts)
        if draft is None:
            return None
        performers = dict.fromkeys(who for who, _, _ in self._facts.performer_spans(task.asset_tag, task.procedure))
        found = (self._way(_by(draft, performer), task) for performer in performers)
        return tuple(way for way in found if way is not None and way.family.reaches)

    def sharing_take_down(self, task: Obligation) -> int:
        """How many owed tasks that take its device down one visit can hold at most."""
        main = self._facts.main_of(task.asset_tag)
        if main not in self._sharing:
            self._sharing[main] = _most_in_one_visit(one for one in self._by_device[main] if is_owed_now(one))
        return self._sharing[main]

    def left_or_alone(self) -> Iterator[tuple[VisitDraft, int]]:
        """Visits for tasks that may be left for the next quarter, and how many such can share one at most.

        Only of devices that no owed task takes down, and what nothing includes: it has no other visit to go with.
        """
        for tasks in self._by_device.values():
            if not any(is_owed_now(one) and _takes_down(one) for one in tasks):
                sharing = _most_in_one_visit(tasks)
                alone = (one for one in tasks if _takes_down(one) and not self.including(one))
                drafts = (draft_visit([one], self._facts) for one in alone)
                yield from ((draft, sharing) for draft in drafts if draft is not None)

    def including(self, task: Obligation) -> tuple[Obligation, ...]:
        """The open tasks of the asset that include this one, itself or through what they include."""
        others = self._by_asset[task.asset_tag]
        if not any(one.procedure.includes for one in others):
            return ()
        return tuple(one for one in others if is_nested(task, (one,), self._facts))

    def included(self, task: Obligation) -> tuple[Obligation, ...]:
        """The tasks of the asset that are owed now and that this one includes."""
        others = self._by_asset[task.asset_tag]
        return tuple(one for one in others if is_owed_now(one) and is_nested(one, (task,), self._facts))

    def _way(self, draft: VisitDraft, task: Obligation) -> Way | None:
        said: dict[Part, list[Inside]] = defaultdict(list)
        for one in all_said("admits", draft, self._facts):
            said[one.part].append(one)
        if not all(one.spans for sentences in said.values() for one in sentences):
            return None
        taken = tuple(all_said("uses", draft, self._facts))
        if self._is_too_much(taken):
            return None
        starts = [one.spans.members for one in said[Part.START]]
        ends = [one.spans.members for one in said[Part.END]]
        profile, split = draft.legs[0].profile, draft.splittable
        inside = [] if split else [one.spans for one in said[Part.VISIT]]
        hours = self._hours.key((*inside, *self._families.tools(profile)))
        return Way(
            self._families.family(profile, hours, 1 if split else draft.minutes),
            hours,
            draft,
            max((members[0].start for members in starts), default=_begin(draft, self._facts)),
            None if split else min((members[-1].end for members in starts), default=None),
            min((members[-1].end for members in ends), default=None),
            self._before(task),
            () if split or not inside else tuple(_places(draft, taken)),
        )

    def _is_too_much(self, said: Iterable[Takes]) -> bool:
        """Whether the visit takes more of a place at once than there ever is; what an order holds is held anyway."""
        taken: dict[tuple[Resource, Part], int] = defaultdict(int)
        for one in said:
            if one.part is not Part.UNTIL_DONE:
                taken[one.resource, one.part] += one.amount
        return any(amount > self._limit(resource) for (resource, _), amount in taken.items())

    def _limit(self, resource: Resource) -> int:
        if resource not in self._limits:
            self._limits[resource] = every_rule().limit(resource, self._facts)
        return self._limits[resource]

    def _before(self, task: Obligation) -> timedelta:
        """The minutes of everything else that is open on the device."""
        return timedelta(minutes=self._minutes[self._facts.main_of(task.asset_tag)] - task.procedure.minutes)


def is_owed_now(task: Obligation) -> bool:
    """Whether a plan can place it and pays for leaving it out; some that count are settled and cannot be placed."""
    return task.is_open and not task.extends_past_horizon


def _by(draft: VisitDraft, performer: PerformerId) -> VisitDraft:
    leg = draft.legs[0]
    if leg.profile.performer == performer:
        return draft
    return replace(draft, legs=(replace(leg, profile=replace(leg.profile, performer=performer)),))


def _begin(draft: VisitDraft, facts: Facts) -> datetime:
    day = first_plannable(facts)
    return day_span(day, day, facts.programme.sites[draft.site].zone).start


def _places(draft: VisitDraft, taken: Iterable[Takes]) -> Iterator[tuple[Resource, int]]:
    """What every minute of the visit takes how much of. Bench time spans weeks and is left out, which is legal."""
    parts = (Part.VISIT, Part.OUT) if draft.out is OutKind.WHILE_THERE else (Part.VISIT,)
    return ((one.resource, one.amount) for one in taken if one.part in parts)


def _most_in_one_visit(tasks: Iterable[Obligation]) -> int:
    """How many of a device's tasks that take it down can share a visit; of a series that keeps distance, one."""
    down = [one for one in tasks if _takes_down(one)]
    series = {(one.asset_tag, one.name) for one in down if _keeps_distance(one)}
    return max(1, len(series) + sum(1 for one in down if not _keeps_distance(one)))


def _takes_down(task: Obligation) -> bool:
    where = task.procedure.where
    return where is Where.BENCH or (task.procedure.interrupts and where in _OUT_WHERE)


def _keeps_distance(task: Obligation) -> bool:
    """Whether two of its series can never share a visit; a February is the shortest month."""
    return task.every is not None and (task.every.after(_A_FEBRUARY) - _A_FEBRUARY).days > task.minus_days
