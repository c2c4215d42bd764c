"""Every planted fault is named in one run, in its row and column, and nothing else is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from scheduler.errors import Problem
from tests.inputs.hospital import TABLES, problems_of

EMPTY_TABLES = {
    "series": "department,modality,procedure,series_start\n",
    "due": "asset_tag,procedure,last_done,next_due,work_order\n",
    "orders": "asset_tag,procedure,reason,earliest,deadline,holds_asset,work_order\n",
    "deferrals": "asset_tag,procedure,reason,approved_by,until\n",
    "absences": "technician,first_day,last_day,start,end,kind,available_share,ics\n",
    "cover": "site,department,modality,asset_tags,min_available,count_spares\n",
    "patches": "patch,make,model,version,severity,validated_on,minutes\n",
    "network": "cmdb_id,hostname,risk_score,last_seen\n",
    "findings": "cmdb_id,asset_tag,cve,detected_on,state\n",
    "coverage": "contract,site,modality,make,model,asset_tag,level,performer,first_day,last_day\n",
    "locks": "asset_tag,procedure,start,technicians\n",
    "agreements": "asset_tag,procedure,start,answer,answered_by,answered_on,note\n",
}


@dataclass(frozen=True)
class Planted:
    """A faulty row that is added to a table, the column at fault, and words of the message."""

    table: str
    row: str
    column: str
    words: str


FAULTS = (
    Planted("sites", "s1,,Europe/Madird,,", "timezone", 'did you mean "Europe/Madrid"?'),
    Planted("sites", "s2,,Europe/Madrid,ZZ,", "country", "ISO 3166"),
    Planted("sites", "s3,,Europe/Madrid,ES,XX", "subdivision", "a subdivision of ES"),
    Planted("sites", "s4,,Europe/Madrid,,MD", "subdivision", "a country beside the subdivision"),
    Planted("sites", " MAIN,,Europe/Madrid,,", "site", "row 2 has it too"),
    Planted("departments", "d1,mian,,inpatient,,,", "site", 'did you mean "main"?'),
    Planted("departments", "icu-2,main,,intensive_care,,,", "acuity", "one of critical_care"),
    Planted("departments", "d3,north,,inpatient,50,,", "max_out_share", "write a share such as 0.5"),
    Planted("departments", 'd4,north,,inpatient,"0,5",,', "max_out_share", "write a decimal point: 0.5"),
    Planted("departments", "Clinic,north,,inpatient,,,", "department", "row 4 has it too"),
    Planted("departments", "mri-room,main,,imaging,,,", "department", "imaging gets no default"),
    Planted("downtime", ",icu,,,opne,Mon-Fri,07:00,15:00,,,,", "kind", 'did you mean "open"?'),
    Planted("downtime", ",icu,,,open,Mon-Fir,07:00,15:00,,,,", "weekdays", "weekdays such as Mon-Fri"),
    Planted("downtime", ",icu,,,open,Mon-Fri,,15:00,,,,", "start", "start may not be blank"),
    Planted("downtime", ",icu,,,open,Mon-Fri,07:00,25:00,,,,", "end", "a time such as 17:00"),
    Planted("downtime", ",icu,,,open,Mon-Fri,07:00,15:00,2027-02-01,2027-01-01,,", "last_day", "not before first_day"),
    Planted("downtime", ",icu-9,,,open,Mon-Fri,07:00,15:00,,,,", "department", "a department of departments"),
    Planted("downtime", "north,icu,,,open,Mon-Fri,07:00,15:00,,,,", "department", "icu is at main"),
    Planted("downtime", ",icu,,,closed,,,,,,,calendars/no.ics", "ics", "a file that exists"),
    Planted("modalities", "mri,MRI,imagign,,", "class", 'did you mean "imaging"?'),
    Planted("modalities", "us,Ultrasound,general,,7", "life_safety", "a whole number from 0 to 3"),
    Planted("models", "Northwind,X1,ventilatr,,", "modality", 'did you mean "ventilator"?'),
    Planted("models", "NORTHWIND,v500 ,ventilator,,", "model", "row 2 has it too"),
    Planted("models", "Kestrelin,P8,pump,suported,", "support", 'did you mean "supported"?'),
    Planted("procedures", "pump,,,p1,pm,6 munths,,30,,,,,,,,", "every", 'did you mean "6 months"?'),
    Planted("procedures", "pump,,,p2,pm,biweekly,,30,,,,,,,,", "every", "can be read in two ways"),
    Planted("procedures", "pump,,,p3,pm,6 months,,0,,,,,,,,", "minutes", "a whole number of minutes from 1"),
    Planted("procedures", "pump,,,p4,pm,6 months,,30 min,,,,,,,,", "minutes", "such as 30"),
    Planted("procedures", "pump,,,p5,pm,6 months,,30,,,,,,,,aem", "oem_every", "since basis is aem"),
    Planted("procedures", "pump,,,p6,pm,6 months,,30,,,,,,pm-12m,,", "includes", "pm-12m is none of them"),
    Planted("procedures", "pump,,,p7,pm,6 months,,30,,,,,,p7,,", "includes", "other procedures than itself"),
    Planted("procedures", "pump,,,p8,pm,6 months,,30,,,,Scan Servise,,,,", "performer", 'did you mean "Scan Service"?'),
    Planted("procedures", "pump,,P7,p9,pm,6 months,,30,,,,,,,,", "make", "make and model, or neither"),
    Planted("procedures", "pump,,,p10,pm,6 months,,30,,,,,in place,,,", "where", 'did you mean "in_place"?'),
    Planted("procedures", "pump,,,p11,pm,6 months,,30,,,esa||gas,,,,,", "instrument", "remove the bar"),
    Planted(
        "procedures", "pump,,,p12,pm,6 months,,30,,,,,,p13,,", "includes", "following it from p12 leads back to it"
    ),
    Planted(
        "procedures", "pump,,,p13,pm,6 months,,30,,,,,,p12,,", "includes", "following it from p13 leads back to it"
    ),
    Planted("procedures", "pump,,,PM,pm,6 months,,30,,,,,,,,", "procedure", "row 6 has it too"),
    Planted("assets", "v1,S10,Northwind,V500,main,icu,in_use,,,,", "asset_tag", "row 2 has it too"),
    Planted("assets", "A1,S11,Nortwind,V500,main,icu,in_use,,,,", "make", 'did you mean "Northwind"?'),
    Planted("assets", "A2,S12,Northwind,V50,main,icu,in_use,,,,", "model", 'did you mean "V500"?'),
    Planted("assets", "A3,S13,Northwind,V500,north,icu,in_use,,,,", "department", "icu is at main"),
    Planted("assets", "A4,S14,Northwind,V500,main,icu,in_use,17/05/2021,,,", "in_service_on", "write 2021-05-17"),
    Planted("assets", "A5,S15; S16,Northwind,V500,main,icu,in_use,,,,", "serial_number", "one serial number"),
    Planted("assets", "A6,S17,Northwind,V500,main,icu,in use,,,,", "status", 'did you mean "in_use"?'),
    Planted("assets", "A7,S18,Northwind,V500,main,icu,in_use,,A8,,", "part_of", "following it from A7 leads back"),
    Planted("assets", "A8,S19,Northwind,V500,main,icu,in_use,,A7,,", "part_of", "following it from A8 leads back"),
    Planted("assets", "A9,S20,Kestrelin,P7,,clinic,in_use,,,P2,", "serviced_with", "P2 is itself serviced with P1"),
    Planted("assets", "A10,S21,Northwind,V500,main,,in_use,,,,", "department", "department may not be blank"),
    Planted("assets", "A11,S2\x002,Northwind,V500,main,icu,in_use,,,,", "serial_number", "without control characters"),
    Planted("history", "V9,pm-6m,2026-07-01,completed,", "asset_tag", "an asset_tag of assets"),
    Planted("history", "V1,pm-6,2026-07-01,completed,", "procedure", 'did you mean "pm-6m"?'),
    Planted("history", "V1,pm-6m,2026-12-02,completed,", "done_on", "not after today, 2026-12-01"),
    Planted("history", "V1,pm-6m,2026-02-30,completed,", "done_on", "a day that the calendar has"),
    Planted("history", "V1,pm-6m,2026-02-03,done,", "outcome", "one of completed"),
    Planted("series", "icu,ventilator,pm-6m,", "series_start", "series_start may not be blank"),
    Planted("due", "V1,pm-6m,,,", "next_due", "a date in next_due or in last_done"),
    Planted("due", "V2,pm,2026-01-01,2027-01-01,", "procedure", "it has no pm"),
    Planted("orders", "V1,pm-6m,recall,2027-02-01,2027-01-01,,", "deadline", "not before earliest 2027-02-01"),
    Planted("orders", "V1,pm-6m,racall,,2027-01-01,,", "reason", 'did you mean "recall"?'),
    Planted("deferrals", "V7,pm-6m,parts,,", "asset_tag", "an asset_tag of assets"),
    Planted("technicians", "T3,,,mian,,", "home_site", 'did you mean "main"?'),
    Planted("technicians", "T4,,,main,,60", "scheduled_share", "write a share such as 0.6"),
    Planted("technicians", "T5,,,main,main|s9,", "sites", "a site of sites"),
    Planted("skills", "T2,B1,2026-01-01,2025-01-01", "valid_until", "not before valid_from"),
    Planted("shifts", "T9,Mon-Fri,07:00,15:00,", "technician", "a technician of technicians"),
    Planted("shifts", "T1,Mon-Fri,24:00,15:00,", "start", "cannot be a start"),
    Planted("absences", "T1,,2027-01-05,,,leave,,", "first_day", "first_day may not be blank"),
    Planted("absences", "T1,2027-01-05,,,,holiday,,", "kind", "one of leave"),
    Planted("performers", "X Service,vendor,,,,,,,", "kind", "one of in_house"),
    Planted("performers", "Y Service,physicist,,,,,,,0", "max_people_day", "a whole number from 1"),
    Planted("cover", ",icu,ventilator,,30,", "min_available", "the size of the group"),
    Planted("cover", ",icu,,V1|V8,1,", "asset_tags", "an asset_tag of assets"),
    Planted("instruments", "G2,gas,main,soon", "calibrated_until", "none or unknown"),
    Planted("instruments", "G3,gas,,none", "site", "site may not be blank"),
    Planted("travel", "north,main,-5", "minutes", "a whole number of minutes from 0"),
    Planted("patches", "P-1,Northwind,V501,2,high,,", "model", 'did you mean "V500"?'),
    Planted("patches", "P-2,Northwind,V500,2,severe,,", "severity", "one of critical"),
    Planted("network", "CI1,host,high,", "risk_score", "a number"),
    Planted("findings", ",,CVE-1,,", "asset_tag", "an asset_tag or a cmdb_id"),
    Planted("coverage", "C1,,,,,,all,,,", "level", "one of full"),
    Planted("locks", "V1,pm-6m,2027-01-12 8h,", "start", "a local date and time"),
    Planted("locks", "V2,pm-6m,2027-01-12T08:30,T8", "technicians", "a technician of technicians"),
)


def _with_faults(planted: Sequence[Planted]) -> dict[str, str]:
    tables = {**TABLES, **EMPTY_TABLES}
    for fault in planted:
        tables[fault.table] += fault.row + "\n"
    return tables


def _places(planted: Sequence[Planted]) -> list[tuple[str, int, str]]:
    """Return file, row and column of each fault, by counting lines."""
    last_rows = defaultdict(int, {name: text.count("\n") for name, text in {**TABLES, **EMPTY_TABLES}.items()})
    places = []
    for fault in planted:
        last_rows[fault.table] += 1
        places.append((f"{fault.table}.csv", last_rows[fault.table], fault.column))
    return places


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> tuple[Problem, ...]:
    return problems_of(tmp_path_factory.mktemp("faults"), **_with_faults(FAULTS))


def test_the_programme_without_faults_is_read_in_silence(tmp_path: Path) -> None:
    assert problems_of(tmp_path, **_with_faults(())) == ()


def test_all_planted_faults_and_nothing_else_are_named_in_one_run(problems: tuple[Problem, ...]) -> None:
    found = sorted((problem.file, problem.row, problem.column) for problem in problems)

    assert len(FAULTS) >= 60
    assert found == sorted(_places(FAULTS))


@pytest.mark.parametrize(
    ("fault", "place"),
    list(zip(FAULTS, _places(FAULTS), strict=True)),
    ids=[f"{fault.table}-{number}" for number, fault in enumerate(FAULTS)],
)
def test_a_planted_fault_is_told_in_words_that_help(
    fault: Planted, place: tuple[str, int, str], problems: tuple[Problem, ...]
) -> None:
    (told,) = [str(problem) for problem in problems if (problem.file, problem.row, problem.column) == place]

    assert fault.words in told
    assert told.startswith(f"{place[0]} › row {place[1]} › {place[2]}: ")
