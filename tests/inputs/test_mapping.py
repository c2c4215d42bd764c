# ruff: noqa: E501 (a message stands on one line, as it is told)
"""Exports of other systems are read as they are, by what programme.yaml says of them."""

from pathlib import Path

import pytest

from scheduler.domain.equipment import AssetStatus
from scheduler.inputs import Filtered, read_programme
from scheduler.inputs.tables.assets import ASSETS
from tests.inputs.hospital import PROGRAMME, TODAY, problems_of, read_hospital, said_of, warned_of

EXPORT = (
    "Equipment list;;;\n\nEquip No.;Maker;Model;Dept;Status;In service;Rec Type;Price\n"
    "V1;Northwind;V500;icu;In Service;31/01/2020;EQ;1\nV2;northwind;v500;ICU;DOWN;2020-01-31;EQ;2\n"
    "X;Other;Thing;nowhere;?;never;FURN;3\nC1;Helioscan;CT-1;ct-room;In Service;;EQ;4\nP1;Kestrelin;P7;clinic;In Service;;ACC;5\n"
)
MAPPING = PROGRAMME + (
    "tables:\n  assets:\n    file: export.csv\n    skip_rows: 2\n    date_format: '%d/%m/%Y'\n"
    "    columns: {' equip no. ': asset_tag, Maker: make, Dept: department, In service: in_service_on, Price: '', Rec Type: ''}\n"
    "    values: {status: {in service: in_use, Down: in_repair}}\n    filter: {rec type: [eq, ACC]}\n"
)


COLUMNS = ", ".join(column.name for column in ASSETS.columns)


def _read_export(folder: Path, programme: str = MAPPING, export: str = EXPORT) -> list[str]:
    (folder / "export.csv").write_text(export, encoding="utf-8")
    return said_of(folder, programme, assets=None, history=None)


def test_an_export_is_filtered_renamed_and_translated(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")

    reading = read_hospital(tmp_path, MAPPING, assets=None, history=None)

    assets = reading.programme.assets
    assert {tag: (asset.status, str(asset.in_service_on)) for tag, asset in assets.items()} == {
        "V1": (AssetStatus.IN_USE, "2020-01-31"),
        "V2": (AssetStatus.IN_REPAIR, "2020-01-31"),
        "C1": (AssetStatus.IN_USE, "None"),
        "P1": (AssetStatus.IN_USE, "None"),
    }
    assert reading.filtered == (Filtered("assets", 1),)
    assert reading.warnings == ()


def test_a_fault_of_an_export_is_told_under_its_own_heading_and_row(tmp_path: Path) -> None:
    assert _read_export(tmp_path, export=EXPORT.replace("CT-1;ct-room;In Service", "CT-1;ct-room;Broken")) == [
        'export.csv › row 7 › Status: "Broken" … one of in_use, spare, loaner, in_repair, missing, retired'
    ]


def test_a_heading_that_the_file_lacks_is_a_fault_of_structure(tmp_path: Path) -> None:
    told = _read_export(tmp_path, MAPPING.replace("Maker: make", "Makers: make"))

    assert told[:2] == [
        'export.csv › Makers: "Makers" … a heading that the file has; columns in programme.yaml names one that it has not … '
        'did you mean "Maker"?',
        'export.csv › make: a column make … did you mean "Maker"? columns in programme.yaml can rename it',
    ]


def test_a_name_that_is_no_column_of_ours_is_a_fault_of_structure(tmp_path: Path) -> None:
    told = _read_export(
        tmp_path, MAPPING.replace("Dept: department", "Dept: departmnt").replace("{status:", "{statsu:")
    )

    assert [said for said in told if said.startswith("programme.yaml")] == [
        f'programme.yaml › tables.assets.{key}: "{found}" … one of the columns {COLUMNS} … did you mean "{meant}"?'
        for key, found, meant in (("columns", "departmnt", "department"), ("values", "statsu", "status"))
    ]


def test_two_columns_for_one_are_a_fault_of_structure(tmp_path: Path) -> None:
    assert _read_export(tmp_path, MAPPING.replace("Price: ''", "Price: make")) == [
        'export.csv › Price: "Price" … one column for make; Maker is another … remove one of them, or map one to a blank '
        "name in programme.yaml"
    ]


@pytest.mark.parametrize(("kind", "read"), [("", "open"), ("Offen", "open"), ("zu", "closed")])
def test_a_value_mapping_reaches_blank_cells_and_every_spelling(tmp_path: Path, kind: str, read: str) -> None:
    programme = PROGRAMME + "tables: {downtime: {values: {kind: {'': open, OFFEN: open, Zu: closed}}}}\n"
    row = f"{kind},,Mon,08:00,10:00\n,ct-room,Mon,08:00,10:00\n"

    programme_read = read_hospital(tmp_path, programme, downtime=f"kind,department,weekdays,start,end\n{row}").programme

    assert str(programme_read.downtime[0].kind) == read


def test_a_value_mapping_reaches_the_items_of_a_list(tmp_path: Path) -> None:
    programme = PROGRAMME + "tables: {technicians: {values: {sites: {M: main, N: north}}}}\n"

    technicians = read_hospital(
        tmp_path, programme, technicians="technician,home_site,sites\nT1,main,M|n\nT2,main,\n"
    ).programme.technicians

    assert technicians["T1"].sites == {"main", "north"}


def test_an_unknown_column_is_a_warning_with_a_suggestion(tmp_path: Path) -> None:
    assert warned_of(tmp_path, travel="from_site,to_site,minutes,minuts\nmain,north,20,3\n") == [
        'travel.csv › minuts: "minuts" … a known column; it is not read … did you mean "minutes"?'
    ]


def test_a_file_that_is_no_table_is_a_warning_with_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / "deferral.csv").write_text("asset_tag\n")

    assert warned_of(tmp_path) == ['deferral.csv: a file of a known table; it is not read … did you mean "deferrals"?']


