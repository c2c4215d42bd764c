"""Guesses how a file's headings and words become ours: by heading, and by what stands below it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.ids import TaskId
from scheduler.domain.programme import Programme
from scheduler.errors import InputError, Problem
from scheduler.inputs.names import fold
from scheduler.inputs.problems import shown, structural
from scheduler.inputs.raw import Grid, RawColumn
from scheduler.recording.columns import (
    ASSET_TAG,
    COMPLETED_WORK,
    DONE_ON,
    HEADINGS,
    OUTCOME,
    PROCEDURE,
    TASK_ID,
    UNTIL,
    day_text,
)
from scheduler.recording.mapping import SourceMapping
from scheduler.recording.outcomes import meant_by
from scheduler.recording.source_file import SourceFile, plain

DATE_FORMAT = "date_format"
"""Where `why` says how the form of days was found."""

_BY_HEADING, _LIKE_HEADING, _BY_CONTENT = 1000, 500, 400
_LIKE_ENOUGH = 88
_SHARE_ENOUGH = 0.6
_DATE_FORMATS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%d/%m/%y", "%m/%d/%y", "%d.%m.%y",
    "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%d-%b-%y", "%Y%m%d",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names of a programme, folded, that the content of a column can be compared with."""

    assets: frozenset[str]
    procedures: Mapping[str, str]
    tasks: frozenset[str]

    @classmethod
    def of(cls, programme: Programme, tasks: Iterable[TaskId]) -> "KnownNames":
        names = {row.procedure for row in programme.procedures}
        procedures = {plain(name): name for name in sorted(names)}
        return cls(frozenset(map(fold, programme.assets)), procedures, frozenset(map(fold, tasks)))


@dataclass(frozen=True, slots=True)
class _Guess:
    """A column of ours for a heading of theirs, how sure it is, and why in words."""

    points: float
    place: int
    ours: str
    why: str


def guessed(source: str, file: SourceFile, names: KnownNames) -> SourceMapping:
    """Guess which heading is which column of ours."""
    columns, why = _columns(file.grid, names)
    return SourceMapping(source, file.sheet, file.skip_rows, columns, why=why)


def with_words(mapping: SourceMapping, file: SourceFile, names: KnownNames, today: date) -> SourceMapping:
    """Add to a mapping of columns what the file's own words and days mean; what is said already stays.

    Raises InputError where the order of day and month cannot be told.
    """
    by_ours = {ours: _column(file.grid, theirs) for theirs, ours in mapping.columns.items() if ours}
    values = {name: dict(words) for name, words in mapping.values.items()}
    for name, meant in ((OUTCOME.name, _outcome), (PROCEDURE.name, names.procedures.get)):
        column = by_ours.get(name)
        if column is not None:
            known = {fold(word) for word in values.get(name, {})}
            found = ((word, meant(plain(word))) for word in _words(column) if fold(word) not in known)
            more = {word: ours for word, ours in found if ours is not None and fold(ours) != fold(word)}
            values[name] = {**values.get(name, {}), **more}
    if DATE_FORMAT in mapping.why:
        return replace(mapping, values=values)
    days = [column for name in (DONE_ON.name, UNTIL.name) if (column := by_ours.get(name)) is not None]
    return replace(mapping, values=values, date_format=_date_format(file, days, today))


def _outcome(word: str) -> str | None:
    found = meant_by(word)
    return None if found is None else found.value


def _columns(grid: Grid, names: KnownNames) -> tuple[dict[str, str], dict[str, str]]:
    """Hand out our columns, the surest guess first; no heading and no column of ours twice."""
    guesses = [guess for place in range(grid.width) for guess in _guesses(grid, place, names)]
    ours: dict[int, _Guess] = {}
    for guess in sorted(guesses, key=lambda each: (-each.points, each.place)):
        if guess.place not in ours and guess.ours not in {each.ours for each in ours.values()}:
            ours[guess.place] = guess
    columns: dict[str, str] = {}
    why: dict[str, str] = {}
    for place, column in enumerate(grid.columns[: grid.width]):
        heading = column.heading.strip()
        if heading:
            columns[heading] = ours[place].ours if place in ours else ""
            why[heading] = ours[place].why if place in ours else "nothing of ours is like it"
    return columns, why


