"""Step 5 in a first form: CP-SAT gives the visits of a few people new days, around a task that is not in time.

The model knows days, minutes of days and weeks, and trips; the timetable, which knows every rule, then places what it
says, and only what loses less is kept. How much is tried depends on the tasks alone, never on a clock.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.domain.ids import SiteId, TaskId
from scheduler.domain.obligation import Obligation
from scheduler.solve.candidates import Candidate, WorkShift
from scheduler.solve.choices import shifts_with_time
from scheduler.solve.intervals import FAR
from scheduler.solve.placement import Placement
from scheduler.solve.rebuilding import Rebuilding
from scheduler.solve.search import earliest_in_shift
from scheduler.solve.targets import late_costs
from scheduler.solve.wishes import Wish

MOST_PEOPLE = 3
MOST_VISITS = 48
MOST_OPTIONS = 80
"""Shifts in which a visit may come, those on the cheapest days first."""
DETERMINISTIC_TIME = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A visit (its place in the list) on a shift of a person, with what the day costs."""

    wish: int
    person: Candidate
    shift: WorkShift
    cost: int

    @property
    def day(self) -> tuple[str, int]:
        return self.person.technician, self.shift.day


class Reassigning(Rebuilding):
    """Chooses days anew for many visits at once, where taking them one by one leads nowhere."""

    def improve(self, task: Obligation) -> bool:
        """Choose days again around this task; tell whether less is lost than before."""
        wish = self._wish_to_move(task)
        if wish is None:
            return False
        people = self._people(wish)
        former = self._visits_of(wish, people)
        placed_before = {name: placement for placement in former for name in placement.task_ids}
        tasks = [*wish.tasks, *(one for old in former for one in old.visit.draft.tasks if one not in wish.tasks)]
        before = self._lost(tasks, former)
        for placement in former:
            self._timetable.undo(placement)
        wishes = [wish, *self._wishes_of(wish, former)]
        options = [one for number, each in enumerate(wishes) for one in self._options(number, each)]
        chosen = self._chosen(wishes, options, placed_before)
        made = list(self._placed(wishes, chosen)) if chosen else []
        if made and self._lost(tasks, made) < before:
            return True
        for placement in reversed(made):
            self._timetable.undo(placement)
        for placement in former:
            self._timetable.commit(placement)
        return False

    def _people(self, wish: Wish) -> tuple[Candidate, ...]:
        """Those of the lead leg with the most minutes left in the window."""
        lead = wish.visit.legs[wish.visit.lead]
        days = range(wish.days.first, wish.days.last + 1)
        left = {one: sum(max(0, self._timetable.minutes_left(one, day)) for day in days) for one in lead.people}
        return tuple(sorted(left, key=lambda one: (-left[one], one.technician))[:MOST_PEOPLE])

    def _visits_of(self, wish: Wish, people: Sequence[Candidate]) -> list[Placement]:
        """The task's own visit, and those of these people in its window that can be moved: what can wait first."""
        own = [self._timetable.placements[name] for name in wish.task_ids if name in self._timetable.placements]
        found = dict.fromkeys(
            one
            for person in people
            for one in self._timetable.of_person(person.technician, wish.days.begin, wish.days.until)
        )
        movable = [one for one in found if one not in own and self._may_go(one) and len(one.legs[0].people) == 1]
        movable.sort(key=lambda one: (-_can_wait_until(one), one.start, one.task_ids))
        return [*dict.fromkeys(own), *movable[:MOST_VISITS]]

    def _wishes_of(self, wish: Wish, former: Sequence[Placement]) -> Iterator[Wish]:
        for placement in former:
            again = self._wishes.soon(placement.visit.draft.tasks)
            if placement.visit.draft.tasks != wish.tasks and again is not None and again.whole is not None:
                yield again

    def _options(self, number: int, wish: Wish) -> Iterator[Option]:
        if wish.whole is None:
            return
        lead = wish.whole.legs[wish.whole.lead]
        minutes = lead.minutes
        days = sorted(range(wish.days.first - 1, wish.days.last + 1), key=lambda day: (wish.days.cost(day, 0), day))
        seen = 0
        for day in days:
            for person in lead.people:
                for shift in shifts_with_time(self._timetable, wish.whole, person, wish.days, day, minutes):
                    seen += 1
                    yield Option(number, person, shift, max(0, wish.days.cost(day, 0)))
            if seen >= MOST_OPTIONS:
                return

    def _chosen(
        self, wishes: Sequence[Wish], options: Sequence[Option], former: Mapping[TaskId, Placement]
    ) -> dict[int, Option]:
        """Solve the model, hinting at what is there; nothing is chosen if the task that it is all about is missed."""
        from ortools.sat.python import cp_model

        cp = cp_model.CpModel()
        picked = [cp.new_bool_var("") for _ in options]
        by_wish: dict[int, list[int]] = defaultdict(list)
        for number, option in enumerate(options):
            by_wish[option.wish].append(number)
        missed = [cp.new_bool_var("") for _ in wishes]
        for number in range(len(wishes)):
            cp.add_exactly_one([missed[number], *(picked[one] for one in by_wish[number])])
        for number, option in enumerate(options):
            cp.add_hint(picked[number], _is_where(former.get(wishes[option.wish].task_ids[0]), option))
        trips = self._trips(cp, wishes, options, picked)
        cost = sum(option.cost * picked[number] for number, option in enumerate(options))
        lost = sum(late_costs(wish.value) * missed[number] for number, wish in enumerate(wishes))
        cp.minimize(cost + lost + sum(points * used for points, used in trips))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.max_deterministic_time = DETERMINISTIC_TIME
        status = solver.solve(cp)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return {}
        if solver.value(missed[0]):
            return {}
        return {options[number].wish: options[number] for number, one in enumerate(picked) if solver.value(one)}

    def _trips(
        self, cp: Any, wishes: Sequence[Wish], options: Sequence[Option], picked: Sequence[Any]
    ) -> list[tuple[int, Any]]:
        """Minutes of days and weeks hold the work and the ways to the sites that are gone to."""
        use: dict[tuple[int, int], list[Any]] = defaultdict(list)
        left: dict[tuple[int, int], int] = {}
        gone: dict[tuple[str, int, SiteId], Any] = {}
        trips = []
        for number, option in enumerate(options):
            site = wishes[option.wish].visit.draft.site
            minutes = wishes[option.wish].visit.minutes
            way = self._way(option, site)
            key = (*option.day, site)
            if way and key not in gone:
                gone[key] = cp.new_bool_var("")
                trips.append((self._price_of_trip(option, wishes[option.wish]), gone[key]))
                for bucket, minutes_left in self._timetable.buckets(option.person, option.shift.day):
                    use[bucket].append(way * gone[key])
                    left[bucket] = minutes_left
            if way:
                cp.add_implication(picked[number], gone[key])
            for bucket, minutes_left in self._timetable.buckets(option.person, option.shift.day):
                use[bucket].append(minutes * picked[number])
                left[bucket] = minutes_left
        for bucket, terms in use.items():
            cp.add(sum(terms) <= max(0, left[bucket]))
        return trips

    def _price_of_trip(self, option: Option, wish: Wish) -> int:
        profile = wish.visit.legs[wish.visit.lead].draft.profile
        place = self._timetable.candidates.place(profile, profile.site)
        sentences, home = self._timetable.sentences, option.shift.home
        return sentences.price_way(home, place) + sentences.price_way(place, home)

    def _way(self, option: Option, site: SiteId) -> int:
        """Minutes there and back, unless the person is there on that day anyway."""
        shift = option.shift
        stops = self._timetable.person(option.person.technician).of_shift(shift.start, shift.end)
        if site == shift.base or any(stop.place.site == site for stop in stops):
            return 0
        return 2 * self._timetable.facts.travel_minutes(shift.base, site)

    def _placed(self, wishes: Sequence[Wish], chosen: Mapping[int, Option]) -> Iterator[Placement]:
        """Place as chosen, what has the least room first; what does not fit there, wherever it fits, late at last."""
        in_turn = sorted(range(len(wishes)), key=lambda one: (one != 0, wishes[one].room, wishes[one].task_ids))
        left = []
        for number in in_turn:
            option, wish = chosen.get(number), wishes[number]
            placement = None
            if option is not None and wish.whole is not None:
                days = wish.days
                placement = earliest_in_shift(
                    self._timetable, wish.whole, option.person, option.shift, days.begin, days.until
                )
            if placement is None:
                left.append(wish)
            else:
                self._timetable.commit(placement)
                yield placement
        for wish in left:
            placement = self._place(wish)
            late = None if placement else self._wishes.late(wish.tasks)
            placement = placement or (self._place(late) if late else None)
            if placement is not None:
                yield placement


def _can_wait_until(placement: Placement) -> int:
    """The last day (an ordinal) on which its tasks would all be in time; overdue ones are whenever they are done."""
    return min(FAR if task.overdue else task.window.last_day.toordinal() for task in placement.visit.draft.tasks)


def _is_where(former: Placement | None, option: Option) -> bool:
    """Whether the visit was with that person in that shift."""
    if former is None:
        return False
    leg = former.legs[0]
    return (leg.people[0].technician, leg.shifts[0].day) == option.day
