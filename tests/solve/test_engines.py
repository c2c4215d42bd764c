"""Engines: the same timetable from each, with however many workers, and when workers are killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from random import Random

import pytest

from constraints.example import a_certificate, a_procedure, a_programme, a_technician, an_asset, an_obligation, facts_of
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Settings
from scheduler.errors import UsageError
from scheduler.solve.choices import placements
from scheduler.solve.engines import Engine, engine_for
from scheduler.solve.engines.cluster import refuse_open_network
from scheduler.solve.engines.inline import Inline
from scheduler.solve.engines.pool import Pool
from scheduler.solve.improve import share_in_time
from scheduler.solve.neighbourhoods.improving import Improving
from scheduler.solve.neighbourhoods.question import NOTHING, Answer, Option, Question, Taking, Visit
from scheduler.solve.quarter import empty_timetable
from scheduler.solve.targets import Targets
from scheduler.solve.wishes import Wishes

QUESTION = Question(
    visits=(
        Visit(60, 100, (Option(5, (0,), (0,), ((0, 31),), (Taking(0, 60),), ()),), (), -1, 0),
        Visit(60, 90, (Option(1, (0,), (0,), ((0, 41),), (Taking(0, 60),), ()),), (), -1, 0),
    ),
    trips=(),
    left=(120,),
    shared=(),
    seed=0,
    deterministic_time=0.1,
)
"""Two visits of an hour that one person could do, of which one fits."""


def a_busy_ward(number: int) -> tuple[Facts, list[Obligation]]:
    """More work than two people can do in January, of many lengths, due in no order."""
    dice = Random(number)
    people = ("Ann", "Bob")
    facts = facts_of(
        a_programme(
            assets=[an_asset(f"A-{one}") for one in range(number)],
            technicians=[a_technician(one) for one in people],
            certificates=[a_certificate(one, "pumps") for one in people],
        )
    )
    tasks = []
    for one in range(number):
        work = a_procedure(minutes=dice.choice((45, 90, 150, 240)), skill="pumps")
        first = dice.randint(4, 20)
        first_day, last_day = f"2027-01-{first:02}", f"2027-01-{first + dice.randint(2, 9):02}"
        tasks.append(an_obligation(f"A-{one}", procedure=work, first_day=first_day, last_day=last_day))
    return facts, tasks


def improved(engine: Engine, number: int, rounds: int) -> dict[TaskId, tuple[int, list[str]]]:
    """Where everything is after some rounds, that was placed late without any thought of what else is to come."""
    facts, tasks = a_busy_ward(number)
    timetable = empty_timetable(tasks, facts)
    wishes = Wishes(tasks, timetable, Targets())
    for wish in (wishes.late((task,)) for task in tasks):
        found = next(placements(timetable, wish.visit, wish.days), None) if wish else None
        if found is not None:
            timetable.commit(found)
    improving = Improving(timetable, wishes, engine)
    before = share_in_time(tasks, timetable)
    saved = [improving.round(tasks) for _ in range(rounds)]
    assert sum(saved) > 0
    assert before < share_in_time(tasks, timetable)
    places = timetable.placements.items()
    return {task: (one.start, [person.technician for person in one.legs[0].people]) for task, one in places}


class Deadly(Pool):
    """Kills children after every answer, as many as there are, until there were enough kills."""

    def __init__(self, workers: int, kills: int) -> None:
        super().__init__(workers)
        self.kills = 0
        self._most = kills
        self._dice = Random(7)

    def answers(self, questions: Iterable[Question]) -> Iterator[Answer]:
        for answer in super().answers(questions):
            for child in self._dice.sample(self.processes, k=min(len(self.processes), self._most - self.kills)):
                os.kill(child, signal.SIGKILL)
                self.kills += 1
            yield answer


def test_a_question_is_answered_by_what_costs_least() -> None:
    assert next(Inline().answers([QUESTION])).options == (0, -1)


def test_no_questions_have_no_answers_and_start_no_process() -> None:
    with closing(Pool(4)) as pool:
        assert list(pool.answers([])) == []
        assert pool.processes == ()


def test_children_answer_as_this_process_does_also_when_one_is_killed() -> None:
    alone = improved(Inline(), 30, 2)

    with closing(Deadly(2, kills=1)) as pool:
        together = improved(pool, 30, 2)

    assert pool.kills == 1
    assert together == alone


def test_a_question_that_no_child_survives_has_no_answer() -> None:
    with closing(Pool(1, command=(sys.executable, "-c", ""))) as pool:
        assert list(pool.answers([QUESTION])) == [NOTHING]


def test_the_watchdog_ends_a_child_that_hangs() -> None:
    with closing(Pool(1, command=(sys.executable, "-c", "import time; time.sleep(99)"), watchdog_s=0.1)) as pool:
        assert list(pool.answers([QUESTION])) == [NOTHING]


def test_children_end_with_their_pool() -> None:
    pool = Pool(1)
    list(pool.answers([QUESTION]))
    child = pool.processes[0]

    pool.close()

    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@pytest.mark.parametrize("address", ["tcp://10.0.0.7:8786", "tcp://planner.example.org:8786", "10.0.0.7:8786"])
def test_another_machine_without_tls_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="--cluster"):
        refuse_open_network(address)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://localhost:8786", "tls://10.0.0.7:8786"])
def test_this_machine_or_tls_is_accepted(address: str) -> None:
    refuse_open_network(address)


def test_an_engine_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(UsageError) as told:
        engine_for(Settings(engine="cloud"))

    assert str(told.value) == '--engine: "cloud" is none of inline, pool, dask.'


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_workers_gives_the_same_timetable(workers: int) -> None:
    alone = improved(Inline(), 60, 4)

    with closing(Pool(workers)) as pool:
        assert improved(pool, 60, 4) == alone


@pytest.mark.slow
def test_twenty_kills_change_nothing() -> None:
    alone = improved(Inline(), 40, 2)

    with closing(Deadly(3, kills=20)) as pool:
        while pool.kills < 20:
            assert improved(pool, 40, 2) == alone


@pytest.mark.slow
def test_a_cluster_gives_the_same_timetable() -> None:
    pytest.importorskip("distributed")
    alone = improved(Inline(), 30, 2)
    address = "tcp://127.0.0.1:18786"
    dask = (sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "18786")
    worker = (sys.executable, "-m", "distributed.cli.dask_worker", address, "--nworkers", "2", "--nthreads", "1")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

    with subprocess.Popen([*dask, "--no-dashboard"], **quiet) as scheduler:  # type: ignore[call-overload]
        with subprocess.Popen([*worker, "--no-dashboard"], **quiet) as workers:  # type: ignore[call-overload]
            with closing(engine_for(Settings(engine="dask", cluster=address))) as cluster:
                found = improved(cluster, 30, 2)
            workers.terminate()
        scheduler.terminate()

    assert found == alone
