"""A Tuesday's surprise, drawn by a seed: about one hundredth of a published plan no longer holds."""

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

Rows = list[dict[str, str]]
DEPARTMENTS = 2
_ILL = timedelta(days=13)
_CLOSED = timedelta(days=6)
_BACK_AFTER = timedelta(days=21)
_INSTALLED_ON_AT_MOST = 40
_A_RECALL_OF = 5


@dataclass(frozen=True)
class Disruption:
    """What was changed: one person ill, assets otherwise than before, departments closed, work that is new.

    `closed` and `ill` are first and last days.
    """

    technician: str
    ill: tuple[date, date]
    broken: tuple[str, ...]
    lost: tuple[str, ...]
    retired: tuple[str, ...]
    found: tuple[str, ...]
    departments: tuple[str, ...]
    closed: tuple[date, date]
    urgent: tuple[str, ...]
    urgent_patch: str

    def touches(self, leg: Mapping[str, str]) -> bool:
        """Tell whether a row of visits.csv can no longer be what it was, by the tables alone."""
        days = _day(leg["start"]), _day(leg["end"])
        changed = {*self.broken, *self.lost, *self.retired, *self.found, *self.urgent}
        return (
            leg["asset_tag"] in changed
            or (self.technician in leg["technicians"].split("|") and _meets(days, self.ill))
            or (leg["department"] in self.departments and _meets(days, self.closed))
        )


def disrupt(folder: Path, plan: Path, seed: int, assets: int) -> Disruption:
    """Change the tables of a programme whose plan is in `plan`: `assets` of them break, are lost, retired or found."""
    chance = random.Random(seed)
    legs = read(plan / "visits.csv")
    first, last = _day(min(leg["start"] for leg in legs)), _day(max(leg["end"] for leg in legs))
    middle = first + (last - first) / 2
    middle -= timedelta(days=middle.weekday())
    ill, closed = (middle, middle + _ILL), (middle - timedelta(days=14), middle - timedelta(days=14) + _CLOSED)
    technician = _ill_person(folder, legs, ill, chance)
    departments = _closed_departments(legs, closed, chance)
    states = _changed_assets(folder, legs, assets, chance)
    urgent = _urgent_recall(folder, legs, states, first, chance)
    patch = _urgent_patch(folder, chance)
    _append(folder / "absences.csv", [{"technician": technician, "first_day": f"{ill[0]}", "last_day": f"{ill[1]}",
                                       "kind": "leave"}])  # fmt: skip
    _append(folder / "downtime.csv", [
        {"department": name, "kind": "closed", "weekdays": "Mon-Sun", "start": "00:00", "end": "24:00",
         "first_day": f"{closed[0]}", "last_day": f"{closed[1]}"}
        for name in departments
    ])  # fmt: skip
    return Disruption(
        technician, ill, states["in_repair"], states["missing"], states["retired"], states["in_use"], departments,
        closed, urgent, patch,
    )  # fmt: skip


