# ruff: noqa: E501 (a message stands on one line, as it is told)
"""Faulty rows can be left out if the planner allows it: with what refers to them, and never silently."""

from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.inputs import read_programme
from tests.inputs.hospital import TABLES, TODAY, table, write_hospital

FAULTY = table(
    "assets", ("V1,SN1,Northwind,V500,main,icu,in_use,2020-01-15", "V1,SN1,Northwind,V500,main,icu,in_us,2020-01-15")
)


def test_no_row_is_left_out_unless_it_was_allowed(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_programme(write_hospital(tmp_path, assets=FAULTY), today=TODAY)


def test_a_faulty_row_is_left_out_with_the_rows_that_refer_to_it(tmp_path: Path) -> None:
    programme = read_programme(write_hospital(tmp_path, assets=FAULTY), max_set_aside=1, today=TODAY).programme

    assert [(row.table, row.row, row.key) for row in programme.set_aside] == [("assets", 2, "V1"), ("history", 2, "V1")]
    assert programme.set_aside[0].reason == (
        'assets.csv › row 2 › status: "in_us" … one of in_use, spare, loaner, in_repair, missing, retired … did you mean '
        '"in_use"?'
    )
    assert programme.set_aside[1].reason.startswith('history.csv › row 2 › asset_tag: "V1" … an asset_tag of assets')
    assert list(programme.assets) == ["V2", "C1", "P1", "P2"]
    assert [row.asset_tag for row in programme.history] == ["P1"]


def test_one_faulty_row_more_than_allowed_stops_with_all_problems(tmp_path: Path) -> None:
    history = TABLES["history"] + "V1,pm-6m,never,,\n"

    with pytest.raises(InputError) as caught:
        read_programme(write_hospital(tmp_path, assets=FAULTY, history=history), max_set_aside=1, today=TODAY)

    assert [(problem.file, problem.row) for problem in caught.value.problems] == [("assets.csv", 2), ("history.csv", 4)]


def test_a_row_with_two_faults_counts_once(tmp_path: Path) -> None:
    assets = FAULTY.replace("in_us,2020-01-15", "in_us,yesterday")

    programme = read_programme(write_hospital(tmp_path, assets=assets), max_set_aside=1, today=TODAY).programme

    assert " | " in programme.set_aside[0].reason


def test_a_fault_of_structure_stops_whatever_is_allowed(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_programme(write_hospital(tmp_path, assets="asset_tag\nV1\n"), max_set_aside=100, today=TODAY)

    assert any(problem.structural for problem in caught.value.problems)


def test_a_row_with_too_many_cells_can_be_left_out(tmp_path: Path) -> None:
    history = TABLES["history"] + "V1,pm-6m,2026-01-01,,,a,b\n"

    programme = read_programme(write_hospital(tmp_path, history=history), max_set_aside=1, today=TODAY).programme

    assert [(row.table, row.row) for row in programme.set_aside] == [("history", 4)]
    assert len(programme.history) == 2
