"""Directives as decision tables: four yes-or-no questions, and the days that their answers give."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

_FOLDER = files("scheduler.risk.deadlines.tables")
_INDEX = "directives.csv"


@dataclass(frozen=True, slots=True)
class Questions:
    """The four answers that choose a row. `is_total`: the technical impact is total, else partial."""

    in_kev: bool
    publicly_exposed: bool
    automatable: bool
    is_total: bool

    def __str__(self) -> str:
        impact = "total" if self.is_total else "partial"
        return (
            f"in KEV {_word(self.in_kev)}, publicly exposed {_word(self.publicly_exposed)}, "
            f"automatable {_word(self.automatable)}, technical impact {impact}"
        )


@dataclass(frozen=True, slots=True)
class DirectiveRow:
    """What one combination of answers asks for; `days` None: at the next scheduled major upgrade, no date."""

    row: int
    questions: Questions
    days: int | None
    forensic_triage: bool


@dataclass(frozen=True, slots=True)
class Directive:
    """One edition of a directive; it is in force from `effective_from` through `effective_until`."""

    table: str
    edition: str
    title: str
    effective_from: date
    effective_until: date | None
    rows: Mapping[Questions, DirectiveRow]

    def is_in_force(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.effective_from <= day and (self.effective_until is None or day <= self.effective_until)


def directive_in_force(table: str, today: date) -> Directive | None:
    """The edition of a directive that is in force; None before its first and after its last."""
    return next((one for one in directives() if one.table == table and one.is_in_force(today)), None)


@cache
def directives() -> tuple[Directive, ...]:
    """Every edition of every directive, as the files say."""
    return tuple(_directive(row) for row in _rows_of(_INDEX))


def directive_names() -> tuple[str, ...]:
    """The names by which a policy chooses a directive."""
    return tuple(dict.fromkeys(one.table for one in directives()))


def _directive(row: Mapping[str, str]) -> Directive:
    rows = [_row(cells) for cells in _rows_of(row["rows"])]
    return Directive(
        table=row["table"],
        edition=row["edition"],
        title=row["title"],
        effective_from=date.fromisoformat(row["effective_from"]),
        effective_until=date.fromisoformat(row["effective_until"]) if row["effective_until"] else None,
        rows={one.questions: one for one in rows},
    )


def _row(cells: Mapping[str, str]) -> DirectiveRow:
    questions = Questions(
        in_kev=cells["in_kev"] == "yes",
        publicly_exposed=cells["publicly_exposed"] == "yes",
        automatable=cells["automatable"] == "yes",
        is_total=cells["technical_impact"] == "total",
    )
    days = int(cells["days"]) if cells["days"] else None
    return DirectiveRow(int(cells["row"]), questions, days, cells["forensic_triage"] == "yes")


def _rows_of(file: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader((_FOLDER / file).read_text("utf-8").splitlines())


def _word(answer: bool) -> str:
    return "yes" if answer else "no"
