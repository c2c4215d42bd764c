"""`htm plan`: one command from the files to a checked quarter, its calendars and the appendix."""

import gc
import resource
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.arguments import (
    AsJson,
    DryRun,
    Folder,
    From,
    Quarter,
    SetAside,
    Today,
    Until,
    horizon_of,
    today_of,
)
from scheduler.cli.engines import ClusterAddress, EngineName, Workers, workers_of
from scheduler.cli.progress import Stopwatch
from scheduler.cli.quarters import plan_quarters
from scheduler.cli.screen import PROBLEMS_FILE, note, say, say_json, show_problems
from scheduler.domain.plan import Plan, Settings
from scheduler.errors import Interrupted, LimitMissed, UsageError

Out = Annotated[Path, typer.Option("--out", help="The folder to write; it appears whole or not at all.")]
FailOn = Annotated[
    list[str] | None,
    typer.Option("--fail-on", help="Exit 5 when missed: share_placed>=95, unplaced_high_risk<=0, gap<=0.05 …"),
]


def command(
    folder: Folder,
    out: Out,
    quarter: Quarter = None,
    first: From = None,
    last: Until = None,
    today: Today = None,
    time_limit: Annotated[int | None, typer.Option(help="Seconds after which improving ends.")] = None,
    workers: Workers = None,
    engine: EngineName = "pool",
    seed: Annotated[int, typer.Option(help="The same seed gives the same plan.")] = 0,
    max_set_aside: SetAside = 0,
    fail_on: FailOn = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
    quarters: Annotated[int, typer.Option(min=1, max=8, help="So many quarters in a row, each taken as done.")] = 1,
    cluster: ClusterAddress = None,
) -> None:
    """Plan a quarter, check it, and write calendars, worklists, report and appendix."""
    from scheduler import pipeline

    day = today_of(today)
    horizon = horizon_of(quarter, first, last, day)
    settings = Settings(time_limit, workers_of(workers), engine, seed, cluster)
    limits = [_limit(text) for text in fail_on or []]
    if quarters > 1:
        figures_of_year = plan_quarters(
            folder, out, day, horizon, quarters, settings, max_set_aside, as_json=as_json, dry_run=dry_run
        )
        _refuse_missed(limits, dict(figures_of_year))
        return
    gc.disable()  # what is read and planned stays to the end of this run; looking it over for cycles took a fifth of it
    with Stopwatch(time_limit) as watch:
        planned = pipeline.plan(folder, day, horizon, settings, watch, max_set_aside)
        if not dry_run:
            gc.freeze()  # nor are other processes to copy it for that
            pipeline.write(planned, out, watch, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    show_problems(f"{len(planned.warnings)} warnings:", planned.warnings, PROBLEMS_FILE)
    figures = _figures(planned.verified.plan)
    if as_json:
        say_json(dict(figures))
    else:
        for name, figure in figures.items():
            say(f"{name:28}{figure}")
        note(f"{'Would be written to' if dry_run else 'Written to'} {out}; open {out / 'report.html'}")
    if watch.stop_requested() and watch.interrupted:
        raise Interrupted("Stopped by you; the best checked plan so far is kept.")
    _refuse_missed(limits, figures)


def _refuse_missed(limits, figures: dict[str, float]) -> None:  # type: ignore[no-untyped-def]
    """Raise LimitMissed with every limit that is not met."""
    missed = [text for text, met in limits if not met(figures)]
    if missed:
        raise LimitMissed("Planned, but missed: " + ", ".join(missed))


def _figures(plan: Plan) -> dict[str, float]:
    """The figures of a plan by name, shares in per cent."""
    every, high = plan.shares["all"], plan.shares["high_risk"]
    return {
        "tasks": len(plan.obligations),
        "visits": len(plan.visits),
        "counted": every.counted,
        "placed_in_window": every.placed,
        "largest_possible": every.largest,
        "share_placed": _share(every.placed, every.counted),
        "share_largest": _share(every.largest, every.counted),
        "share_placed_high_risk": _share(high.placed, high.counted),
        "unplaced_or_late_high_risk": high.counted - high.placed,
        "total": plan.total,
        "bound": plan.bound,
        "gap": round((plan.total - plan.bound) / max(1, plan.total), 6),
        "gap_normalised": round((plan.total - plan.bound) / max(1, plan.price_of_nothing), 6),
    }


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 100.0


def _limit(text: str):  # type: ignore[no-untyped-def]
    """Read `name>=number` or `name<=number` into the text and a test of the figures."""
    for sign in (">=", "<="):
        name, found, number = text.partition(sign)
        if found:
            return text, _test(name.strip(), sign, float(number))
    raise UsageError(f'--fail-on: "{text}" is no limit; write share_placed>=95 or gap<=0.05.')


def _test(name: str, sign: str, number: float):  # type: ignore[no-untyped-def]
    def met(figures: dict[str, float]) -> bool:
        if name not in figures:
            raise UsageError(f'--fail-on: there is no figure "{name}"; there are {", ".join(figures)}.')
        return figures[name] >= number if sign == ">=" else figures[name] <= number

    return met
