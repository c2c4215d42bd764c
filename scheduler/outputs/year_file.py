"""year.json: what quarters planned in a row come to."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from scheduler.errors import UsageError
from scheduler.outputs.folder import Content
from scheduler.year import QuarterFigures, YearFigures

YEAR_FILE = "year.json"
_SCHEMA_VERSION = 1
A_YEAR = Content("a year of quarters", lambda out: (out / YEAR_FILE).is_file())


def write_year(figures: YearFigures, out: Path) -> None:
    """Write the file beside the folders of the quarters."""
    text = json.dumps(year_content(figures), ensure_ascii=False, indent=2) + "\n"
    (out / YEAR_FILE).write_text(text, encoding="utf-8", newline="\n")


def year_content(figures: YearFigures) -> Mapping[str, object]:
    """Lay out year.json."""
    return {
        "schema_version": _SCHEMA_VERSION,
        "quarters": [quarter_content(one) for one in figures.quarters],
        "gaps": figures.gaps,
        "gaps_not_explained": figures.unexplained,
        "fullest_over_mean": round(figures.fullest_over_mean, 4),
        "fullest_over_mean_at_least": round(figures.fullest_over_mean_at_least, 4),
        "fullest_over_mean_recurring": round(figures.fullest_over_mean_recurring, 4),
        "interval_given_away": round(figures.given_away, 6),
        "renewed": asdict(figures.renewed),
    }


def quarter_content(one: QuarterFigures) -> Mapping[str, object]:
    """Lay out one quarter."""
    return {
        "quarter": one.name,
        "counted": one.counted,
        "overdue_before": one.carried,
        "late_or_not_placed": one.missed,
        "gaps": one.gaps,
        "gaps_not_explained": one.unexplained,
        "gaps_left_by_the_quarter_before": one.pushed,
        "gaps_open_still": one.open_still,
        "hours": round(one.hours, 1),
        "hours_of_no_other_quarter": round(one.bound_to_it, 1),
        "hours_recurring": round(one.recurring, 1),
        "interval_given_away": round(one.given_away / max(1, one.periodic), 6),
        "total": one.total,
        "bound": one.bound,
        "gap_normalised": one.gap_normalised,
    }


def quarters_in(out: Path) -> tuple[str, ...]:
    """The names of the quarters of a year's folder, in order; none if it is no such folder."""
    try:
        content = json.loads((out / YEAR_FILE).read_text(encoding="utf-8"))
        return tuple(str(one["quarter"]) for one in content["quarters"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{out / YEAR_FILE} cannot be read: {error}. Plan the quarters again.") from error


def says_otherwise(figures: YearFigures, out: Path) -> Iterator[tuple[str, str]]:
    """Where the file says something else than the quarters' plans come to; their own checks are not repeated."""
    said = json.loads((out / YEAR_FILE).read_text(encoding="utf-8"))
    right = json.loads(json.dumps(year_content(figures)))
    for name in sorted({*said, *right}):
        if said.get(name) != right.get(name):
            yield name, f"{name} is {said.get(name)}; by the quarters' plans it is {right.get(name)}."
