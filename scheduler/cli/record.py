"""`htm record`: a list of work orders, as another system exports it, into the programme's own tables."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.arguments import AsJson, By, Database, DryRun, Folder, SetAside, Today, today_of, who_is
from scheduler.cli.progress import Stopwatch
from scheduler.cli.screen import PROBLEMS_FILE, note, say, say_json, show_problems
from scheduler.errors import UsageError

if TYPE_CHECKING:
    from scheduler.recording import FollowUp, Recorded

SHOWN = 50


def command(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The list of work orders: CSV or XLSX.")],
    plan: Annotated[Path | None, typer.Option("--plan", help="The plan's folder whose task_ids the list uses.")] = None,
    source: Annotated[str | None, typer.Option(help="The source's name; its mapping is saved under it.")] = None,
    column: Annotated[
        list[str] | None, typer.Option(help='Their heading and our column: "Close Date=done_on".')
    ] = None,
    value: Annotated[
        list[str] | None, typer.Option(help='A word of theirs and ours: "outcome:PM OK=completed".')
    ] = None,
    date_format: Annotated[str, typer.Option(help="How days are written, such as %d/%m/%Y.")] = "",
    sheet: Annotated[str | None, typer.Option(help="The sheet of a workbook.")] = None,
    skip_rows: Annotated[int | None, typer.Option(min=0, help="Rows before the header.")] = None,
    today: Today = None,
    max_set_aside: SetAside = 0,
    database: Database = None,
    by: By = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Record what happened: completions, attempts, failures, deferrals, and answers to proposed visits."""
    from scheduler import pipeline
    from scheduler.recording import Asked
    from scheduler.recording.journal import Bearer

    asked = Asked(
        source=source,
        sheet=sheet,
        skip_rows=skip_rows,
        columns=dict(_pair("--column", each) for each in column or ()),
        values=dict(_word(each) for each in value or ()),
        date_format=date_format,
        max_set_aside=max_set_aside,
        dry_run=dry_run,
    )
    bearer = Bearer(who_is(by), datetime.now(UTC), database)
    with Stopwatch() as watch:
        recorded = pipeline.record(folder, file, asked, today_of(today), watch, plan, bearer)
    show_problems(f"{len(recorded.left_out)} problems set aside:", recorded.left_out, PROBLEMS_FILE)
    if as_json:
        say_json(_as_json(recorded, dry_run))
        return
    _show_mapping(recorded)
    for name, number in _counts(recorded).items():
        say(f"{name:28}{number:>8}")
    for each in recorded.follow_ups[:SHOWN]:
        say(_sentence(each))
    if len(recorded.follow_ups) > SHOWN:
        say(f"… and {len(recorded.follow_ups) - SHOWN} more; --json tells all")
    written = ", ".join(recorded.files) or "nothing, all of it was recorded before"
    note(f"{'Would be written' if dry_run else 'Written'}: {written}")


def _pair(option: str, text: str) -> tuple[str, str]:
    theirs, sign, ours = text.rpartition("=")
    if not sign or not theirs.strip():
        raise UsageError(f'{option}: "{text}" is no pair; write theirs=ours.')
    return theirs.strip(), ours.strip()


def _word(text: str) -> tuple[tuple[str, str], str]:
    column, sign, pair = text.partition(":")
    if not sign:
        raise UsageError(f'--value: "{text}" names no column; write outcome:PM OK=completed.')
    theirs, ours = _pair("--value", pair)
    return (column.strip(), theirs), ours


def _show_mapping(recorded: "Recorded") -> None:
    mapping = recorded.mapping
    note(f'The list is read as the source "{mapping.source}":')
    for theirs, ours in mapping.columns.items():
        why = mapping.why.get(theirs, "")
        note(f"  {theirs:28} → {ours or '(not read)':18}{f'by {why}' if ours else why}")
    for name, words in mapping.values.items():
        for theirs, meant in words.items():
            note(f"  {name}: {theirs!r} → {meant}")
    if mapping.date_format:
        note(f"  days are written as {mapping.date_format}")


def _counts(recorded: "Recorded") -> Mapping[str, int]:
    return {
        "rows": recorded.rows,
        "added to history": len(recorded.history),
        "added to deferrals": len(recorded.deferrals),
        "added to agreements": len(recorded.agreements),
        "recorded before": recorded.already,
        "not closed yet": recorded.not_closed,
        "problems set aside": len(recorded.left_out),
        "to be tried again": sum(each.reattempt_by is not None for each in recorded.follow_ups),
        "to be escalated": sum(each.escalate for each in recorded.follow_ups),
    }


def _sentence(each: "FollowUp") -> str:
    return f"{'ESCALATE ' if each.escalate else ''}{each.asset_tag} {each.procedure}: {each.said}"


def _as_json(recorded: "Recorded", dry_run: bool) -> dict[str, object]:
    mapping = recorded.mapping
    return {
        "dry_run": dry_run,
        "fingerprint": recorded.fingerprint,
        "mapping": {
            "source": mapping.source,
            "sheet": mapping.sheet,
            "skip_rows": mapping.skip_rows,
            "columns": dict(mapping.columns),
            "values": {name: dict(words) for name, words in mapping.values.items()},
            "date_format": mapping.date_format,
            "why": dict(mapping.why),
        },
        "counts": {name.replace(" ", "_"): number for name, number in _counts(recorded).items()},
        "follow_ups": [
            {
                "asset_tag": each.asset_tag,
                "procedure": each.procedure,
                "outcome": each.outcome.value,
                "attempts": each.attempts,
                "reattempt_by": each.reattempt_by.isoformat() if each.reattempt_by else None,
                "escalate": each.escalate,
                "holds_asset": each.holds_asset,
                "said": each.said,
            }
            for each in recorded.follow_ups
        ],
        "set_aside": [str(problem) for problem in recorded.left_out],
        "written": list(recorded.files),
    }
