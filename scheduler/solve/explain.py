"""Why a task is not in time: what the rules leave no room for, or whose minutes are gone, with the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from constraints import catalogue
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation, ReasonCode
from scheduler.domain.plan import Place
from scheduler.domain.work import LegDraft
from scheduler.obligations import draft_visit
from scheduler.solve.candidates import Candidate
from scheduler.solve.case import Case, feasible, reaching, together
from scheduler.solve.cause import Cause, people_said, weeks_said
from scheduler.solve.choices import Days, placements
from scheduler.solve.hindrances import Hindrances, over_limit
from scheduler.solve.intervals import Intervals, longest
from scheduler.solve.placement import Placement, PreparedVisit
from scheduler.solve.room import Room, Rooms
from scheduler.solve.splitting import split_placements
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes

_LATENESS = "lateness"
_PEOPLE_WERE_MISSING = frozenset({ReasonCode.CAPACITY, ReasonCode.CREW_TOO_SMALL})


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of a case who are at work in its hours, each with their place of work and their room."""

    people: tuple[Candidate, ...]
    places: tuple[Place, ...]
    hours: tuple[Intervals, ...]
    free: tuple[Intervals, ...]
    rooms: tuple[Room, ...]

    @property
    def there(self) -> int:
        return sum(room.there for room in self.rooms)

    @property
    def left(self) -> int:
        return sum(room.left for room in self.rooms)

    @property
    def weeks(self) -> int:
        return len({week for room in self.rooms for week, minutes in room.weeks.items() if minutes.there})

    def piece(self, crew: int) -> int:
        """The longest piece that is left to so many of them, each on their own."""
        pieces = sorted((room.piece for room in self.rooms), reverse=True)
        return max(0, pieces[crew - 1]) if len(pieces) >= crew else 0

    def whole(self, crew: int) -> int:
        """The same if nothing were planned."""
        pieces = sorted((room.whole for room in self.rooms), reverse=True)
        return max(0, pieces[crew - 1]) if len(pieces) >= crew else 0