@pytest.mark.parametrize("name", ["assets.xlsx", "Assets.XLS", "assets.ods", "ASSETS.csv"])
def test_a_file_that_is_passed_over_for_another_of_its_table_is_a_warning(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("whatever it is")

    assert warned_of(tmp_path) == [
        f"{name}: a table in one place; assets is read from assets.csv, this file is not read … remove it, or name it under tables in programme.yaml"
    ]


def test_a_csv_that_is_passed_over_for_a_file_named_in_the_programme_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "way.csv").write_text("from_site,to_site,minutes\nmain,north,20\n")

    assert warned_of(tmp_path, PROGRAMME + "tables: {travel: {file: way.csv}}\n") == [
        "travel.csv: a table in one place; travel is read from way.csv, this file is not read … remove it, or name it under tables in programme.yaml"
    ]


def test_a_workbook_of_its_own_for_a_table_that_may_be_absent_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "locks.xlsx").write_text("a workbook")

    assert warned_of(tmp_path) == [
        "locks.xlsx: locks.csv, or a sheet of programme.xlsx; it is not read … save it as locks.csv, or name it under tables in programme.yaml"
    ]


def test_files_that_nobody_takes_for_a_table_are_no_warning(tmp_path: Path) -> None:
    for name in ("~$assets.xlsx", ".assets.csv", "minutes of the meeting.xlsx", "assets.pdf", "csv"):
        (tmp_path / name).write_text("x")

    assert warned_of(tmp_path) == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "﻿", "﻿sep={}\n"])
def test_a_csv_is_read_whatever_its_delimiter_line_end_and_mark(
    tmp_path: Path, delimiter: str, end: str, mark: str
) -> None:
    text = 'from_site,to_site,minutes\nmain,north,"2\n0"\n'.replace(",", delimiter).replace("\n", end)
    good = text.replace(f'"2{end}0"', "20")

    assert problems_of(tmp_path, travel=mark.format(delimiter) + good) == ()
    (problem,) = problems_of(tmp_path, travel=mark.format(delimiter) + text)
    assert (problem.row, problem.column) == (2, "minutes")


def test_row_numbers_are_those_of_excel_after_blank_rows_and_cells_of_several_lines(tmp_path: Path) -> None:
    text = 'technician,name,home_site\nT1,"Ana\nRuiz",main\n\n,,\nT2,Ben,mian\n'

    (problem,) = [p for p in problems_of(tmp_path, technicians=text) if p.file == "technicians.csv"]

    assert (problem.row, problem.found) == (5, "mian")


def test_a_cell_beyond_the_header_is_an_error_and_a_missing_one_a_warning(tmp_path: Path) -> None:
    assert said_of(tmp_path, travel="from_site,to_site,minutes\nmain,north,20,,oops\n") == [
        'travel.csv › row 2 › E: "oops" … 3 cells as in the header … put quotes around a text that contains the delimiter'
    ]
    assert warned_of(tmp_path, skills="technician,skill,valid_from,valid_until\nT1,RES\nT2,B1,,\n") == [
        "skills.csv › row 2: 4 cells as in the header; 1 rows have fewer, this is the first … the missing cells are read as "
        "blank"
    ]


def test_a_foreign_export_gives_the_same_programme_as_our_own_tables() -> None:
    examples = Path(__file__).parents[2] / "examples"

    ours = read_programme(examples / "community-hospital", today=TODAY).programme
    theirs = read_programme(examples / "foreign-export", today=TODAY).programme

    assert theirs.assets == ours.assets
    assert theirs.models == ours.models
    assert theirs.history == ours.history
    assert theirs.downtime == ours.downtime
    assert theirs.technicians == ours.technicians
    assert theirs.due == ours.due
