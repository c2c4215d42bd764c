"""Worklists, opened again by other programs."""

from collections.abc import Mapping, Set
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.outputs.printing import Press
from scheduler.outputs.words import day_said
from scheduler.outputs.worklists import placed_worklists, print_worklists, write_workbooks
from scheduler.outputs.worklists.content import readers
from scheduler.outputs.worklists.workbook import write_workbook
from tests.builders import a_plan, a_programme, a_technician, a_visit, an_asset, facts_of
from tests.outputs.synthetic import Quarter, a_quarter

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1:A2)",
    '=HYPERLINK("http://x")',
    "{=1}",
    "http://example.org",
    "=cmd|' /C calc'!A0",
)


def write(plan: Plan, facts: Facts, out: Path, changed: Mapping[tuple[str, str], Set[date]] | None = None) -> None:
    listed = placed_worklists(plan, facts, out, changed)
    write_workbooks(listed, plan.today)
    with Press() as press:
        print_worklists(listed, press, plan.today)


@pytest.fixture(scope="module")
def quarter() -> Quarter:
    return a_quarter(2, 1)


@pytest.fixture(scope="module")
def folder(quarter: Quarter, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    write(quarter.plan, quarter.facts, out)
    return out / "worklists"


def test_everybody_with_work_has_pages_and_a_workbook(folder: Path) -> None:
    assert sorted(f"{path.parent.name}/{path.name.split('-')[0]}" for path in folder.rglob("*.*")) == [
        "departments/North_4W", "departments/North_4W", "departments/North_ICU", "departments/North_ICU",
        "departments/North_Imaging", "departments/North_Imaging", "departments/South_4W", "departments/South_4W",
        "departments/South_ICU", "departments/South_ICU", "performers/GE.pdf", "performers/GE.xlsx",
        "technicians/T00.pdf", "technicians/T00.xlsx", "technicians/T01.pdf", "technicians/T01.xlsx",
    ]  # fmt: skip


def test_a_workbook_has_a_line_a_visit_with_a_box_to_tick(folder: Path, quarter: Quarter) -> None:
    sheet = load_workbook(folder / "technicians" / "T00.xlsx")["Worklist"]

    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    own = [v for v in quarter.plan.visits if any("T00" in leg.technicians for leg in v.legs)]
    assert len(rows) == len(own)
    assert rows[0][:13] == (
        "☐", "Mon 4 Jan 2027", "09:00", "10:50", "North", "ICU", "100", "VENT-00-0104-0", "SN VENT-00-0104-0",
        "Breathe", "V60", "ventilator", "PM ventilator + Patch CVE-2024-0001",
    )  # fmt: skip
    assert sheet.freeze_panes == "C4"


def test_a_workbook_made_in_memory_says_what_a_large_one_says_that_is_made_in_parts(
    quarter: Quarter, tmp_path: Path
) -> None:
    everybody = [reader.worklist() for reader in readers(quarter.plan, quarter.facts)]
    parts, memory = tmp_path / "parts.xlsx", tmp_path / "memory.xlsx"

    for one in everybody:
        write_workbook(one, parts, quarter.plan.today, in_memory_up_to=len(one.lines) - 1)
        write_workbook(one, memory, quarter.plan.today, in_memory_up_to=len(one.lines))

        assert parts.read_bytes() != memory.read_bytes()
        assert _said(parts) == _said(memory)


def _said(path: Path) -> tuple[list[tuple[object, ...]], dict[int, float | None]]:
    sheet = load_workbook(path)["Worklist"]
    heights = {number: row.height for number, row in sheet.row_dimensions.items()}
    return list(sheet.iter_rows(values_only=True)), heights


def test_a_department_and_a_vendor_read_no_names_of_procedures(folder: Path) -> None:
    for name in ("departments/North_ICU-e4e41399", "performers/GE"):
        cells = load_workbook(folder / f"{name}.xlsx")["Worklist"].iter_rows(values_only=True)
        text = " ".join(str(cell) for row in cells for cell in row)
        pages = " ".join(page.extract_text() for page in PdfReader(folder / f"{name}.pdf").pages)
        assert "CVE" not in text + pages
        assert "preventive maintenance" in text


def test_pages_hold_every_visit_and_lines_to_sign(folder: Path, quarter: Quarter) -> None:
    reader = PdfReader(folder / "technicians" / "T01.pdf")

    text = "\n".join(page.extract_text() for page in reader.pages)
    assert all(v.asset_tag in text for v in quarter.plan.visits if any("T01" in leg.technicians for leg in v.legs))
    assert "Done as ticked" in text
    assert reader.metadata is not None
    assert reader.metadata.title == "Worklist of Tech 01"


@pytest.mark.parametrize("payload", FORMULAS)
def test_text_is_never_a_formula_or_a_link(payload: str, tmp_path: Path) -> None:
    facts = facts_of(a_programme(assets=[an_asset("A-1", room=payload)], technicians=[a_technician("Ann")]))

    write(a_plan(a_visit()), facts, tmp_path)

    sheet = load_workbook(tmp_path / "worklists/technicians/Ann.xlsx")["Worklist"]
    cell = sheet["G4"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (payload, "s", None)


@pytest.mark.parametrize(
    "payload", ['#panic("x")', "#sys.inputs", "$x^2$", "*bold* _it_", '"; #read("/etc/passwd")', "\\", "]["]
)
def test_text_is_never_markup_on_pages(payload: str, tmp_path: Path) -> None:
    facts = facts_of(a_programme(assets=[an_asset("A-1", room=payload)]))

    write(a_plan(a_visit()), facts, tmp_path)

    text = PdfReader(tmp_path / "worklists/technicians/Ann.pdf").pages[0].extract_text()
    assert payload.replace(" ", "") in text.replace(" ", "").replace("\n", "").replace("“", '"').replace("”", '"')


def test_control_characters_reach_neither_format(tmp_path: Path) -> None:
    facts = facts_of(a_programme(assets=[an_asset("A-1", room="1\x002\x1b3\ud800")]))

    [line] = next(readers(a_plan(a_visit()), facts)).worklist().lines
    write(a_plan(a_visit()), facts, tmp_path)

    assert line.room == "123"
    assert line.day == date(2027, 1, 11)


def test_nobody_without_work_gets_a_worklist(tmp_path: Path) -> None:
    write(a_plan(), facts_of(), tmp_path)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_pages_of_changed_days_hold_these_days_alone_and_say_so(tmp_path: Path, quarter: Quarter) -> None:
    whole = next(each.worklist() for each in readers(quarter.plan, quarter.facts) if each.scope == "T00")
    days = [day for day, _ in whole.by_day()]
    without_visits = date(2027, 3, 31)
    assert len(days) > 2
    assert without_visits not in days

    write(quarter.plan, quarter.facts, tmp_path, {(whole.folder, whole.scope): {days[1], without_visits}})

    pages = "\n".join(page.extract_text() for page in PdfReader(tmp_path / "worklists/technicians/T00.pdf").pages)
    sheet = load_workbook(tmp_path / "worklists/technicians/T00.xlsx")["Worklist"]
    assert [path.name for path in sorted(tmp_path.rglob("*.*"))] == ["T00.pdf", "T00.xlsx"]
    assert "only the days that are not as they were" in " ".join(pages.split())
    assert day_said(days[1]) in pages
    assert f"{day_said(without_visits)} no visits" in " ".join(pages.split())
    assert len(days) > pages.count("Done as ticked") == 1
    assert sheet.max_row == 3 + len(whole.lines)