class Explainer:
    """Asks the finished timetable about single tasks."""

    def __init__(self, timetable: Timetable, facts: Facts, wishes: Wishes) -> None:
        self._timetable = timetable
        self._facts = facts
        self._wishes = wishes
        self._hindrances = Hindrances(timetable, facts)
        self.rooms = Rooms(timetable)
        self._crowds: dict[tuple[TaskId, int, int], Crowd] = {}
        self._causes: dict[TaskId, Cause] = {}

    def cause(self, task: Obligation) -> Cause:
        """Why this open task has no visit, or none in time; without one, also why it has no place after its window."""
        if task.task_id not in self._causes:
            self._causes[task.task_id] = self._new_cause(task)
        return self._causes[task.task_id]

    def _new_cause(self, task: Obligation) -> Cause:
        case = self.case(task)
        if case is None:
            return Cause(ReasonCode.CAPACITY, "It has 0 minutes of work, so no visit can be made.", "Give it minutes.")
        cause = self._with_companions(case)
        later = self._later(case)
        if later is None or cause.code is ReasonCode.LOCKED_OUT:
            return cause
        after = self._with_companions(later)
        if after.reason == cause.reason:
            return cause
        return replace(cause, reason=f"{cause.reason} After its window: {after.reason}")

    def case(self, task: Obligation) -> Case | None:
        """The task on the days on which it would be in time."""
        horizon = self._facts.horizon
        first = max(day for day in (task.window.first_day, task.not_before, self._first_day) if day is not None)
        last = min(task.window.last_day, horizon.last_day)
        if task.overdue and not task.hard_window:
            last = horizon.last_day
        return self._case(task, first, last)

    def crowd(self, case: Case) -> Crowd:
        """Who is at work, certified, when the case's visit can be, and the room that each has."""
        key = (case.task.task_id, case.begin, case.until)
        if key not in self._crowds:
            self._crowds[key] = self._new_crowd(case)
        return self._crowds[key]

    def _new_crowd(self, case: Case) -> Crowd:
        hours = [case.certified(person, case.feasible) for person in case.leg.people]
        found = [(person, inside) for person, inside in zip(case.leg.people, hours, strict=True) if inside]
        people, places = tuple(person for person, _ in found), tuple(self._place_of(one, case) for one, _ in found)
        each = [(person, inside, place) for (person, inside), place in zip(found, places, strict=True)]
        free = tuple(self.rooms.free(*one) for one in each)
        rooms = tuple(self.rooms.of(*one, case.piece) for one in each)
        return Crowd(people, places, tuple(inside for _, inside in found), free, rooms)

    def _place_of(self, person: Candidate, case: Case) -> Place:
        base = next(iter(person.shifts.values()))[0].base
        return self._timetable.candidates.place(case.leg.draft.profile, base)

    def price(self, task: Obligation) -> int:
        """What the task costs as it stands: unplaced, or the part of its visit's price that is for lateness."""
        placement = self._timetable.placements.get(task.task_id)
        draft = draft_visit((task,), self._facts)
        if placement is None or draft is None:
            return self._wishes.value(task)
        span = self._timetable.timeline.span(placement.start, placement.end)
        rules = (rule for rule in catalogue.soft_rules() if rule.RULE.key == _LATENESS and hasattr(rule, "price_visit"))
        return sum(price.points for rule in rules for price in rule.price_visit(draft, span, self._facts))

    @property
    def _first_day(self) -> date:
        return max(self._facts.today, self._facts.horizon.first_day)

    def _later(self, case: Case) -> Case | None:
        """The days after the window, for a task that has no visit at all and may be late."""
        task, horizon = case.task, self._facts.horizon
        if task.task_id in self._timetable.spans or task.hard_window or task.overdue or case.last >= horizon.last_day:
            return None
        return self._case(task, max(case.first, case.last + timedelta(days=1)), horizon.last_day)

    def _case(self, task: Obligation, first: date, last: date) -> Case | None:
        draft = draft_visit((task,), self._facts)
        if draft is None:
            return None
        visit = self._timetable.prepare(draft)
        begin = self._timetable.midnight(draft.site, first)
        until = self._timetable.midnight(draft.site, last + timedelta(days=1))
        frame = self._timetable.frame(visit)
        if frame is None or frame[0] <= begin:
            return Case(task, visit, first, last, begin, until, feasible(visit, begin, until))
        begin = frame[0]
        since = date.fromordinal(self._timetable.local_day(draft.site, begin))
        return Case(task, visit, max(first, since), last, begin, until, feasible(visit, begin, until), since)

    def _with_companions(self, case: Case) -> Cause:
        """A task that is placed only together with another is also kept out by what keeps the other out."""
        own = self._own(case)
        if own is not None and own.code not in _PEOPLE_WERE_MISSING:
            return own
        for name in self._timetable.orders.companions(case.task.task_id):
            other = self._wishes.task(name)
            its = self._case(other, case.first, self._facts.horizon.last_day)
            cause = self._own(its) if its is not None else None
            if cause is not None and (own is None or cause.code not in _PEOPLE_WERE_MISSING):
                return replace(cause, reason=f"It is done only together with {other.name}. Of that: {cause.reason}")
        return own or self._not_used(case)

    def _own(self, case: Case) -> Cause | None:
        """Why this one cannot be, whatever it is done together with; None if a place for it is free."""
        return self._hindrances.first(case) or self._full(case)

    def _full(self, case: Case) -> Cause | None:
        crowd = self.crowd(case)
        crew = case.leg.draft.profile.crew
        if not case.is_split and crowd.piece(crew) < case.piece:
            return self._capacity(case, crowd)
        if self._place(case.visit, case) is not None:
            return None
        return self._crowded_out(case, crowd) or self._apart(case, crowd)

    def _place(self, visit: PreparedVisit, case: Case) -> Placement | None:
        """A place in the case's days as things stand, what it is done together with left aside."""
        day = case.first.toordinal()
        days = Days(day, max(day, case.last.toordinal()), day, case.begin, case.until, 1, 1)
        found = (split_placements if case.is_split else _placements)(self._timetable, visit, days)
        return next(iter(found), None)

    def _crowded_out(self, case: Case, crowd: Crowd) -> Cause | None:
        """Whether it would fit if other assets were not out, or other work had not its instruments."""
        if self._place(replace(case.visit, takes=()), case) is not None:
            for taken in case.visit.takes:
                others = tuple(one for one in case.visit.takes if one is not taken)
                if self._place(replace(case.visit, takes=others), case) is not None:
                    return self._others_out(taken[0].kind, taken[0].limit, taken[1], case, crowd)
            kind = case.visit.takes[0][0]
            return self._others_out(kind.kind, kind.limit, case.visit.takes[0][1], case, crowd)
        legs = (replace(case.leg, draft=_without_tools(case), tools=()),)
        if case.leg.tools and self._place(replace(case.visit, legs=legs), case) is not None:
            return self._tools_taken(case, crowd)
        return None

    def _others_out(self, kind: str, limit: int, amount: int, case: Case, crowd: Crowd) -> Cause:
        text = f"it takes {amount} of {limit}, and others take the rest whenever {people_said(len(crowd.rooms))} "
        return over_limit(kind, f"{text}could do it in its days {case.days}")

    def _tools_taken(self, case: Case, crowd: Crowd) -> Cause:
        groups = case.leg.draft.profile.instruments
        told = [f"{len(tools)} with {' or '.join(group)}" for group, tools in zip(groups, case.leg.tools, strict=True)]
        text = f"All its instruments ({', '.join(told)}) are in use, or on the way, whenever "
        text += f"{people_said(len(crowd.rooms))} could do it for {case.piece} minutes in its days {case.days}."
        return Cause(ReasonCode.NO_INSTRUMENT, text, "Bring one more of these instruments in those days.")

    def _apart(self, case: Case, crowd: Crowd) -> Cause:
        """Each of the crew is free for long enough at some time, but not all of them at once."""
        crew, needed = case.leg.draft.profile.crew, case.leg.minutes
        if crew > 1 and longest(together(crowd.free, crew)) < case.piece:
            text = f"{self._numbers(case, crowd)}; {crew} of them are never free at once for {needed} minutes."
            return Cause(ReasonCode.CAPACITY, text, f"Free {crew} of them at once for {needed} minutes.")
        text = f"{self._numbers(case, crowd)}, in pieces that the ways, the day's share or other visits to the same "
        return Cause(ReasonCode.CAPACITY, f"{text}asset leave too short.", _more(case))

    def _capacity(self, case: Case, crowd: Crowd) -> Cause:
        crew = case.leg.draft.profile.crew
        whole = crowd.whole(crew)
        if len(crowd.rooms) < crew:
            return self._nobody_there(case, crowd)
        if whole < case.piece:
            text = f"It needs {case.piece} minutes in one go; the most that shares and the way leave anybody "
            text += f"on one day of {case.days} is {whole}."
            return Cause(ReasonCode.CAPACITY, text, f"Raise the share of a day by {case.piece - whole} minutes.")
        ending = f" in pieces of at most {crowd.piece(crew)}" if crowd.left else ""
        return Cause(ReasonCode.CAPACITY, f"{self._numbers(case, crowd)}{ending}.", _more(case))

    def _nobody_there(self, case: Case, crowd: Crowd) -> Cause:
        profile = case.leg.draft.profile
        skill, there = case.skill or "no special skill", len(crowd.rooms)
        text = f"It needs {people_said(profile.crew)} with {skill} for {case.piece} minutes in {case.days}: "
        text += f"{there} of {len(reaching(case, self._facts))} who serve {profile.site} are at work so long, "
        text += "the ways taken off, in the hours in which it can be done."
        code = ReasonCode.CREW_TOO_SMALL if there else ReasonCode.CAPACITY
        return Cause(code, text, f"Add a shift of somebody with {skill} in those hours.")

    def _numbers(self, case: Case, crowd: Crowd) -> str:
        """Needed; there, taken and left by the shares, inside the hours in which it can be done."""
        crew, minutes = case.leg.draft.profile.crew, case.leg.minutes
        needed = f"{minutes} minutes" if crew == 1 else f"{crew} times {minutes} minutes"
        who = people_said(len(crowd.rooms))
        text = f"It needs {needed} of {case.skill or 'any skill'} between {case.first} and {case.last}: {who} "
        text += f"{'has' if len(crowd.rooms) == 1 else 'have'} {crowd.there} in {weeks_said(crowd.weeks)} in the hours "
        return (
            text + f"in which it can be done; {crowd.there - crowd.left} are taken by planned work, {crowd.left} left"
        )

    def _not_used(self, case: Case) -> Cause:
        found = self._place(case.visit, case)
        when = self._timetable.timeline.instant(found.start) if found else None
        zone = self._facts.programme.sites[case.visit.draft.site].zone
        said = f" ({when.astimezone(zone):%Y-%m-%d %H:%M})" if when else ""
        text = f"{self._numbers(case, self.crowd(case))}: a place is free{said} that the plan does not use."
        return Cause(ReasonCode.CAPACITY, text, "Plan it there by hand, or with a lock.")


def _placements(timetable: Timetable, visit: PreparedVisit, days: Days) -> Sequence[Placement]:
    found = next(placements(timetable, visit, days), None)
    return () if found is None else (found,)


def _without_tools(case: Case) -> LegDraft:
    return replace(case.leg.draft, profile=replace(case.leg.draft.profile, instruments=()))


def _more(case: Case) -> str:
    minutes = case.leg.minutes * case.leg.draft.profile.crew
    return f"Free or add {minutes} minutes of {case.skill or 'anybody'} between {case.first} and {case.last}."
