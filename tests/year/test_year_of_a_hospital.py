"""What the year of a generated health system comes to where its people have the hours: gaps, level hours, interval."""

from datetime import date
from pathlib import Path

import pytest

from examples.generate.world import make_world
from scheduler import pipeline
from scheduler.domain.calendar import parse_quarter
from scheduler.domain.plan import Settings
from scheduler.quarters import Year, plan_year
from scheduler.solve import Silence


class Unheard(Silence):
    """Nobody listens, and nobody has a clock."""

    def seconds(self) -> dict[str, float]:
        return {}


@pytest.mark.slow
def test_every_gap_is_explained_what_comes_again_is_level_and_little_interval_is_given_away(
    tmp_path: Path,
) -> None:
    make_world(7, 1_500, 150, hours=2.5).write(tmp_path)
    nobody: pipeline.Watch = Unheard()
    year = Year(tmp_path, date(2026, 12, 1), parse_quarter("2027Q1"), 4, nobody)

    figures = plan_year(year, Settings(), nobody, None, lambda: 0)

    assert [one.name for one in figures.quarters] == ["2027Q1", "2027Q2", "2027Q3", "2027Q4"]
    assert figures.unexplained == 0
    assert figures.gaps >= 10
    assert figures.fullest_over_mean_recurring <= 1.1
    assert figures.fullest_over_mean <= max(1.1, 1.1 * figures.fullest_over_mean_at_least)
    assert 0 < figures.given_away <= 0.05
