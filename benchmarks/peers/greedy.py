"""Two that a person could do by hand: a due-date list by month, as a CMMS prints it, and the earliest deadline first.

Both put visits where they fit, so that nothing of theirs breaks a rule; neither looks ahead or takes anything back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from benchmarks.peers.case import Case, Proposed, a_month_later
from scheduler.domain.obligation import Obligation
from scheduler.solve.choices import Days
from scheduler.solve.wishes import Wish


def month_lists(case: Case, seconds: float) -> Iterable[Proposed]:
    """Month after month, ward after ward, whatever is due in it, task by task; what is left goes on the next list."""
    del seconds
    left = sorted(_owed(case), key=lambda task: (_ward(case, task), task.due, task.task_id))
    month = case.facts.horizon.first_day
    while month <= case.facts.horizon.last_day:
        after = a_month_later(month)
        due = [task for task in left if task.due < after]
        for task in due:
            wish = case.schedule.wishes.late((task,))
            if wish is not None and case.schedule.is_left(task):
                case.schedule.place(_within(wish, month, after))
        left = [task for task in left if case.schedule.is_left(task)]
        month = after
    return ()


def earliest_deadline(case: Case, seconds: float) -> Iterable[Proposed]:
    """Whole visits by the last day of their windows, each as early as it fits; then, late, their parts."""
    del seconds
    for wish in sorted(case.wishes, key=_deadline):
        if not any(task.parent for task in wish.tasks):
            case.schedule.place(_as_soon_as_can_be(wish))
    for task in sorted(_owed(case), key=lambda task: (task.window.last_day, task.task_id)):
        late = case.schedule.wishes.late((task,)) if case.schedule.is_left(task) else None
        if late is not None and task.parent is None:
            case.schedule.place(_as_soon_as_can_be(late))
    return ()


def _owed(case: Case) -> Iterator[Obligation]:
    return (task for task in case.obligations if task.is_open and not task.extends_past_horizon)


def _ward(case: Case, task: Obligation) -> tuple[str, str]:
    asset = case.facts.asset(task.asset_tag)
    return asset.site, asset.department


def _deadline(wish: Wish) -> tuple[date, str]:
    return min(task.window.last_day for task in wish.tasks), wish.task_ids[0]


def _within(wish: Wish, first: date, after: date) -> Wish:
    """The wish on the days of one month, the earlier the better."""
    days = wish.days
    start = max(days.first, first.toordinal())
    return replace(wish, days=_early(replace(days, first=start, last=min(days.last, after.toordinal() - 1))))


def _as_soon_as_can_be(wish: Wish) -> Wish:
    return replace(wish, days=_early(wish.days))


def _early(days: Days) -> Days:
    """The first day is the wished one, and no other price matters."""
    return replace(days, wished=days.first, late=1_000, prices={})
