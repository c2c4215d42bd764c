"""Patch cycles of networked equipment: monthly, quarterly, and out of cycle by a contract's days; with their people.

Everything here has seeds of its own, so that all other rows stay what they are without it.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from examples.generate.chance import Chance
from examples.generate.fleet import Asset
from examples.generate.models import Model
from examples.generate.rows import (
    DueRow,
    HistoryRow,
    ModelRow,
    PatchRow,
    PerformerRow,
    ProcedureRow,
    SeriesRow,
    ShiftRow,
    SkillRow,
    TechnicianRow,
)
from examples.generate.tables import own_rows

PATCHING = "patching"
SHARE = 0.85
"""The part of a patch technician's shift that may be scheduled."""
MINUTES_OF_ONE = 23_000
"""What one of them has in the quarter: 63 working days of 510 minutes less holidays, times share less reserve."""
LOAD = 0.7
MISSED = 0.05
"""The part of the last cycles that never took place, and are overdue."""
STILL_UNKNOWN = 0.2
"""The part of the versions nobody had recorded that is still unknown: cycles of releases make people read them."""
WINDOWS = {"monthly": "due-month", "3 months": "-10..+60 days", "on-event": ""}
_MONTHLY = ("monitor-spot", "pacs-workstation", "ecg-cart", "blood-gas-analyser")
_OUT_OF_CYCLE = ("ultrasound", "ultrasound-cardiac", "fetal-monitor", "anaesthesia-monitor")
_AT_THE_DEVICE = ("infusion-pump", "syringe-pump", "pca-pump", "ultrasound", "ultrasound-cardiac", "blood-gas-analyser")
_QUARTERLY = ("infusion-pump", "syringe-pump", "monitor-bedside", "telemetry-transmitter", "dialysis-machine",
              "ventilator-icu", "xray-room", "anaesthesia-machine")  # fmt: skip
_HAD_BEFORE = ("central-station", "pacs-server", "integration-gateway", "medication-cabinet")
_RENEWED = ("Fresenius Kabi", "Agilia Link+")
_AN_AFTERNOON = 200
_BROUGHT_DOWN = ("Velkoria", "Senfior 800")
YAML = """patching:
  deadline_table: contract
  clock: validated
  contract_days: {critical: 120, high: 180}
  pilot: 2
  soak_days: 7
  waves: 3
"""


@dataclass(frozen=True, slots=True)
class PatchRows:
    """What patching adds to the tables; `arithmetic` says how many people it takes, and why."""

    procedures: tuple[ProcedureRow, ...]
    series: tuple[SeriesRow, ...]
    history: tuple[HistoryRow, ...]
    due: tuple[DueRow, ...]
    technicians: tuple[TechnicianRow, ...]
    skills: tuple[SkillRow, ...]
    shifts: tuple[ShiftRow, ...]
    performers: tuple[PerformerRow, ...]
    arithmetic: tuple[str, ...]


NONE = PatchRows((), (), (), (), (), (), (), (), ())


def cycle_of(modality: str) -> str:
    """How often the software of a modality is renewed; "" = it is not."""
    if modality in _MONTHLY:
        return "monthly"
    if modality in _OUT_OF_CYCLE:
        return "on-event"
    return "3 months" if modality in _QUARTERLY else ""


def read_versions(seed: int, fleet: Sequence[Asset]) -> list[Asset]:
    """The fleet after most of the versions that nobody had recorded have been read."""
    return [_with_version(Chance(seed, "version read", one.tag), one) for one in fleet]


def _with_version(chance: Chance, one: Asset) -> Asset:
    if one.version or not one.model.versions or chance.happens(STILL_UNKNOWN):
        return one
    return replace(one, version=one.model.versions[-1 if chance.happens(0.45) else max(0, len(one.model.versions) - 2)])


