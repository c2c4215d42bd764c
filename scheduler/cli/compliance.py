"""`htm compliance`: of what fell due, how much was done on time, late, or is open; each share with its two numbers."""

from datetime import date
from typing import TYPE_CHECKING

from scheduler.cli.arguments import AsJson, Folder, From, SetAside, Today, Until, horizon_of, today_of
from scheduler.cli.progress import Stopwatch
from scheduler.cli.screen import PROBLEMS_FILE, per_cent, say, say_json, show_problems
from scheduler.domain.calendar import Horizon, add_months, month_first

if TYPE_CHECKING:
    from scheduler.compliance import Figures, Report
    from scheduler.compliance.figures import Share


def command(
    folder: Folder,
    first: From = None,
    last: Until = None,
    today: Today = None,
    max_set_aside: SetAside = 0,
    as_json: AsJson = False,
) -> None:
    """Count the work that fell due in a period (default: the twelve months up to today), by class, modality, month."""
    from scheduler import pipeline

    day = today_of(today)
    period = horizon_of(None, first, last, day) if first or last else _last_year(day)
    with Stopwatch() as watch:
        found, warnings = pipeline.compliance(folder, day, period, max_set_aside, watch)
    show_problems(f"{len(warnings)} warnings:", warnings, PROBLEMS_FILE)
    if as_json:
        say_json(_as_json(found))
        return
    _show(found)


def _last_year(today: date) -> Horizon:
    """Twelve whole months and the days of this one, up to today."""
    return Horizon(month_first(add_months(today, -12)), today)


def _show(found: "Report") -> None:
    say(
        f"Due from {found.period.first_day} to {found.period.last_day}, as known on {found.today}; counted by due date."
    )
    for grouping, groups in found.groups.items():
        say("")
        heads = f"{'on time':>9}{'late':>9}{'open':>9}{'in time yet':>13}"
        say(f"{grouping.replace('_', ' '):28}{heads}  done in its window")
        for name, figures in groups.items():
            counts = f"{figures.on_time:>9}{figures.late:>9}{figures.open:>9}{figures.still_in_time:>13}"
            say(f"{name:28}{counts}  {per_cent(figures.strict.part, figures.strict.whole)}")
    _show_obstacles(found.total)


def _show_obstacles(total: "Figures") -> None:
    """Show what each class of attempts does to the share: with credit for it, and without it in the denominator."""
    say("")
    say(f"{'not on time, with':28}{'number':>9}  {'counted as done on time':40}taken out of the denominator")
    for obstacle, number in total.obstructed.items():
        credited, left_out = total.credited(obstacle), total.left_out(obstacle)
        shares = f"{per_cent(credited.part, credited.whole):40}{per_cent(left_out.part, left_out.whole)}"
        say(f"{obstacle.replace('_', ' '):28}{number:>9}  {shares}")


def _as_json(found: "Report") -> dict[str, object]:
    return {
        "today": found.today.isoformat(),
        "from": found.period.first_day.isoformat(),
        "until": found.period.last_day.isoformat(),
        "counted_by": "due date",
        "groups": {
            grouping: {name: _figures(figures) for name, figures in groups.items()}
            for grouping, groups in found.groups.items()
        },
    }


def _figures(figures: "Figures") -> dict[str, object]:
    return {
        "on_time": figures.on_time,
        "late": figures.late,
        "open": figures.open,
        "still_in_time": figures.still_in_time,
        "strict": _share(figures.strict),
        "done": _share(figures.done),
        "obstacles": {
            name: {
                "number": number,
                "credited": _share(figures.credited(name)),
                "left_out": _share(figures.left_out(name)),
            }
            for name, number in figures.obstructed.items()
        },
    }


def _share(share: "Share") -> dict[str, object]:
    return {"numerator": share.part, "denominator": share.whole, "per_cent": share.per_cent}
