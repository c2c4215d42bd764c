# ruff: noqa: E501 (a message stands on one line, as it is told)
"""What blanks mean, what is filled in, and what is worth a warning."""

import os
import subprocess
import sys
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.calendar import ALL_WEEKDAYS, HolidayRule
from scheduler.domain.equipment import Answer
from scheduler.domain.ids import EVERYWHERE
from scheduler.domain.people import NoCalibration, PerformerKind
from scheduler.domain.places import OPEN_ON_HOLIDAYS, Acuity
from scheduler.domain.record import Outcome
from scheduler.inputs import formats, read_programme, template
from scheduler.inputs.checks.graph import on_cycles
from scheduler.inputs.tables.every import TABLES as ALL_TABLES
from tests.inputs.hospital import (
    PROGRAMME,
    TABLES,
    problems_of,
    read_hospital,
    said_of,
    table,
    warned_of,
    write_hospital,
)


def test_the_small_hospital_is_read_in_silence(tmp_path: Path) -> None:
    reading = read_hospital(tmp_path)

    assert reading.warnings == ()
    assert reading.programme.name == "Small hospital"


def test_blanks_mean_what_their_columns_say(tmp_path: Path) -> None:
    programme = read_hospital(tmp_path).programme

    asset = programme.assets["P1"]
    assert (asset.site, asset.networked, asset.in_service_on) == ("north", Answer.UNKNOWN, date(2021, 3, 1))
    assert (programme.technicians["T2"].scheduled_share, programme.technicians["T2"].sites) == (0.5, {"main"})
    assert programme.history[1].outcome is Outcome.COMPLETED
    assert programme.models["Northwind", "V500"].high_risk
    assert programme.modalities["ventilator"].life_support
    assert programme.shifts[0].site == "main"
    assert programme.sites["north"].zone == ZoneInfo("Europe/Madrid")
    assert programme.instruments["E1"].site == EVERYWHERE
    assert programme.instruments["E1"].calibrated_until is NoCalibration.NOT_NEEDED


def test_public_holidays_follow_country_and_subdivision(tmp_path: Path) -> None:
    sites = read_hospital(tmp_path).programme.sites

    assert date(2027, 5, 2) in sites["main"].holidays or date(2027, 5, 3) in sites["main"].holidays  # of Madrid alone
    assert date(2027, 1, 6) in sites["main"].holidays
    assert sites["north"].holidays == frozenset()


def test_holidays_of_a_row_over_several_departments_follow_their_acuity(tmp_path: Path) -> None:
    rows = TABLES["downtime"] + ",,,,open,Sat,08:00,12:00,,,,\nmain,,,,closed,Sun,08:00,12:00,,,,\n"

    downtime = read_hospital(tmp_path, downtime=rows).programme.downtime

    assert [(row.row, row.rank, row.period and row.period.on_holidays, row.acuities) for row in downtime[3:]] == [
        (5, 0, HolidayRule.YES, OPEN_ON_HOLIDAYS),
        (5, 0, HolidayRule.NO, frozenset(Acuity) - OPEN_ON_HOLIDAYS),
        (6, 1, HolidayRule.YES, frozenset(Acuity)),
    ]


def test_a_department_without_open_rows_gets_the_default_and_a_warning(tmp_path: Path) -> None:
    rows = table("downtime", ("north,,,,open,Mon-Thu,08:00,14:00,,,,\n", ""))

    reading = read_hospital(tmp_path, downtime=rows)

    assumed = reading.programme.downtime[-1]
    assert (assumed.assumed, assumed.department, assumed.rank) == (True, "clinic", 3)
    assert assumed.period is not None
    assert (assumed.period.start, assumed.period.on_holidays) == (time(9), HolidayRule.NO)
    assert [str(warning) for warning in reading.warnings] == [
        'departments.csv › row 4 › department: "clinic" … an open row of downtime that reaches it … Mon-Fri 09:00-15:00 is assumed'
    ]


def test_imaging_without_open_rows_is_an_error(tmp_path: Path) -> None:
    rows = table("downtime", (",ct-room,,,open,*,20:00,02:00,,,,\n", ""))

    assert said_of(tmp_path, downtime=rows) == [
        'departments.csv › row 3 › department: "ct-room" … an open row of downtime that reaches ct-room … agree hours with it; imaging gets no default'
    ]


def test_a_performer_that_names_nobody_supplies_anonymous_people(tmp_path: Path) -> None:
    programme = read_hospital(tmp_path).programme

    people = [person for person in programme.technicians.values() if person.anonymous]
    assert [(person.technician, person.scheduled_share, person.sites) for person in people] == [
        ("Scan Service#1", 1.0, {"main"}),
        ("Scan Service#2", 1.0, {"main"}),
    ]
    assert [held.skill for held in programme.certificates if held.technician == "Scan Service#1"] == ["PHY"]
    assert programme.performers["in_house"].kind is PerformerKind.IN_HOUSE


