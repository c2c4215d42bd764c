"""Reading a programme: files to sheets, sheets checked, faulty rows set aside if allowed, sheets to programme."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from scheduler.domain.programme import Programme, SetAsideRow
from scheduler.errors import InputError, Problem
from scheduler.inputs.advisories.folders import Published, read_published, with_published
from scheduler.inputs.build import programme_of
from scheduler.inputs.calendars import Calendars
from scheduler.inputs.checks.every import check_all
from scheduler.inputs.files.content import Folder
from scheduler.inputs.house_templates import read_templates
from scheduler.inputs.problems import ProblemList, RowError, StructureError, structural
from scheduler.inputs.raw import RawTable
from scheduler.inputs.settings.programme_file import FILE, ProgrammeFile, read_programme_file
from scheduler.inputs.sheets import Sheets
from scheduler.inputs.sources import Filtered, Sources
from scheduler.inputs.tables.every import TABLES
from scheduler.inputs.vocabulary import lexicon_of


@dataclass(frozen=True, slots=True)
class Reading:
    """A programme that was read without an error that stops, with what a planner should know about its files."""

    programme: Programme
    warnings: tuple[Problem, ...]
    filtered: tuple[Filtered, ...] = ()


@dataclass(frozen=True, slots=True)
class _Files:
    """What was read of the folder, before any cell is understood."""

    said: ProgrammeFile
    tables: Mapping[str, RawTable]
    problems: ProblemList
    calendars: Calendars
    folder: Folder
    filtered: tuple[Filtered, ...]
    unreadable: frozenset[str]
    published: Published


def read_programme(folder: Path, *, max_set_aside: int = 0, today: date | None = None) -> Reading:
    """Read a programme's folder. Raises InputError with every problem of every file.

    Up to `max_set_aside` faulty rows are left out, together with the rows that refer to them; all of them are listed in
    the programme. History after `today` is an error; calendar files are read around `today`.
    """
    with _collecting_later():
        return _read(folder, max_set_aside, today)


def _read(folder: Path, max_set_aside: int, today: date | None) -> Reading:
    files = _read_files(folder, today)
    tables = files.tables
    left_out: list[SetAsideRow] = []
    while True:
        problems = ProblemList(list(files.problems.structural), [], list(files.problems.warnings))
        if not left_out:
            problems.of_rows.extend(files.problems.of_rows)
        lexicon = lexicon_of(tables, files.said.aliases.makes, files.unreadable)
        sheets = Sheets(tables, lexicon, problems, files.unreadable)
        check_all(sheets, files.said, files.calendars, today)
        if not problems.errors:
            break
        _refuse_unless_allowed(problems, max_set_aside if not left_out else len(problems.of_rows))
        left_out.extend(_set_aside(problems.of_rows, tables))
        tables = _without(tables, problems.of_rows)
    programme = programme_of(sheets, files.said, files.calendars, files.folder.fingerprint(), left_out)
    programme, left_out_files = with_published(programme, files.published, files.said.aliases)
    return Reading(programme, tuple(sorted({*problems.warnings, *left_out_files})), files.filtered)


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Put off the search for garbage: a million rows stay, and looking through them takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_files(path: Path, today: date | None) -> _Files:
    if not path.is_dir():
        raise InputError([structural(path.name, "a folder with programme.yaml and tables", "check the path")])
    folder = Folder(path)
    problems = ProblemList()
    try:
        said = read_programme_file(folder.read(FILE), problems)
    except StructureError as fault:
        raise InputError([fault.problem]) from fault
    said = replace(said, contracts=tuple(read_templates(said, folder, problems)))
    sources = Sources(folder, said.sources, problems)
    tables = sources.tables()
    calendars = Calendars(folder, today)
    published = read_published(folder)
    problems.structural.extend(published.faults_that_stop)
    return _Files(
        said, tables, problems, calendars, folder, tuple(sources.filtered), frozenset(sources.unreadable), published
    )


def _refuse_unless_allowed(problems: ProblemList, allowed: int) -> None:
    faulty = {(error.table, error.row) for error in problems.of_rows}
    if problems.structural or len(faulty) > allowed:
        raise InputError(sorted(set(problems.errors)))


def _set_aside(errors: Sequence[RowError], tables: Mapping[str, RawTable]) -> list[SetAsideRow]:
    """Return a row for each faulty one, in table order, with all that is wrong with it."""
    reasons: dict[tuple[str, int], list[str]] = {}
    for error in errors:
        reasons.setdefault((error.table, error.row), []).append(str(error.problem))
    order = [table.name for table in TABLES]
    return [
        SetAsideRow(table, row, _key(tables[table], row), " | ".join(sorted(set(said))))
        for (table, row), said in sorted(reasons.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    ]


def _key(raw: RawTable, row: int) -> str:
    """Return what the row has in the first column of its table."""
    first = next(table.columns[0].name for table in TABLES if table.name == raw.table)
    column = raw.columns.get(first)
    if column is None:
        return ""
    return column.written[column.codes[list(raw.rows).index(row)]].strip()


def _without(tables: Mapping[str, RawTable], errors: Sequence[RowError]) -> dict[str, RawTable]:
    rows: dict[str, set[int]] = {}
    for error in errors:
        rows.setdefault(error.table, set()).add(error.row)
    return {name: raw.without(rows[name]) if name in rows else raw for name, raw in tables.items()}
