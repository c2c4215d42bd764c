"""Why a task is not in time: what the rules leave no room for, or whose minutes are gone, with the numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from constraints import catalogue
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation, ReasonCode
from scheduler.domain.work import LegDraft
from scheduler.obligations import draft_visit
from scheduler.solve.case import Case, feasible, reaching, together
from scheduler.solve.cause import Cause, people_said
from scheduler.solve.choices import Days, placements
from scheduler.solve.crowd import Crowd, capacity, more, numbers
from scheduler.solve.hindrances import Hindrances, over_limit
from scheduler.solve.intervals import longest
from scheduler.solve.placement import Placement, PreparedVisit
from scheduler.solve.remedies import Remedies
from scheduler.solve.room import Rooms
from scheduler.solve.splitting import split_placements
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes

_LATENESS = "lateness"
_PEOPLE_WERE_MISSING = frozenset({ReasonCode.CAPACITY, ReasonCode.CREW_TOO_SMALL})


class Explainer:
    """Asks the finished timetable about single tasks."""

    def __init__(self, timetable: Timetable, facts: Facts, wishes: Wishes) -> None:
        self._timetable = timetable
        self._facts = facts
        self._wishes = wishes
        self._hindrances = Hindrances(timetable, facts)
        self.remedies = Remedies(timetable)
        self.rooms = Rooms(timetable)
        self._crowds: dict[tuple[TaskId, int, int], Crowd] = {}
        self._causes: dict[TaskId, Cause] = {}

    def cause(self, task: Obligation) -> Cause:
        """Why this open task has no visit, or none in time; without one, also why it has no place after its window."""
        if task.task_id not in self._causes:
            self._causes[task.task_id] = self._with_remedy(task, self._new_cause(task))
        return self._causes[task.task_id]

    def _with_remedy(self, task: Obligation, cause: Cause) -> Cause:
        """What would help, as far as something that was tried does."""
        case = self.case(task)
        remedy = None if case is None else self.remedies.cheapest(case)
        if remedy is None:
            return cause
        said = f"{remedy.said} Price: {remedy.price} points, against {self.price(task)} that it costs now."
        return replace(cause, what_would_help=said, change=remedy.text, price=remedy.price)

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
        place_from = partial(self._timetable.candidates.place, case.leg.draft.profile)
        free = tuple(self.rooms.free(person, inside, place_from) for person, inside in found)
        rooms = tuple(self.rooms.of(person, inside, place_from, case.piece) for person, inside in found)
        people, inside = tuple(person for person, _ in found), tuple(inside for _, inside in found)
        return Crowd(people, place_from, inside, free, rooms)

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
        last = task.window.last_day
        if task.task_id in self._timetable.spans or task.hard_window or task.overdue or last >= horizon.last_day:
            return None
        days = (last + timedelta(days=1), task.not_before, self._first_day)
        first = max(day for day in days if day is not None)
        return self._case(task, first, horizon.last_day) if first <= horizon.last_day else None

    def _case(self, task: Obligation, first: date, last: date) -> Case | None:
        draft = draft_visit((task,), self._facts)
        if draft is None:
            return None
        visit = self._timetable.prepare(draft)
        begin = self._timetable.midnight(draft.site, first)
        until = self._timetable.midnight(draft.site, last + timedelta(days=1))
        from_then, until_then = self._timetable.frame(visit) or (begin, until)
        is_late = first > task.window.last_day
        turn = self._timetable.turn_frame(task.task_id, draft.site, is_late=is_late)
        from_then, until_then = max(from_then, turn[0]), min(until_then, turn[1])
        if from_then <= begin and until <= until_then:
            return Case(task, visit, first, last, begin, until, feasible(visit, begin, until))
        first = max(first, self._day(visit, max(begin, from_then)))
        last = min(last, self._day(visit, min(until, until_then) - 1))
        begin = self._timetable.midnight(draft.site, first)
        until = self._timetable.midnight(draft.site, last + timedelta(days=1))
        order = self._turn(task, first, last, is_late=is_late) or self._order(task, first, last)
        return Case(task, visit, first, last, begin, max(begin, until), feasible(visit, begin, until), order)

    def _day(self, visit: PreparedVisit, minute: int) -> date:
        return date.fromordinal(self._timetable.local_day(visit.draft.site, minute))

    def _turn(self, task: Obligation, first: date, last: date, *, is_late: bool) -> str:
        """The same for what comes in stages, as far as that is why."""
        told = []
        for turn in self._timetable.orders.turns.of_task(task.task_id):
            late = is_late and turn.stage_of[task.task_id] >= turn.said.whole and bool(turn.said.in_time_until)
            former, later = turn.before_and_after(task.task_id, is_straggler=late)
            if former is not None:
                told.append((f"after {self._on_another(former)}, from {first} on", former))
            if later is not None:
                told.append((f"before {self._on_another(later)}, until {last}", later))
        return self._tightest(told)

    def _tightest(self, told: Iterable[tuple[str, TaskId]]) -> str:
        """Of what comes before and of what comes after, each with its words, what binds most."""
        tightest = {words.partition(" ")[0]: words for words, _ in sorted(told, key=self._when)}
        return f"It comes {' and '.join(tightest[one] for one in sorted(tightest))}" if tightest else ""

    def _when(self, told: tuple[str, TaskId]) -> int:
        """What binds most comes last: the last end of what is before, the first start of what is after."""
        words, name = told
        start, end = self._timetable.spans[name]
        return end if words.startswith("after") else -start

    def _on_another(self, name: TaskId) -> str:
        other = self._wishes.task(name)
        site = self._facts.site_of(other.asset_tag).site
        day = date.fromordinal(self._timetable.local_day(site, self._timetable.spans[name][1] - 1))
        return f"{other.name} of {other.asset_tag} ({day})"

    def _order(self, task: Obligation, first: date, last: date) -> str:
        """What is planned that it comes after or before, and the days that this leaves."""
        told = []
        for after in self._timetable.orders.of_task(task.task_id):
            follows = after.then == task.task_id
            name = after.first if follows else after.then
            if name in self._timetable.spans:
                other = self._wishes.task(name)
                site = self._facts.site_of(other.asset_tag).site
                day = date.fromordinal(self._timetable.local_day(site, self._timetable.spans[name][1] - 1))
                words = f"after {other.name} ({day}), from {first} on"
                told.append((words if follows else f"before {other.name} ({day}), until {last}", name))
        return self._tightest(told)

    def _with_companions(self, case: Case) -> Cause:
        """A task that is placed only together with another is also kept out by what keeps the other out."""
        own = self._own(case)
        if own is not None and own.code not in _PEOPLE_WERE_MISSING:
            return own
        for name in self._timetable.orders.companions(case.task.task_id):
            other = self._wishes.task(name)
            its = self._case(other, case.first, case.last)
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
            return capacity(case, crowd, len(reaching(case, self._facts)))
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
        text = f"it takes {amount} of {limit}, and others are out or held whenever {people_said(len(crowd.rooms))} "
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
            text = f"{numbers(case, crowd)}; {crew} of them are never free at once for {needed} minutes."
            return Cause(ReasonCode.CAPACITY, text, f"Free {crew} of them at once for {needed} minutes.")
        text = f"{numbers(case, crowd)}, in pieces that the ways, the day's share or other visits to the same "
        return Cause(ReasonCode.CAPACITY, f"{text}asset leave too short.", more(case))

    def _not_used(self, case: Case) -> Cause:
        """The plan leaves a place free: that is said as it is."""
        companions = [self._wishes.task(one) for one in self._timetable.orders.companions(case.task.task_id)]
        if companions:
            names = " and ".join(one.name for one in companions)
            text = f"{numbers(case, self.crowd(case))}; there is a place for it and one for {names}, but none "
            return Cause(ReasonCode.CAPACITY, f"{text}for both in their order.", more(case))
        found = self._place(case.visit, case)
        when = self._timetable.timeline.instant(found.start) if found else None
        zone = self._facts.programme.sites[case.visit.draft.site].zone
        said = f" ({when.astimezone(zone):%Y-%m-%d %H:%M})" if when else ""
        text = f"{numbers(case, self.crowd(case))}: a place is free{said} that the plan does not use."
        return Cause(ReasonCode.CAPACITY, text, "Plan it there by hand, or with a lock.")


def _placements(timetable: Timetable, visit: PreparedVisit, days: Days) -> Sequence[Placement]:
    found = next(placements(timetable, visit, days), None)
    return () if found is None else (found,)


def _without_tools(case: Case) -> LegDraft:
    return replace(case.leg.draft, profile=replace(case.leg.draft.profile, instruments=()))
