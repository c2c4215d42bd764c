"""Whether the tables beside the plan say the same: back into the CMMS, load, shortfall."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, TaskId
from scheduler.domain.obligation import TaskStatus
from scheduler.domain.plan import Leg, Plan, Violation

CMMS = "cmms.csv"
LOAD = "load.csv"
SHORTFALL = "shortfall.csv"
VISITS = "visits.csv"
Rows = Sequence[Mapping[str, str]]
_CmmsRow = tuple[str, str, str, datetime, datetime, tuple[str, ...]]


def wrong_tables(out: Path, plan: Plan, facts: Facts) -> Iterator[Violation]:
    """Every fault of cmms.csv, load.csv and shortfall.csv, and what of visits.csv no plan has a place for."""
    checks: dict[str, Callable[[Rows], Iterator[Violation]]] = {
        CMMS: lambda rows: _wrong_cmms(rows, plan),
        LOAD: lambda rows: _wrong_load(rows, plan, facts),
        SHORTFALL: _wrong_shortfall,
        VISITS: lambda rows: _wrong_visits(rows, facts),
    }
    for name, check in checks.items():
        try:
            yield from check(list(_rows(out / name)))
        except (OSError, ValueError, KeyError, csv.Error) as error:
            yield Violation(name, name, f"It cannot be read: {error}.")


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def _wrong_cmms(rows: Rows, plan: Plan) -> Iterator[Violation]:
    """A row for each placed task, from its first leg's start to its last leg's end, with all its people."""
    legs: dict[TaskId, list[Leg]] = {}
    for visit in plan.visits:
        for leg in visit.legs:
            for task in leg.task_ids:
                legs.setdefault(task, []).append(leg)
    wanted = Counter(
        _cmms_row(task.work_order, task.asset_tag, task.name, legs[task.task_id])
        for task in plan.obligations
        if task.task_id in legs
    )
    found = Counter(_read_cmms(row) for row in rows)
    for row in sorted(wanted - found):
        yield Violation(CMMS, CMMS, f"{row[1]} {row[2]} of {row[3]} to {row[4]} by {'|'.join(row[5])} is not in it.")
    for row in sorted(found - wanted):
        yield Violation(CMMS, CMMS, f"{row[1]} {row[2]} of {row[3]} to {row[4]} by {'|'.join(row[5])} is not planned.")


def _cmms_row(work_order: str, tag: str, procedure: str, legs: list[Leg]) -> _CmmsRow:
    span = Span(min(leg.span.start for leg in legs), max(leg.span.end for leg in legs))
    people = sorted({person for leg in legs for person in leg.technicians})
    return (work_order, tag, procedure, span.start, span.end, tuple(people))


def _read_cmms(row: Mapping[str, str]) -> _CmmsRow:
    start, end = _instant(row["scheduled_start"]), _instant(row["scheduled_end"])
    people = tuple(sorted(filter(None, row["technicians"].split("|"))))
    return (row["work_order"], row["asset_tag"], row["procedure"], start, end, people)


def _wrong_load(rows: Rows, plan: Plan, facts: Facts) -> Iterator[Violation]:
    """Minutes planned in the horizon are those of the legs, each of their people counted; unplanned those unplaced."""
    planned = sum(leg.span.minutes * len(leg.technicians) for visit in plan.visits for leg in visit.legs)
    unplanned = sum(
        task.procedure.minutes * task.procedure.crew
        for task in plan.obligations
        if task.is_open and plan.outcomes[task.task_id].status is TaskStatus.UNPLACED
    )
    weeks = set(facts.horizon.weeks()) | {
        facts.week_of(facts.local_day(leg.span.start, visit.site)) for visit in plan.visits for leg in visit.legs
    }
    in_horizon = [row for row in rows if row["week"] in weeks]
    for column, right in (("planned_minutes", planned), ("unplanned_minutes", unplanned)):
        found = sum(int(row[column]) for row in in_horizon)
        if found != right:
            yield Violation(LOAD, column, f"The horizon's {column} add up to {found}; the plan has {right}.")


def _wrong_shortfall(rows: Rows) -> Iterator[Violation]:
    for row in rows:
        needed, available, short = (int(row[f"minutes_{word}"]) for word in ("needed", "available", "short"))
        if short != max(0, needed - available):
            words = f"{needed} minutes are needed and {available} there, and {short} are said to be short."
            yield Violation(SHORTFALL, f"{row['week']} {row['skills']}", words)


def _wrong_visits(rows: Rows, facts: Facts) -> Iterator[Violation]:
    """The columns that repeat the asset's table, and legs numbered in a row."""
    numbers: Counter[str] = Counter()
    for row in rows:
        numbers[row["visit_id"]] += 1
        if int(row["leg"]) != numbers[row["visit_id"]]:
            yield Violation(VISITS, row["visit_id"], f"Its leg {row['leg']} is not in its place.")
        asset = facts.programme.assets.get(AssetTag(row["asset_tag"]))
        if asset is not None:
            told = (row["make"], row["model"], row["room"], row["modality"])
            right = (asset.make, asset.model, asset.room, facts.model_of(asset.asset_tag).modality)
            if told != right:
                words = f"{' '.join(told)} is said of {asset.asset_tag}; it is {' '.join(right)}."
                yield Violation(VISITS, row["visit_id"], words)


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"the time {text} has no offset")
    return moment.astimezone(UTC)
