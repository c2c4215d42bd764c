"""How much of everybody's reserve interrupt work opens, week by week, where a published plan is planned again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from scheduler.domain.calendar import days_through
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.obligations.legs import first_plannable_day, performer_of
from scheduler.risk.deadlines.reading import INTERRUPT_DAYS

_STILL_URGENT = timedelta(days=INTERRUPT_DAYS)


def opened_reserve(obligations: Iterable[Obligation], facts: Facts) -> Mapping[tuple[TechnicianId, str], int]:
    """The minutes of the open interrupt work that somebody could do in a week; no more of the reserve is open.

    They are open in every week of its window that is left, and as many days on where that is over.
    """
    opened: dict[tuple[TechnicianId, str], int] = defaultdict(int)
    for task in obligations:
        if task.is_open and task.install is not None and task.install.is_interrupt:
            for person in _able(task, facts):
                for week in _weeks(task, facts):
                    opened[person, week] += task.procedure.minutes
    return dict(opened)


def _able(task: Obligation, facts: Facts) -> Iterator[TechnicianId]:
    """Everybody of its performer with its skill who serves its site."""
    site, skill = facts.site_of(task.asset_tag).site, task.procedure.skill
    for person in facts.technicians(performer_of(task, facts)):
        if site in person.sites and (skill is None or skill in facts.skills_of(person.technician)):
            yield person.technician


def _weeks(task: Obligation, facts: Facts) -> tuple[str, ...]:
    first = first_plannable_day(task, facts)
    last = max(task.window.last_day, first + _STILL_URGENT)
    days = days_through(first, min(last, facts.horizon.last_day))
    return tuple(dict.fromkeys(facts.week_of(day) for day in days))


def with_reserve_for(obligations: Iterable[Obligation], facts: Facts) -> Facts:
    """The facts by which a published plan is planned again."""
    return facts.with_reserve_open(opened_reserve(obligations, facts))
