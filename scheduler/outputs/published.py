"""published.csv: where people had seen each visit before it was planned again, and what became of it."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.domain.facts import Facts
from scheduler.domain.footprint import Footprint
from scheduler.domain.ids import PerformerId, TaskId, VisitId
from scheduler.domain.plan import Agreement
from scheduler.domain.publication import Seen
from scheduler.outputs.csv_text import Cell, bar_list, write_csv
from scheduler.outputs.table_reading import Row, TableReader
from scheduler.outputs.words import site_time

FILE = "published.csv"
_COLUMNS = (
    "visit_id", "asset_tag", "site", "department", "task_ids", "start", "performers", "technicians", "agreement",
    "frozen", "fits", "fate", "new_start",
)  # fmt: skip


def write_published(footprint: Footprint, facts: Facts, folder: Path) -> None:
    """Write a row for each published visit that was still ahead."""
    write_csv(folder / FILE, _COLUMNS, _rows(footprint, facts))


def _rows(footprint: Footprint, facts: Facts) -> Iterator[tuple[Cell, ...]]:
    for line in footprint.lines:
        one, visit = line.published, line.published.visit
        site = facts.programme.sites.get(visit.site)
        zone = site.zone if site else ZoneInfo("UTC")
        performers = bar_list(dict.fromkeys(leg.performer for leg in visit.legs))
        people = bar_list(dict.fromkeys(person for leg in visit.legs for person in leg.technicians))
        yield (
            visit.visit_id, visit.asset_tag, visit.site, visit.department, bar_list(visit.task_ids),
            site_time(visit.span.start, zone), performers, people,
            Agreement.AGREED if one.is_agreed else visit.agreement, one.is_frozen, one.fits, line.fate,
            site_time(line.start, zone) if line.start else None,
        )  # fmt: skip


def read_published(out: Path) -> Mapping[TaskId, Seen]:
    """What people had seen of each task; nothing where the plan was made from scratch."""
    if not (out / FILE).exists():
        return {}
    reader = TableReader(out)
    rows = list(reader.each(FILE, _COLUMNS, _seen))
    reader.stop_at_problems()
    return {task: seen for tasks, seen in rows for task in tasks}


def _seen(row: Row) -> tuple[tuple[TaskId, ...], Seen]:
    tasks = tuple(TaskId(each) for each in row.bars("task_ids"))
    is_agreed = row.one_of("agreement", Agreement) is Agreement.AGREED
    told = tuple(PerformerId(each) for each in row.bars("performers")) if row.yes("fits") else ()
    return tasks, Seen(VisitId(row.text("visit_id")), row.instant("start"), is_agreed, told)


def not_as_shown(published: bytes, shown: bytes, today: date) -> Iterator[str]:
    """Say in what published.csv differs from the visits.csv of the version that people have seen, from today on."""
    told = {row["visit_id"]: _as_seen([row]) for row in _rows_of(published)}
    legs: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in _rows_of(shown):
        legs[row["visit_id"]].append(row)
    seen = {name: _as_seen(own) for name, own in legs.items() if own[0]["start"][:10] >= today.isoformat()}
    for name in sorted(told.keys() | seen.keys()):
        if name not in seen:
            yield f"{name} is said to have been seen; it was not."
        elif name not in told:
            yield f"{name} was seen, and is not in it."
        elif told[name] != seen[name]:
            yield f"{name} was seen otherwise: at {seen[name][0]:%Y-%m-%d %H:%M} UTC, by {', '.join(seen[name][1])}."


def _rows_of(table: bytes) -> Iterator[Mapping[str, str]]:
    return csv.DictReader(StringIO(table.decode("utf-8-sig"), newline=""))


def _as_seen(rows: Sequence[Mapping[str, str]]) -> tuple[datetime, tuple[str, ...], tuple[str, ...]]:
    """Start, people and work of a visit."""
    people = {person for row in rows for person in row["technicians"].split("|")}
    tasks = {task for row in rows for task in row["task_ids"].split("|")}
    return datetime.fromisoformat(rows[0]["start"]).astimezone(UTC), tuple(sorted(people)), tuple(sorted(tasks))
