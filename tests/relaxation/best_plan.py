"""The best plan of a tiny hospital, found without the relaxation: every visit is judged by the rules' checks alone.

All visits on full hours are listed; what a single one breaks or costs is asked of the checks and the ledger. CP-SAT
chooses among them, the checks judge the whole plan, and whatever visits they object to are forbidden from then on.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations, product

from ortools.sat.python import cp_model

from constraints import catalogue
from scheduler.domain.calendar import Span, iso_week
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId, TechnicianId, VisitId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Leg, Plan, Visit
from scheduler.domain.work import LegDraft, OutKind, VisitDraft
from scheduler.obligations import draft_visit
from scheduler.solve.outcome import is_in_time
from tests.relaxation.plans import a_plan_of

_GRID = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_OF_SEVERAL = {"follow-up", "occurrences"}
"""Rules that a single visit may break and a plan that holds it may keep: the model says what they ask for itself."""


class TooHardError(Exception):
    """The checks objected more often than the search has patience for; nothing is known of the best plan."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A visit that is legal by itself, what it costs, and how many counted tasks it does in time."""

    visit: Visit
    points: int
    in_time: int


class TinySearch:
    """Finds the cheapest plan, and the one with the most tasks in time, of all that the checks allow."""

    def __init__(
        self, tasks: Sequence[Obligation], facts: Facts, terms_left_out: frozenset[str], *, patience: int
    ) -> None:
        self._patience = patience
        self._objected = 0
        self._tasks = tuple(tasks)
        self._facts = facts
        self._ignored = terms_left_out
        self._nothing = self._cost(a_plan_of([], tasks, facts))
        self._candidates = tuple(self._listed())
        self._forbidden = list(self._too_far_apart())
        self._judged: set[tuple[int, ...]] = set()

    @property
    def candidates(self) -> int:
        return len(self._candidates)

    def cheapest(self) -> tuple[int, Plan]:
        """The least that any plan costs, in the terms that are not left out."""
        plan = self._best(lambda one: one.points)
        return self._cost(plan), plan

    def most_in_time(self) -> int:
        """The most counted tasks that any plan does in time."""
        plan = self._best(lambda one: -one.in_time)
        return sum(task.counts and is_in_time(task, plan.outcomes[task.task_id]) for task in self._tasks)

    def _best(self, worth: Callable[[Candidate], int]) -> Plan:
        model, used = self._model()
        model.minimize(sum(worth(one) * variable for one, variable in zip(self._candidates, used, strict=True)))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        known = 0
        while True:
            for numbers in self._forbidden[known:]:
                model.add_bool_or([used[number].negated() for number in numbers])
            known = len(self._forbidden)
            assert solver.solve(model) == cp_model.OPTIMAL
            chosen = tuple(number for number, variable in enumerate(used) if solver.value(variable))
            if not self._broken(chosen):
                return self._plan(chosen)
            self._objected += 1
            if self._objected > self._patience:
                raise TooHardError
            self._forbidden += self._alike(self._smallest(chosen))

    def _model(self) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
        """Sets of visits with a task in one of them at most."""
        model = cp_model.CpModel()
        used = [model.new_bool_var(str(number)) for number in range(len(self._candidates))]
        done: dict[TaskId, list[cp_model.IntVar]] = {task.task_id: [] for task in self._tasks}
        for candidate, variable in zip(self._candidates, used, strict=True):
            for name in candidate.visit.task_ids:
                done[name].append(variable)
        for variables in done.values():
            model.add(sum(variables) <= 1)
        for task in self._tasks:
            if task.previous is not None:
                model.add(sum(done[task.task_id]) <= sum(done[task.previous]))
            if task.parent is not None:
                model.add(sum(done[task.task_id]) == sum(done[task.parent]))
        for limit, minutes in self._plain_limits():
            model.add(sum(used[number] * share for number, share in minutes.items()) <= limit)
        return model, used

    def _alike(self, numbers: tuple[int, ...]) -> list[tuple[int, ...]]:
        """A set that is broken; of two visits, every two for the same tasks that are."""
        if len(numbers) != 2:
            return [numbers]
        same = [
            [one for one, other in enumerate(self._candidates) if other.visit.task_ids == tasks]
            for tasks in (self._candidates[number].visit.task_ids for number in numbers)
        ]
        pairs = (pair for pair in product(*same) if pair not in self._judged)
        found = []
        for pair in pairs:
            self._judged.add(pair)
            if self._broken(pair, but=_OF_SEVERAL) or self._is_out_of_order(pair):
                found.append(pair)
        return found or [numbers]

    def _plain_limits(self) -> Iterator[tuple[int, Mapping[int, int]]]:
        """Nobody, and no asset, is in two visits in an hour; days and weeks keep their limits. It only saves time."""
        at_once: dict[object, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        charged: dict[tuple[TechnicianId, date], dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for number, candidate in enumerate(self._candidates):
            visit = candidate.visit
            for leg in visit.legs:
                for hour in range(leg.span.minutes // 60):
                    for one in (*leg.technicians, visit.asset_tag):
                        at_once[one, leg.span.start + hour * _GRID][number] = 1
                for person in leg.technicians:
                    shift = self._facts.shift_of(person, leg.span.start, visit.site)
                    assert shift is not None, "the checks let nobody work outside a shift"
                    charged[person, shift.day][number] += leg.span.minutes
        yield from ((1, numbers) for numbers in at_once.values())
        yield from ((self._facts.day_limit_minutes(*key), minutes) for key, minutes in charged.items())
        weeks: dict[tuple[TechnicianId, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for (person, day), minutes in charged.items():
            for number, share in minutes.items():
                weeks[person, iso_week(day)][number] += share
        yield from ((self._facts.week_limit_minutes(*key), minutes) for key, minutes in weeks.items())

    def _too_far_apart(self) -> Iterator[tuple[int, ...]]:
        """Visits of one person at different sites without time for the way; the checks say so too, but slowly."""
        for (one, visit), (other, after) in combinations(enumerate(each.visit for each in self._candidates), 2):
            if visit.site != after.site and any(
                {*leg.technicians} & {*then.technicians}
                and Where.REMOTE not in (leg.where, then.where)
                and max(leg.span.start, then.span.start) - min(leg.span.end, then.span.end)
                < self._facts.travel_minutes(visit.site, after.site) * _MINUTE
                for leg, then in product(visit.legs, after.legs)
            ):
                yield (one, other)

    def _smallest(self, chosen: tuple[int, ...]) -> tuple[int, ...]:
        """A smallest set of them that breaks a rule which no further visit can mend."""
        for size in range(1, len(chosen) + 1):
            for numbers in combinations(chosen, size):
                if self._broken(numbers, but=_OF_SEVERAL if size < len(chosen) else set()):
                    return numbers
                if size == 2 and self._is_out_of_order(numbers):
                    return numbers
        return chosen

    def _is_out_of_order(self, numbers: tuple[int, ...]) -> bool:
        """Two visits of which one waits for the other, and that stand in the wrong order or too near."""
        names = {name for number in numbers for name in self._candidates[number].visit.task_ids}
        bound = [one for one in self._tasks if one.task_id in names and {one.previous, one.parent} & names]
        return bool(bound) and any(
            rule in _OF_SEVERAL and ("begins at" in sentence or "too near" in sentence)
            for rule, sentence in self._objections(numbers)
        )

    def _broken(self, numbers: Sequence[int], but: set[str] = frozenset()) -> bool:  # type: ignore[assignment]
        return any(rule not in but for rule, _ in self._objections(numbers))

    def _objections(self, numbers: Sequence[int]) -> Iterator[tuple[str, str]]:
        for found in catalogue.violations(self._plan(numbers), self._facts):
            yield found.rule, found.sentence

    def _plan(self, numbers: Sequence[int]) -> Plan:
        return a_plan_of([self._candidates[number].visit for number in numbers], self._tasks, self._facts)

    def _cost(self, plan: Plan) -> int:
        terms = catalogue.objective(catalogue.ledger(plan, self._facts))
        return sum(points for term, points in terms.items() if term not in self._ignored)

    def _listed(self) -> Iterator[Candidate]:
        """Every visit on the grid that is legal by itself and costs less than leaving its tasks out."""
        for visit in self._visits():
            plan = a_plan_of([visit], self._tasks, self._facts)
            if all(found.rule in _OF_SEVERAL for found in catalogue.violations(plan, self._facts)):
                done = [task for task in self._tasks if task.task_id in visit.task_ids and task.counts]
                in_time = sum(is_in_time(task, plan.outcomes[task.task_id]) for task in done)
                yield Candidate(visit, self._cost(plan) - self._nothing, in_time)

    def _visits(self) -> Iterator[Visit]:
        number = 0
        for size in (1, 2, 3):
            for some in combinations(self._tasks, size):
                draft = draft_visit(some, self._facts) if len({one.asset_tag for one in some}) == 1 else None
                for start, crews, tools in self._ways(draft) if draft is not None else ():
                    number += 1
                    visit = _visit(draft, start, crews, tools, VisitId(f"V-{number:05}"))  # type: ignore[arg-type]
                    if self._somebody_is_there(visit):
                        yield visit

    def _somebody_is_there(self, visit: Visit) -> bool:
        """Spares the checks what is plainly nothing: people outside their shifts."""
        return all(
            self._facts.presence(person, visit.site).covering(leg.span)
            for leg in visit.legs
            for person in leg.technicians
        )

    def _ways(self, draft: VisitDraft) -> Iterator[tuple[datetime, tuple[tuple[TechnicianId, ...], ...], object]]:
        crews = [tuple(self._crews(leg)) for leg in draft.legs]
        tools = [tuple(self._tools(leg)) for leg in draft.legs]
        for chosen in product(*crews):
            for start in self._starts(chosen[0][0], draft):
                for brought in product(*tools):
                    yield start, chosen, brought

    def _crews(self, leg: LegDraft) -> Iterator[tuple[TechnicianId, ...]]:
        people = [one.technician for one in self._facts.technicians(leg.profile.performer)]
        return combinations(people, leg.profile.crew)

    def _tools(self, leg: LegDraft) -> Iterator[tuple[str, ...]]:
        groups = leg.profile.instruments
        return product(
            *([one.instrument for name in group for one in self._facts.instruments_of(name)] for group in groups)
        )

    def _starts(self, person: TechnicianId, draft: VisitDraft) -> Iterator[datetime]:
        """Full two hours while the first of the crew is there."""
        for span in self._facts.presence(person, draft.site):
            start = span.start
            while start < span.end:
                yield start
                start += _GRID


def _visit(
    draft: VisitDraft, start: datetime, crews: Sequence[tuple[TechnicianId, ...]], tools: object, name: VisitId
) -> Visit:
    legs = []
    for leg, crew, brought in zip(draft.legs, crews, tools, strict=True):  # type: ignore[call-overload]
        end = (legs[-1].span.end if legs else start) + leg.minutes * _MINUTE
        span = Span(end - leg.minutes * _MINUTE, end)
        legs.append(Leg(span, leg.profile.where, leg.profile.performer, crew, brought, leg.task_ids))
    last = legs[-1].span.end
    out: Mapping[OutKind, Span | None] = {
        OutKind.NOT: None,
        OutKind.WHILE_THERE: Span(start, last),
        OutKind.BENCH: Span(start, max(last, start + max(1, draft.out_minutes) * _MINUTE)),
    }
    return Visit(name, draft.asset_tag, draft.site, draft.department, tuple(legs), out[draft.out], "")