def _guesses(grid: Grid, place: int, names: KnownNames) -> Iterable[_Guess]:
    from rapidfuzz import fuzz

    column = grid.columns[place]
    heading = plain(column.heading)
    if not heading:
        return
    for column_of_ours in COMPLETED_WORK.columns:
        name = column_of_ours.name
        phrases = HEADINGS[name].split("|")
        share = _share(column, name, names)
        if share == 0:
            continue
        bonus = 100 * (share or 0)
        if heading in phrases:
            yield _Guess(_BY_HEADING - phrases.index(heading) + bonus, place, name, "its heading")
        elif (near := max(fuzz.ratio(heading, phrase) for phrase in phrases)) >= _LIKE_ENOUGH:
            yield _Guess(_LIKE_HEADING + near + bonus, place, name, "a heading much like it")
        elif share is not None and share >= _SHARE_ENOUGH:
            yield _Guess(_BY_CONTENT + bonus, place, name, f"{share:.0%} of its words are known")


def _share(column: RawColumn, name: str, names: KnownNames) -> float | None:
    """Return which share of a column's words could stand in ours; None where any text could."""
    words = _words(column)
    if not words:
        return None
    tests = {
        ASSET_TAG.name: lambda word: fold(word) in names.assets,
        PROCEDURE.name: lambda word: plain(word) in names.procedures,
        TASK_ID.name: lambda word: fold(word) in names.tasks,
        OUTCOME.name: lambda word: meant_by(word) is not None,
        DONE_ON.name: _is_day,
        UNTIL.name: _is_day,
    }
    test = tests.get(name)
    if test is None or (name == TASK_ID.name and not names.tasks):
        return None
    share = sum(map(test, words)) / len(words)
    if name in (DONE_ON.name, UNTIL.name):
        return 0.1 if share >= _SHARE_ENOUGH else 0
    return share if share or name != OUTCOME.name else 0


def _is_day(word: str) -> bool:
    return any(_as_day(word, form) is not None for form in ("", *_DATE_FORMATS))


def _words(column: RawColumn) -> list[str]:
    return [column.words[code].strip() for code in column.used() if column.words[code].strip()]


def _column(grid: Grid, heading: str) -> RawColumn | None:
    return next((column for column in grid.columns[: grid.width] if fold(column.heading) == fold(heading)), None)


def _as_day(word: str, form: str) -> date | None:
    text = day_text(word)
    try:
        return datetime.strptime(text, form).date() if form else date.fromisoformat(text[:10])  # noqa: DTZ007
    except ValueError:
        return None


def _date_format(file: SourceFile, columns: Sequence[RawColumn], today: date) -> str:
    """Return how the file writes days; "" for ISO. Of formats that all days fit, one in which none is to come."""
    words = list(dict.fromkeys(word for column in columns for word in _words(column)))
    readable = [word for word in words if _as_day(word, "") is None and _is_day(word)]
    if not readable:
        return ""
    done = {word for column in columns[:1] for word in _words(column)}
    fitting = [form for form in _DATE_FORMATS if all(_as_day(word, form) for word in readable)]
    past = [form for form in fitting if all(_not_to_come(word, form, today) for word in readable if word in done)]
    readings = {tuple(_as_day(word, form) for word in readable): form for form in reversed(past or fitting)}
    if len(readings) > 1:
        raise InputError([_ambiguous(file, readable[0], sorted(readings.values()))])
    return next(iter(readings.values()), "")


def _not_to_come(word: str, form: str, today: date) -> bool:
    day = _as_day(word, form)
    return day is not None and day <= today


def _ambiguous(file: SourceFile, word: str, forms: Sequence[str]) -> Problem:
    expected = f"days that can be read in one way; {' and '.join(forms)} both fit"
    return structural(
        file.name, expected, f'say which with --date-format "{forms[0]}"', sheet=file.sheet, found=shown(word)
    )
