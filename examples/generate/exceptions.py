"""What does not go by the book: attempts, repairs, orders, deferrals, dates from the CMMS, locked visits."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from examples.generate.chance import Chance
from examples.generate.fleet import Asset
from examples.generate.record import Dates, Owed, Procedures
from examples.generate.rows import DeferralRow, DueRow, HistoryRow, LockRow, OrderRow

ATTEMPTS = ("attempted_in_use", "attempted_not_found", "refused", "attempted_in_use", "attempted_not_found")
NOTES = {
    "attempted_in_use": "on a patient",
    "attempted_not_found": "not in its room",
    "refused": "charge nurse asked to come back",
    "no_show": "engineer did not come",
    "out_for_repair": "at the manufacturer",
    "failed": "self-test failed, tagged out",
}


def attempts(seed: int, missed: Sequence[Owed], dates: Dates) -> list[HistoryRow]:
    """Return the failed tries at overdue work: two in five were tried, some twice."""
    chance = Chance(seed, "attempts")
    rows: list[HistoryRow] = []
    for owed in missed:
        if not chance.happens(0.4):
            continue
        first = dates.today - timedelta(days=chance.whole(1, 12))
        outcome = "no_show" if owed.procedure.performer else chance.one_of(ATTEMPTS)
        outcome = "failed" if chance.happens(0.02) else outcome
        days = [first - timedelta(days=5), first] if chance.happens(0.2) else [first]
        rows += [_attempt(owed.asset, owed.procedure.procedure, day, outcome) for day in days]
    return rows


def repairs(seed: int, fleet: Sequence[Asset], procedures: Procedures, dates: Dates) -> list[HistoryRow]:
    """Return the tries that found an asset in repair or not at all."""
    chance = Chance(seed, "repairs")
    rows = []
    for asset in fleet:
        periodic = procedures.periodic(asset.model)
        if asset.status in ("in_repair", "missing") and periodic and chance.happens(0.3):
            outcome = "out_for_repair" if asset.status == "in_repair" else "attempted_not_found"
            day = dates.today - timedelta(days=chance.whole(1, 20))
            if day > asset.in_service_on:
                rows.append(_attempt(asset, periodic[0][0].procedure, day, outcome))
    return rows


def _attempt(asset: Asset, procedure: str, day: date, outcome: str) -> HistoryRow:
    return HistoryRow(asset.tag, procedure, day, outcome, "", "", NOTES[outcome])


def make_orders(seed: int, fleet: Sequence[Asset], procedures: Procedures, dates: Dates) -> list[OrderRow]:
    """Return a recall of one pump model, inspections of new and repaired assets, and a few moves."""
    chance = Chance(seed, "orders")
    rows = [*_recall(fleet, dates), *_incoming(chance, fleet, dates), *_after_repair(fleet, procedures, dates)]
    moved = [a for a in fleet if a.modality in ("monitor-bedside", "ultrasound") and a.status == "in_use"]
    for asset in chance.some_of(moved, 8):
        rows.append(OrderRow(asset.tag, "incoming", "relocation", "", dates.first_day + timedelta(days=45), "no", ""))
    field = [a for a in fleet if a.modality == "patient-lift" and a.status == "in_use"]
    for asset in chance.some_of(field, 12):
        first = dates.first_day + timedelta(days=10)
        rows.append(OrderRow(asset.tag, "pm", "field_action", first, first + timedelta(days=60), "no", "FSN-2026-118"))
    return [
        OrderRow(
            r.asset_tag, r.procedure, r.reason, r.earliest, r.deadline, r.holds_asset, r.work_order or f"WO-{n:05d}"
        )
        for n, r in enumerate(rows, start=20001)
    ]


def _recall(fleet: Sequence[Asset], dates: Dates) -> Iterator[OrderRow]:
    """A battery recall of the second most common pump: the first 160 of them."""
    by_model: dict[str, list[Asset]] = defaultdict(list)
    for asset in fleet:
        if asset.modality == "infusion-pump" and asset.status == "in_use":
            by_model[asset.model.model].append(asset)
    ranked = sorted(by_model, key=lambda name: (-len(by_model[name]), name))
    for asset in by_model[ranked[min(1, len(ranked) - 1)]][:160] if ranked else []:
        yield OrderRow(asset.tag, "recall", "recall", dates.first_day, dates.first_day + timedelta(days=73), "no", "")


def _incoming(chance: Chance, fleet: Sequence[Asset], dates: Dates) -> Iterator[OrderRow]:
    """New assets are held until inspected; one at most of a model in a department, or the fleet limit would stop it."""
    seen: set[tuple[str, str]] = set()
    new = [a for a in fleet if (dates.today - a.in_service_on).days < 45 and a.status == "in_use"]
    for asset in chance.some_of([a for a in new if not a.serviced_with], 30):
        key = (asset.department.department, asset.model.model)
        if key not in seen:
            seen.add(key)
            deadline = dates.first_day + timedelta(days=chance.whole(13, 40))
            yield OrderRow(asset.tag, "incoming", "incoming", "", deadline, "yes", "")


def _after_repair(fleet: Sequence[Asset], procedures: Procedures, dates: Dates) -> Iterator[OrderRow]:
    back = [a for a in fleet if a.expected_back and dates.first_day <= a.expected_back <= date(2027, 2, 20)]
    for asset in back[:40]:
        if asset.expected_back and "incoming" in procedures.of(asset.model):
            deadline = asset.expected_back + timedelta(days=21)
            yield OrderRow(asset.tag, "incoming", "after_repair", asset.expected_back, deadline, "no", "")


def make_deferrals(seed: int, owed: Sequence[Owed], dates: Dates) -> list[DeferralRow]:
    """Return postponements that somebody approved."""
    chance = Chance(seed, "deferrals")
    usual = [o for o in owed if not o.procedure.performer and not o.overdue and o.procedure.follow_up == ""]
    reasons = ("ward closed for renovation", "replacement on order", "parts on back order")
    rows = {}
    for one in chance.some_of(usual, max(1, len(usual) // 220)):
        until = dates.last_day + timedelta(days=chance.whole(20, 90)) if chance.happens(0.7) else date(2027, 2, 15)
        key = (one.asset.tag, one.procedure.procedure)
        rows[key] = DeferralRow(*key, chance.one_of(reasons), "J. Ortega, Director HTM", until)
    return [rows[key] for key in sorted(rows)]


def make_due(seed: int, owed: Sequence[Owed], history: Sequence[HistoryRow]) -> list[DueRow]:
    """Return a few hundred next due dates as the CMMS holds them, with their work orders."""
    chance = Chance(seed, "due")
    last: dict[tuple[str, str], date] = {}
    for row in history:
        if row.outcome.startswith("completed"):
            last[row.asset_tag, row.procedure] = max(row.done_on, last.get((row.asset_tag, row.procedure), row.done_on))
    able = [o for o in owed if o.procedure.anchor != "schedule" and (o.asset.tag, o.procedure.procedure) in last]
    rows = {}
    for number, one in enumerate(chance.some_of([o for o in able if not o.overdue], max(1, len(able) // 25))):
        key = (one.asset.tag, one.procedure.procedure)
        if key not in rows and one.due.year == 2027:
            rows[key] = DueRow(*key, last[key], one.due + timedelta(days=chance.whole(-3, 3)), f"WO-{number + 30001}")
    return [rows[key] for key in sorted(rows)]


def make_locks(seed: int, owed: Sequence[Owed], dates: Dates) -> list[LockRow]:
    """Return visits to wards that were promised to the head nurse: in their windows, in open hours, on working days."""
    chance = Chance(seed, "locks")
    wards = [
        o for o in owed
        if o.asset.modality == "monitor-spot" and o.procedure.procedure == "pm" and o.asset.status == "in_use"
        and o.asset.department.kind == "ward" and o.asset.department.variant == 0
        and dates.first_day + timedelta(days=12) <= o.due <= dates.last_day - timedelta(days=12)
    ]  # fmt: skip
    rows: dict[date, LockRow] = {}
    for one in chance.some_of(wards, 12):
        day = one.due + timedelta(days=(2 - one.due.weekday()) % 7)
        if day not in rows and len(rows) < 6:
            rows[day] = LockRow(one.asset.tag, "pm", f"{day.isoformat()}T10:00", "")
    return [rows[day] for day in sorted(rows)]
