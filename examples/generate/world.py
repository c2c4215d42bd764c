"""The whole health system: every table from a seed and a number of assets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from examples.generate import (
    agreements,
    exceptions,
    fleet,
    instruments,
    models,
    patch_cycles,
    people,
    places,
    record,
    software,
)
from examples.generate.asset_rows import asset_rows
from examples.generate.chance import Chance
from examples.generate.programme_yaml import programme_yaml
from examples.generate.readme import readme
from examples.generate.rows import (
    AbsenceRow,
    AssetRow,
    CoverageRow,
    CoverRow,
    DeferralRow,
    DepartmentRow,
    DowntimeRow,
    DueRow,
    FindingRow,
    HistoryRow,
    InstrumentRow,
    LockRow,
    ModalityRow,
    ModelRow,
    NetworkRow,
    OrderRow,
    PatchRow,
    PerformerRow,
    ProcedureRow,
    SeriesRow,
    ShiftRow,
    SiteRow,
    SkillRow,
    TechnicianRow,
    TravelRow,
)
from examples.generate.tables import own_rows, write_table

TODAY = date(2026, 12, 1)
QUARTER = record.Dates(TODAY, date(2027, 1, 1), date(2027, 3, 31))
ASSETS_OF_A_GROUP = 25_000
CLOSURES = "calendars/operating-room-closures.ics"


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows, with their type for the headings of an empty one."""

    name: str
    row_type: type
    rows: Sequence[object]


