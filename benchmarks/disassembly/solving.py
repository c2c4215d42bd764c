"""The shortest plan of a hospital in one day, by CP-SAT, from what the rules' sentences say and nothing else."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from benchmarks.disassembly.hospital import STEPS
from benchmarks.disassembly.preparing import Listed, Prepared, energy_bound
from constraints.sentence import Part
from scheduler.domain.ids import TechnicianId
from scheduler.solve.intervals import Intervals, clipped
from scheduler.solve.placement import PreparedVisit


@dataclass(frozen=True, slots=True)
class Found:
    """The best plan of a search, and a proved lower limit of its length."""

    best: Listed
    bound: int

    @property
    def is_proved(self) -> bool:
        return self.best.length == self.bound


def solve(prepared: Prepared, listed: Listed, seconds: float, workers: int) -> Found:
    """Search for a shorter plan than the listed one, until it is proved or the time is up."""
    from ortools.sat.python import cp_model

    cp = cp_model.CpModel()
    written = _Written(cp, prepared)
    length = written.length(energy_bound(prepared)[0], listed)
    cp.minimize(length)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 0
    status = solver.solve(cp)
    bound = round(solver.best_objective_bound)
    is_better = status in (cp_model.OPTIMAL, cp_model.FEASIBLE) and solver.objective_value < listed.length
    return Found(written.read(solver) if is_better else listed, bound)


class _Written:
    """The programme's sentences as variables and constraints of CP-SAT."""

    def __init__(self, cp: Any, prepared: Prepared) -> None:
        self._cp = cp
        self._prepared = prepared
        self._starts = [self._start(visit) for visit in prepared.visits]
        self._there = [
            {one.technician: cp.new_bool_var("") for one in visit.legs[0].people} for visit in prepared.visits
        ]
        self._whole = [
            cp.new_fixed_size_interval_var(start, visit.minutes, "")
            for start, visit in zip(self._starts, prepared.visits, strict=True)
        ]
        self._crews()
        self._one_place_each()
        self._shared()
        for first, then in prepared.follows:
            cp.add(self._starts[then] >= self._starts[first] + prepared.visits[first].minutes)

    def length(self, at_least: int, listed: Listed) -> Any:
        """When the last visit ends; what is listed is the hint."""
        length = self._cp.new_int_var(at_least, listed.length, "length")
        for start, there, known, crew in zip(self._starts, self._there, listed.starts, listed.crews, strict=True):
            self._cp.add_hint(start, known)
            for who, is_there in there.items():
                self._cp.add_hint(is_there, who in crew)
        for start, visit in zip(self._starts, self._prepared.visits, strict=True):
            self._cp.add(length >= start + visit.minutes)
        return length

    def read(self, solver: Any) -> Listed:
        """Who is where in the solution."""
        starts = tuple(solver.value(start) for start in self._starts)
        crews = tuple(frozenset(who for who, one in there.items() if solver.value(one)) for there in self._there)
        return Listed(starts, crews, round(solver.objective_value))

    def _start(self, visit: PreparedVisit) -> Any:
        from ortools.sat.python.cp_model import Domain

        allowed = clipped(visit.times.starts, 0, STEPS - visit.minutes + 1)
        domain = Domain.from_intervals([[first, beyond - 1] for first, beyond in allowed])
        return self._cp.new_int_var_from_domain(domain, visit.draft.asset_tag)

    def _crews(self) -> None:
        """As many people as the work needs, and as many of them with each skill."""
        for visit, there in zip(self._prepared.visits, self._there, strict=True):
            leg = visit.legs[0]
            self._cp.add(sum(there.values()) == leg.draft.profile.crew)
            for skill, count in leg.draft.profile.skills:
                holders = [there[one.technician] for one in leg.people if one.skills[skill]]
                self._cp.add(sum(holders) >= count)

    def _one_place_each(self) -> None:
        """People work inside their spans, on one thing at a time; all of them together are so many."""
        people = {one.technician: one for visit in self._prepared.visits for one in visit.legs[0].people}
        work: dict[TechnicianId, list[Any]] = defaultdict(list)
        for number, visit in enumerate(self._prepared.visits):
            for who, is_there in self._there[number].items():
                work[who].append(
                    self._cp.new_optional_fixed_size_interval_var(self._starts[number], visit.minutes, is_there, "")
                )
        for who in sorted(work):
            self._cp.add_no_overlap([*work[who], *self._gaps(people[who].spans)])
        gaps = [gap for one in people.values() for gap in self._gaps(one.spans)]
        crews = [visit.legs[0].draft.profile.crew for visit in self._prepared.visits]
        self._cp.add_cumulative([*self._whole, *gaps], [*crews, *(1 for _ in gaps)], len(people))

    def _gaps(self, spans: Intervals) -> list[Any]:
        """Intervals that stand where somebody is not at work."""
        edges = [0, *(edge for span in clipped(spans, 0, STEPS) for edge in span), STEPS]
        pairs = zip(edges[::2], edges[1::2], strict=True)
        return [self._cp.new_fixed_size_interval_var(start, end - start, "") for start, end in pairs if start < end]

    def _shared(self) -> None:
        """Whatever visits take of capacities that they share."""
        taking: dict[Any, list[tuple[Any, int]]] = defaultdict(list)
        for whole, visit in zip(self._whole, self._prepared.visits, strict=True):
            for level, amount, part in visit.takes:
                if part not in (Part.OUT, Part.VISIT, Part.LEG):
                    raise ValueError(f"{level.kind} is taken for {part.value}, which is not understood here.")
                taking[level].append((whole, amount))
        for level, some in taking.items():
            if sum(amount for _, amount in some) > level.limit:
                intervals, amounts = zip(*some, strict=True)
                self._cp.add_cumulative(intervals, amounts, level.limit)
