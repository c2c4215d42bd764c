"""Part: who is responsible, accountable, consulted and informed, by kind of work, and for procedures that differ."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.equipment import Procedure, ProcedureKind
from scheduler.domain.ids import RoleId
from scheduler.domain.service_terms import STANDARD_ROLES, Activity, Assignment
from scheduler.domain.service_terms import Subject as Work
from scheduler.outputs.appendix import agreed as agreements
from scheduler.outputs.appendix.agreed import Agreed, Agreements
from scheduler.outputs.appendix.paper import (
    Cell,
    Column,
    Part,
    Row,
    Section,
    Source,
    State,
    Table,
    Value,
    Word,
    several,
    word,
)
from scheduler.outputs.appendix.subject import Subject

LETTERS = ("responsible", "accountable", "consulted", "informed")
_WIDTH, _WORK_WIDTH, _CHECK_WIDTH = 260, 46, 28


def part(subject: Subject) -> Part:
    """Say who does what; a procedure's own columns come before the matrix of its kind."""
    said = Agreements.of(subject)
    return Part(
        "responsibilities",
        (
            Section(word("raci.heading"), (word("raci.intro"), *said.gap_said()), (_matrix(said),)),
            Section(word("raci.own_heading"), (word("raci.own_intro"),), (_procedures(said),)),
            Section(word("raci.parties_heading"), (word("raci.parties_intro"),), (_parties(said),)),
        ),
    )


def _matrix(said: Agreements) -> Table:
    roles = _roles(said.every)
    apart = 26 if said.subject.contract is None else 0
    width = (_WIDTH - _WORK_WIDTH - _CHECK_WIDTH - apart) // max(1, len(roles))
    named = [Column(f"role_{role}", width, named=said) for role, said in roles.items()]
    return Table(
        "responsibilities",
        word("raci.caption"),
        said.columns(Column("work", _WORK_WIDTH), *named, Column("complete", _CHECK_WIDTH)),
        tuple(row for each in said.every for row in _matrix_rows(each, tuple(roles))),
        said.identity("work"),
    )


def _roles(contracts: Iterable[Agreed]) -> Mapping[RoleId, Value]:
    """Return all parties, standard ones first; one that agreements name differently has its standard name."""
    names: dict[RoleId, set[str]] = {role: set() for role in STANDARD_ROLES}
    for each in contracts:
        for role, name in each.contract.roles.items():
            names.setdefault(role, set()).add(name)
    return {
        role: agreements.role_said(role, next(iter(said)) if len(said) == 1 else "") for role, said in names.items()
    }


def _matrix_rows(each: Agreed, roles: Sequence[RoleId]) -> Iterator[Row]:
    for work in _works(each):
        place = each.source(f"responsibilities.{work}")
        assignment = each.contract.assignments.get(work)
        letters = (_letters_said(assignment, role) for role in roles)
        yield each.row(
            (Cell(_work_said(work)), *(Cell(said) for said in letters), Cell(_complete(assignment or Assignment()))),
            place,
        )


def _works(each: Agreed) -> list[Work]:
    """Return the kinds of work in force or assigned, then all activities."""
    in_force = {work.regime.procedure.kind for group in each.scope.work.values() for work in group}
    kinds = [kind for kind in ProcedureKind if kind in in_force or kind in each.contract.assignments]
    return [*kinds, *Activity]


def _work_said(work: Work) -> Word:
    return word(f"kind.{work}") if isinstance(work, ProcedureKind) else word(f"activity.{work}")


def _letters_said(assignment: Assignment | None, role: RoleId) -> Value:
    if assignment is None:
        return State.NOT_GIVEN
    letters = assignment.letters_of(role)
    return " ".join(letters) if letters else word("raci.no_part")


def _complete(assignment: Assignment) -> Value:
    """Say whether exactly one is accountable and somebody responsible."""
    return _complete_said(1 if assignment.accountable else 0, len(assignment.responsible))


def _complete_said(accountable: int, responsible: int) -> Value:
    gaps = []
    if accountable != 1:
        gaps.append(word("raci.nobody_accountable" if accountable == 0 else "raci.several_accountable"))
    if responsible == 0:
        gaps.append(word("raci.nobody_responsible"))
    return several(gaps, none=word("raci.complete"))