@dataclass(frozen=True, slots=True)
class World:
    """All that is written: tables, programme.yaml, calendar files, and the arithmetic behind the number of people."""

    tables: tuple[Table, ...]
    yaml: str
    calendars: Mapping[str, str]
    readme: str
    arithmetic: tuple[str, ...]

    def write(self, folder: Path) -> None:
        """Write the programme into `folder`, which is made where missing."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "programme.yaml").write_text(self.yaml, encoding="utf-8", newline="\n")
        (folder / "README.md").write_text(self.readme, encoding="utf-8", newline="\n")
        for table in self.tables:
            write_table(folder, table.name, table.row_type, table.rows)
        for name, text in self.calendars.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="")


def make_world(seed: int, assets: int, model_count: int, *, patching: bool = False, hours: float = 1) -> World:
    """Make the health system; the same arguments give the same bytes. `patching` adds cycles of software releases."""
    groups = max(1, round(assets / ASSETS_OF_A_GROUP))
    sites = places.make_sites(groups)
    departments = places.make_departments(sites)
    catalogue = models.make_models(seed, model_count)
    model_rows = models.model_rows(seed, catalogue)
    procedure_rows = models.procedure_rows(seed, catalogue)
    procedures = record.Procedures(procedure_rows)
    assets_made = fleet.make_fleet(seed, assets, catalogue, departments, TODAY)
    if patching:
        assets_made = patch_cycles.read_versions(seed, assets_made)
    patches = software.make_patches(seed, catalogue, TODAY)
    series = record.make_series(seed, assets_made, procedures)
    pending = software.installable(catalogue, model_rows, patches)
    past = record.make_record(seed, assets_made, procedures, series, QUARTER, pending)
    coverage = agreements.Coverage(assets_made, sites, TODAY)
    loads = people.loads_of(past.owed, lambda one: coverage.performer_of(one.asset, one.procedure))
    staff = people.make_staff(seed, loads, sites, QUARTER)
    history = _history(seed, past, assets_made, procedures, staff)
    more = patch_cycles.NONE
    if patching:
        patches = patch_cycles.in_steps(patches, catalogue)
        more = patch_cycles.make_patching(seed, assets_made, model_rows, procedure_rows, patches, TODAY)
        history = sorted([*history, *more.history], key=lambda row: (row.asset_tag, row.done_on, row.procedure))
    acuities = {row["kind"]: row["acuity"] for row in own_rows("department_kinds")}
    tables = (
        Table("sites", SiteRow, places.site_rows(sites)),
        Table("departments", DepartmentRow, places.department_rows(departments)),
        Table("downtime", DowntimeRow, places.downtime_rows(departments, CLOSURES)),
        Table("modalities", ModalityRow, models.modality_rows(acuities)),
        Table("models", ModelRow, model_rows),
        Table("procedures", ProcedureRow, [*procedure_rows, *more.procedures]),
        Table("assets", AssetRow, asset_rows(seed, assets_made)),
        Table("history", HistoryRow, history),
        Table("series", SeriesRow, [*series, *more.series]),
        Table("due", DueRow, [*exceptions.make_due(seed, past.owed, history), *more.due]),
        Table("orders", OrderRow, exceptions.make_orders(seed, assets_made, procedures, QUARTER)),
        Table("deferrals", DeferralRow, exceptions.make_deferrals(seed, past.owed, QUARTER)),
        Table("technicians", TechnicianRow, people.with_hours([*staff.technicians, *more.technicians], hours)),
        Table("skills", SkillRow, [*staff.skills, *more.skills]),
        Table("shifts", ShiftRow, [*staff.shifts, *more.shifts]),
        Table("absences", AbsenceRow, staff.absences),
        Table("performers", PerformerRow, [*people.performer_rows(groups), *more.performers]),
        Table("cover", CoverRow, agreements.make_cover(assets_made)),
        Table(
            "instruments",
            InstrumentRow,
            instruments.make_instruments(seed, past.owed, procedure_rows, sites, QUARTER),
        ),
        Table("travel", TravelRow, places.travel_rows(sites)),
        Table("patches", PatchRow, patches),
        Table("network", NetworkRow, software.make_network(seed, assets_made, TODAY)),
        Table("findings", FindingRow, software.make_findings(seed, assets_made, patches, TODAY)),
        Table("coverage", CoverageRow, coverage.rows),
        Table("locks", LockRow, exceptions.make_locks(seed, past.owed, QUARTER)),
    )
    return World(
        tables=tables,
        yaml=programme_yaml(seed, assets, people.RESERVE) + (patch_cycles.YAML if patching else ""),
        calendars={CLOSURES: _closures()},
        readme=readme(
            seed,
            assets,
            model_count,
            {table.name: len(table.rows) for table in tables},
            (*staff.arithmetic, *more.arithmetic),
            patching=patching,
        ),
        arithmetic=(*staff.arithmetic, *more.arithmetic),
    )


def _history(
    seed: int, past: record.Record, assets: Sequence[fleet.Asset], procedures: record.Procedures, staff: people.Staff
) -> list[HistoryRow]:
    """Put the attempts beside the completions, name who did them, and sort."""
    rows = [
        *past.history,
        *exceptions.attempts(seed, past.missed, QUARTER),
        *exceptions.repairs(seed, assets, procedures, QUARTER),
    ]
    by_tag = {asset.tag: asset for asset in assets}
    teams: dict[tuple[str, str], list[str]] = {}
    for person in staff.people:
        for key in ((person.unit.family, person.site.area), (person.unit.family, "")):
            teams.setdefault(key, []).append(person.technician)
    families = {row["skill"]: row["family"] for row in own_rows("skill_families")}
    chance = Chance(seed, "who")
    named = []
    for row in sorted(rows, key=lambda row: (row.asset_tag, row.done_on, row.procedure, row.outcome)):
        asset = by_tag[row.asset_tag]
        procedure = procedures.of(asset.model)[row.procedure]
        family = families.get(procedure.skill, "")
        team = teams.get((family, asset.department.site.area)) or teams.get((family, ""))
        named.append(replace(row, technician=chance.one_of(team) if team and not procedure.performer else ""))
    return named


def _closures() -> str:
    """A calendar file with two nights in which the operating rooms cannot be entered."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Great Rivers Health//Operating rooms//EN"]
    for number, (start, end) in enumerate(
        (("20270122T010000Z", "20270122T090000Z"), ("20270305T010000Z", "20270305T090000Z"))
    ):
        lines += [
            "BEGIN:VEVENT",
            f"UID:or-closure-{number + 1}@example.org",
            "DTSTAMP:20261115T120000Z",
            f"DTSTART:{start}",
            f"DTEND:{end}",
            "SUMMARY:Air handling service",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])
