"""The solver's own ledger: what some tasks and the weeks of some people cost as the timetable stands."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from scheduler.domain.obligation import Obligation
from scheduler.solve.lines import Stop
from scheduler.solve.neighbourhoods.box import PersonWeek
from scheduler.solve.placement import Placement
from scheduler.solve.targets import minute_price, week_number
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes

MISSED_WINDOW = 60_000
"""Points by which the search finds a window that is missed dearer than the rules do: the share in time counts too."""
_A_DAY, _A_WEEK = 1440, 7 * 1440


class Ledger:
    """Asks the wishes for the prices of visits, of what has none, and of people's weeks.

    A week costs what its ways, appointments and load do, and what its minutes are worth to whatever else they could be
    spent on (`timetable.minute_prices`): nobody would look for a shorter way else, for freed minutes are used later.
    A week is added up again only after it was said to have changed.
    """

    def __init__(self, timetable: Timetable, wishes: Wishes) -> None:
        self._timetable = timetable
        self._wishes = wishes
        self._visit_prices: dict[Placement, int] = {}
        self._weeks: dict[PersonWeek, int] = {}

    def tasks(self, tasks: Iterable[Obligation]) -> int:
        """The prices of the visits of these tasks, and of leaving out those that have none."""
        placements, spans = self._timetable.placements, self._timetable.spans
        every = tuple(dict.fromkeys(tasks))
        left = sum(self.missing(task) for task in every if task.task_id not in spans)
        visits = dict.fromkeys(placements[task.task_id] for task in every if task.task_id in placements)
        return left + sum(self.visit(placement) for placement in visits)

    def missing(self, task: Obligation) -> int:
        """The price of leaving a task out."""
        return self._wishes.value(task) + MISSED_WINDOW

    def visit(self, placement: Placement) -> int:
        """The price of one visit where it is."""
        known = self._visit_prices.get(placement)
        if known is None:
            draft = placement.visit.draft
            span = self._timetable.timeline.span(placement.start, placement.end)
            known = self._timetable.sentences.price_visit(draft, span)
            known += MISSED_WINDOW * sum(self._timetable.is_late(task, placement) for task in draft.tasks)
            self._visit_prices[placement] = known
        return known

    def weeks(self, weeks: Iterable[PersonWeek]) -> int:
        """The prices of people's weeks."""
        return sum(self._week(week) for week in weeks)

    def forget(self, weeks: Iterable[PersonWeek]) -> None:
        """Something of these weeks has changed."""
        for week in weeks:
            self._weeks.pop(week, None)

    def forget_visits(self) -> None:
        """Of visits that were tried and taken back nobody asks again."""
        placements, known = self._timetable.placements, self._visit_prices
        self._visit_prices = {one: points for one, points in known.items() if placements.get(one.task_ids[0]) is one}

    def _week(self, week: PersonWeek) -> int:
        known = self._weeks.get(week)
        if known is None:
            known = self._weeks[week] = self._added_up(week)
        return known

    def _added_up(self, week: PersonWeek) -> int:
        sentences, facts = self._timetable.sentences, self._timetable.facts
        person, number = week
        anonymous = facts.programme.technicians[person].anonymous
        chains: dict[tuple[int, int], list[Stop]] = defaultdict(list)
        for stop in self._stops(week):
            chains[stop.day, stop.chain].append(stop)
        points = minutes = 0
        for chain in chains.values():
            home = None if anonymous else self._timetable.candidates.home(chain[0].base)
            places = [home, *(stop.place for stop in chain), home]
            points += sum(sentences.price_way(leaving, entering) for leaving, entering in pairwise(places))
            points += sentences.price_round * (1 + sum(a.place != b.place for a, b in pairwise(chain)))
            minutes += sum(stop.end - stop.start for stop in chain)
            sites = [chain[0].base, *(stop.place.site for stop in chain), chain[0].base]
            minutes += 0 if anonymous else sum(facts.travel_minutes(a, b) for a, b in pairwise(sites))
        if anonymous or not chains:
            return points
        name = facts.week_of(date.fromordinal(next(iter(chains))[0]))
        points += sentences.price_week_load(minutes, facts.week_limit_minutes(person, name))
        return points + minutes * minute_price(self._timetable.minute_prices, person, number)

    def _stops(self, week: PersonWeek) -> Iterator[Stop]:
        """The stops that are charged to the week; a shift of the night before it may hold some."""
        person, number = week
        monday = (number * 7 + 1 - self._timetable.timeline.first_day) * _A_DAY
        near = self._timetable.person(person).of_shift(monday - 2 * _A_DAY, monday + _A_WEEK + 2 * _A_DAY)
        return (stop for stop in near if week_number(stop.day) == number)


def weeks_in(placements: Iterable[Placement]) -> dict[PersonWeek, None]:
    """The weeks of people that these visits take minutes from."""
    return {
        (person.technician, week_number(shift.day)): None
        for one in placements
        for leg in one.legs
        for person, shift in zip(leg.people, leg.shifts, strict=True)
    }
