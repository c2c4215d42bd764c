"""From the words of a file to ours: filter, renamed columns, mapped values; unknown columns are warned of."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scheduler.errors import Problem
from scheduler.inputs.columns import Table
from scheduler.inputs.names import did_you_mean, fold
from scheduler.inputs.problems import ProblemList, RowError, shown, structural
from scheduler.inputs.raw import Grid, RawColumn, RawTable
from scheduler.inputs.settings.programme_file import FILE, TableSource


def mapped(grid: Grid, table: Table, source: TableSource, problems: ProblemList) -> tuple[RawTable, int]:
    """Return the table under our names, and how many rows the filter left out."""
    problems.structural.extend(_no_such_columns(table, source))
    kept = _filtered(grid, source, problems)
    _warn_of_short_rows(kept, problems)
    _refuse_cells_beyond_header(kept, table, problems)
    columns = _renamed(kept, table, source, problems)
    missing = [column.name for column in table.columns if column.required and column.name not in columns]
    for name in missing:
        problems.structural.append(_missing(kept, name))
    raw = RawTable(table.name, kept.file, kept.sheet, kept.rows, columns, source.date_format)
    return _with_our_words(raw, table, source), len(grid.rows) - len(kept.rows)


def _filtered(grid: Grid, source: TableSource, problems: ProblemList) -> Grid:
    for heading, words in source.filter.items():
        column = _under(grid, heading)
        if column is None:
            problems.structural.append(_no_such_heading(grid, heading, "filter"))
            continue
        wanted = {fold(word) for word in words}
        passing = [fold(word) in wanted for word in column.words]
        grid = grid.keeping([passing[code] for code in column.codes])
    return grid


def _under(grid: Grid, heading: str) -> RawColumn | None:
    return next((column for column in grid.columns[: grid.width] if fold(column.heading) == fold(heading)), None)


def _renamed(grid: Grid, table: Table, source: TableSource, problems: ProblemList) -> dict[str, RawColumn]:
    ours = {fold(theirs): name.strip() for theirs, name in source.columns.items()}
    present = {fold(column.heading) for column in grid.columns[: grid.width]}
    for theirs in source.columns:
        if fold(theirs) not in present:
            problems.structural.append(_no_such_heading(grid, theirs, "columns"))
    known = {column.name for column in table.columns}
    found: dict[str, RawColumn] = {}
    for place, column in enumerate(grid.columns[: grid.width]):
        name = ours.get(fold(column.heading), fold(column.heading))
        if fold(column.heading) in ours and name not in known:
            continue
        if name in found:
            problems.structural.append(_same_column(grid, found[name], column, name))
        elif name in known:
            found[name] = column
        elif name or _holds_text(column):
            problems.warnings.append(_unknown_column(grid, column, place, known))
    return found


def _holds_text(column: RawColumn) -> bool:
    return any(column.words[code].strip() for code in column.used())


def _no_such_columns(table: Table, source: TableSource) -> Iterator[Problem]:
    """Yield a fault for each name in programme.yaml that should be a column of ours and is none."""
    known = [column.name for column in table.columns]
    for key, names in (("columns", source.columns.values()), ("values", source.values)):
        for name in names:
            if name.strip() and name.strip() not in known:
                where = f"tables.{table.name}.{key}"
                expected = f"one of the columns {', '.join(known)}"
                yield structural(FILE, expected, did_you_mean(name, known), column=where, found=name)


def _with_our_words(raw: RawTable, table: Table, source: TableSource) -> RawTable:
    columns = dict(raw.columns)
    for name, words in source.values.items():
        if name in columns:
            by_word = {fold(theirs): our for theirs, our in words.items()}
            columns[name] = _translated(columns[name], by_word, items=table.column(name).cell.items)
    return replace(raw, columns=columns)


def _translated(column: RawColumn, by_word: Mapping[str, str], *, items: bool) -> RawColumn:
    return replace(column, words=[_our_word(word, by_word, items=items) for word in column.words])


def _our_word(word: str, by_word: Mapping[str, str], *, items: bool) -> str:
    if (whole := by_word.get(fold(word))) is not None:
        return whole
    if items and "|" in word:
        return "|".join(by_word.get(fold(item), item) for item in word.split("|"))
    return word


def _warn_of_short_rows(grid: Grid, problems: ProblemList) -> None:
    if grid.short:
        expected = f"{grid.width} cells as in the header; {grid.short} rows have fewer, this is the first"
        hint = "the missing cells are read as blank"
        problems.warnings.append(Problem(grid.file, grid.sheet, grid.first_short, "", "", expected, hint))


def _refuse_cells_beyond_header(grid: Grid, table: Table, problems: ProblemList) -> None:
    for place, column in enumerate(grid.columns[grid.width :], grid.width):
        filled = [bool(word.strip()) for word in column.words]
        for row, code in zip(grid.rows, column.codes, strict=True):
            if filled[code]:
                expected = f"{grid.width} cells as in the header"
                hint = "put quotes around a text that contains the delimiter"
                found = shown(column.words[code])
                problem = Problem(grid.file, grid.sheet, row, letters(place), found, expected, hint)
                problems.of_rows.append(RowError(table.name, row, problem))


def _missing(grid: Grid, name: str) -> Problem:
    headings = [column.heading.strip() for column in grid.columns[: grid.width]]
    near = did_you_mean(name, headings)
    hint = (
        f"{near} columns in programme.yaml can rename it" if near else "add it, or map a column to it in programme.yaml"
    )
    return structural(grid.file, f"a column {name}", hint, sheet=grid.sheet, column=name)


def _no_such_heading(grid: Grid, heading: str, key: str) -> Problem:
    headings = [column.heading.strip() for column in grid.columns[: grid.width]]
    expected = f"a heading that the file has; {key} in programme.yaml names one that it has not"
    near = did_you_mean(heading, headings)
    return structural(grid.file, expected, near, sheet=grid.sheet, column=heading, found=heading)


def _same_column(grid: Grid, first: RawColumn, second: RawColumn, name: str) -> Problem:
    found = second.heading.strip()
    expected = f"one column for {name}; {first.heading.strip()} is another"
    hint = "remove one of them, or map one to a blank name in programme.yaml"
    return structural(grid.file, expected, hint, sheet=grid.sheet, column=found, found=found)


def _unknown_column(grid: Grid, column: RawColumn, place: int, known: set[str]) -> Problem:
    heading = column.heading.strip()
    expected = "a known column; it is not read"
    hint = did_you_mean(heading, sorted(known)) if heading else "give it a heading, or empty it"
    return Problem(grid.file, grid.sheet, 0, shown(heading) or letters(place), shown(heading), expected, hint)


def letters(place: int) -> str:
    """Return what Excel calls the column at a place, counted from 0: A, B … Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def headings_of(table: Table, source: TableSource) -> frozenset[str]:
    """Return the headings that the table's file may have, folded."""
    return frozenset(map(fold, _headings(table, source)))


def _headings(table: Table, source: TableSource) -> Iterator[str]:
    yield from source.columns
    for column in table.columns:
        yield column.name
