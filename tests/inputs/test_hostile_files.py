# ruff: noqa: E501 (a message stands on one line, as it is told)
"""Files that want to break their reader: each gets a sentence, in seconds, never a traceback."""

import gzip
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.inputs.hospital import PROGRAMME, TABLES, problems_of, said_of


def _workbook(path: Path, sheets: dict[str, dict[tuple[int, int], str]]) -> Path:
    workbook = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    for name, cells in sheets.items():
        sheet = workbook.add_worksheet(name)
        for (row, column), text in cells.items():
            sheet.write_string(row, column, text)
    workbook.close()
    return path


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "assets.csv: a header row … the file is empty; write its column names into row 1"),
        (b"\xef\xbb\xbf\r\n", "assets.csv: a header row … the file is empty; write its column names into row 1"),
        (b"PK\x03\x04rest", '"a workbook or another ZIP archive, whatever its name says"'),
        (b"%PDF-1.7\nrest", '"a PDF document, whatever its name says"'),
        (b"\n<!DOCTYPE html><html></html>", '"a web page or XML, whatever its name says"'),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", '"an old or encrypted Office document, whatever its name says"'),
        (gzip.compress(b"asset_tag,make"), '"a gzip archive, whatever its name says"'),
        ("asset_tag,make\nA,B\n".encode("utf-16"), '"a UTF-16 text, whatever its name says"'),
        (bytes(range(1, 9)) + b"\x00" * 500, '"a binary file"'),
        (b"asset_tag,make\nA,Caf\xe9\n", 'assets.csv › row 2: "A,Café" … text in UTF-8 … save it as CSV UTF-8'),
        (b'asset_tag,make\nA,"open\n', "assets.csv › row 2: quotes that open and close a cell"),
        (b'asset_tag,make\nA,"x"y"\n', "assets.csv › row 2: quotes that open and close a cell"),
        (b"asset_tag,make\nA," + b"x" * 300_000, "assets.csv › row 2: cells of at most 200000 characters"),
        (b",,,\nA,B,C\n", "assets.csv › row 1: a header row with column names"),
        (b"," * 5_000 + b"asset_tag\n", "assets.csv: at most 2000 columns"),
    ],
)
def test_a_table_that_is_no_table_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    (told,) = [said for said in said_of(tmp_path, assets=content) if said.startswith("assets.csv")]

    assert words in told


def test_a_csv_with_nul_and_control_characters_is_refused_cell_by_cell(tmp_path: Path) -> None:
    text = TABLES["skills"] + "T\x001,RES,,\nT1,R\x07ES,,\n"

    assert said_of(tmp_path, skills=text) == [
        'skills.csv › row 4 › technician: "T\\x001" … text without control characters … type the cell again; it came from '
        "a damaged export",
        'skills.csv › row 5 › skill: "R\\x07ES" … text without control characters … type the cell again; it came from a '
        "damaged export",
    ]


def test_a_folder_where_a_table_should_be_is_not_opened(tmp_path: Path) -> None:
    programme = PROGRAMME + "tables: {assets: {file: somewhere}}\n"
    (tmp_path / "somewhere").mkdir()

    (told,) = said_of(tmp_path, programme)

    assert told == "somewhere: a file … a folder or a device cannot be read as a table"


@pytest.mark.parametrize("path", ["../outside.csv", "/etc/passwd", "calendars/../../outside.csv"])
def test_a_table_outside_the_folder_is_not_opened(tmp_path: Path, path: str) -> None:
    programme = PROGRAMME + f"tables: {{assets: {{file: {path}}}}}\n"

    (told,) = said_of(tmp_path / "programme", programme)

    assert told == f"{path}: a file inside the programme's folder … move it there"


def test_a_link_that_leads_outside_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "programme"
    folder.mkdir()
    (tmp_path / "outside.csv").write_text("asset_tag\nSECRET\n")
    (folder / "assets.csv").symlink_to(tmp_path / "outside.csv")

    (told,) = said_of(folder, assets=None)

    assert told == "assets.csv: a file inside the programme's folder … move it there"


def test_a_cell_in_the_last_corner_of_a_sheet_is_named(tmp_path: Path) -> None:
    _workbook(tmp_path / "programme.xlsx", {"assets": {(0, 0): "asset_tag", (1_048_575, 16_383): "x"}})

    (told,) = said_of(tmp_path, assets=None)

    assert told == (
        "programme.xlsx › assets › row 1048576 › XFD: cells near the others; the sheet is too large to be read with this "
        "one … delete its row and column"
    )


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "programme.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 1_000_000)

    (told,) = said_of(tmp_path)

    assert "that unpack to 300000011 in 2 parts" in told
    assert "save the tables as CSV" in told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "programme.xlsx: a workbook … the file is empty"),
        (b"asset_tag,make\n", '"no ZIP archive, which a workbook is"'),
        (b"%PDF-1.7", '"a PDF document"'),
        (b"PK\x03\x04 cut off", "it is damaged; save it again"),
    ],
)
def test_a_workbook_that_is_none_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "programme.xlsx").write_bytes(content)

    (told,) = said_of(tmp_path)

    assert words in told


