"""`htm plan --quarters N`: quarters in a row, each taken as done, and what they come to."""

import resource
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.cli.progress import Stopwatch
from scheduler.cli.screen import PROBLEMS_FILE, note, say, say_json, show_problems
from scheduler.domain.calendar import Horizon
from scheduler.domain.plan import Settings
from scheduler.errors import Interrupted, UsageError

if TYPE_CHECKING:
    from scheduler.year import YearFigures


def plan_quarters(
    folder: Path,
    out: Path,
    today: date,
    first: Horizon,
    quarters: int,
    settings: Settings,
    max_set_aside: int,
    *,
    as_json: bool,
    dry_run: bool,
) -> Mapping[str, float]:
    """Plan and check each quarter, write a folder of them, and say what the year comes to."""
    from scheduler.outputs.year_file import year_content
    from scheduler.quarters import Year, plan_year
    from scheduler.succession import is_quarter

    if not is_quarter(first):
        raise UsageError("--quarters plans calendar quarters: give the first one with --quarter 2027Q1.")
    with Stopwatch(None) as watch:
        year = Year(folder, today, first, quarters, watch, max_set_aside)
        figures = plan_year(year, settings, watch, None if dry_run else out, _peak_memory_mb)
    show_problems(f"{len(year.warnings)} warnings:", year.warnings, PROBLEMS_FILE)
    if as_json:
        say_json(dict(year_content(figures)))
    else:
        _say(figures)
        note(f"{'Would be written to' if dry_run else 'Written to'} {out}, a folder for each quarter")
    if watch.interrupted:
        raise Interrupted(f"Stopped by you after {len(figures.quarters)} quarters; those are kept.")
    return figures_of(figures)


def _peak_memory_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _say(figures: "YearFigures") -> None:
    columns = (
        "quarter",
        "counted",
        "overdue before",
        "late or not placed",
        "gaps",
        "not explained",
        "hours",
        "possible only here",
        "gap normalised",
    )
    say("".join(f"{column:>20}" for column in columns))
    for one in figures.quarters:
        placed = (one.name, one.counted, one.carried, one.missed, one.gaps, one.unexplained)
        row = (*placed, round(one.hours), round(one.bound_to_it), one.gap_normalised)
        say("".join(f"{cell:>20}" for cell in row))
    for name, figure in figures_of(figures).items():
        say(f"{name:32}{figure}")
    renewed = figures.renewed
    say(
        f"after the first quarter {renewed.certificates} certificates and {renewed.calibrations} calibrations "
        "that end within the year are taken as renewed in time"
    )


def figures_of(figures: "YearFigures") -> Mapping[str, float]:
    """The figures of the year by name."""
    return {
        "gaps": figures.gaps,
        "gaps_not_explained": figures.unexplained,
        "fullest_over_mean": round(figures.fullest_over_mean, 4),
        "fullest_over_mean_at_least": round(figures.fullest_over_mean_at_least, 4),
        "fullest_over_mean_recurring": round(figures.fullest_over_mean_recurring, 4),
        "interval_given_away": round(figures.given_away, 6),
    }
