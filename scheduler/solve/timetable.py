"""The incumbent: who is where when, what is taken, what is spent; tries, commits and takes back whole visits."""

from bisect import insort
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from constraints.sentence import Part
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, InstrumentId, SiteId, TaskId, TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Place
from scheduler.domain.work import VisitDraft
from scheduler.solve.candidates import Candidate, Candidates, WorkShift
from scheduler.solve.drafts import Drafts
from scheduler.solve.holds import Holds
from scheduler.solve.intervals import FAR, covers
from scheduler.solve.levels import Level, Levels
from scheduler.solve.lines import Line, Stop
from scheduler.solve.orders import Orders
from scheduler.solve.placement import PlacedLeg, Placement, PreparedVisit, is_enough, times_suit
from scheduler.solve.sentences import Sentences
from scheduler.solve.site_days import SiteDays
from scheduler.solve.spending import Spending
from scheduler.solve.targets import MinutePrices
from scheduler.solve.timeline import Timeline


@dataclass(slots=True)
class Timetable:
    """All placed visits and what they take; every change goes through `commit` and `undo`.

    What is taken back leaves everything as if it had never been there, also the order in which visits are met.
    `minute_prices` only guide who is asked first. `staying`: work whose visit nobody moves by choice.
    """

    facts: Facts
    drafts: Drafts
    orders: Orders
    sentences: Sentences = field(init=False)
    timeline: Timeline = field(init=False)
    candidates: Candidates = field(init=False)
    people: dict[TechnicianId, Line] = field(default_factory=dict)
    tools: dict[InstrumentId, Line] = field(default_factory=dict)
    placements: dict[TaskId, Placement] = field(default_factory=dict)
    spans: dict[TaskId, tuple[int, int]] = field(default_factory=dict)
    included: Mapping[TaskId, Sequence[Obligation]] = field(default_factory=dict)
    satisfied: dict[TaskId, Placement] = field(default_factory=dict)
    minute_prices: MinutePrices = field(default_factory=dict)
    staying: set[TaskId] = field(default_factory=set)
    by_asset: dict[AssetTag, list[Placement]] = field(default_factory=dict)
    _by_stop: dict[tuple[TechnicianId, int], Placement] = field(default_factory=dict)
    _holds: Holds = field(default_factory=Holds)
    _levels: Levels = field(init=False)
    _spending: Spending = field(init=False)
    _days: SiteDays = field(init=False)

    def __post_init__(self) -> None:
        self.sentences, self.timeline = self.drafts.sentences, self.drafts.timeline
        self.candidates = self.drafts.candidates
        self._levels = Levels(self.sentences.limit)
        self._spending = Spending(self.sentences, self.facts)
        self._days = SiteDays(self.facts, self.timeline)

    def see(self, facts: Facts) -> None:
        """Go on with what people have seen now; only drafts that are prepared from here on can tell the difference."""
        self.facts = facts
        self.drafts.see(facts)

    def prepare(self, draft: VisitDraft) -> PreparedVisit:
        """Ask the rules about a draft, once."""
        said = self.drafts.said(draft)
        takes = tuple((self._levels.of(resource), amount, part) for resource, amount, part in said.takes)
        return PreparedVisit(draft, draft.minutes, said.times, said.legs, takes, said.lead)

    def person(self, technician: TechnicianId) -> Line:
        line = self.people.get(technician)
        if line is None:
            line = self.people[technician] = Line(self.sentences.person_way)
        return line

    def tool(self, instrument: InstrumentId) -> Line:
        line = self.tools.get(instrument)
        if line is None:
            line = self.tools[instrument] = Line(self.sentences.tool_way)
        return line

    def fits(self, placement: Placement) -> bool:
        """Tell whether every rule would still be kept with this visit added."""
        return (
            times_suit(placement)
            and all(self._leg_fits(placement, leg) for leg in placement.legs)
            and self._levels_have_room(placement)
            and self._minutes_are_left(placement)
            and self._order_is_kept(placement)
        )

    def commit(self, placement: Placement) -> None:
        """Add a visit that fits."""
        for line, stop, person in self._stops(placement):
            if person is not None:
                self._spending.charge(line, stop, person, 1)
            line.insert(stop)
            if person is not None:
                self._by_stop[person.technician, stop.start] = placement
        for level, amount, start, end in self._taken(placement):
            level.add(start, end, amount)
        self._holds.free(placement)
        insort(self.by_asset.setdefault(placement.visit.draft.asset_tag, []), placement, key=_when)
        for task in placement.task_ids:
            self.satisfied.pop(task, None)
            self.placements[task] = placement
            self._note(task, placement.task_span(task), placement)
        for task in placement.task_ids:
            self._satisfy(task, placement)

    def undo(self, placement: Placement) -> None:
        """Take a visit back out, as if it had never been there."""
        for line, stop, person in self._stops(placement):
            line.remove(stop)
            if person is not None:
                self._spending.charge(line, stop, person, -1)
                del self._by_stop[person.technician, stop.start]
        for level, amount, start, end in self._taken(placement):
            level.add(start, end, -amount)
        self._holds.hold_again(placement)
        self.by_asset[placement.visit.draft.asset_tag].remove(placement)
        for task in placement.task_ids:
            del self.placements[task]
            self._forget(task)
            for nested in self.included.get(task, ()):
                if self.satisfied.get(nested.task_id) is placement:
                    self.release(nested.task_id)

    def release(self, nested: TaskId) -> None:
        """Count a task no longer as satisfied by the one that includes it."""
        del self.satisfied[nested]
        self._forget(nested)

    def _note(self, task: TaskId, span: tuple[int, int], placement: Placement) -> None:
        self.spans[task] = span
        self.orders.turns.note(task, span, self.local_day(placement.visit.draft.site, span[0]))

    def _forget(self, task: TaskId) -> None:
        del self.spans[task]
        self.orders.turns.forget(task)

    def _satisfy(self, task: TaskId, placement: Placement) -> None:
        """What the task includes is done with it, if the visit lies in its window and its order is kept."""
        for nested in self.included.get(task, ()):
            name = nested.task_id
            if name in self.spans or not self._is_inside(placement, nested) or not self._may_follow(name):
                continue
            self._note(name, (placement.start, placement.end), placement)
            self.satisfied[name] = placement
            if not self._kept([name], self.spans, placement.visit.draft.site):
                self.release(name)

    def _may_follow(self, task: TaskId) -> bool:
        """Tell whether what the task follows up is there: done before it, its follow-up would do for nothing."""
        return all(
            after.first in self.spans for after in self.orders.of_task(task) if after.together and after.then == task
        )

    def stays(self, placement: Placement) -> bool:
        """Tell whether the visit holds work that nobody moves by choice."""
        return not self.staying.isdisjoint(placement.task_ids)

    def is_tied(self, tasks: Sequence[TaskId]) -> bool:
        """Tell whether a visit of the tasks can go nowhere by itself, as things stand."""
        return self.orders.ties(tasks, self.spans)

    def is_late(self, task: Obligation, placement: Placement) -> bool:
        """Tell whether the visit ends after the task's window, and not only because that was over from the start."""
        last = self.local_day(placement.visit.draft.site, placement.end - 1)
        return not task.overdue and last > task.window.last_day.toordinal()

    def _is_inside(self, placement: Placement, task: Obligation) -> bool:
        """Tell whether the visit lies in the task's window (an overdue one's has no end)."""
        site = placement.visit.draft.site
        first, last = self.local_day(site, placement.start), self.local_day(site, placement.end - 1)
        in_time = task.overdue or last <= task.window.last_day.toordinal()
        return in_time and first >= task.window.first_day.toordinal()

    def of_person(self, technician: TechnicianId, start: int, end: int) -> list[Placement]:
        """The visits of which the person does a leg that starts in [start, end), in time order."""
        return [self._by_stop[technician, stop.start] for stop in self.person(technician).of_shift(start, end)]

    def work_and_travel(self, technician: TechnicianId) -> tuple[int, int]:
        """Minutes of legs, and of counted travel, that the person has by now."""
        stops = self.person(technician).stops
        return sum(stop.end - stop.start for stop in stops), self._spending.ways(stops)

    def minutes_left(self, person: Candidate, day: int) -> int:
        """What the tightest of the person's buckets of that day still holds."""
        return self._spending.left(person, day)

    def lend(self, person: Candidate, day: int, minutes: int) -> None:
        """Give the person's week of that day more minutes, in thought; negative ones are taken back."""
        self._spending.lend(person, day, minutes)

    def buckets(self, person: Candidate, day: int) -> tuple[tuple[tuple[int, int], int], ...]:
        """The person's buckets of that day by name, with what each still holds."""
        return self._spending.buckets(person, day)

    def extra_travel(self, person: Candidate, shift: WorkShift, start: int, place: Place) -> int:
        """Minutes of counted travel that a leg at `place` adds to that shift."""
        stop = Stop(start, start + 1, place, shift.base, shift.day, shift.chain)
        return self._spending.travel_added(self.person(person.technician), stop)

    def _leg_fits(self, placement: Placement, leg: PlacedLeg) -> bool:
        minutes, profile = leg.end - leg.start, leg.draft.profile
        if len(leg.people) < profile.crew or len({person.technician for person in leg.people}) < len(leg.people):
            return False
        for person, place in zip(leg.people, leg.places, strict=True):
            if not covers(person.spans, leg.start, leg.end):
                return False
            if self.person(person.technician).earliest(leg.start, minutes, place) != leg.start:
                return False
        if not is_enough(leg.people, profile, leg.start, placement.end, exactly=leg.exactly):
            return False
        place = self.candidates.place(profile, profile.site)
        return all(
            covers(tool.spans, leg.start, leg.end)
            and self.tool(tool.instrument).earliest(leg.start, minutes, place) == leg.start
            for tool in leg.tools
        )

    def _levels_have_room(self, placement: Placement) -> bool:
        has_room = all(
            level.peak(start, end) + amount <= level.limit for level, amount, start, end in self._taken(placement)
        )
        return has_room and self._holds.may_last(placement)

    def _minutes_are_left(self, placement: Placement) -> bool:
        stops = ((line, stop, person) for line, stop, person in self._stops(placement) if person is not None)
        return self._spending.suffices(stops)

    def _order_is_kept(self, placement: Placement) -> bool:
        tasks = placement.task_ids
        if not self.orders.binds(tasks):
            return True
        mine = {task: placement.task_span(task) for task in tasks}
        return self._kept(tasks, ChainMap(mine, self.spans), placement.visit.draft.site)

    def _kept(self, tasks: Sequence[TaskId], spans: Mapping[TaskId, tuple[int, int]], site: SiteId) -> bool:
        return self.orders.kept(
            spans,
            lambda _, day: self.midnight(site, date.fromordinal(day)),
            lambda _, minute: self.local_day(site, minute),
            tasks,
        )

    def frame(self, visit: PreparedVisit) -> tuple[int, int] | None:
        """From when and until when placed tasks let this visit be; None: not at all, as things stand."""
        tasks = [task.task_id for task in visit.draft.tasks]
        if not self.orders.binds(tasks):
            return -FAR, FAR
        site = visit.draft.site
        return self.orders.frame(
            self.spans,
            lambda _, day: self.midnight(site, date.fromordinal(day)),
            lambda _, minute: self.local_day(site, minute),
            tasks,
        )

    def turn_frame(self, task: TaskId, site: SiteId, *, is_late: bool) -> tuple[int, int]:
        """From when until when the stages around a task let it be: in its window, or after it."""
        return self.orders.turns.frame_of(
            task,
            lambda _, day: self.midnight(site, date.fromordinal(day)),
            lambda _, minute: self.local_day(site, minute),
            is_late=is_late,
        )

    def unfounded(self) -> tuple[TaskId, ...]:
        """Tasks that have to be taken back, since a precedence does not hold as things stand."""
        done = ChainMap(self.placements, self.satisfied)
        return self.orders.unfounded(
            self.spans, lambda task, minute: self.local_day(done[task].visit.draft.site, minute)
        )

    def local_day(self, site: SiteId, minute: int) -> int:
        """The civil day at `site`, as an ordinal."""
        return self._days.local_day(site, minute)

    def midnight(self, site: SiteId, day: date) -> int:
        """The minute in which the civil day begins at `site`."""
        return self._days.midnight(site, day)

    def _stops(self, placement: Placement) -> Iterator[tuple[Line, Stop, Candidate | None]]:
        for leg in placement.legs:
            for person, shift, place in zip(leg.people, leg.shifts, leg.places, strict=True):
                stop = Stop(leg.start, leg.end, place, shift.base, shift.day, shift.chain)
                yield self.person(person.technician), stop, person
            place = self.candidates.place(leg.draft.profile, leg.draft.profile.site)
            for tool in leg.tools:
                yield self.tool(tool.instrument), Stop(leg.start, leg.end, place, place.site, 0, 0), None

    def hold(self, visit: PreparedVisit) -> None:
        """Take from the outset what an open task takes until it is done."""
        self._holds.hold(visit)

    def is_held(self, level: Level, amount: int, begin: int, until: int) -> bool:
        """Tell whether orders that wait leave no room for so much more on the level, from begin until then."""
        return not self._holds.may_be_out(level, amount, begin, until)

    def _taken(self, placement: Placement) -> Iterator[tuple[Level, int, int, int]]:
        """What the visit takes of shared capacities, and when."""
        for level, amount, part in placement.visit.takes:
            if part is Part.OUT:
                if placement.out is not None:
                    yield level, amount, *placement.out
            elif part is Part.LEG:
                for leg in placement.legs:
                    yield level, amount, leg.start, leg.end
            elif part is not Part.UNTIL_DONE:
                yield level, amount, placement.start, placement.end
        yield from self._meanwhile(placement)

    def _meanwhile(self, placement: Placement) -> Iterator[tuple[Level, int, int, int]]:
        """What stays taken between a visit and this one, which follows it up."""
        for task in placement.task_ids:
            for after in self.orders.of_task(task):
                former = self.placements.get(after.first) or self.satisfied.get(after.first)
                if after.then != task or not after.meanwhile or former is None or after.first in placement.task_ids:
                    continue
                start = former.out[1] if former.out else former.end
                end = placement.out[0] if placement.out else placement.end
                for said in after.meanwhile if start < end else ():
                    yield self._levels.of(said.resource), said.amount, start, end


def _when(placement: Placement) -> tuple[int, TaskId]:
    return placement.start, placement.task_ids[0]
