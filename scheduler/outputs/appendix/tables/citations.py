"""The rules that promises cite, with the days on which they came into force and went out of it."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from scheduler.domain.equipment import Basis
from scheduler.outputs.appendix.paper import Cell, Column, Row, Source, State, Table, Value, given, word
from scheduler.outputs.appendix.subject import Subject

SHIPPED = "citations.csv"


@dataclass(frozen=True, slots=True)
class Citation:
    """A rule as people cite it; a day that is not known is None. `row` is its row in the shipped table."""

    row: int
    citation: str
    title: str
    in_force_from: date | None
    in_force_until: date | None
    followed_by: str


@cache
def known_citations() -> tuple[Citation, ...]:
    """Read the table of citations that comes with the program."""
    text = files(__package__).joinpath(SHIPPED).read_text(encoding="utf-8")
    return tuple(
        Citation(
            number,
            row["citation"],
            row["title"],
            date.fromisoformat(row["in_force_from"]) if row["in_force_from"] else None,
            date.fromisoformat(row["in_force_until"]) if row["in_force_until"] else None,
            row["followed_by"],
        )
        for number, row in enumerate(csv.DictReader(text.splitlines()), start=2)
    )


def cited(reference: str) -> Citation | None:
    """Return the rule that a reference names; the longest name wins."""
    folded = reference.casefold()
    found = [each for each in known_citations() if each.citation.casefold() in folded]
    return max(found, key=lambda each: len(each.citation), default=None)


def citations(subject: Subject) -> Table:
    """List every rule that a promise cites: regulations, and what is known by name; each reference once."""
    rows = _references(subject)
    return Table(
        "citations",
        word("citations.caption"),
        (
            Column("reference", 52), Column("title", 90), Column("in_force_from", 28), Column("in_force_until", 28),
            Column("in_force", 24), Column("followed_by", 46),
        ),
        tuple(_row(reference, rows[reference], subject.facts.today) for reference in sorted(rows)),
        ("reference",),
    )  # fmt: skip


def _references(subject: Subject) -> Mapping[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for work in subject.work.values():
        for each in work:
            row = each.regime.procedure
            reference = row.basis_reference
            if reference and (row.basis is Basis.REGULATION or cited(reference) is not None):
                found[reference].add(row.row)
    return found


def _row(reference: str, procedures: set[int], today: date) -> Row:
    rule = cited(reference)
    citing = tuple(Source("procedures", row) for row in sorted(procedures))
    if rule is None:
        unknown = (Cell(State.UNKNOWN),) * 4
        return Row((Cell(reference), *unknown, Cell(State.UNKNOWN)), citing)
    own = (Source(SHIPPED, rule.row),)
    return Row(
        (
            Cell(reference),
            Cell(rule.title, own),
            Cell(rule.in_force_from or State.UNKNOWN, own),
            Cell(rule.in_force_until or State.NONE_EXISTS, own),
            Cell(_in_force(rule, today), own),
            Cell(given(rule.followed_by, State.NONE_EXISTS), own),
        ),
        citing,
    )


def _in_force(rule: Citation, today: date) -> Value:
    ended = rule.in_force_until is not None and rule.in_force_until < today
    to_come = rule.in_force_from is not None and rule.in_force_from > today
    return word("answer.no" if ended or to_come else "answer.yes")
