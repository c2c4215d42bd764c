"""The solver's own ledger: what some tasks and the weeks of some people cost as the timetable stands."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from scheduler.domain.ids import TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.solve.lines import Stop
from scheduler.solve.placement import Placement
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes

MISSED_WINDOW = 60_000
"""Points by which the search finds a window that is missed dearer than the rules do: the share in time counts too."""


class Ledger:
    """Asks the wishes for the prices of visits, of what has none, and of people's ways and weeks.

    A person's ways and weeks are added up again only after they were said to have changed.
    """

    def __init__(self, timetable: Timetable, wishes: Wishes) -> None:
        self._timetable = timetable
        self._wishes = wishes
        self._visit_prices: dict[Placement, int] = {}
        self._people: dict[TechnicianId, int] = {}

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

    def people(self, people: Iterable[TechnicianId]) -> int:
        """The prices of their trips, appointments and full weeks."""
        return sum(self._person(person) for person in people)

    def forget(self, people: Iterable[TechnicianId]) -> None:
        """Their timetables have changed."""
        for person in people:
            self._people.pop(person, None)

    def forget_visits(self) -> None:
        """Of visits that were tried and taken back nobody asks again."""
        placements, known = self._timetable.placements, self._visit_prices
        self._visit_prices = {one: points for one, points in known.items() if placements.get(one.task_ids[0]) is one}

    def _person(self, person: TechnicianId) -> int:
        known = self._people.get(person)
        if known is None:
            known = self._people[person] = self._added_up(person)
        return known

    def _added_up(self, person: TechnicianId) -> int:
        sentences, facts = self._timetable.sentences, self._timetable.facts
        anonymous = facts.programme.technicians[person].anonymous
        chains: dict[tuple[int, int], list[Stop]] = defaultdict(list)
        for stop in self._timetable.person(person).stops:
            chains[stop.day, stop.chain].append(stop)
        points = 0
        minutes: dict[int, int] = defaultdict(int)
        for (day, _), chain in chains.items():
            home = None if anonymous else self._timetable.candidates.home(chain[0].base)
            places = [home, *(stop.place for stop in chain), home]
            points += sum(sentences.price_way(leaving, entering) for leaving, entering in pairwise(places))
            points += sentences.price_round * (1 + sum(a.place != b.place for a, b in pairwise(chain)))
            minutes[day] += sum(stop.end - stop.start for stop in chain)
            sites = [chain[0].base, *(stop.place.site for stop in chain), chain[0].base]
            minutes[day] += 0 if anonymous else sum(facts.travel_minutes(a, b) for a, b in pairwise(sites))
        return points + (0 if anonymous else self._load(person, minutes))

    def _load(self, person: TechnicianId, minutes: dict[int, int]) -> int:
        facts = self._timetable.facts
        weeks: dict[str, int] = defaultdict(int)
        for day, spent in minutes.items():
            weeks[facts.week_of(date.fromordinal(day))] += spent
        price = self._timetable.sentences.price_week_load
        return sum(price(spent, facts.week_limit_minutes(person, week)) for week, spent in weeks.items())
