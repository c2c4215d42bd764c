# ruff: noqa: E501 (a message stands on one line, as it is told)
"""Workbooks give the same programme as CSV files, cell by cell."""

import csv
import io
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from scheduler.inputs import read_programme
from scheduler.inputs.files.confined import run_confined
from scheduler.inputs.files.workbook import read_workbook
from scheduler.inputs.files.workbook_child import text_of
from tests.inputs.hospital import PROGRAMME, TABLES, TODAY, said_of, write_hospital


def _as_workbook(folder: Path, name: str = "programme.xlsx", **extra: str) -> Path:
    """Write the tables of the small hospital as sheets of text."""
    workbook = xlsxwriter.Workbook(folder / name, {"strings_to_formulas": False})
    for table, text in {**TABLES, **extra}.items():
        sheet = workbook.add_worksheet(table)
        for number, row in enumerate(csv.reader(io.StringIO(text))):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    workbook.close()
    return folder


def test_a_workbook_gives_the_programme_of_its_csv_files(tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    in_csv = read_programme(write_hospital(tmp_path / "csv"), today=TODAY).programme
    (tmp_path / "xlsx").mkdir()
    write_hospital(_as_workbook(tmp_path / "xlsx"), **dict.fromkeys(TABLES))

    in_workbook = read_programme(tmp_path / "xlsx", today=TODAY)

    assert in_workbook.warnings == ()
    assert in_workbook.programme.assets == in_csv.assets
    assert in_workbook.programme.procedures == in_csv.procedures
    assert in_workbook.programme.shifts == in_csv.shifts
    assert in_workbook.programme.history == in_csv.history


def test_a_fault_in_a_sheet_is_told_with_the_sheet(tmp_path: Path) -> None:
    _as_workbook(tmp_path, travel="from_site,to_site,minutes\n\nmain,north,far\n")

    assert said_of(tmp_path, **dict.fromkeys(TABLES)) == [
        'programme.xlsx › travel › row 3 › minutes: "far" … a whole number of minutes from 0 to 1440 … write digits only'
    ]


def test_a_table_in_two_places_is_refused(tmp_path: Path) -> None:
    _as_workbook(tmp_path)

    told = said_of(tmp_path, **{**dict.fromkeys(TABLES), "travel": TABLES["travel"]})

    assert told == [
        "travel.csv: a table in one place; travel.csv and a sheet of programme.xlsx are there … remove one of the two"
    ]


def test_a_sheet_that_is_no_table_is_a_warning(tmp_path: Path) -> None:
    write_hospital(_as_workbook(tmp_path, asets="x\n"), **dict.fromkeys(TABLES))

    (warning,) = read_programme(tmp_path, today=TODAY).warnings

    assert str(warning) == 'programme.xlsx › asets: a sheet named as a table; it is not read … did you mean "assets"?'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("007", "007"),
        (7.0, "7"),
        (0.1 + 0.2, "0.3"),
        (12345678901234567.0, "1.23456789012346e+16"),
        (True, "yes"),
        (date(2027, 1, 31), "2027-01-31"),
        (datetime(2027, 1, 31), "2027-01-31"),  # noqa: DTZ001 (a cell has no zone)
        (datetime(2027, 1, 31, 8, 30), "2027-01-31T08:30"),  # noqa: DTZ001
        (time(7, 30), "07:30"),
        (date(1900, 1, 1), "24:00"),
        (timedelta(hours=30), "30:00"),
    ],
)
def test_a_cell_becomes_the_text_that_a_table_would_have(value: object, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize("engine", ["calamine", "openpyxl"])
def test_both_engines_write_the_same_texts(tmp_path: Path, engine: str) -> None:
    workbook = xlsxwriter.Workbook(tmp_path / "w.xlsx")
    sheet = workbook.add_worksheet("assets")
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    clock = workbook.add_format({"num_format": "hh:mm"})
    sheet.write_string(0, 0, "asset_tag")
    sheet.write_string(2, 0, "007")
    sheet.write_number(2, 1, 12.0)
    sheet.write_datetime(2, 2, datetime(2027, 1, 31), day)  # noqa: DTZ001
    sheet.write_number(2, 3, 0.3125, clock)
    sheet.write_formula(2, 4, "=1+1", None, 2)
    workbook.close()

    run_confined("workbook_child.py", [engine, str(tmp_path / "w.xlsx"), str(tmp_path), "assets"])

    assert (tmp_path / "0.csv").read_bytes() == b"asset_tag\r\n\r\n007,12,2027-01-31,07:30,2\r\n"


def test_cells_whose_value_is_lost_are_noted(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(tmp_path / "w.xlsx")
    sheet = workbook.add_worksheet("assets")
    sheet.write_string(0, 0, "asset_tag")
    sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
    workbook.close()
    uncalculated = openpyxl.Workbook()
    assert uncalculated.active is not None
    uncalculated.active["B2"] = "=1+1"
    uncalculated.save(tmp_path / "u.xlsx")

    notes = [
        str(note)
        for name in ("w.xlsx", "u.xlsx")
        for note in read_workbook((tmp_path / name).read_bytes(), tmp_path / name, name).notes
    ]

    assert notes == [
        'w.xlsx › assets › row 2 › A: "#DIV/0!" … a value; it is read as blank … calculate the sheet and save it, or type the value',
        'u.xlsx › Sheet › row 2 › B: "a formula without a value" … a value; it is read as blank … calculate the sheet and save it, or type the value',
    ]


def test_a_table_can_stand_on_the_only_sheet_of_a_workbook_of_another_name(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(tmp_path / "ways.xlsx")
    sheet = workbook.add_worksheet("Sheet1")
    for column, (heading, value) in enumerate({"from_site": "main", "to_site": "north", "minutes": "25"}.items()):
        sheet.write_string(0, column, heading)
        sheet.write_string(1, column, value)
    workbook.close()
    programme = PROGRAMME + "tables: {travel: {file: ways.xlsx}}\n"

    assert said_of(tmp_path, programme, travel=None) == []


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    _as_workbook(tmp_path, "other.xlsx")
    programme = PROGRAMME + "tables: {travel: {file: other.xlsx, sheet: Travels}}\n"

    (told,) = said_of(tmp_path, programme, travel=None)

    assert told.startswith('other.xlsx › Travels: "Travels" … one of the sheets sites, departments, ')
    assert told.endswith('did you mean "travel"?')


def test_a_text_that_looks_like_a_formula_is_kept_and_warned_of(tmp_path: Path) -> None:
    text = TABLES["history"].replace("2026-02-01,,", "2026-02-01,,=HYPERLINK(1)")
    write_hospital(tmp_path, history=text)

    reading = read_programme(tmp_path, today=TODAY)

    assert reading.programme.history[1].technician == "=HYPERLINK(1)"
    assert [str(warning) for warning in reading.warnings] == [
        'history.csv › row 3 › technician: "=HYPERLINK(1)" … text that is no formula … it is kept as text and never calculated; put an apostrophe before it in a spreadsheet'
    ]
