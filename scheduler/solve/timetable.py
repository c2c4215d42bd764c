"""The incumbent: who is where when, what is taken, what is spent; tries, commits and takes back whole visits."""

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from constraints.sentence import Part, Per, Resource, Spends
from scheduler.domain.calendar import MIDNIGHT, instant
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, InstrumentId, SiteId, TaskId, TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Place
from scheduler.domain.work import OutKind, VisitDraft
from scheduler.solve.accounts import Account
from scheduler.solve.candidates import Candidate, Candidates, WorkShift
from scheduler.solve.drafts import Drafts
from scheduler.solve.intervals import FAR, covers
from scheduler.solve.levels import Level
from scheduler.solve.lines import Line, Stop
from scheduler.solve.orders import Orders
from scheduler.solve.placement import PlacedLeg, Placement, PreparedVisit, is_enough
from scheduler.solve.sentences import Sentences
from scheduler.solve.targets import MinutePrices
from scheduler.solve.timeline import Timeline

_A_DAY = 1440


@dataclass(slots=True)
class Timetable:
    """All placed visits and what they take; every change goes through `commit` and `undo`.

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
    _levels: dict[Resource, Level] = field(default_factory=dict)
    _held: dict[Level, Level] = field(default_factory=dict)
    _accounts: dict[tuple[Resource, Per], Account] = field(default_factory=dict)
    _spending: dict[Candidate, tuple[Account, ...]] = field(default_factory=dict)
    _midnights: dict[tuple[SiteId, date], int] = field(default_factory=dict)
    _local_days: dict[tuple[SiteId, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sentences, self.timeline = self.drafts.sentences, self.drafts.timeline
        self.candidates = self.drafts.candidates

    def see(self, facts: Facts) -> None:
        """Go on with what people have seen now; only drafts that are prepared from here on can tell the difference."""
        self.facts = facts
        self.drafts.see(facts)

    def prepare(self, draft: VisitDraft) -> PreparedVisit:
        """Ask the rules about a draft, once."""
        said = self.drafts.said(draft)
        takes = tuple((self._level(resource), amount, part) for resource, amount, part in said.takes)
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
            self._times_suit(placement)
            and all(self._leg_fits(placement, leg) for leg in placement.legs)
            and self._levels_have_room(placement)
            and self._minutes_are_left(placement)
            and self._order_is_kept(placement)
        )

    def commit(self, placement: Placement) -> None:
        """Add a visit that fits."""
        for line, stop, person in self._stops(placement):
            self._charge(line, stop, person, 1)
            line.insert(stop)
            if person is not None:
                self._by_stop[person.technician, stop.start] = placement
        for level, amount, start, end in self._taken(placement):
            level.add(start, end, amount)
        self._give_back(placement, -1)
        self.by_asset.setdefault(placement.visit.draft.asset_tag, []).append(placement)
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
            self._charge(line, stop, person, -1)
            if person is not None:
                del self._by_stop[person.technician, stop.start]
        for level, amount, start, end in self._taken(placement):
            level.add(start, end, -amount)
        self._give_back(placement, 1)
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
            if name in self.spans or not self._is_inside(placement, nested):
                continue
            self._note(name, (placement.start, placement.end), placement)
            self.satisfied[name] = placement
            if not self._kept([name], self.spans, placement.visit.draft.site):
                self.release(name)

    def stays(self, placement: Placement) -> bool:
        """Tell whether the visit holds work that nobody moves by choice."""
        return not self.staying.isdisjoint(placement.task_ids)

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
        chains: dict[int, list[Stop]] = {}
        for stop in stops:
            chains.setdefault(stop.chain, []).append(stop)
        ways = sum(self._way(*pair) for chain in chains.values() for pair in pairwise((None, *chain, None)))
        return sum(stop.end - stop.start for stop in stops), ways

    def minutes_left(self, person: Candidate, day: int) -> int:
        """What the tightest of the person's buckets of that day still holds."""
        least: int | None = None
        for account in self._spending.get(person) or self._accounts_of(person):
            left = account.left(day)
            if least is None or left < least:
                least = left
        return _A_DAY if least is None else least

    def lend(self, person: Candidate, day: int, minutes: int) -> None:
        """Give the person's week of that day more minutes, in thought; negative ones are taken back."""
        for account in self._accounts_of(person):
            if account.is_weekly:
                account.spend(day, -minutes)

    def buckets(self, person: Candidate, day: int) -> tuple[tuple[tuple[int, int], int], ...]:
        """The person's buckets of that day by name, with what each still holds."""
        return tuple((account.bucket(day), account.left(day)) for account in self._accounts_of(person))

    def extra_travel(self, person: Candidate, shift: WorkShift, start: int, place: Place) -> int:
        """Minutes of counted travel that a leg at `place` adds to that shift."""
        stop = Stop(start, start + 1, place, shift.base, shift.day, shift.chain)
        return self._travel_added(self.person(person.technician), stop)

    def _level(self, resource: Resource) -> Level:
        level = self._levels.get(resource)
        if level is None:
            level = self._levels[resource] = Level(self.sentences.limit(resource), resource.kind)
        return level

    def _times_suit(self, placement: Placement) -> bool:
        visit, times = placement.visit, placement.visit.times
        if visit.draft.splittable and len(placement.legs) > 1:
            ends_suit = covers(times.starts, placement.start, placement.start + 1)
            ends_suit = ends_suit and covers(times.ends, placement.end, placement.end)
            return ends_suit and covers(times.all, placement.start, placement.end)
        if not covers(times.starts, placement.start, placement.start + 1):
            return False
        if visit.draft.out is not OutKind.BENCH or placement.out is None:
            return True
        start, end = placement.out
        ends_suit = covers(times.out_ends, start, start) and covers(times.out_ends, end, end)
        return ends_suit and covers(times.out, start, end)

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
        return has_room and self._may_hold_until(placement)

    def _minutes_are_left(self, placement: Placement) -> bool:
        left: dict[tuple[int, int], int] = {}
        for line, stop, person in self._stops(placement):
            if person is not None:
                minutes = self._charged(line, stop)
                for account in self._accounts_of(person):
                    bucket = account.bucket(stop.day)
                    left[bucket] = left.get(bucket, account.left(stop.day)) - minutes
        return all(minutes >= 0 for minutes in left.values())

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
        known = self._local_days.get((site, minute))
        if known is None:
            known = self._local_days[site, minute] = self.facts.local_day(
                self.timeline.instant(minute), site
            ).toordinal()
        return known

    def midnight(self, site: SiteId, day: date) -> int:
        """The minute in which the civil day begins at `site`."""
        known = self._midnights.get((site, day))
        if known is None:
            zone = self.facts.programme.sites[site].zone
            known = self._midnights[site, day] = self.timeline.minute(instant(day, MIDNIGHT, zone))
        return known

    def _stops(self, placement: Placement) -> Iterator[tuple[Line, Stop, Candidate | None]]:
        for leg in placement.legs:
            for person, shift, place in zip(leg.people, leg.shifts, leg.places, strict=True):
                stop = Stop(leg.start, leg.end, place, shift.base, shift.day, shift.chain)
                yield self.person(person.technician), stop, person
            place = self.candidates.place(leg.draft.profile, leg.draft.profile.site)
            for tool in leg.tools:
                yield self.tool(tool.instrument), Stop(leg.start, leg.end, place, place.site, 0, 0), None

    def _charge(self, line: Line, stop: Stop, person: Candidate | None, sign: int) -> None:
        if person is not None:
            minutes = sign * self._charged(line, stop)
            for account in self._accounts_of(person):
                account.spend(stop.day, minutes)

    def _charged(self, line: Line, stop: Stop) -> int:
        """Minutes that a stop that is not on its line adds to its buckets."""
        return stop.end - stop.start + self._travel_added(line, stop)

    def _travel_added(self, line: Line, new: Stop) -> int:
        """Minutes by which the new stop makes the ways of its chain longer, from its base, between sites, and back."""
        before: Stop | None = None
        after: Stop | None = None
        for stop in line.of_shift(new.start - _A_DAY, new.start + _A_DAY):
            if stop.chain != new.chain:
                continue
            if stop.start >= new.start:
                after = stop
                break
            before = stop
        return self._way(before, new) + self._way(new, after) - self._way(before, after)

    def _way(self, leaving: Stop | None, entering: Stop | None) -> int:
        """Counted travel from one stop to the next; without one, from or to the site of the shift."""
        if entering is None:
            return 0 if leaving is None else self.facts.travel_minutes(leaving.place.site, leaving.base)
        start = entering.base if leaving is None else leaving.place.site
        return self.facts.travel_minutes(start, entering.place.site)

    def _accounts_of(self, person: Candidate) -> tuple[Account, ...]:
        accounts = self._spending.get(person)
        if accounts is None:
            accounts = self._spending[person] = tuple(self._account(said) for said in person.spends)
        return accounts

    def _account(self, said: Spends) -> Account:
        account = self._accounts.get((said.resource, said.per))
        if account is None:
            account = self._accounts[said.resource, said.per] = Account(said.resource, said.per, self.sentences.limit)
        return account

    def hold(self, visit: PreparedVisit) -> None:
        """Take from the outset what an open task takes until it is done."""
        for level, amount, part in visit.takes:
            if part is Part.UNTIL_DONE:
                level.add(-FAR + 1, FAR, amount)
                self._held.setdefault(level, Level(level.limit)).add(-FAR + 1, FAR, amount)

    def _give_back(self, placement: Placement, sign: int) -> None:
        for level, amount, part in placement.visit.takes:
            if part is Part.UNTIL_DONE:
                level.add(_done(placement), FAR, sign * amount)
                self._held[level].add(_done(placement), FAR, sign * amount)

    def _may_hold_until(self, placement: Placement) -> bool:
        """Tell whether nothing was placed meanwhile that has no room beside what the visit's tasks hold till then."""
        return all(
            height <= max(level.limit, self._held[level].peak(start, end))
            for level, _, part in placement.visit.takes
            if part is Part.UNTIL_DONE
            for start, end, height in level.steps(-FAR, _done(placement))
        )

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
                    yield self._level(said.resource), said.amount, start, end


def _done(placement: Placement) -> int:
    """When what the visit's tasks held is free."""
    return max(placement.end, placement.out[1] if placement.out else placement.end)
