"""Writes the two examples of patching: `python -m examples.generate.patch_examples examples`.

`campaign`: one release for 1,200 pumps in 40 departments. `patched-system`: a server, its central station, 24 monitors
and a telemetry receiver, in two night windows.
"""

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

Rows = Sequence[Mapping[str, object]]
TODAY = date(2026, 12, 1)
_ACUITIES = ("critical_care", "perioperative", "emergency", "inpatient", "inpatient", "ambulatory", "support")
_WARDS, _PUMPS = 40, 1200


def campaign() -> Mapping[str, Rows]:
    """40 departments at three sites, 30 pumps in each, four technicians who also do the yearly service."""
    sites = [f"S{number}" for number in (1, 2, 3)]
    wards = [(f"D{number:02}", sites[number % 3], _ACUITIES[number % 7]) for number in range(_WARDS)]
    pumps = [(f"IP-{number:04}", wards[number % _WARDS]) for number in range(_PUMPS)]
    people = [(f"T{number}", sites[number % 3]) for number in range(4)]
    pump = {"make": "Velmora", "model": "Flux 300"}
    return {
        "sites": [{"site": site, "name": f"Campus {site[1:]}", "timezone": "America/Chicago"} for site in sites],
        "departments": [
            {"department": ward, "site": site, "name": f"Unit {ward[1:]}", "acuity": acuity, "max_out_share": "0.2"}
            for ward, site, acuity in wards
        ],
        "downtime": [{"site": "*", "kind": "open", "weekdays": "Mon-Fri", "start": "08:00", "end": "16:00"}],
        "modalities": [
            {"modality": "infusion-pump", "name": "Infusion pump", "class": "therapy", "high_risk": "yes",
             "life_safety": 3, "acuity": 2, "phi": "no", "phi_500": "no", "care_delivery": 3, "lateral_access": 2,
             "financial": 1, "reputational": 2}
        ],
        "models": [
            {**pump, "modality": "infusion-pump", "support": "supported", "patch_performer": "owner"}
        ],
        "procedures": [
            {"modality": "infusion-pump", "procedure": "service", "kind": "pm", "every": "1 year", "minutes": 30,
             "skill": "pumps", "where": "in_place", "basis": "manufacturer", "window": "joint-commission",
             "responsible": "Clinical engineering"},
            {"modality": "infusion-pump", "procedure": "patching", "kind": "patch", "every": "on-event", "minutes": 25,
             "skill": "pumps", "where": "in_place", "basis": "policy", "responsible": "Clinical engineering",
             "accountable": "Director HTM"},
        ],
        "assets": [
            {"asset_tag": tag, **pump, "site": site, "department": ward, "room": f"{ward}-{number // _WARDS + 1:02}",
             "status": "in_use", "in_service_on": "2022-03-01",
             "software_version": "3.0.9" if number % 9 == 0 else "3.1.0", "networked": "yes", "exposed": "no"}
            for number, (tag, (ward, site, _)) in enumerate(pumps)
        ],
        "history": [
            {"asset_tag": tag, "procedure": "service", "outcome": "completed",
             "done_on": date(2026, 1, 10) + timedelta(days=number * 7 % 320)}
            for number, (tag, _) in enumerate(pumps)
        ],
        "technicians": [
            {"technician": name, "name": f"Technician {name}", "performer": "in_house", "home_site": site,
             "sites": "|".join(sites), "scheduled_share": "0.6"}
            for name, site in people
        ],
        "skills": [{"technician": name, "skill": "pumps"} for name, _ in people],
        "shifts": [{"technician": name, "weekdays": "Mon-Fri", "start": "07:30", "end": "16:00"} for name, _ in people],
        "travel": [
            {"from_site": one, "to_site": other, "minutes": 20} for one in sites for other in sites if one < other
        ],
        "patches": [
            {"patch": "FLUX-3.1.2", **pump, "from_versions": "3.0.9|3.1.0", "version": "3.1.2", "severity": "critical",
             "kev": "no", "automatable": "yes", "technical_impact": "partial", "cve": "CVE-2026-50001",
             "advisory_on": "2026-10-12", "released_on": "2026-11-02", "validated_on": "2026-11-20", "minutes": 25,
             "reboot": "yes", "pilot": 6, "soak_days": 10, "waves": 4}
        ],
    }  # fmt: skip


