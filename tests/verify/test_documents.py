"""Documents that say something else than their plan are found out, file by file."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, WeekLoad
from scheduler.outputs import read_plan, write_folder
from scheduler.solve.load import load_of
from scheduler.verify import verify, verify_files
from tests.verify.legal_quarter import the_facts, the_plan

Spoil = Callable[[Path], None]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Plan, Facts]:
    from dataclasses import replace

    out, facts = tmp_path_factory.mktemp("quarter") / "out", the_facts()
    plan = the_plan(facts)
    plan = replace(plan, load=_load(plan, facts))
    write_folder(verify(plan, facts).verified(), facts, out)
    return out, plan, facts


def _load(plan: Plan, facts: Facts) -> tuple[WeekLoad, ...]:
    return load_of(plan.obligations, plan.outcomes, plan.visits, facts)


@pytest.fixture
def out(written: tuple[Path, Plan, Facts], tmp_path: Path) -> Path:
    return Path(shutil.copytree(written[0], tmp_path / "out"))


def replaced(name: str, old: str, new: str) -> Spoil:
    def spoil(out: Path) -> None:
        text = (out / name).read_bytes().decode()
        assert old in text
        (out / name).write_bytes(text.replace(old, new, 1).encode())

    return spoil


def figure(name: str, value: object) -> Spoil:
    def spoil(out: Path) -> None:
        figures = json.loads((out / "plan.json").read_text())
        figures[name] = value
        (out / "plan.json").write_text(json.dumps(figures))

    return spoil


def without(name: str) -> Spoil:
    return lambda out: (out / name).unlink()


def with_file(name: str, text: str = "x") -> Spoil:
    return lambda out: (out / name).write_text(text)


def without_last_line(name: str) -> Spoil:
    return lambda out: (out / name).write_text("".join((out / name).read_text().splitlines(keepends=True)[:-1]))


def without_an_event(name: str) -> Spoil:
    def spoil(out: Path) -> None:
        head, *events = (out / name).read_bytes().decode().split("BEGIN:VEVENT")
        assert len(events) > 1
        (out / name).write_bytes("BEGIN:VEVENT".join([head, *events[1:]]).encode())

    return spoil


def twice(name: str) -> Spoil:
    def spoil(out: Path) -> None:
        head, first, *more = (out / name).read_bytes().decode().split("BEGIN:VEVENT")
        (out / name).write_bytes("BEGIN:VEVENT".join([head, first, first, *more]).encode())

    return spoil


FAULTS: dict[str, tuple[Spoil, str]] = {
    "a visit missing in a technician's calendar": (without_an_event("calendars/technicians/Ann.ics"), "calendars"),
    "a visit missing in a department's calendar": (without_an_event("calendars/departments/Ward.ics"), "calendars"),
    "a visit twice in a site's calendar": (twice("calendars/sites/South.ics"), "calendars"),
    "an event an hour late": (
        replaced("calendars/technicians/Bob.ics", "DTSTART:20270209T120000Z", "DTSTART:20270209T122900Z"),
        "calendars",
    ),
    "a calendar that is an HTML page": (with_file("calendars/performers/Physics.ics", "<html>"), "calendars"),
    "a calendar missing": (without("calendars/technicians/Cyd.ics"), "calendars"),
    "a calendar of a stranger": (with_file("calendars/sites/East.ics", ""), "calendars"),
    "a row missing in cmms.csv": (without_last_line("cmms.csv"), "cmms.csv"),
    "another person in cmms.csv": (replaced("cmms.csv", "Ann|Bob", "Ann|Cyd"), "cmms.csv"),
    "another start in cmms.csv": (replaced("cmms.csv", "2027-02-08T09:00", "2027-02-08T08:00"), "cmms.csv"),
    "another work order in cmms.csv": (replaced("cmms.csv", "W-7", "W-8"), "cmms.csv"),
    "a row missing in load.csv": (replaced("load.csv", ",60,0\n", ",50,0\n"), "load.csv"),
    "another room in visits.csv": (replaced("visits.csv", "Acme,P1,Pump", "Acme,P2,Pump"), "visits.csv"),
    "a leg out of its place": (replaced("visits.csv", "V N-1,2,", "V N-1,3,"), "visits.csv"),
    "a better gap": (figure("gap", 0.0), "plan.json"),
    "a better share": (figure("share_placed", 100.0), "plan.json"),
    "a smaller total": (figure("objective", {"total": 1, "terms": {}}), "plan.json"),
    "other counts": (figure("counts", {}), "plan.json"),
    "plan.json cut short": (with_file("plan.json", "{"), "plan.json"),
    "no report": (without("report.html"), "folder"),
    "an empty report": (with_file("report.html", ""), "folder"),
    "a file that is not ours": (with_file("notes.txt"), "folder"),
    "a worklist missing": (without("worklists/technicians/Ann.pdf"), "folder"),
    "a table among the calendars": (with_file("calendars/sites/South.csv"), "folder"),
    "no appendix": (without("appendix/appendix.docx"), "folder"),
}


def test_the_documents_of_a_plan_say_what_it_says(written: tuple[Path, Plan, Facts]) -> None:
    out, plan, facts = written

    assert verify_files(out, plan, facts) == ()
    assert verify(read_plan(out, facts, plan.obligations), facts).violations == ()


@pytest.mark.parametrize(("spoil", "key"), FAULTS.values(), ids=FAULTS.keys())
def test_a_spoilt_document_is_found(spoil: Spoil, key: str, out: Path, written: tuple[Path, Plan, Facts]) -> None:
    spoil(out)

    assert {fault.rule for fault in verify_files(out, written[1], written[2])} == {key}


TABLE_FAULTS: dict[str, tuple[Spoil, str]] = {
    "a task left out of tasks.csv": (without_last_line("tasks.csv"), "coverage"),
    "a task twice in tasks.csv": (
        lambda out: (out / "tasks.csv").write_text(
            (out / "tasks.csv").read_text() + (out / "tasks.csv").read_text().splitlines(keepends=True)[-1]
        ),
        "shape",
    ),
    "a due date moved in tasks.csv": (
        replaced("tasks.csv", "2027-02-15,2027-01-16", "2027-02-16,2027-01-16"),
        "due-dates",
    ),
    "a visit left out of visits.csv": (without_last_line("visits.csv"), "statuses"),
    "a visit moved by a minute in visits.csv": (
        replaced(
            "visits.csv", "2027-02-10T09:00:00+01:00,2027-02-10T10:00", "2027-02-10T09:01:00+01:00,2027-02-10T10:01"
        ),
        "locks",
    ),
    "a price taken off in plan.json": (replaced("plan.json", '"trips": ', '"trips": 1'), "objective"),
}


@pytest.mark.parametrize(("spoil", "key"), TABLE_FAULTS.values(), ids=TABLE_FAULTS.keys())
def test_a_doctored_table_is_found_when_it_is_read_back(
    spoil: Spoil, key: str, out: Path, written: tuple[Path, Plan, Facts]
) -> None:
    facts = written[2]
    spoil(out)

    assert key in {fault.rule for fault in verify(read_plan(out, facts, written[1].obligations), facts).violations}


def test_a_folder_that_is_not_there_has_every_fault_and_no_traceback(
    written: tuple[Path, Plan, Facts], tmp_path: Path
) -> None:
    found = verify_files(tmp_path / "nowhere", written[1], written[2])

    assert {"folder", "calendars", "cmms.csv", "load.csv", "visits.csv", "plan.json"} <= {fault.rule for fault in found}
