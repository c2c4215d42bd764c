"""Recording a list of work orders, a straight line: read, map, understand, reconcile, append, say what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from scheduler.domain.calendar import Horizon
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.programme import Programme
from scheduler.domain.record import AgreementRow, Deferral, HistoryRow
from scheduler.errors import InputError, Problem
from scheduler.inputs import read_programme
from scheduler.inputs.lexicon import Lexicon
from scheduler.inputs.mapping import mapped
from scheduler.inputs.names import NameKind, fold
from scheduler.inputs.problems import ProblemList, structural
from scheduler.inputs.raw import RawTable
from scheduler.inputs.settings.programme_file import TableSource
from scheduler.inputs.sheet import Sheet
from scheduler.recording.aftermath import FollowUp, follow_ups
from scheduler.recording.appending import Changed, appended
from scheduler.recording.columns import COMPLETED_WORK, DONE_ON, TASK_ID
from scheduler.recording.entries import Told, understood
from scheduler.recording.guessing import DATE_FORMAT, KnownNames, guessed, with_words
from scheduler.recording.mapping import SAVED_IN, SourceMapping, saved_mappings, saved_text, source_name
from scheduler.recording.planned import Planned, owed_around
from scheduler.recording.reconciling import Reconciled, reconciled
from scheduler.recording.source_file import SourceFile, read_source_file
from scheduler.recording.subject import KnownWork, known_work
from scheduler.recording.together import replace_together, writing


@dataclass(frozen=True, slots=True)
class Asked:
    """What a planner asked for. `columns`: their heading → ours; `values`: (our column, their word) → ours."""

    source: str | None = None
    sheet: str | None = None
    skip_rows: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    date_format: str = ""
    max_set_aside: int = 0
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded (or, in a dry run, would be), how it was read, and what follows from it.

    `told`: every row that the list tells, also those that stood there before.
    """

    mapping: SourceMapping
    fingerprint: str
    rows: int
    history: tuple[HistoryRow, ...]
    deferrals: tuple[Deferral, ...]
    agreements: tuple[AgreementRow, ...]
    told: tuple[Told, ...]
    already: int
    not_closed: int
    left_out: tuple[Problem, ...]
    follow_ups: tuple[FollowUp, ...]
    files: tuple[str, ...]


def record(folder: Path, file: Path, asked: Asked, today: date, planned: Sequence[Planned] = ()) -> Recorded:
    """Record a file in a programme, whole or not at all; recording the same rows again adds nothing.

    `planned`: the tasks of a plan whose ids the file may use, beside those that the programme owes around today.
    Raises InputError with every fault and every contradiction, unless as many rows may be set aside; VersionConflict
    if somebody changed a table meanwhile.
    """
    if asked.dry_run:
        return _recorded(folder, file, asked, today, planned)[0]
    with writing(folder):
        recorded, changes = _recorded(folder, file, asked, today, planned)
        if changes:
            before = {change.name: change.before for change in changes}
            replace_together(folder, {change.name: change.after for change in changes}, before)
        return recorded


def _recorded(
    folder: Path, file: Path, asked: Asked, today: date, planned: Sequence[Planned]
) -> tuple[Recorded, tuple[Changed, ...]]:
    programme = read_programme(folder, max_set_aside=asked.max_set_aside, today=today).programme
    source = read_source_file(file, asked.sheet, asked.skip_rows)
    known = known_work(programme, planned)
    mapping, saved = _mapping(folder, source, asked, programme, known, today)
    sheet = _sheet(source, mapping, programme)
    if any(row[TASK_ID] and fold(row[TASK_ID]) not in known.tasks for row in sheet.having(TASK_ID)):
        around = owed_around(programme, today, _first_day(sheet, today))
        known = known_work(programme, (*around, *planned))
    told = understood(sheet, programme, known, today)
    found = reconciled(told.entries, programme)
    left_out = _left_out(sheet.problems, asked.max_set_aside)
    changes = (*appended(folder, found, programme), *_saved_change(folder, mapping, saved))
    recorded = Recorded(
        mapping=mapping,
        fingerprint=source.fingerprint,
        rows=len(source.grid.rows),
        history=tuple(found.history),
        deferrals=tuple(found.deferrals),
        agreements=tuple(found.agreements),
        told=tuple(entry.told for entry in told.entries),
        already=found.already,
        not_closed=told.not_closed,
        left_out=left_out,
        follow_ups=_follow_ups(found, programme, today),
        files=tuple(change.name for change in changes),
    )
    return recorded, changes