def make_patching(
    seed: int,
    fleet: Sequence[Asset],
    models: Sequence[ModelRow],
    procedures: Sequence[ProcedureRow],
    patches: Sequence[PatchRow],
    today: date,
) -> PatchRows:
    """Add cycles to the modalities that had none, their record, and who does the work."""
    like = next(row for row in procedures if row.procedure == PATCHING)
    performed = {(row.make, row.model): row.patch_performer for row in models}
    patched = [one for one in fleet if one.version and cycle_of(one.modality)]
    starts = _starts(seed, patched)
    due = [one for one in fleet if one.version and (cycle_of(one.modality) or one.modality in _HAD_BEFORE)]
    load = _load(due, patches, performed)
    people = tuple(_people(load, _sites(fleet)))
    return PatchRows(
        procedures=tuple(_procedures(patched, like)),
        series=tuple(starts[key] for key in sorted(starts)),
        history=(*_history(seed, patched, starts, today), *_rolled_back(fleet, today)),
        due=tuple(_due(fleet, today)),
        technicians=people,
        skills=tuple(SkillRow(row.technician, "network", "", "") for row in people),
        shifts=tuple(shift for place, row in enumerate(people) for shift in _shifts(row, works_nights=place % 3 == 0)),
        performers=tuple(_performers(due, performed)),
        arithmetic=(f"patching: {sum(load.values()):,} minutes by {len(people)} people of {MINUTES_OF_ONE:,} each",),
    )


def _procedures(fleet: Sequence[Asset], like: ProcedureRow) -> Iterator[ProcedureRow]:
    """A row for each model that has software; others of its modality have none to renew."""
    models = sorted({(one.modality, one.model.make, one.model.model) for one in fleet})
    yield from (_procedure(modality, make, model, like) for modality, make, model in models)


def _procedure(modality: str, make: str, model: str, like: ProcedureRow) -> ProcedureRow:
    every = cycle_of(modality)
    return replace(
        like,
        modality=modality,
        make=make,
        model=model,
        every=every,
        window=WINDOWS[every],
        anchor="schedule" if every != "on-event" else "",
        minutes=30,
        where="in_place" if modality in _AT_THE_DEVICE else "remote",
    )


def _starts(seed: int, fleet: Sequence[Asset]) -> Mapping[tuple[str, str], SeriesRow]:
    """One series for all departments of a modality, so that a release rolls out through all of them."""
    chance = Chance(seed, "patch series")
    days = {modality: chance.whole(5, 25) for modality in sorted({one.modality for one in fleet})}
    keys = sorted({(one.department.department, one.modality) for one in fleet if cycle_of(one.modality) != "on-event"})
    return {key: SeriesRow(key[0], key[1], PATCHING, date(2022, 1, days[key[1]])) for key in keys}


def _history(
    seed: int, fleet: Sequence[Asset], starts: Mapping[tuple[str, str], SeriesRow], today: date
) -> Iterator[HistoryRow]:
    """The last cycle of every asset that was there: what it runs came with it or before. Some missed it."""
    for one in fleet:
        start = starts.get((one.department.department, one.modality))
        if start is None:
            continue
        chance = Chance(seed, "patch record", one.tag)
        month = 11 if cycle_of(one.modality) == "monthly" else 10
        if chance.happens(MISSED):
            month -= 2 if cycle_of(one.modality) == "monthly" else 6
        day = date(today.year, month, start.series_start.day) - timedelta(days=chance.whole(0, 4))
        if day > one.in_service_on:
            yield HistoryRow(one.tag, PATCHING, day, "completed", "", "", "")


def _load(
    fleet: Sequence[Asset], patches: Sequence[PatchRow], performed: Mapping[tuple[str, str], str]
) -> Mapping[str, int]:
    """Minutes of installations that the house may do, by area."""
    newest: dict[tuple[str, str], PatchRow] = {}
    for row in patches:
        if row.validated_on:
            newest[row.make, row.model] = row
    minutes: Counter[str] = Counter()
    for one in fleet:
        patch = newest.get((one.model.make, one.model.model))
        house = performed.get((one.model.make, one.model.model)) in ("owner", "unknown")
        if patch is not None and house and one.status in ("in_use", "spare", "loaner") and _is_behind(one, patch):
            minutes[one.department.site.area] += int(patch.minutes)
    return dict(sorted(minutes.items()))


def _is_behind(one: Asset, patch: PatchRow) -> bool:
    versions = one.model.versions
    return one.version in versions and versions.index(one.version) < versions.index(patch.version)


