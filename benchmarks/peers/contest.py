"""One contender on one instance, in a process of its own: what it proposed, what is dropped, what the rest costs."""

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from benchmarks.budget import Budget
from benchmarks.machine import Row, machine, processor_seconds
from benchmarks.peers.case import Case, Proposed, case_of
from benchmarks.peers.greedy import earliest_deadline, month_lists
from benchmarks.peers.job_shop import by_job_shop
from benchmarks.peers.referee import cost, judged, seated
from benchmarks.peers.slots import by_cp_sat, by_highs
from benchmarks.peers.timefold_java import by_timefold
from benchmarks.worlds import Unheard, opened
from constraints import catalogue
from scheduler import pipeline
from scheduler.domain.plan import Plan, Settings
from scheduler.solve import solve

OURS = "htm plan"
PEERS: Mapping[str, Callable[[Case, float], Iterable[Proposed]]] = {
    "due-date list by month": month_lists,
    "earliest deadline first": earliest_deadline,
    "CP-SAT, a Boolean a slot": by_cp_sat,
    "HiGHS, the same model": by_highs,
    "PyJobShop": by_job_shop,
    "Timefold": by_timefold,
}


class Meter(Unheard):
    """Asks for a stop when the budget is spent; looks only now and then, since looking takes time too."""

    def __init__(self, seconds: float) -> None:
        self._budget = Budget(seconds)
        self._next_look = 0.0
        self._is_spent = False

    def stop_requested(self) -> bool:
        if not self._is_spent and time.monotonic() > self._next_look:
            self._is_spent = self._budget.is_spent
            self._next_look = time.monotonic() + 0.5
        return self._is_spent


def measured(folder: Path, asked: int, name: str, seconds: float) -> Row:
    """One contender on the instance; a row of the results. Called in a process of its own."""
    where = machine()
    found = opened(folder, Unheard())
    plan, seated_row = _ours(found, seconds) if name == OURS else _theirs(found, name, seconds)
    return {
        "tasks_asked": asked,
        "peer": name,
        "seconds_given": seconds,
        "tasks": sum(task.is_open for task in found.obligations),
        "counted": plan.shares["all"].counted,
        "placed": plan.shares["all"].placed,
        "placed_late": plan.shares["all"].placed_late,
        "visits": len(plan.visits),
        "bound": plan.bound,
        **seated_row,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        **where,
    }


def _ours(found: pipeline.Opened, seconds: float) -> tuple[Plan, Row]:
    """This project's solve, stopped when the time is up, judged by the same checks and ledger."""
    started, used = time.perf_counter(), processor_seconds()
    plan = solve(found.obligations, found.facts, Settings(workers=2, engine="pool"), Meter(seconds))
    taken, used = time.perf_counter() - started, processor_seconds() - used
    broken = [one.sentence for one in catalogue.violations(plan, found.facts)]
    points = sum(catalogue.objective(catalogue.ledger(plan, found.facts)).values())
    row = {"seconds": round(taken, 1), "cpu_seconds": round(used, 1), "proposed": len(plan.visits)}
    return plan, {
        **row,
        "moved": 0,
        "dropped": 0,
        "violations": broken[:5],
        "cost": points,
        "nothing": plan.price_of_nothing,
        "cut_short": plan.cut_short,
    }


def _theirs(found: pipeline.Opened, name: str, seconds: float) -> tuple[Plan, Row]:
    """A peer has all of the time for its own search: what it costs to tell it the instance is not counted."""
    case = case_of(found.facts, found.obligations)
    started, used = time.perf_counter(), processor_seconds()
    proposals = list(PEERS[name](case, seconds))
    taken, used = time.perf_counter() - started, processor_seconds() - used
    found_seats = seated(case, proposals)
    verdict = judged(case)
    row = {"seconds": round(taken, 1), "cpu_seconds": round(used, 1)}
    row |= {"proposed": len(proposals) or len(verdict.plan.visits)}
    row |= {"moved": found_seats.moved, "dropped": found_seats.dropped + verdict.taken_back}
    return verdict.plan, {**row, "violations": list(verdict.violations[:5]), "cost": cost(verdict.plan, case)}


def apart(folder: Path, asked: int, name: str, seconds: float) -> Row:
    """Measure one contender in a process of its own, which may die of hunger."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_tell, args=(theirs, folder, asked, name, seconds))
    process.start()
    theirs.close()
    try:
        row: Row = ours.recv()
    except EOFError:
        row = {"tasks_asked": asked, "peer": name, "seconds_given": seconds, "cost": None, **machine()}
    process.join()
    return row


def _tell(theirs: object, folder: Path, asked: int, name: str, seconds: float) -> None:
    theirs.send(measured(folder, asked, name, seconds))  # type: ignore[attr-defined]