def _ill_person(folder: Path, legs: Rows, ill: tuple[date, date], chance: random.Random) -> str:
    """Somebody with a week's work then, neither the busiest nor the idlest."""
    known = {row["technician"] for row in read(folder / "technicians.csv")}
    visits = Counter(
        person
        for leg in legs
        if _meets((_day(leg["start"]), _day(leg["end"])), ill)
        for person in leg["technicians"].split("|")
        if person in known
    )
    ranked = [person for person, _ in sorted(visits.items(), key=lambda one: (one[1], one[0]))]
    return chance.choice(ranked[len(ranked) // 3 : 2 * len(ranked) // 3] or ranked)


def _closed_departments(legs: Rows, closed: tuple[date, date], chance: random.Random) -> tuple[str, ...]:
    """Departments with visits then."""
    busy = {leg["department"] for leg in legs if _meets((_day(leg["start"]), _day(leg["end"])), closed)}
    return tuple(sorted(chance.sample(sorted(busy), min(DEPARTMENTS, len(busy)))))


def _changed_assets(folder: Path, legs: Rows, count: int, chance: random.Random) -> dict[str, tuple[str, ...]]:
    """Two fifths break for three weeks, a fifth each is lost, retired, and found again."""
    path = folder / "assets.csv"
    rows = read(path)
    planned = {leg["asset_tag"]: _day(leg["start"]) for leg in legs}
    in_use = sorted(row["asset_tag"] for row in rows if row["status"] == "in_use" and row["asset_tag"] in planned)
    missing = sorted(row["asset_tag"] for row in rows if row["status"] == "missing")
    a_fifth = count // 5
    drawn = chance.sample(in_use, min(len(in_use), count - a_fifth))
    becomes = dict.fromkeys(drawn[: 2 * a_fifth], "in_repair")
    becomes |= dict.fromkeys(drawn[2 * a_fifth : 3 * a_fifth], "missing")
    becomes |= dict.fromkeys(drawn[3 * a_fifth :], "retired")
    becomes |= dict.fromkeys(chance.sample(missing, min(len(missing), a_fifth)), "in_use")
    for row in rows:
        row["status"] = becomes.get(row["asset_tag"], row["status"])
        if becomes.get(row["asset_tag"]) == "in_repair":
            row["expected_back"] = f"{planned[row['asset_tag']] + _BACK_AFTER}"
    write(path, rows)
    states = defaultdict[str, list[str]](list)
    for tag, status in sorted(becomes.items()):
        states[status].append(tag)
    return {status: tuple(states[status]) for status in ("in_repair", "missing", "retired", "in_use")}


def _urgent_recall(
    folder: Path, legs: Rows, states: Mapping[str, Sequence[str]], first: date, chance: random.Random
) -> tuple[str, ...]:
    """A recall of a few assets that have a visit anyway, due within three weeks of the first day."""
    path = folder / "orders.csv"
    rows = read(path)
    recalls = [row for row in rows if row["reason"] == "recall"]
    taken = {tag for tags in states.values() for tag in tags} | {row["asset_tag"] for row in rows}
    models = {leg["asset_tag"]: leg["modality"] for leg in legs if leg["asset_tag"] not in taken}
    known = {leg["modality"] for leg in legs if leg["asset_tag"] in {row["asset_tag"] for row in recalls}}
    able = sorted(tag for tag, modality in models.items() if modality in known)
    urgent = tuple(sorted(chance.sample(able, min(_A_RECALL_OF, len(able)))))
    due = f"{first + timedelta(days=21)}"
    _append(path, [
        {"asset_tag": tag, "procedure": recalls[0]["procedure"], "reason": "recall", "earliest": f"{first}",
         "deadline": due, "holds_asset": "no", "work_order": f"WO-URGENT-{number}"}
        for number, tag in enumerate(urgent, start=1)
    ])  # fmt: skip
    return urgent


def _urgent_patch(folder: Path, chance: random.Random) -> str:
    """A release of today for a known vulnerability that is exploited, on a model of which there are some."""
    path = folder / "patches.csv"
    if not path.exists():
        return ""
    rows = read(path)
    installed = defaultdict[tuple[str, str], Counter[str]](Counter)
    for asset in read(folder / "assets.csv"):
        if asset["status"] == "in_use" and asset["software_version"]:
            installed[asset["make"], asset["model"]][asset["software_version"]] += 1
    able = [row for row in rows if 1 < installed[row["make"], row["model"]].total() <= _INSTALLED_ON_AT_MOST]
    if not able:
        return ""
    row = chance.choice(able)
    versions = sorted({*installed[row["make"], row["model"]], row["version"]})
    on = max((each["released_on"] for each in rows if each["released_on"]), default="")
    new = row | {
        "patch": f"{row['patch']}-URGENT", "version": f"{row['version']}.9", "from_versions": "|".join(versions),
        "severity": "critical", "kev": "yes", "cve": "CVE-2026-99999", "released_on": on, "validated_on": on,
        "advisory": "", "advisory_on": "", "supersedes": row["patch"],
    }  # fmt: skip
    _append(path, [new])
    return new["patch"]


def read(path: Path) -> Rows:
    """Read a table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Rows) -> None:
    """Write a table with the columns of its first row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _append(path: Path, more: Rows) -> None:
    write(path, [*read(path), *more])


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).date()


def _meets(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
