"""Puts an answer into the timetable, which knows every rule, and keeps it only if the ledger finds it cheaper."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from scheduler.domain.ids import TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.solve.choices import placements
from scheduler.solve.neighbourhoods.asking import Asked, Refused
from scheduler.solve.neighbourhoods.lanes import Lane
from scheduler.solve.neighbourhoods.ledger import Ledger
from scheduler.solve.neighbourhoods.question import MISSED, Answer
from scheduler.solve.placement import Placement
from scheduler.solve.search import earliest_in_shift
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wish, Wishes

MOST_LANES = 8
"""Lanes that are tried for a visit which found no place in its own."""


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
        """Place as answered: first with what stays on its day left where it was, then all at its new start."""
        applied = Applied()
        now = tuple(visit.now for visit in asked.question.visits)
        if not answer.options or answer.options == now:
            return applied
        for stays in (True, False):
            applied.saved = _Trial(self._timetable, self._wishes, self._ledger, asked, answer, applied).run(stays=stays)
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
        self._people_before: dict[TechnicianId, int] = {}

    def run(self, *, stays: bool) -> int:
        """Place everything; return the points saved, or put everything back and return 0."""
        former, tasks = self._asked.box.freed, self._tasks()
        before = self._ledger.tasks(tasks)
        self._touch([*_people(former), *self._answered_people()])
        for placement in former:
            self._timetable.undo(placement)
        made = list(self._placed(stays=stays))
        self._ledger.forget(self._people_before)
        saved = before + sum(self._people_before.values())
        saved -= self._ledger.tasks(tasks) + self._ledger.people(self._people_before)
        if saved > 0:
            return saved
        for placement in reversed(made):
            self._timetable.undo(placement)
        for placement in former:
            self._timetable.commit(placement)
        self._ledger.forget(self._people_before)
        return 0

    def _tasks(self) -> list[Obligation]:
        """The tasks of the box and those that they include."""
        found = list(self._asked.box.tasks)
        return [*found, *(nested for task in found for nested in self._timetable.included.get(task.task_id, ()))]

    def _answered_people(self) -> Iterator[TechnicianId]:
        for lanes, chosen in zip(self._asked.lanes, self._answer.options, strict=True):
            if chosen != MISSED:
                yield from (person.technician for person in lanes[chosen].people)

    def _touch(self, people: Iterable[TechnicianId]) -> None:
        """Remember what people's weeks cost before anything of theirs changes."""
        for person in people:
            if person not in self._people_before:
                self._people_before[person] = self._ledger.people([person])

    def _placed(self, *, stays: bool) -> Iterator[Placement]:
        moving = []
        for number, (visit, old) in enumerate(zip(self._asked.question.visits, self._asked.former, strict=True)):
            chosen = self._answer.options[number]
            if stays and old is not None and chosen == visit.now:
                self._timetable.commit(old)
                yield old
            elif chosen != MISSED:
                moving.append(number)
        homeless = []
        for number in sorted(moving, key=lambda one: (self._answer.starts[one], one)):
            placement = self._as_answered(number)
            if placement is None:
                homeless.append(number)
            else:
                yield placement
        for number in homeless:
            yield from self._somewhere(number)

    def _as_answered(self, number: int) -> Placement | None:
        wish, lane = self._asked.wishes[number], self._asked.lanes[number][self._answer.options[number]]
        placement = self._in_lane(wish, lane, self._answer.starts[number])
        if placement is None:
            self._applied.refused[wish.task_ids, lane.name] = None
        else:
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
            self._touch(_people([found]))
            self._timetable.commit(found)
            yield found


def _people(placed: Sequence[Placement]) -> dict[TechnicianId, None]:
    return dict.fromkeys(person.technician for one in placed for leg in one.legs for person in leg.people)
