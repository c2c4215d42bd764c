"""Puts an answer into the timetable, which knows every rule, and keeps it only if the ledger finds it cheaper."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from scheduler.domain.obligation import Obligation
from scheduler.solve.choices import placements
from scheduler.solve.neighbourhoods.asking import Asked, Refused
from scheduler.solve.neighbourhoods.box import PersonWeek
from scheduler.solve.neighbourhoods.lanes import Lane
from scheduler.solve.neighbourhoods.ledger import Ledger, weeks_in
from scheduler.solve.neighbourhoods.question import MISSED, Answer
from scheduler.solve.placement import Placement
from scheduler.solve.search import earliest_in_shift
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wish, Wishes

MOST_LANES = 8
"""Lanes that are tried for a visit which found no place in its own."""


class How(Enum):
    """What stays on its day stays where it was; or all is placed anew, by the starts of the answer or site by site.

    An answer knows of trips, but not in which turn a day goes from site to site.
    """

    STAYING = auto()
    BY_START = auto()
    BY_SITE = auto()


@dataclass(slots=True)
class Applied:
    """The points saved (0: everything is as it was), and the lanes that the timetable refused."""

    saved: int = 0
    refused: dict[Refused, None] = field(default_factory=dict)


class Applying:
    """Tries answers one after the other; what does not pay is taken back."""

    def __init__(self, timetable: Timetable, wishes: Wishes, ledger: Ledger) -> None:
        self._timetable = timetable
        self._wishes = wishes
        self._ledger = ledger

    def apply(self, asked: Asked, answer: Answer) -> Applied:
        """Place as answered: what stays on its day left where it was; else all at its new start; else site by site."""
        applied = Applied()
        now = tuple(visit.now for visit in asked.question.visits)
        if not answer.options or answer.options == now:
            return applied
        for how in How:
            applied.saved = _Trial(self._timetable, self._wishes, self._ledger, asked, answer, applied).run(how)
            if applied.saved:
                break
        return applied


class _Trial:
    """One way of placing an answer."""

    def __init__(
        self, timetable: Timetable, wishes: Wishes, ledger: Ledger, asked: Asked, answer: Answer, applied: Applied
    ) -> None:
        self._timetable = timetable
        self._wishes = wishes
        self._ledger = ledger
        self._asked = asked
        self._answer = answer
        self._applied = applied
        self._before: dict[PersonWeek, int] = {}

    def run(self, how: How) -> int:
        """Place everything; return the points saved, or put everything back and return 0."""
        former, tasks = self._asked.box.freed, self._tasks()
        before = self._ledger.tasks(tasks)
        self._touch(weeks_in(former))
        for placement in former:
            self._timetable.undo(placement)
        made = list(self._placed(how))
        self._ledger.forget(self._before)
        saved = before + sum(self._before.values())
        saved -= self._ledger.tasks(tasks) + self._ledger.weeks(self._before)
        if saved > 0:
            return saved
        for placement in reversed(made):
            self._timetable.undo(placement)
        for placement in former:
            self._timetable.commit(placement)
        self._ledger.forget(self._before)
        return 0

    def _tasks(self) -> list[Obligation]:
        """The tasks of the box and those that they include."""
        found = list(self._asked.box.tasks)
        return [*found, *(nested for task in found for nested in self._timetable.included.get(task.task_id, ()))]

    def _touch(self, weeks: Iterable[PersonWeek]) -> None:
        """Remember what people's weeks cost before anything of theirs changes."""
        for week in weeks:
            if week not in self._before:
                self._before[week] = self._ledger.weeks([week])

    def _placed(self, how: How) -> Iterator[Placement]:
        moving = []
        for number, (visit, old) in enumerate(zip(self._asked.question.visits, self._asked.former, strict=True)):
            chosen = self._answer.options[number]
            if how is How.STAYING and old is not None and chosen == visit.now:
                self._timetable.commit(old)
                yield old
            elif chosen != MISSED:
                moving.append(number)
        homeless = []
        for number, start in self._in_turn(moving, how):
            placement = self._as_answered(number, start)
            if placement is None:
                homeless.append(number)
            else:
                yield placement
        for number in homeless:
            yield from self._somewhere(number)

    def _in_turn(self, moving: Sequence[int], how: How) -> list[tuple[int, int]]:
        """Visits with the minute from which each is to start."""
        starts = self._answer.starts
        if how is not How.BY_SITE:
            return sorted(((number, starts[number]) for number in moving), key=lambda one: (one[1], one[0]))
        lanes = {number: self._asked.lanes[number][self._answer.options[number]] for number in moving}
        sites = {number: (lanes[number].name, self._asked.wishes[number].visit.draft.site) for number in moving}
        first: dict[object, int] = {}
        for number in moving:
            first[sites[number]] = min(first.get(sites[number], starts[number]), starts[number])
        turn = sorted(moving, key=lambda one: (lanes[one].name, first[sites[one]], sites[one], starts[one], one))
        return [(number, lanes[number].first) for number in turn]

    def _as_answered(self, number: int, start: int) -> Placement | None:
        wish, lane = self._asked.wishes[number], self._asked.lanes[number][self._answer.options[number]]
        placement = self._in_lane(wish, lane, start)
        if placement is None:
            self._applied.refused[wish.task_ids, lane.name] = None
        else:
            self._touch(weeks_in([placement]))
            self._timetable.commit(placement)
        return placement

    def _in_lane(self, wish: Wish, lane: Lane, start: int) -> Placement | None:
        """From that start on, or else from any; else after some of what is there, for less may then go into ways."""
        frame = self._timetable.frame(wish.visit)
        if frame is None:
            return None
        days = wish.days.between(*frame)
        person, shift = lane.people[0], lane.shifts[0]
        stops = self._timetable.person(person.technician).of_shift(shift.start, shift.end)
        begins = (max(start, days.begin), days.begin, *(stop.end for stop in stops))
        found = (earliest_in_shift(self._timetable, wish.visit, person, shift, begin, days.until) for begin in begins)
        return next((one for one in found if one is not None), None)

    def _somewhere(self, number: int) -> Iterator[Placement]:
        """In another lane of the box, the cheapest first; else wherever the visit is in time; else late."""
        wish, options = self._asked.wishes[number], self._asked.question.visits[number].options
        cheapest = sorted(range(len(options)), key=lambda one: options[one].points)[:MOST_LANES]
        lanes = (self._asked.lanes[number][one] for one in cheapest)
        found = next((one for lane in lanes if (one := self._in_lane(wish, lane, lane.first))), None)
        if found is None:
            in_turn = (one for one in (self._wishes.in_time(wish.tasks), wish) if one is not None)
            places = (next(placements(self._timetable, one.visit, one.days), None) for one in in_turn)
            found = next((one for one in places if one is not None), None)
        if found is not None:
            self._touch(weeks_in([found]))
            self._timetable.commit(found)
            yield found