def test_a_performer_with_named_people_supplies_nobody_else(tmp_path: Path) -> None:
    people = TABLES["technicians"] + "S1,Sam,Scan Service,main,,1\n"
    shifts = TABLES["shifts"] + "S1,Mon-Fri,08:00,17:00,\n"

    programme = read_hospital(tmp_path, technicians=people, shifts=shifts).programme

    assert not any(person.anonymous for person in programme.technicians.values())


def test_a_performer_without_hours_works_at_any_time_and_weekdays_alone_mean_all_day(tmp_path: Path) -> None:
    rows = "performer,kind,weekdays,skills\nScan Service,manufacturer,,PHY\nOther,physicist,Sat,\n"

    performers = read_hospital(tmp_path, performers=rows).programme.performers

    assert performers["Scan Service"].working is None
    working = performers["Other"].working
    assert working is not None
    assert (working.weekdays, working.start, working.end) == (frozenset({5}), time(0), time(0))
    assert frozenset(range(7)) == ALL_WEEKDAYS


def test_two_spellings_of_one_make_in_case_and_space_are_one_and_noted(tmp_path: Path) -> None:
    models = TABLES["models"] + "NORTHWIND ,V600,ventilator,,\n"

    reading = read_hospital(tmp_path, models=models)

    assert ("Northwind", "V600") in reading.programme.models
    assert [str(warning) for warning in reading.warnings] == [
        'models.csv › row 5 › make: "NORTHWIND " … one spelling; it is read as Northwind … write it alike'
    ]


def test_a_make_that_may_be_a_slip_of_the_pen_is_a_warning_and_an_alias_cures_it(tmp_path: Path) -> None:
    models = TABLES["models"] + "Northwindd,V600,ventilator,,\n"
    cured = PROGRAMME + "aliases: {makes: {Northwindd: Northwind}}\n"

    assert warned_of(tmp_path, models=models) == [
        'models.csv › row 5 › make: "Northwindd" … another make than Northwind of row 2 … if it is Northwind, write aliases: {makes: {Northwindd: Northwind}} in programme.yaml'
    ]
    assert ("Northwind", "V600") in read_hospital(tmp_path, cured, models=models).programme.models


@pytest.mark.parametrize(
    ("tables", "warning"),
    [
        (
            {"assets": table("assets", ("V2,SN2", "V2,sn1 "))},
            'assets.csv › row 3 › serial_number: "sn1 " … a serial number that row 2 does not have … check whether one device has two tags',
        ),
        (
            {"shifts": table("shifts", ("T2,Tue|Thu,22:00,06:00,main\n", ""))},
            'technicians.csv › row 3 › technician: "T2" … a row in shifts … without one nothing is planned for this person',
        ),
        (
            {"skills": table("skills", ("T1,RES", "T1,RESP"))},
            'procedures.csv › row 2 › skill: "RES" … a skill that somebody holds, in skills or performers … did you mean "RESP"?',
        ),
        (
            {"downtime": table("downtime", ("Mon-Fri,07:00,15:00", "Mon-Fri,07:00,07:45"))},
            'downtime.csv › row 2 › end: "07:45" … a window of at least 60 minutes, the shortest work that needs it … it has 45; lengthen it, or nothing happens in it',
        ),
        (
            {"downtime": table("downtime", ("Mon-Fri,07:00,15:00", "Mon-Fri,07:00,08:15"))},
            'procedures.csv › row 3 › minutes: "90" … work that fits into an open window; the longest of icu has 75 minutes … lengthen the window, or make the work splittable',
        ),
        (
            {"history": TABLES["history"] + "C1,pm-6m,2026-01-01,,\n"},
            'history.csv › row 4 › procedure: "pm-6m" … a procedure of Helioscan CT-1; it has no pm-6m',
        ),
        (
            {"cover": "modality,min_available\npump,2\n"},
            'cover.csv › row 2 › min_available: "2" … at most 1, the number of the group\'s assets that are in use … none of them can be taken out',
        ),
    ],
)
def test_what_is_odd_but_possible_is_a_warning(tmp_path: Path, tables: dict[str, str], warning: str) -> None:
    told = warned_of(tmp_path, **tables)

    assert any(said.startswith(warning) for said in told), told


def test_adjacent_windows_are_one_for_the_work_that_has_to_fit(tmp_path: Path) -> None:
    rows = table(
        "downtime",
        (",icu,,,open,Mon-Fri,07:00,15:00,,,,\n", ",icu,,,open,Mon,07:00,07:45,,,,\n,icu,,,open,Mon,07:45,09:00,,,,\n"),
    )

    assert warned_of(tmp_path, downtime=rows) == []


