"""All tables of a programme as read; one that is absent has no rows."""

from collections.abc import Mapping
from functools import cached_property

from scheduler.inputs.columns import Table
from scheduler.inputs.fleet import Fleet, fleet_of
from scheduler.inputs.lexicon import Lexicon
from scheduler.inputs.problems import ProblemList
from scheduler.inputs.raw import RawTable
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables.assets import ASSETS
from scheduler.inputs.tables.departments import DEPARTMENTS
from scheduler.inputs.tables.every import TABLES
from scheduler.inputs.tables.models import MODELS


class Sheets:
    """The sheets of one reading; `present` tells an absent table from an empty one.

    `unreadable` are tables with a fault of structure: nothing can be said about what they lack.
    """

    def __init__(
        self,
        tables: Mapping[str, RawTable],
        lexicon: Lexicon,
        problems: ProblemList,
        unreadable: frozenset[str] = frozenset(),
    ) -> None:
        self.lexicon = lexicon
        self.problems = problems
        self._present = frozenset(tables)
        self._unreadable = unreadable
        self._sheets = {
            table.name: Sheet(table, tables.get(table.name) or _empty(table), lexicon, problems) for table in TABLES
        }

    @cached_property
    def fleet(self) -> Fleet:
        """Where every asset belongs."""
        return fleet_of(self[ASSETS], self[DEPARTMENTS], self[MODELS])

    def __getitem__(self, table: Table) -> Sheet:
        return self._sheets[table.name]

    def readable(self, *tables: Table) -> bool:
        """Tell whether it is known what these tables hold; an absent table holds nothing."""
        return not any(table.name in self._unreadable for table in tables)

    def present(self, table: Table) -> bool:
        """Tell whether the table is there and could be read."""
        return table.name in self._present


def _empty(table: Table) -> RawTable:
    return RawTable(table.name, f"{table.name}.csv", "", (), {})
