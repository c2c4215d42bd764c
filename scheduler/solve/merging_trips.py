"""Merges trips: the work of somebody's trip to another site goes to whoever is there anyway, and its way is saved.

The list schedule gives each visit the place that is cheapest when it comes, so several people go to one site for an
hour or two each. A trip is taken apart, the shortest first; who takes its work over hands work at home on to whoever
has minutes left, often those that the way took. What comes of it is kept only if all together costs less, the minutes
on ways at their price.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from scheduler.domain.ids import SiteId, TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.solve.candidates import Candidate, WorkShift
from scheduler.solve.choices import choices, placements
from scheduler.solve.moves import Move
from scheduler.solve.neighbourhoods.kinds import may_go
from scheduler.solve.neighbourhoods.ledger import Ledger
from scheduler.solve.patience import wish_again
from scheduler.solve.placement import Placement
from scheduler.solve.targets import week_number
from scheduler.solve.timetable import Timetable
from scheduler.solve.trial import Trial
from scheduler.solve.wishes import Wish, Wishes

MOST_PASSES = 4
"""Looks at all trips, each after the others have changed what there is; the last ones find little."""
MOST_SHIFTS = 10
"""Shifts of people at the site in which room is made for one visit."""
MOST_VISITS = 3
"""Visits of one person that make it."""
_MOST_PLACES = 8
"""Free places that are looked at for one visit: only a few can be on the trip that is to go."""
_A_DAY, _A_WEEK = 1440, 7


@dataclass(slots=True)
class Trip:
    """What somebody does at a site that is not the base of the shift: minutes of work, and the visits."""

    technician: TechnicianId
    day: int
    site: SiteId
    minutes: int = 0
    visits: dict[Placement, None] = field(default_factory=dict)

    @property
    def rank(self) -> tuple[int, TechnicianId, int, SiteId]:
        return self.minutes, self.technician, self.day, self.site

    def has(self, person: Candidate, shift: WorkShift) -> bool:
        """Tell whether it is in that shift, or another one of that person's day."""
        return (person.technician, shift.day) == (self.technician, self.day)


_Placing = Callable[[Trial, Wish, Trip], bool]


def merge_trips(timetable: Timetable, wishes: Wishes, tasks: Sequence[Obligation]) -> Iterator[Move]:
    """Look at all trips for these tasks, the shortest first, until none can go; what moved for those that went."""
    merging = MergingTrips(timetable, wishes)
    for _ in range(MOST_PASSES):
        gone = 0
        for trip in merging.trips(tasks):
            move = merging.without(trip)
            if move is not None:
                gone += 1
                yield move
        if not gone:
            return


class MergingTrips:
    """Tries to do without single trips."""

    def __init__(self, timetable: Timetable, wishes: Wishes) -> None:
        self._timetable = timetable
        self._wishes = wishes
        self._ledger = Ledger(timetable, wishes)

    def trips(self, tasks: Iterable[Obligation]) -> list[Trip]:
        """The trips on which these tasks are done, the shortest first."""
        found: dict[tuple[TechnicianId, int, SiteId], Trip] = {}
        placed, people = self._timetable.placements, self._timetable.facts.programme.technicians
        names = (task.task_id for task in tasks)
        for placement in dict.fromkeys(placed[name] for name in names if name in placed):
            for leg in placement.legs:
                for person, shift, place in zip(leg.people, leg.shifts, leg.places, strict=True):
                    if place.site == shift.base or people[person.technician].anonymous:
                        continue
                    key = person.technician, shift.day, place.site
                    trip = found.setdefault(key, Trip(*key))
                    trip.minutes += leg.end - leg.start
                    trip.visits[placement] = None
        return sorted(found.values(), key=lambda trip: trip.rank)

    def without(self, trip: Trip) -> Move | None:
        """Find the trip's visits other places that cost less in all; None, and all as it was, if there are none."""
        placed = self._timetable.placements
        if not all(placed.get(one.task_ids[0]) is one and may_go(one, self._timetable) for one in trip.visits):
            return None
        visits = sorted(trip.visits, key=lambda one: (-one.visit.minutes, one.task_ids))
        wishes = [wish_again(one, self._timetable, self._wishes) for one in visits]
        return self._moved(trip, wishes, self._anywhere) or self._moved(trip, wishes, self._with_somebody_there)

    def _moved(self, trip: Trip, wishes: Sequence[Wish | None], places: _Placing) -> Move | None:
        trial = Trial(self._timetable, self._ledger)
        for placement in trip.visits:
            trial.undo(placement)
        is_placed = all(wish is not None and wish.whole is not None and places(trial, wish, trip) for wish in wishes)
        if is_placed and trial.keeps_what_is_included() and trial.saved() > 0:
            return trial.move()
        trial.back_to(0)
        return None

    def _anywhere(self, trial: Trial, wish: Wish, trip: Trip) -> bool:
        return self._in_a_free_place(trial, wish, trip) or self._with_somebody_there(trial, wish, trip)

    def _in_a_free_place(self, trial: Trial, wish: Wish, trip: Trip | None = None) -> bool:
        """In the cheapest place that is free, and not on the trip."""
        assert wish.whole is not None, "whoever has no whole visit is not asked"
        for number, found in enumerate(placements(self._timetable, wish.whole, wish.days), start=1):
            leg = found.legs[0]
            if trip is None or not trip.has(leg.people[0], leg.shifts[0]):
                trial.commit(found)
                return True
            if number == _MOST_PLACES:
                break
        return False

    def _with_somebody_there(self, trial: Trial, wish: Wish, trip: Trip) -> bool:
        """With a person who is at the site that day anyway, whose work at home others take."""
        then = trial.now
        for number, (person, shift) in enumerate(self._there(wish, trip), start=1):
            gone = trial.in_shift(wish, person, shift, self._at_home(person, shift, wish), MOST_VISITS)
            if gone is not None and all(self._placed_again(trial, one) for one in gone):
                return True
            trial.back_to(then)
            if number == MOST_SHIFTS:
                break
        return False

    def _there(self, wish: Wish, trip: Trip) -> Iterator[tuple[Candidate, WorkShift]]:
        """Shifts in which somebody could do the visit who comes from its site or goes there, the cheapest first."""
        site = wish.visit.draft.site
        for one in choices(self._timetable, wish.visit, wish.days, full=True):
            stops = self._timetable.person(one.technician).of_shift(one.shift.start, one.shift.end)
            is_there = one.shift.base == site or any(stop.place.site == site for stop in stops)
            if is_there and not trip.has(one.person, one.shift):
                yield one.person, one.shift

    def _at_home(self, person: Candidate, shift: WorkShift, wish: Wish) -> list[Placement]:
        """The person's visits of the week at home: the shortest that is as long as what is to be placed first."""
        first = week_number(shift.day) * _A_WEEK + 1 - person.first_day
        week = self._timetable.of_person(person.technician, first * _A_DAY, (first + _A_WEEK) * _A_DAY)
        movable = [
            one for one in dict.fromkeys(week) if one.visit.draft.site == shift.base and may_go(one, self._timetable)
        ]
        least = wish.visit.minutes
        return sorted(movable, key=lambda one: (one.visit.minutes < least, abs(one.visit.minutes - least), one.start))

    def _placed_again(self, trial: Trial, placement: Placement) -> bool:
        wish = wish_again(placement, self._timetable, self._wishes)
        return wish is not None and wish.whole is not None and self._in_a_free_place(trial, wish)
