"""Compares an appendix with an earlier one: rows added, removed and changed, cell by cell, old and new."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scheduler.outputs.appendix.earlier import EarlierPaper, EarlierRow, EarlierTable
from scheduler.outputs.appendix.formats.json_file import neutral
from scheduler.outputs.appendix.paper import Paper, Row, Source, Table, Value, word


class ChangeKind(StrEnum):
    """What became of a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One changed cell, or a whole row that came or went (`column` None). The side that it has not is None."""

    kind: ChangeKind
    table: Value
    row: tuple[Value, ...]
    column: Value | None
    old: tuple[Value, ...]
    new: tuple[Value, ...]
    is_asset_list: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of either paper: its cells by column, without a language and as they are said."""

    neutral: Mapping[str, str]
    said: Mapping[str, Value]
    sources: tuple[Source, ...]


_Key = tuple[str, ...]


def compare(earlier: EarlierPaper, paper: Paper) -> Iterator[Change]:
    """Yield the changes by table, in the order of the new paper; tables that are gone come last."""
    old_tables = {table.key: table for table in earlier.tables() if table.compared}
    for _, table in paper.tables():
        if table.compared:
            yield from _compare(table, old_tables.pop(table.key, None))
    for gone in old_tables.values():
        lines = _by_identity((_old_line(gone, row) for row in gone.rows), gone.identity)
        yield from (_whole(ChangeKind.REMOVED, gone.caption, gone.identity, line, gone.is_asset_list)
                    for line in lines.values())  # fmt: skip


def _compare(table: Table, earlier: EarlierTable | None) -> Iterator[Change]:
    new = _by_identity((_new_line(table, row) for row in table.rows), table.identity)
    old = _by_identity((_old_line(earlier, row) for row in earlier.rows), table.identity) if earlier else {}
    gone = [key for key in old if key not in new]
    come = [key for key in new if key not in old]
    renamed = _renamed(table, {key: old[key] for key in gone}, {key: new[key] for key in come})
    before = {new_key: old_key for old_key, new_key in renamed.items()}
    for key, line in new.items():
        if key in old:
            yield from _cells(table, old[key], line)
        elif key in before:
            yield from _cells(table, old[before[key]], line)
        else:
            yield _whole(ChangeKind.ADDED, table.caption, table.identity, line, table.is_asset_list)
    for key in gone:
        if key not in renamed:
            yield _whole(ChangeKind.REMOVED, table.caption, table.identity, old[key], table.is_asset_list)


def _new_line(table: Table, row: Row) -> _Line:
    keys = [column.key for column in table.columns]
    said = {key: cell.value for key, cell in zip(keys, row.cells, strict=True)}
    return _Line({key: neutral(value) for key, value in said.items()}, said, row.sources)


def _old_line(table: EarlierTable, row: EarlierRow) -> _Line:
    keys = [column.key for column in table.columns]
    cells = dict(zip(keys, row.cells, strict=True))
    said: dict[str, Value] = {key: cell.text or word("changes.blank") for key, cell in cells.items()}
    return _Line({key: cell.neutral for key, cell in cells.items()}, said, _sources(row.source))


def _sources(written: Iterable[str]) -> tuple[Source, ...]:
    parted = (each.partition(":") for each in written)
    return tuple(Source(f"earlier {table}", row) for table, _, row in parted)


def _by_identity(lines: Iterable[_Line], identity: Sequence[str]) -> dict[_Key, _Line]:
    """Index rows by what names them; the second of the same name is told apart by its place among them."""
    seen: Counter[_Key] = Counter()
    found: dict[_Key, _Line] = {}
    for line in lines:
        key = tuple(line.neutral.get(column, "") for column in identity)
        found[(*key, str(seen[key]))] = line
        seen[key] += 1
    return found


def _renamed(table: Table, gone: Mapping[_Key, _Line], come: Mapping[_Key, _Line]) -> dict[_Key, _Key]:
    """Pair rows that went with rows that came if all but one column of their name, and all other cells, are the same.

    A make that got another name is then one change of its rows, not a row less and a row more.
    """
    found: dict[_Key, _Key] = {}
    taken: set[_Key] = set()
    if len(table.identity) < 2:
        return found
    for column in table.identity:
        waiting: dict[tuple[tuple[str, str], ...], list[_Key]] = defaultdict(list)
        for key, line in come.items():
            if key not in taken:
                waiting[_without(line, column)].append(key)
        for key, line in gone.items():
            matches = waiting.get(_without(line, column), [])
            if key not in found and matches:
                found[key] = matches.pop(0)
                taken.add(found[key])
    return found


def _without(line: _Line, column: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, text) for key, text in sorted(line.neutral.items()) if key != column)


def _cells(table: Table, old: _Line, new: _Line) -> Iterator[Change]:
    name = tuple(new.said[column] for column in table.identity)
    for column in table.columns:
        if old.neutral.get(column.key) == new.neutral[column.key]:
            continue
        before = (old.said[column.key],) if column.key in old.said else ()
        yield Change(
            ChangeKind.CHANGED, table.caption, name, column.heading, before, (new.said[column.key],),
            table.is_asset_list, new.sources,
        )  # fmt: skip


def _whole(kind: ChangeKind, caption: Value, identity: Sequence[str], line: _Line, is_asset_list: bool) -> Change:
    name = tuple(line.said[column] for column in identity if column in line.said)
    cells = tuple(line.said.values())
    old, new = ((), cells) if kind is ChangeKind.ADDED else (cells, ())
    return Change(kind, caption, name, None, old, new, is_asset_list, line.sources)
