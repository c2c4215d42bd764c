"""`htm what-if`: the same programme under other settings, side by side."""

from typing import Annotated

import typer

from scheduler.changes import GRAMMAR, parse_setting
from scheduler.cli.arguments import AsJson, Folder, From, Quarter, SetAside, Today, Until, horizon_of, today_of
from scheduler.cli.engines import ClusterAddress, EngineName, Workers, workers_of
from scheduler.cli.progress import Stopwatch
from scheduler.cli.screen import say, say_json
from scheduler.domain.plan import Settings
from scheduler.domain.policy import RiskClass
from scheduler.errors import Interrupted, UsageError
from scheduler.what_if import AS_IT_IS, Setting, Tried

Set = Annotated[
    list[str] | None,
    typer.Option("--set", help="What is different, such as 'technician -T017' or 'overtime * 2; reserve 0'."),
]
_ROWS = {
    "counted": "tasks that count",
    "share_placed": "placed in time, %",
    "share_largest": "possible at most, %",
    "placed_late": "placed late",
    "overdue_high_risk": "high risk late or not placed",
    "least_overdue_high_risk": "  of these unavoidable",
    "overdue_other": "other late or not placed",
    "least_overdue_other": "  of these unavoidable",
    "hours_short": "hours short",
    "total": "points",
    "bound": "points at least",
    "gap_normalised": "gap, normalised",
}


def command(
    folder: Folder,
    settings: Set = None,
    quarter: Quarter = None,
    first: From = None,
    last: Until = None,
    today: Today = None,
    bound_only: Annotated[bool, typer.Option("--bound-only", help="Only what is proved possible; no plans.")] = False,
    list_kinds: Annotated[bool, typer.Option("--kinds", help="List all that can be set.")] = False,
    workers: Workers = None,
    engine: EngineName = "pool",
    cluster: ClusterAddress = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same plans.")] = 0,
    max_set_aside: SetAside = 0,
    as_json: AsJson = False,
) -> None:
    """Plan the programme as it is and under each setting, and show the figures side by side. Writes nothing."""
    from scheduler import pipeline

    if list_kinds:
        _say_kinds()
        return
    if not settings:
        raise UsageError("Give at least one --set. `htm what-if DIR --kinds` lists all that can be set.")
    tried = [Setting(AS_IT_IS), *(Setting(text, parse_setting(text)) for text in settings)]
    day = today_of(today)
    horizon = horizon_of(quarter, first, last, day)
    how = Settings(None, workers_of(workers), engine, seed, cluster)
    with Stopwatch() as watch:
        found = pipeline.what_if(folder, day, horizon, tried, how, watch, max_set_aside, bound_only=bound_only)
    if as_json:
        say_json({"settings": [{"name": one.setting.name, **figures_of(one)} for one in found]})
    else:
        _say_side_by_side(found)
    if watch.interrupted:
        raise Interrupted("Stopped by you; the settings above are those that were finished.")


def figures_of(one: Tried) -> dict[str, float | None]:
    """The figures of a setting by name; None where no plan was made."""
    plan = one.planned
    return {
        "counted": one.counted,
        "share_placed": _share(plan.placed, one.counted) if plan else None,
        "share_largest": _share(one.largest, one.counted),
        "placed_late": plan.placed_late if plan else None,
        **{f"overdue_{risk}": plan.overdue[risk] if plan else None for risk in RiskClass},
        **{f"least_overdue_{risk}": one.least_overdue[risk] for risk in RiskClass},
        "hours_short": round(plan.short / 60, 1) if plan else None,
        "total": plan.total if plan else None,
        "bound": one.bound,
        "gap_normalised": round(plan.gap_normalised, 6) if plan else None,
    }


def _say_side_by_side(found: list[Tried]) -> None:
    names = [AS_IT_IS, *(f"({number})" for number in range(1, len(found)))]
    for number, one in enumerate(found[1:], start=1):
        say(f"({number}) {one.setting.name}")
    figures = [figures_of(one) for one in found]
    say("".join([f"{'':32}", *(f"{name:>14}" for name in names)]))
    for key, words in _ROWS.items():
        if any(one[key] is not None for one in figures):
            say("".join([f"{words:32}", *(f"{_said(one[key]):>14}" for one in figures)]))


def _said(figure: float | None) -> str:
    return "" if figure is None else f"{figure:,}".replace(",", " ")


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 100.0


def _say_kinds() -> None:
    for kind in GRAMMAR.values():
        say(f"{kind.meaning}: {kind.usage}")
