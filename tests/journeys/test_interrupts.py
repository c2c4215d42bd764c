"""A vulnerability that is exploited: found on Monday, due on Thursday, planned against the reserve by replanning."""

import csv
import json
from pathlib import Path

import pytest

from tests.journeys.command import htm

TABLES = {
    "sites": "site,name\nmain,Main\n",
    "departments": "department,site,acuity\nward,main,inpatient\n",
    "modalities": "modality,class\npump,therapy\n",
    "models": "make,model,modality,support,patch_performer\nAcme,P1,pump,supported,owner\n",
    "procedures": (
        "modality,procedure,kind,every,window,anchor,minutes,performer,where\n"
        "pump,pm,pm,1 year,-4..+0 days,completion,120,,in_place\n"
        "pump,patching,patch,on-event,,,60,,in_place\n"
    ),
    "downtime": "site,department,kind,weekdays,start,end\nmain,ward,open,Mon-Fri,08:00,16:00\n",
    "assets": "asset_tag,make,model,site,department,status,in_service_on,software_version,networked,exposed\n"
    + "".join(f"P-{one},Acme,P1,main,ward,in_use,2024-01-15,1.0,yes,yes\n" for one in range(9)),
    "history": "asset_tag,procedure,done_on,outcome\n"
    + "".join(f"P-{one},pm,2026-01-22,completed\n" for one in range(8))
    + "P-8,pm,2026-09-01,completed\n",
    "technicians": "technician,name,home_site,scheduled_share\nann,Ann,main,0.5\n",
    "shifts": "technician,weekdays,start,end\nann,Mon-Fri,08:00,16:00\n",
}
YAML = """name: Small
timezone: America/Chicago
capacity: {reserve: 0.1, even_load: no}
patching: {deadline_table: cisa-bod, pilot: 0, waves: 1}
policies:
  other: {hard_window: yes}
"""
KEV = "cveID,vendorProject,product,dateAdded,dueDate\nCVE-2027-1,Acme,P1,2027-01-18,2027-01-21\n"
FIX = (
    "patch,make,model,version,severity,automatable,technical_impact,cve,advisory_on,released_on,validated_on\n"
    "FIX-2,Acme,P1,2.0,critical,yes,total,CVE-2027-1,2027-01-18,2027-01-18,2027-01-18\n"
)
FOUND = "asset_tag,cve,detected_on,source,state\n" + "".join(
    f"P-{one},CVE-2027-1,2027-01-18,scan,{'open' if one == 8 else 'not_affected'}\n" for one in range(9)
)


@pytest.fixture(scope="module")
def replanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the plan after the finding; its programme lies beside it."""
    folder = tmp_path_factory.mktemp("interrupt")
    programme = folder / "programme"
    programme.mkdir()
    (programme / "programme.yaml").write_text(YAML, "utf-8")
    for name, text in TABLES.items():
        (programme / f"{name}.csv").write_text(text, "utf-8")
    period = ("--from", "2027-01-18", "--until", "2027-01-29")
    done = htm("plan", programme, *period, "--today", "2027-01-17", "--out", folder / "before")
    assert done.returncode == 0, done.stderr
    (programme / "known_exploited_vulnerabilities.csv").write_text(KEV, "utf-8")
    (programme / "patches.csv").write_text(FIX, "utf-8")
    (programme / "findings.csv").write_text(FOUND, "utf-8")
    before = ("--from", folder / "before")
    done = htm("replan", programme, *before, "--today", "2027-01-18", "--out", folder / "after")
    assert done.returncode == 0, done.stderr
    return folder / "after"


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_has_a_place_in_the_reserve_of_a_week_that_is_full(replanned: Path) -> None:
    """Eight visits of two hours are all that may be planned of Ann's 40 hours: half of them, less a tenth."""
    before = [row for row in rows(replanned.parent / "before", "tasks") if row["status"] == "placed"]
    (urgent,) = [row for row in rows(replanned, "tasks") if row["interrupt"] == "yes"]
    visits = {row["visit_id"]: row for row in rows(replanned, "visits")}

    assert len(before) == 8
    assert [row["status"] for row in rows(replanned, "tasks") if row["procedure"] == "pm"].count("placed") == 8
    assert (urgent["asset_tag"], urgent["status"], urgent["deadline_class"]) == ("P-8", "placed", "3-day")
    assert (urgent["clock_start"], urgent["patch_deadline"]) == ("2027-01-18", "2027-01-21")
    assert "2027-01-18" <= visits[urgent["visit_id"]]["start"][:10] <= "2027-01-21"


def test_it_stands_apart_in_plan_json_and_report(replanned: Path) -> None:
    patching = json.loads((replanned / "plan.json").read_text("utf-8"))["patching"]

    assert [(one["asset_tag"], one["deadline"]) for one in patching["interrupts"]] == [("P-8", "2027-01-21")]
    assert [(row["deadline_class"], row["is_interrupt"], row["in_time"]) for row in patching["classes"]] == [
        ("3-day", True, 1)
    ]
    assert "Interrupt work" in (replanned / "report.html").read_text("utf-8")


def test_the_verifier_knows_of_the_reserve_by_itself(replanned: Path) -> None:
    done = htm("verify", replanned.parent / "programme", replanned)

    assert done.returncode == 0, done.stdout + done.stderr
