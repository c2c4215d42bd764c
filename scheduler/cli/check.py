"""`htm check`: are the files right, how much is there, and what is assumed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scheduler.cli.arguments import AsJson, Folder, From, Quarter, SetAside, Today, Until, horizon_of, today_of
from scheduler.cli.progress import Stopwatch
from scheduler.cli.screen import PROBLEMS_FILE, per_cent, say, say_json, show_problems, thousands

if TYPE_CHECKING:
    from scheduler.census import Fraction


def command(
    folder: Folder,
    quarter: Quarter = None,
    first: From = None,
    last: Until = None,
    today: Today = None,
    max_set_aside: SetAside = 0,
    as_json: AsJson = False,
) -> None:
    """Read a programme, name every problem of every file, and count what is in it."""
    from scheduler.pipeline import check

    day = today_of(today)
    with Stopwatch() as watch:
        opened, census = check(folder, day, horizon_of(quarter, first, last, day), max_set_aside, watch)
    show_problems(f"{len(opened.warnings)} warnings:", opened.warnings, PROBLEMS_FILE)
    if as_json:
        say_json(
            {
                "sizes": dict(census.sizes),
                "shares": _as_json(census.shares),
                "match_rates": _as_json(census.match_rates),
                "correlation": dict(census.correlation),
                "settled": dict(census.statuses),
                "assumptions": list(census.assumptions),
                "warnings": [str(problem) for problem in opened.warnings],
            }
        )
        return
    for name, size in census.sizes.items():
        say(f"{name:24}{thousands(size):>12}")
    for name, share in census.shares.items():
        say(f"{name:52}{per_cent(share.part, share.whole)} {share.unit}")
    for site, share in census.match_rates.items():
        say(f"{f'found in the CMDB, {site}':52}{per_cent(share.part, share.whole)} {share.unit}")
    for name, number in census.correlation.items():
        say(f"correlation with the CMDB: {name:28}{thousands(number):>8}")
    for name, number in census.statuses.items():
        say(f"settled before planning: {name:24}{thousands(number):>8}")
    for sentence in census.assumptions:
        say(sentence)


def _as_json(shares: Mapping[str, "Fraction"]) -> dict[str, object]:
    return {
        name: {"part": share.part, "whole": share.whole, "unit": share.unit, "per_cent": round(share.per_cent, 2)}
        for name, share in shares.items()
    }
