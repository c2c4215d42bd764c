"""Publishing 10,000 visits takes seconds, and publishing them again less."""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.outputs.synthetic import a_quarter
from tests.store.publications import MONDAY, published


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [5.0])
def test_ten_thousand_visits_are_published_within_seconds_of_work(tmp_path: Path, seconds: float) -> None:
    """36: in processor time, so that a busy machine does not fail it."""
    quarter = a_quarter(46, 12)
    assert len(quarter.plan.visits) > 9_900
    started = time.process_time()

    first = published(tmp_path, quarter.plan, quarter.facts)
    taken = time.process_time() - started
    again = published(tmp_path, quarter.plan, quarter.facts, at=MONDAY + timedelta(days=1))

    assert first.feeds > 50
    assert again.changed_feeds == 0
    assert taken < seconds, f"{taken:.1f} s"
