"""Sixteen publishers at once: versions without gaps, nobody's lost."""

import itertools
from pathlib import Path

import pytest

from scheduler.store import open_store
from tests.store.publications import MONDAY, a_small_quarter, planned_appointments, variants
from tests.store.soundness import assert_whole
from tests.store.test_crashes import assert_acknowledged
from tests.store.writers import publishing, started


def all_publish(folder: Path, database: str | None, publishers: int, times: int) -> None:
    quarter = a_small_quarter()
    plans = variants(quarter)
    writers = [
        started(publishing(folder, plans, quarter.facts, itertools.islice(itertools.count(each), times), database))
        for each in range(publishers)
    ]

    told = [done for writer in writers for done in writer.acknowledged()]

    planned = {str(number): planned_appointments(plan, quarter.facts) for number, plan in enumerate(plans)}
    with open_store(folder, database, MONDAY) as store:
        assert assert_whole(store, planned) == publishers * times
    assert sorted(each.number for each in told) == list(range(1, publishers * times + 1))
    assert_acknowledged(folder, database, told)


def test_four_publishers_at_once(tmp_path: Path) -> None:
    all_publish(tmp_path, None, publishers=4, times=3)


@pytest.mark.slow
@pytest.mark.parametrize(("publishers", "times"), [(16, 40)])
def test_many_publishers_at_once(tmp_path: Path, database: str | None, publishers: int, times: int) -> None:
    all_publish(tmp_path, database, publishers, times)