def test_a_lock_is_read_in_the_time_of_the_assets_site(tmp_path: Path) -> None:
    locks = "asset_tag,procedure,start,technicians\nV1,pm-6m,2027-01-12T08:30,T1\n"

    (lock,) = read_hospital(tmp_path, locks=locks).programme.locks

    assert lock.start == datetime.fromisoformat("2027-01-12T07:30+00:00")


def test_a_way_that_somebody_needs_and_nobody_gave_is_an_error(tmp_path: Path) -> None:
    assert said_of(tmp_path, travel=None) == [
        'technicians.csv › row 2 › sites: "main|north" … a row in travel from main to north, which T1 both reaches … add the minutes to travel'
    ]


def test_without_a_table_of_modalities_those_of_models_are_general(tmp_path: Path) -> None:
    programme = read_hospital(tmp_path, modalities=None).programme

    assert list(programme.modalities) == ["ventilator", "ct", "pump"]
    assert not programme.models["Northwind", "V500"].high_risk


def test_a_key_table_that_cannot_be_read_causes_no_faults_elsewhere(tmp_path: Path) -> None:
    assert [problem.file for problem in problems_of(tmp_path, assets=b"", models=b"%PDF", performers=b"")] == [
        "assets.csv",
        "models.csv",
        "performers.csv",
    ]


def test_an_empty_programme_can_be_written_and_is_read_in_silence(tmp_path: Path) -> None:
    files = template(tmp_path / "new")

    reading = read_programme(tmp_path / "new")
    assert len(files) == len([table for table in ALL_TABLES if not table.written_by]) + 1
    assert (reading.warnings, reading.programme.assets) == ((), {})
    with pytest.raises(FileExistsError):
        template(tmp_path / "new")


def test_formats_explains_every_column() -> None:
    for described in formats():
        assert described.meaning
        assert described.needed == (described.absent == "not allowed")
        for column in described.columns:
            assert column.meaning.endswith(".")
            assert column.allowed
            assert column.blank
            assert column.example


def test_every_example_of_a_column_is_allowed_in_it() -> None:
    from scheduler.inputs.lexicon import Lexicon

    lexicon = Lexicon.empty()
    for names in lexicon.names.values():
        names.open()
    for described in ALL_TABLES:
        for column in described.columns:
            column.cell.read(column.example, lexicon)


def test_the_fingerprint_changes_with_every_file_that_was_read_and_with_no_other(tmp_path: Path) -> None:
    before = read_hospital(tmp_path).programme.fingerprint
    (tmp_path / "notes.txt").write_text("not read")
    same = read_hospital(tmp_path).programme.fingerprint
    other = read_hospital(tmp_path, travel=TABLES["travel"] + "\n").programme.fingerprint

    assert len(before) == 64
    assert before == same != other


def test_the_same_files_give_the_same_programme_under_any_hash_seed(tmp_path: Path) -> None:
    write_hospital(
        tmp_path,
        assets=TABLES["assets"] + "V3,SN1,Northwind,V500,main,icu,in_use,,,,\n",
        shifts="technician,start,end\n",
    )
    script = (
        "import sys, pathlib; from scheduler.inputs import read_programme; "
        "r = read_programme(pathlib.Path(sys.argv[1])); print(r.warnings, list(r.programme.assets.values()))"
    )

    said = {
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(said) == 1


def test_nodes_that_only_lead_into_a_circle_are_not_on_it() -> None:
    assert on_cycles({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["d"], "e": []}) == {"b", "c", "d"}


def test_a_release_that_supersedes_none_of_its_model_is_a_warning(tmp_path: Path) -> None:
    patches = (
        "patch,make,model,version,supersedes\nP-1,Northwind,V500,1,\nP-2,northwind,V500,2,P-1|P1\n"
        "P-3,Northwind,V500,3,P-3|older\nP-9,Kestrelin,P7,9,P-1\n"
    )

    nothing = "as it stands it makes none unnecessary"
    assert warned_of(tmp_path, patches=patches) == [
        f'patches.csv › row 3 › supersedes: "P1" … another release of Northwind V500; {nothing} … did you mean "P-1"?',
        f'patches.csv › row 4 › supersedes: "P-3" … another release of Northwind V500; {nothing} … did you mean "P-1"?',
        f'patches.csv › row 4 › supersedes: "older" … another release of Northwind V500; {nothing} … correct it; leave it if that release is no longer listed',
        f'patches.csv › row 5 › supersedes: "P-1" … another release of Kestrelin P7; {nothing} … correct it; leave it if that release is no longer listed',
    ]
