"""`htm verify`: does a plan's folder keep every rule, owe nothing unseen, and add up? No solver."""

import gc
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.arguments import AsJson, Database, Folder
from scheduler.cli.progress import Stopwatch
from scheduler.cli.screen import say, say_json
from scheduler.errors import PlanFault

SHOWN = 50


def command(
    folder: Folder,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder that htm plan wrote.")],
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Check a plan against the raw files: rules, coverage, ledger, bound. Exit 0 only when all hold."""
    from scheduler import pipeline, publishing
    from scheduler.outputs.year_file import quarters_in
    from scheduler.quarters import verify_year

    gc.disable()  # what is read stays to the end of this short life; looking it over for cycles takes a seventh of it
    with Stopwatch() as watch:
        names = quarters_in(out)
        verdict = verify_year(folder, out, names, watch) if names else pipeline.verify_folder(folder, out, watch)
        if not names and (out / publishing.PUBLISHED).exists():
            unlike = publishing.not_as_published(folder, out, database, datetime.now(UTC))
            verdict = verdict.with_check("what was published", len(verdict.plan.visits), unlike)
    if as_json:
        say_json(
            {
                "checks": [{"name": c.name, "looked_at": c.looked_at, "found": c.found} for c in verdict.checks],
                "violations": [
                    {"rule": v.rule, "subject": v.subject, "sentence": v.sentence} for v in verdict.violations
                ],
            }
        )
    else:
        for result in verdict.checks:
            verdict_word = "BAD" if result.found else "ok"
            say(f"{verdict_word:4}{result.name:28}{result.looked_at:>10} looked at, {result.found} found")
        for violation in verdict.violations[:SHOWN]:
            say(f"{violation.rule}: {violation.subject}: {violation.sentence}")
    if verdict.violations:
        raise PlanFault(f"The plan has {len(verdict.violations)} faults.")
