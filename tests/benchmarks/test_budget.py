"""Processor seconds as a measure of equal time."""

import subprocess
import sys
import threading

from benchmarks.budget import Budget, seconds_of, when_spent


def test_what_a_child_works_counts_as_the_parents() -> None:
    budget = Budget(0.1)
    assert not budget.is_spent

    subprocess.run([sys.executable, "-c", "import time\nwhile time.process_time() < 0.25: pass"], check=True)

    assert budget.is_spent
    assert budget.spent >= 0.2


def test_a_process_that_is_gone_has_used_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()

    assert seconds_of(child.pid) == 0


def test_the_end_of_a_budget_is_told_once_and_not_after_the_block() -> None:
    told = threading.Event()

    with when_spent(Budget(-1), told.set):
        assert told.wait(5)
    told.clear()
    with when_spent(Budget(1_000), told.set):
        pass

    assert not told.is_set()
