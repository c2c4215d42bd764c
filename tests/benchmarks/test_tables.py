"""The tables of docs/benchmarks.md, and the files of results that they are made from."""

from pathlib import Path

import pytest

from benchmarks import machine
from benchmarks.tables import PAGE, exponent, written


def test_the_tables_of_the_page_are_those_that_the_results_give() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert written(page) == page
    assert "\nMeasured on " in page


def test_what_grows_as_the_square_has_the_exponent_two() -> None:
    assert exponent([(10, 3), (100, 300), (1000, 30_000)]) == pytest.approx(2)


def test_a_figure_measured_again_replaces_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "RESULTS", tmp_path)

    for size, seconds in ((30, 1.0), (4, 2.0), (30, 3.0)):
        machine.keep("speed", {"size": size, "seconds": seconds}, "size")

    assert machine.rows_of("speed") == [{"size": 4, "seconds": 2.0}, {"size": 30, "seconds": 3.0}]