@dataclass(frozen=True, slots=True)
class _Resolved:
    """Who has each letter for one procedure, with where that is said; `own`: its row says something."""

    names: Mapping[str, tuple[Value, ...]]
    sources: Mapping[str, Source]
    own: bool

    @property
    def complete(self) -> Value:
        return _complete_said(len(self.names["accountable"]), len(self.names["responsible"]))


def _procedures(said: Agreements) -> Table:
    return Table(
        "procedure_parties",
        word("raci.own_caption"),
        said.columns(
            Column("modality", 34), Column("make", 26), Column("model", 26, under="make"), Column("procedure", 30),
            Column("kind", 30, under="procedure"), Column("responsible", 36), Column("accountable", 34),
            Column("consulted", 36), Column("informed", 34), Column("complete", 28),
        ),
        tuple(row for each in said.every for row in _procedure_rows(each)),
        said.identity("modality", "make", "model", "procedure"),
    )  # fmt: skip


def _procedure_rows(each: Agreed) -> Iterator[Row]:
    modalities, work = each.scope.facts.programme.modalities, each.scope.work.values()
    rows = {one.regime.procedure.row: one.regime.procedure for group in work for one in group}
    for row in sorted(rows.values(), key=lambda row: (row.modality, row.make or "", row.model or "", row.procedure)):
        resolved = _resolved(row, each)
        if _differs(row, resolved, each):
            cells = (
                Cell(modalities[row.modality].name or row.modality), Cell(row.make or word("raci.all")),
                Cell(row.model or word("raci.all")), Cell(row.procedure), Cell(word(f"kind.{row.kind}")),
                *(Cell(several(resolved.names[letter], none=_none_said(letter)), (resolved.sources[letter],))
                  for letter in LETTERS),
                Cell(resolved.complete),
            )  # fmt: skip
            yield each.row(cells, Source("procedures", row.row))


def _none_said(letter: str) -> Value:
    return State.NOT_GIVEN if letter in ("responsible", "accountable") else State.NONE_EXISTS


def _resolved(row: Procedure, each: Agreed) -> _Resolved:
    assignment = each.contract.assignments.get(row.kind, Assignment())
    matrix = _of_matrix(assignment)
    names: dict[str, tuple[Value, ...]] = {}
    sources: dict[str, Source] = {}
    for letter in LETTERS:
        own: tuple[str, ...] = getattr(row.responsibility, letter)
        names[letter] = tuple(map(each.role_said, matrix[letter])) if not own else _own_names(own, each)
        sources[letter] = Source("procedures", row.row) if own else each.source(f"responsibilities.{row.kind}.{letter}")
    return _Resolved(names, sources, any(getattr(row.responsibility, letter) for letter in LETTERS))


def _of_matrix(assignment: Assignment) -> Mapping[str, tuple[RoleId, ...]]:
    accountable = () if assignment.accountable is None else (assignment.accountable,)
    return {
        "responsible": assignment.responsible,
        "accountable": accountable,
        "consulted": assignment.consulted,
        "informed": assignment.informed,
    }


def _own_names(own: Iterable[str], each: Agreed) -> tuple[Value, ...]:
    """Take the key of a party for its name; any other text stands as it was written."""
    by_key = {role.casefold(): role for role in each.contract.roles}
    return tuple(each.role_said(by_key[key]) if (key := name.casefold().strip()) in by_key else name for name in own)


def _differs(row: Procedure, resolved: _Resolved, each: Agreed) -> bool:
    """Tell whether a procedure is not as the matrix says of its kind, or lacks somebody."""
    matrix = _of_matrix(each.contract.assignments.get(row.kind, Assignment()))
    if resolved.complete != word("raci.complete"):
        return True
    return any(set(resolved.names[letter]) != set(map(each.role_said, matrix[letter])) for letter in LETTERS)


def _parties(said: Agreements) -> Table:
    return Table(
        "parties",
        word("raci.parties_caption"),
        said.columns(Column("role", 80), Column("party_bound", 150)),
        tuple(row for each in said.every for row in _party_rows(each)),
        said.identity("role"),
    )


def _party_rows(each: Agreed) -> Iterator[Row]:
    for role, name in each.contract.roles.items():
        party: Value = name if name.strip() else State.NOT_GIVEN
        yield each.row((Cell(agreements.role_said(role, "")), Cell(party)), each.source(f"roles.{role}"))
