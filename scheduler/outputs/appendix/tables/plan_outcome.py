"""What the latest plan says of the promises: shares placed, shortfall, and every obligation accounted for."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from scheduler.domain.ids import ModalityId, ProcedureName
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Plan, Shares, Shortfall
from scheduler.outputs.appendix.paper import (
    Cell,
    Column,
    Row,
    Source,
    State,
    Table,
    Value,
    cells,
    several,
    tenths,
    word,
)
from scheduler.outputs.appendix.promises import promises
from scheduler.outputs.appendix.subject import Subject

ACCOUNTED = (
    TaskStatus.PLACED,
    TaskStatus.DONE,
    TaskStatus.ASSUMED_DONE,
    TaskStatus.DONE_ELSEWHERE,
    TaskStatus.NOT_DUE,
)
"""The statuses that need no list of their own; all others are exceptions, each of which is listed."""
NO_SKILL = word("staffing.no_skill")
"""Stands for the skill of work that asks for none, which a shortfall writes as ""."""
_CLASSES = ("all", "high_risk", "other")
_PLAN = Source("plan.json", "shares")


def shares_placed(plan: Plan) -> Table:
    """Say how much of what is owed the plan places in time, and how much any plan could, at most."""
    return Table(
        "shares",
        word("staffing.shares_caption"),
        (
            Column("risk_class", 40), Column("owed", 26), Column("placed", 26), Column("share_placed", 30),
            Column("largest", 30), Column("share_largest", 30), Column("placed_late", 26),
            Column("share_of_minutes", 36),
        ),
        tuple(_shares_row(key, plan.shares[key]) for key in _CLASSES if key in plan.shares),
        ("risk_class",),
        compared=False,
    )  # fmt: skip


def _shares_row(key: str, shares: Shares) -> Row:
    said: Value = word("staffing.all_classes") if key == "all" else word(f"risk.{key}")
    return Row(
        cells(
            said, shares.counted, shares.placed, _per_cent(shares.placed, shares.counted), shares.largest,
            _per_cent(shares.largest, shares.counted), shares.placed_late,
            _per_cent(shares.minutes_placed, shares.minutes_counted),
        ),
        (Source("plan.json", f"shares.{key}"),),
    )  # fmt: skip


def _per_cent(part: int, whole: int) -> Value:
    return tenths(Fraction(100 * part, whole)) if whole else State.NOT_APPLICABLE


def shortfall(plan: Plan) -> Table:
    """Say which people the plan lacks over the horizon, the largest lack first."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Shortfall]] = defaultdict(list)
    for row in plan.shortfall:
        found[row.sites, row.skills].append(row)
    order = sorted(found, key=lambda key: (-sum(row.minutes_short for row in found[key]), key))
    return Table(
        "shortfall",
        word("staffing.shortfall_caption"),
        (
            Column("sites", 60), Column("skills", 60), Column("weeks_short", 24), Column("hours_needed", 30),
            Column("hours_available", 30), Column("hours_short", 30), Column("worst_week", 30),
        ),
        tuple(_shortfall_row(key, found[key]) for key in order),
        ("sites", "skills"),
        compared=False,
    )  # fmt: skip


def _shortfall_row(key: tuple[tuple[str, ...], tuple[str, ...]], rows: list[Shortfall]) -> Row:
    sites, skills = key
    worst = min(rows, key=lambda row: (-row.minutes_short, row.week))
    weeks = "|".join(sorted(row.week for row in rows))
    return Row(
        (
            Cell(several(sites)),
            Cell(several((skill or NO_SKILL for skill in skills), none=NO_SKILL)),
            Cell(len(rows)),
            Cell(_hours(sum(row.minutes_needed for row in rows))),
            Cell(_hours(sum(row.minutes_available for row in rows))),
            Cell(_hours(sum(row.minutes_short for row in rows))),
            Cell(worst.week),
        ),
        (Source("shortfall.csv", f"week={weeks}"),),
    )


def _hours(minutes: int) -> Value:
    return tenths(Fraction(minutes, 60))


