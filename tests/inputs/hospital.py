"""A small hospital as files, for tests of reading: each test changes the one table it is about."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from scheduler.errors import InputError, Problem
from scheduler.inputs import Reading, read_programme

TODAY = date(2026, 12, 1)

PROGRAMME = "name: Small hospital\ntimezone: Europe/Madrid\n"

TABLES: Mapping[str, str] = {
    "sites": "site,name,timezone,country,subdivision\nmain,Main,Europe/Madrid,ES,MD\nnorth,North,,,\n",
    "departments": (
        "department,site,name,acuity,max_out_share,max_parallel_visits,email\n"
        "icu,main,Intensive care,critical_care,0.5,2,\nct-room,main,Imaging,imaging,,,\n"
        "clinic,north,Clinic,ambulatory,,,\n"
    ),
    "downtime": (
        "site,department,modality,asset_tag,kind,weekdays,start,end,first_day,last_day,on_holidays,ics\n"
        ",icu,,,open,Mon-Fri,07:00,15:00,,,,\n,ct-room,,,open,*,20:00,02:00,,,,\nnorth,,,,open,Mon-Thu,08:00,14:00,,,,\n"
    ),
    "modalities": (
        "modality,name,class,life_support,life_safety\n"
        "ventilator,Ventilator,life_support,,3\nct,CT,imaging,no,2\npump,Pump,therapy,no,2\n"
    ),
    "models": (
        "make,model,modality,support,aem\nNorthwind,V500,ventilator,supported,no\n"
        "Helioscan,CT-1,ct,supported,no\nKestrelin,P7,pump,unknown,yes\n"
    ),
    "procedures": (
        "modality,make,model,procedure,kind,every,oem_every,minutes,crew,skill,instrument,performer,where,includes,follow_up,basis\n"
        "ventilator,,,pm-6m,pm,6 months,,60,1,RES,gas|esa,,,,,\n"
        "ventilator,,,pm-12m,pm,12 months,,90,1,RES,gas,,,pm-6m,,\n"
        "ct,,,pm,pm,quarterly,,180,1,,,Scan Service,,,qa,\n"
        "ct,,,qa,calibration,on-event,,60,1,PHY,,Scan Service,,,,\n"
        "pump,,,pm,pm,annual,6 months,30,1,B1,esa,,bench,,,aem\n"
    ),
    "assets": (
        "asset_tag,serial_number,make,model,site,department,status,in_service_on,part_of,serviced_with,expected_back\n"
        "V1,SN1,Northwind,V500,main,icu,in_use,2020-01-15,,,\n"
        "V2,SN2,Northwind,V500,main,icu,in_use,2020-01-15,,,\n"
        "C1,SN3,Helioscan,CT-1,main,ct-room,in_use,2019-05-01,,,\n"
        "P1,SN4,Kestrelin,P7,,clinic,in_use,2021-03-01,,,\n"
        "P2,SN5,Kestrelin,P7,,clinic,in_repair,2021-03-01,,P1,2027-01-20\n"
    ),
    "history": "asset_tag,procedure,done_on,outcome,technician\nV1,pm-6m,2026-07-01,completed,T1\nP1,pm,2026-02-01,,\n",
    "technicians": (
        "technician,name,performer,home_site,sites,scheduled_share\n"
        "T1,Ana,in_house,main,main|north,0.6\nT2,Ben,,main,,\n"
    ),
    "skills": "technician,skill,valid_from,valid_until\nT1,RES,2024-01-01,2027-06-30\nT2,B1,,\n",
    "shifts": "technician,weekdays,start,end,site\nT1,Mon-Fri,07:00,15:30,\nT2,Tue|Thu,22:00,06:00,main\n",
    "performers": (
        "performer,kind,sites,skills,weekdays,start,end,notice_days,max_people_day\n"
        "Scan Service,manufacturer,main,PHY,Mon-Fri,08:00,17:00,14,2\n"
    ),
    "instruments": "instrument,class,site,calibrated_until\nG1,gas,main,2027-05-01\nE1,esa,*,none\n",
    "travel": "from_site,to_site,minutes\nmain,north,20\n",
}


def write_hospital(folder: Path, programme: str = PROGRAMME, **tables: str | bytes | None) -> Path:
    """Write the small hospital with some tables in other words (None: without that table)."""
    folder.mkdir(exist_ok=True)
    (folder / "programme.yaml").write_text(programme, encoding="utf-8")
    for name, content in {**TABLES, **tables}.items():
        if content is not None:
            path = folder / f"{name}.csv"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read_hospital(folder: Path, programme: str = PROGRAMME, **tables: str | bytes | None) -> Reading:
    """Write and read the small hospital with some tables in other words."""
    return read_programme(write_hospital(folder, programme, **tables), today=TODAY)


def problems_of(folder: Path, programme: str = PROGRAMME, **tables: str | bytes | None) -> tuple[Problem, ...]:
    """Return the problems for which the small hospital is refused; empty if it is read."""
    try:
        read_hospital(folder, programme, **tables)
    except InputError as error:
        return error.problems
    return ()


def said_of(folder: Path, programme: str = PROGRAMME, **tables: str | bytes | None) -> list[str]:
    """Return the problems as a planner reads them."""
    return [str(problem) for problem in problems_of(folder, programme, **tables)]


def warned_of(folder: Path, programme: str = PROGRAMME, **tables: str | bytes | None) -> list[str]:
    """Return the warnings as a planner reads them."""
    return [str(warning) for warning in read_hospital(folder, programme, **tables).warnings]


def table(name: str, *replaced: tuple[str, str]) -> str:
    """Return a table of the small hospital with some texts replaced, each of which has to be there once."""
    text = TABLES[name]
    for old, new in replaced:
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {name}"
        text = text.replace(old, new)
    return text