def in_steps(patches: Sequence[PatchRow], models: Mapping[str, Sequence[Model]]) -> list[PatchRow]:
    """Releases of monthly cycles are installed one after the other: each only on the version before it.

    One of a gateway is an afternoon's work, and goes to all in one wave.
    """
    monthly = {(one.make, one.model) for modality in _MONTHLY for one in models.get(modality, ())}
    return [_in_steps(row, monthly) for row in patches]


def _in_steps(row: PatchRow, monthly: Container[tuple[str, str]]) -> PatchRow:
    if (row.make, row.model) in monthly:
        return replace(row, from_versions=row.from_versions.split("|")[-1])
    if (row.make, row.model) == _RENEWED:
        return replace(row, pilot=0, waves=1, minutes=_AN_AFTERNOON)
    return row


def _rolled_back(fleet: Sequence[Asset], today: date) -> Iterator[HistoryRow]:
    """The newest release brought down the first device that got it, so that it goes to no other."""
    own = [one for one in fleet if (one.model.make, one.model.model) == _BROUGHT_DOWN and one.status == "in_use"]
    behind = [one for one in own if one.version != one.model.versions[-1]]
    for one in behind[:1]:
        note = "restarts every hour; the version before put back"
        yield HistoryRow(one.tag, PATCHING, today - timedelta(days=11), "rolled_back", "", "", note)


def _due(fleet: Sequence[Asset], today: date) -> Iterator[DueRow]:
    """The renewed gateways of intensive care units are overdue: each wants the first afternoon, and not all may."""
    renewed = [one for one in fleet if (one.model.make, one.model.model) == _RENEWED and one.status == "in_use"]
    own = [one for one in renewed if one.department.kind == "icu"]
    for place, one in enumerate(own):
        yield DueRow(one.tag, PATCHING, "", today - timedelta(days=20 + 30 * place), "")


def _sites(fleet: Sequence[Asset]) -> Mapping[str, list[str]]:
    """The sites of each area."""
    found = sorted({(one.department.site.area, one.department.site.site) for one in fleet})
    return {area: [site for own, site in found if own == area] for area, _ in found}


def _people(load: Mapping[str, int], sites_of: Mapping[str, Sequence[str]]) -> Iterator[TechnicianRow]:
    number = 0
    for area, minutes in load.items():
        sites = sites_of[area]
        for place in range(max(1, ceil(minutes / (LOAD * MINUTES_OF_ONE)))):
            number += 1
            name = f"N{number:03}"
            yield TechnicianRow(
                name, f"Patch technician {number}", f"{name.lower()}@example.org", "in_house",
                sites[place % len(sites)],
                "|".join(sites), str(SHARE), "", "",
            )  # fmt: skip


def _shifts(person: TechnicianRow, *, works_nights: bool) -> Iterator[ShiftRow]:
    """Operating rooms, laboratories and scanners are free when others sleep: some work two nights and two days."""
    if works_nights:
        yield ShiftRow(person.technician, "Mon-Tue", "20:00", "06:00")
        yield ShiftRow(person.technician, "Thu-Fri", "07:30", "17:30")
    else:
        yield ShiftRow(person.technician, "Mon-Fri", "07:30", "16:00")


def _performers(fleet: Sequence[Asset], performed: Mapping[tuple[str, str], str]) -> Iterator[PerformerRow]:
    """Manufacturers who patch their own devices, and one service for all that only a service may patch."""
    makes: defaultdict[str, int] = defaultdict(int)
    for one in fleet:
        if performed.get((one.model.make, one.model.model)) == "manufacturer":
            makes[one.model.make] += 1
    known = {row["performer"] for row in own_rows("performers")}
    for make in sorted(set(makes) - known):
        yield _performer(make, "manufacturer", "", 1 + min(3, makes[make] // 60))
    yield _performer("Clearwater Device Updates", "service_provider", "network", 4)


def _performer(name: str, kind: str, skills: str, people: int) -> PerformerRow:
    word = "".join(letter for letter in name.lower() if letter.isalpha())
    return PerformerRow(name, kind, "", skills, "Mon-Fri", "08:00", "22:00", "no", 21, people, "no",
                        f"updates.{word}@example.org")  # fmt: skip