def reconciliation(subject: Subject, plan: Plan) -> Table:
    """Account for every obligation of the horizon by modality and procedure, to the unit."""
    counts = _counts(subject, plan)
    yearly = _events_a_year(subject)
    names = {modality.modality: modality.name or modality.modality for modality in subject.modalities}
    return Table(
        "reconciliation",
        word("staffing.reconciliation_caption"),
        (
            Column("modality", 50), Column("procedure", 34), Column("obligations", 24),
            *(Column(f"status_{status}", 22) for status in ACCOUNTED), Column("listed", 24),
            Column("visits_a_year", 24),
        ),
        tuple(
            _reconciled(names[key[0]], key, counts[key], yearly.get(key)) for key in sorted(counts)
        ),
        ("modality", "procedure"),
        compared=False,
    )  # fmt: skip


_Key = tuple[ModalityId, ProcedureName]


def _counts(subject: Subject, plan: Plan) -> Mapping[_Key, Counter[TaskStatus]]:
    found: dict[_Key, Counter[TaskStatus]] = defaultdict(Counter)
    for owed in _of_subject(subject, plan):
        key = (subject.facts.modality_of(owed.asset_tag).modality, owed.name)
        found[key][plan.outcomes[owed.task_id].status] += 1
    return found


def _of_subject(subject: Subject, plan: Plan) -> Iterator[Obligation]:
    tags = {asset.asset_tag for asset in (*subject.assets, *subject.left_out)}
    return (owed for owed in plan.obligations if owed.asset_tag in tags)


def _events_a_year(subject: Subject) -> Mapping[_Key, Fraction]:
    found: dict[_Key, Fraction] = defaultdict(Fraction)
    for each in promises(subject):
        if each.quantity.visits_a_year is not None:
            found[each.modality.modality, each.procedure.procedure] += each.quantity.visits_a_year
    return found


def _reconciled(name: str, key: _Key, count: Counter[TaskStatus], yearly: Fraction | None) -> Row:
    listed = sum(number for status, number in count.items() if status not in ACCOUNTED)
    tasks = Source("tasks.csv", f"modality={key[0]}, procedure={key[1]}")
    return Row(
        (
            Cell(name),
            Cell(key[1]),
            Cell(sum(count.values())),
            *(Cell(count[status]) for status in ACCOUNTED),
            Cell(listed),
            Cell(
                word("every.on_event") if yearly is None else tenths(yearly),
                (Source("procedures", f"procedure={key[1]}"),),
            ),
        ),
        (tasks,),
    )


def listed_exceptions(subject: Subject, plan: Plan) -> Table:
    """List every obligation that is neither placed nor done nor not yet due, with the reason's kind."""
    rows = [
        _exception_row(owed, plan, subject)
        for owed in sorted(
            _of_subject(subject, plan), key=lambda owed: (owed.asset_tag, owed.name, owed.due, owed.task_id)
        )
        if plan.outcomes[owed.task_id].status not in ACCOUNTED
    ]
    return Table(
        "listed_exceptions",
        word("staffing.listed_caption"),
        (
            Column("asset_tag", 36), Column("modality", 54), Column("procedure", 34), Column("due", 26),
            Column("task_status", 44), Column("reason", 56), Column("task_id", 40),
        ),
        tuple(rows),
        ("task_id",),
        is_asset_list=True,
        compared=False,
    )  # fmt: skip


def _exception_row(owed: Obligation, plan: Plan, subject: Subject) -> Row:
    outcome, modality = plan.outcomes[owed.task_id], subject.facts.modality_of(owed.asset_tag)
    reason = word(f"reason.{outcome.reason_code}") if outcome.reason_code else State.NOT_APPLICABLE
    return Row(
        cells(
            owed.asset_tag, modality.name or modality.modality, owed.name, owed.due,
            word(f"status.{outcome.status}"), reason, owed.task_id,
        ),
        (Source("tasks.csv", f"task_id={owed.task_id}"),),
    )  # fmt: skip
