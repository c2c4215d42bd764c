"""What agreements say, as values that a cell can hold, each with its place in programme.yaml."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from scheduler.domain.agreement import Contract
from scheduler.domain.calendar import Periodicity
from scheduler.domain.ids import RoleId
from scheduler.domain.service_terms import STANDARD_ROLES, Clock, Within
from scheduler.outputs.appendix.paper import Cell, Column, Row, Source, State, Value, several, word
from scheduler.outputs.appendix.phrases import periodicity_said
from scheduler.outputs.appendix.subject import Subject


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement, where it stands and what it covers. `told_apart`: its name is printed: others stand beside it."""

    contract: Contract
    place: str
    scope: Subject
    told_apart: bool

    def source(self, key: str) -> Source:
        """Return the source of a key of it."""
        return Source("programme.yaml", f"{self.place}.{key}")

    def row(self, cells: Iterable[Cell], *sources: Source) -> Row:
        """Return a row of a table whose columns `Agreements.columns` made."""
        own = (Cell(self.contract.contract, (self.source("contract"),)),) if self.told_apart else ()
        return Row((*own, *cells), sources)

    def role_said(self, role: RoleId) -> Value:
        """Name a party as the agreement does."""
        return role_said(role, self.contract.roles.get(role, ""))

    def roles_said(self, roles: Iterable[RoleId], none: Value = State.NOT_GIVEN) -> Value:
        """Name several parties."""
        return several((self.role_said(role) for role in roles), none=none)


@dataclass(frozen=True, slots=True)
class Agreements:
    """The agreement of a subject; where it is the whole programme, all of them, each with what it covers."""

    subject: Subject
    every: tuple[Agreed, ...]

    @classmethod
    def of(cls, subject: Subject) -> "Agreements":
        contracts = subject.facts.programme.contracts
        if subject.contract is not None:
            place = f"contracts[{contracts.index(subject.contract)}]"
            return cls(subject, (Agreed(subject.contract, place, subject, False),))
        return cls(
            subject,
            tuple(
                Agreed(contract, f"contracts[{place}]", scope, True)
                for place, (contract, scope) in enumerate(zip(contracts, subject.agreements, strict=True))
            ),
        )

    def columns(self, *own: Column) -> tuple[Column, ...]:
        """Put the agreement's name before the columns of a table, where there may be several."""
        return own if self.subject.contract is not None else (Column("contract", 26), *own)

    def identity(self, *keys: str) -> tuple[str, ...]:
        """Tell rows apart by these columns, and by the agreement where there may be several."""
        return keys if self.subject.contract is not None else ("contract", *keys)

    def gap_said(self) -> Iterator[Value]:
        """Say that there is no agreement, where there is none."""
        if not self.every:
            yield word("agreed.no_contract")


def role_said(role: RoleId, name: str) -> Value:
    """Name a party: by the name it has, else by that of its standard role, else by its key."""
    return name if name.strip() else word(f"role.{role}") if role in STANDARD_ROLES else str(role)


def within_said(within: Within | None) -> Value:
    """Say a length of time: 72 hours, 30 days, 10 working days."""
    return State.NOT_GIVEN if within is None else word(f"count.{within.unit}", n=within.number)


def clock_said(clock: Clock | None) -> Value:
    """Say what a deadline is counted from."""
    return State.NOT_GIVEN if clock is None else word(f"counted_from.{clock}")


def every_said(every: Periodicity | None) -> Value:
    """Say how often."""
    return State.NOT_GIVEN if every is None else periodicity_said(every)


def figure_said(figure: float | None) -> Value:
    """Write a figure as it was given, without zeros that say nothing."""
    if figure is None:
        return State.NOT_GIVEN
    exact = Decimal(str(figure))
    return int(exact) if exact == exact.to_integral_value() else exact.normalize()