def test_a_zip_archive_without_a_workbook_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "programme.xlsx", "w") as archive:
        archive.writestr("readme.txt", "nothing")

    (told,) = said_of(tmp_path)

    assert told == "programme.xlsx: a workbook (.xlsx) … it is another ZIP archive; save it as .xlsx"


def test_a_workbook_with_broken_parts_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "programme.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook><sheets><sheet name='assets'")

    (told,) = said_of(tmp_path)

    assert told.startswith("programme.xlsx: a workbook that can be read")


ALIAS_BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(8)
)


@pytest.mark.parametrize(
    ("programme", "told"),
    [
        (
            "name: x\n" + ALIAS_BOMB,
            "programme.yaml › row 2: no anchors (&) and aliases (*) … write the value out; quote a text that begins with * "
            "or &",
        ),
        (
            "name: x\nname: y\n",
            'programme.yaml › row 2: "name" … each key once; line 1 has it too … remove one of the two',
        ),
        (
            "name: !!python/object/apply:os.system [ls]\n",
            'programme.yaml › row 1: "tag:yaml.org,2002:python/object/apply:os.system" … no tags (!) … remove the tag; quote '
            "a text that begins with !",
        ),
        ("name: " + "[" * 500 + "]" * 500, "programme.yaml › row 1: at most 12 levels … flatten the structure"),
        ("- a\n- b\n", "programme.yaml › row 1: keys with values, such as name: My hospital … begin with name:"),
        ("name: x\n---\nname: y\n", "programme.yaml › row 2: one document … remove the line --- and what follows it"),
        ("? [a]\n: b\n", "programme.yaml › row 1: a text as key … write a word before the colon"),
    ],
)
def test_yaml_with_tricks_is_refused_before_it_is_loaded(tmp_path: Path, programme: str, told: str) -> None:
    assert said_of(tmp_path, programme) == [told]


def test_yaml_that_cannot_be_parsed_is_named_by_line(tmp_path: Path) -> None:
    (told,) = said_of(tmp_path, "name: x\npolicies: {high_risk: [\n")

    assert told.startswith("programme.yaml › row 3: YAML; ")
    assert told.endswith("check indentation, colons and quotes on this line")


def test_a_huge_yaml_is_refused_unread(tmp_path: Path) -> None:
    (told,) = said_of(tmp_path, "name: x\n#" + "x" * 2_000_000)

    assert told == 'programme.yaml: "2000009 bytes" … at most 2000000 bytes … keep tables in files of their own'


def test_a_missing_programme_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    from scheduler.errors import InputError
    from scheduler.inputs import read_programme

    with pytest.raises(InputError) as caught:
        read_programme(tmp_path)

    assert [str(problem) for problem in caught.value.problems] == [
        "programme.yaml: a file that exists … correct its name or put it into the folder"
    ]


def test_needed_tables_that_are_missing_are_all_told(tmp_path: Path) -> None:
    needed = ("sites", "departments", "models", "procedures", "assets", "technicians", "shifts")

    problems = problems_of(tmp_path, **dict.fromkeys(TABLES))

    assert sorted(problem.file for problem in problems) == sorted(f"{name}.csv" for name in needed)
    assert all(problem.structural for problem in problems)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("RRULE:FREQ=SECONDLY", "events that repeat at most hourly, not SECONDLY"),
        ("RRULE:FREQ=MINUTELY;INTERVAL=2", "events that repeat at most hourly, not MINUTELY"),
        ("RRULE:FREQ=DAILY;BYSECOND=1,2,3", "events that repeat at most hourly, not DAILY"),
    ],
)
def test_a_calendar_that_never_ends_is_refused(tmp_path: Path, rule: str, words: str) -> None:
    calendar = f"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20270101T080000Z\nDURATION:PT1M\n{rule}\n"
    (tmp_path / "t1.ics").write_text(calendar + "END:VEVENT\nEND:VCALENDAR\n")

    (told,) = said_of(tmp_path, absences="technician,ics\nT1,t1.ics\n")

    assert told.startswith(f'absences.csv › row 2 › ics: "t1.ics" … {words}')


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"technician,first_day\n", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND"]
)
def test_a_calendar_file_that_is_none_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t1.ics").write_bytes(content)

    (told,) = said_of(tmp_path, absences="technician,ics\nT1,t1.ics\n")

    assert told.startswith('absences.csv › row 2 › ics: "t1.ics" … ')
