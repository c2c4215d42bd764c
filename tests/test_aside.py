"""Work done in another process gives what it would give here."""

import os
import signal
import time
from functools import partial
from pathlib import Path

import pytest

from scheduler.aside import Aside, side_by_side


def test_the_result_is_the_same_as_here() -> None:
    with Aside(lambda: ("a", 1)) as aside:
        assert aside.result() == ("a", 1)


def test_the_work_is_done_in_another_process_where_there_is_a_core_to_spare() -> None:
    spare = len(os.sched_getaffinity(0)) > 1

    with Aside(os.getpid) as aside:
        assert (aside.result() != os.getpid()) == spare


def test_who_asks_twice_waits_once(tmp_path: Path) -> None:
    worked = tmp_path / "worked"

    def work() -> None:
        with worked.open("a") as file:
            file.write("once")

    with Aside(work) as aside:
        aside.result()
        aside.result()

    assert worked.read_text() == "once"


def test_an_exception_of_the_work_is_raised_here() -> None:
    with Aside(lambda: 1 // 0) as aside, pytest.raises(ZeroDivisionError):
        aside.result()


def test_work_whose_process_dies_is_done_here(tmp_path: Path) -> None:
    here = os.getpid()

    def work() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return 7

    with Aside(work) as aside:
        assert aside.result() == 7


def test_a_process_begun_later_may_ask_for_the_result() -> None:
    with Aside(lambda: list(range(100_000))) as first, Aside(lambda: sum(first.result())) as second:
        assert second.result() == sum(range(100_000))


def test_work_whose_result_went_to_a_process_that_died_is_done_here() -> None:
    here = os.getpid()

    def half_of_it() -> int:
        if os.getpid() == here:
            return sum(first.result())
        os.read(first._told, 70_000)
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    with Aside(lambda: list(range(100_000))) as first, Aside(half_of_it) as second:
        assert second.result() == sum(range(100_000))


def test_nothing_goes_on_after_the_context(tmp_path: Path) -> None:
    beats = tmp_path / "beats"

    def work() -> None:
        if os.getpid() != here:
            while True:
                beats.write_text(str(time.monotonic()))
                time.sleep(0.01)

    here = os.getpid()
    with Aside(work):
        time.sleep(0.1)
    beats.unlink(missing_ok=True)
    time.sleep(0.05)

    assert not beats.exists()


def test_results_come_in_the_order_of_the_works_however_many_are_done_at_once() -> None:
    def work(number: int) -> int:
        time.sleep(0.02 * (5 - number))
        return number

    for at_once in (1, 2, 8):
        works = [partial(work, number) for number in range(5)]
        assert list(side_by_side(works, at_once, lambda: False)) == [0, 1, 2, 3, 4]


def test_no_more_works_are_done_at_once_than_asked_for(tmp_path: Path) -> None:
    def work(number: int) -> int:
        running = tmp_path / str(number)
        running.touch()
        time.sleep(0.05)
        seen = len(list(tmp_path.iterdir()))
        running.unlink()
        return seen

    assert max(side_by_side([partial(work, number) for number in range(6)], 2, lambda: False)) <= 2


def test_a_stop_ends_works_that_are_still_going_on() -> None:
    started = time.monotonic()

    found = list(side_by_side([lambda: time.sleep(60)], 2, lambda: time.monotonic() > started + 0.3))

    assert found == []
    assert time.monotonic() - started < 30