def patched_system() -> Mapping[str, Rows]:
    """One hospital; everything hangs on a server, and the unit can spare it in two Sunday nights of the quarter."""
    parts = {
        "MS-1": ("Monitoring Server 8", "monitoring-server", None),
        "CS-1": ("Central Station 8", "central-station", "MS-1"),
        "TR-1": ("Telemetry Receiver 4", "telemetry", "CS-1"),
        **{f"MON-{number:02}": ("Bedside 600", "bedside-monitor", "CS-1") for number in range(1, 25)},
    }
    minutes = {"monitoring-server": 45, "central-station": 30, "telemetry": 20, "bedside-monitor": 15}
    kinds = {modality: model for model, modality, _ in parts.values()}
    make = "Norvane"
    return {
        "sites": [{"site": "MAIN", "name": "Riverbend Hospital", "timezone": "America/Chicago"}],
        "departments": [
            {"department": "TELE", "site": "MAIN", "name": "Telemetry unit", "acuity": "inpatient"},
            {"department": "DC", "site": "MAIN", "name": "Data centre", "acuity": "support"},
        ],
        "downtime": [
            {"site": "MAIN", "kind": "open", "weekdays": "Sun", "start": "01:00", "end": "05:00", "first_day": night,
             "last_day": night, "on_holidays": "yes"}
            for night in ("2027-01-10", "2027-01-24")
        ],
        "modalities": [
            {"modality": modality, "name": modality.replace("-", " ").capitalize(),
             "class": "it" if "server" in modality else "monitoring", "life_safety": 2, "acuity": 2, "phi": "yes",
             "phi_500": "yes" if "server" in modality else "no", "care_delivery": 2, "lateral_access": 3,
             "financial": 1, "reputational": 2}
            for modality in kinds
        ],
        "models": [
            {"make": make, "model": model, "modality": modality, "support": "supported", "patch_performer": "owner"}
            for modality, model in kinds.items()
        ],
        "procedures": [
            {"modality": modality, "procedure": "patching", "kind": "patch", "every": "3 months",
             "minutes": minutes[modality], "skill": "network", "window": "due-month", "anchor": "schedule",
             "where": "remote" if "server" in modality or "station" in modality else "in_place", "basis": "policy",
             "responsible": "Clinical engineering", "accountable": "Director HTM"}
            for modality in kinds
        ],
        "assets": [
            {"asset_tag": tag, "make": make, "model": model, "site": "MAIN",
             "department": "DC" if above is None else "TELE", "status": "in_use", "in_service_on": "2024-02-01",
             "software_version": "8.0", "part_of": above or "", "networked": "yes", "exposed": "no"}
            for tag, (model, _, above) in parts.items()
        ],
        "series": [
            {"department": ward, "modality": modality, "procedure": "patching", "series_start": "2026-01-20"}
            for ward, modality in (("DC", "monitoring-server"), ("TELE", "central-station"), ("TELE", "telemetry"),
                                   ("TELE", "bedside-monitor"))
        ],
        "history": [
            {"asset_tag": tag, "procedure": "patching", "done_on": "2026-10-18", "outcome": "completed"}
            for tag in parts
        ],
        "technicians": [
            {"technician": name, "name": name.capitalize(), "performer": "in_house", "home_site": "MAIN",
             "sites": "MAIN", "scheduled_share": "1"}
            for name in ("ines", "jonas")
        ],
        "skills": [{"technician": name, "skill": "network"} for name in ("ines", "jonas")],
        "shifts": [
            {"technician": name, "weekdays": "Sun", "start": "00:30", "end": "05:30"} for name in ("ines", "jonas")
        ],
        "cover": [
            {"site": "MAIN", "modality": "bedside-monitor", "min_available": 20}
        ],
        "patches": [
            {"patch": f"{model.split()[0].upper()}-9.0", "make": make, "model": model, "version": "9.0",
             "severity": "high", "released_on": "2026-11-01", "validated_on": "2026-11-15",
             "minutes": minutes[modality], "reboot": "yes", "pilot": 1, "soak_days": 7, "waves": 1}
            for modality, model in kinds.items()
        ],
    }  # fmt: skip


_YAML = {
    "campaign": """# One release for 1,200 pumps in 40 departments: pilot, soak and waves. See README.md.
name: Three Campus Health
timezone: America/Chicago
patching:
  deadline_table: contract
  clock: validated
  contract_days: {critical: 120, high: 180}
""",
    "patched-system": """# A monitoring system patched from its server down, in two nights. See README.md.
name: Riverbend Hospital
timezone: America/Chicago
capacity:
  reserve: 0
  max_day_share: 1
""",
}


def write(folder: Path, tables: Mapping[str, Rows], yaml: str) -> None:
    """Write a programme: its tables, blank where a row says nothing, and programme.yaml."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "programme.yaml").write_text(yaml, encoding="utf-8", newline="\n")
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            columns = list(dict.fromkeys(_columns(rows)))
            table = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            table.writeheader()
            table.writerows(rows)


def _columns(rows: Rows) -> Iterable[str]:
    return (column for row in rows for column in row)


def run(arguments: Sequence[str]) -> int:
    """Write both programmes into a folder of each name."""
    out = Path(arguments[0])
    write(out / "campaign", campaign(), _YAML["campaign"])
    write(out / "patched-system", patched_system(), _YAML["patched-system"])
    return 0


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