def _mapping(
    folder: Path, file: SourceFile, asked: Asked, programme: Programme, known: KnownWork, today: date
) -> tuple[SourceMapping, dict[str, SourceMapping]]:
    """Return the mapping that was saved for a file of these headings, else a guess; what was asked for wins."""
    saved = saved_mappings(folder)
    name = asked.source or source_name(file.name)
    names = KnownNames.of(programme, [TaskId(task) for task in known.tasks])
    fitting = [each for each in saved.values() if each.fits(file.headings)]
    others = fitting[:1] if asked.source is None else []
    chosen = next((each for each in fitting if each.source == name), next(iter(others), None))
    if chosen is None:
        found = guessed(name, file, names)
    else:
        found = replace(chosen, sheet=file.sheet, why={**dict.fromkeys(chosen.columns, "saved"), DATE_FORMAT: "saved"})
    return with_words(_as_asked(found, file, asked), file, names, today), saved


def _as_asked(mapping: SourceMapping, file: SourceFile, asked: Asked) -> SourceMapping:
    """Let what was asked for win over what was guessed or saved. Raises InputError."""
    headings = {fold(heading): heading for heading in file.headings}
    unknown = [theirs for theirs in asked.columns if fold(theirs) not in headings]
    ours = [column.name for column in COMPLETED_WORK.columns]
    wrong = [name for name in asked.columns.values() if name and name not in ours]
    if unknown or wrong:
        faults = [
            structural(file.name, f"one of {', '.join(file.headings)}", "see --column", found=each) for each in unknown
        ]
        faults += [structural(file.name, f"one of {', '.join(ours)}", "see --column", found=each) for each in wrong]
        raise InputError(faults)
    taken = set(asked.columns.values()) - {""}
    columns = {theirs: "" if name in taken else name for theirs, name in mapping.columns.items()}
    columns |= {headings[fold(theirs)]: name for theirs, name in asked.columns.items()}
    values = {name: dict(words) for name, words in mapping.values.items()}
    for (name, word), meant in asked.values.items():
        values.setdefault(name, {})[word] = meant
    why = {**mapping.why, **{headings[fold(theirs)]: "given" for theirs in asked.columns}}
    found = replace(mapping, columns=columns, values=values, why=why)
    if not asked.date_format:
        return found
    return replace(found, date_format=asked.date_format, why={**why, DATE_FORMAT: "given"})


def _sheet(file: SourceFile, mapping: SourceMapping, programme: Programme) -> Sheet:
    problems = ProblemList()
    said = TableSource(columns=mapping.columns, values=mapping.values, date_format=mapping.date_format)
    raw, _ = mapped(file.grid, COMPLETED_WORK, said, problems)
    if problems.structural:
        raise InputError(problems.structural)
    problems.warnings.clear()
    return Sheet(COMPLETED_WORK, _without_totals(raw), _lexicon(programme), problems)


def _without_totals(raw: RawTable) -> RawTable:
    """Leave out lines that an export adds below its rows: nothing of ours stands in them but in one cell."""
    filled = [0] * len(raw.rows)
    for column in raw.columns.values():
        blank = {code for code, word in enumerate(column.words) if not word.strip()}
        for place, code in enumerate(column.codes):
            filled[place] += code not in blank
    return raw.keeping([count > 0 for count in filled])


def _first_day(sheet: Sheet, today: date) -> date:
    said = [row[DONE_ON] for row in sheet.having(DONE_ON)]
    return min(
        (each.date() if isinstance(each, datetime) else each for each in said if each is not None), default=today
    )


def _lexicon(programme: Programme) -> Lexicon:
    lexicon = Lexicon.empty()
    for tag in programme.assets:
        lexicon.names[NameKind.ASSET].add(tag)
    for procedure in programme.procedures:
        lexicon.names[NameKind.PROCEDURE].add(procedure.procedure)
    return lexicon


def _left_out(problems: ProblemList, allowed: int) -> tuple[Problem, ...]:
    faulty: Sequence[Problem] = tuple(sorted({error.problem for error in problems.of_rows}))
    if len({error.row for error in problems.of_rows}) > allowed:
        raise InputError(faulty)
    return tuple(faulty)


def _saved_change(folder: Path, mapping: SourceMapping, saved: Mapping[str, SourceMapping]) -> tuple[Changed, ...]:
    path = folder / SAVED_IN
    before = path.read_bytes() if path.exists() else None
    stands = saved.get(mapping.source)
    if stands is not None and replace(mapping, why={}) == replace(stands, why={}):
        return ()
    after = saved_text({**saved, mapping.source: mapping})
    return () if after == before else (Changed(SAVED_IN, before, after),)


def _follow_ups(found: Reconciled, programme: Programme, today: date) -> tuple[FollowUp, ...]:
    after = replace(programme, history=programme.history + tuple(found.history))
    return follow_ups(found.history, Facts(after, today, Horizon(today, today)))
