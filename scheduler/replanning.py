"""The journey from a published version and what has changed since to a plan that moves little."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler import pipeline
from scheduler.aside import LATER, Aside
from scheduler.domain.calendar import Horizon
from scheduler.domain.facts import Facts
from scheduler.domain.footprint import Footprint, PublishedVisit, footprint
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Agreement, Settings, Visit
from scheduler.domain.record import VisitAnswer
from scheduler.errors import SchedulerError, UsageError

if TYPE_CHECKING:
    from scheduler.outputs.before import Before
    from scheduler.outputs.reading import WrittenVisits
    from scheduler.solve.replan import Replanned as Solved
    from scheduler.verify.checking import Verifying


@dataclass(frozen=True, slots=True)
class Order:
    """How a planner wants it: seen on which day, from which folder (None: the latest version in the store).

    Visits through `frozen_days` days after today move only if a rule forces them. `now` is UTC.
    """

    today: date
    settings: Settings
    now: datetime
    source: Path | None = None
    database: str | None = None
    frozen_days: int = 7
    max_set_aside: int = 0


@dataclass(frozen=True, slots=True)
class Destination:
    """The folder to write, and who knows how much memory it took."""

    out: Path
    peak_memory_mb: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Source:
    """The plan that people have seen: where its tables lie, what it is called, its days and what it has written."""

    folder: Path
    name: str
    horizon: Horizon
    written: "WrittenVisits"


@dataclass(frozen=True, slots=True)
class Replanned:
    """The checked plan, the name of the one it came from, and what became of its visits."""

    planned: pipeline.Planned
    source: str
    footprint: Footprint


def replan(folder: Path, order: Order, watch: pipeline.Watch, written_to: Destination | None = None) -> Replanned:
    """Plan a published plan's days again, check the plan, and write its folder, if it is to be written.

    The documents are made while the plan is being checked in other processes; if the check finds anything, PlanFault is
    raised and what was there stays as it was.
    """
    with tempfile.TemporaryDirectory() as lent, Aside(partial(_source, folder, order, Path(lent))) as source:
        return _replanned(folder, source, order, watch, written_to)


def _replanned(
    folder: Path, asked: "Aside[Source]", order: Order, watch: pipeline.Watch, written_to: Destination | None
) -> Replanned:
    from scheduler.obligations.reserve import with_reserve_for
    from scheduler.outputs.before import Before
    from scheduler.outputs.comparison import read_side
    from scheduler.risk.advisories.unfixed import unfixed_by_asset
    from scheduler.solve import Known, year_after
    from scheduler.solve import replan as solve_again
    from scheduler.verify import expecting, verifying

    programme, warnings = pipeline.read_tables(folder, order.today, order.max_set_aside, watch)
    unfixed_by_asset(programme, order.today)  # known once to all who now part to read what is owed
    source = asked.result()
    facts = Facts(programme, order.today, source.horizon)
    side, expected = cache(partial(read_side, source.folder, source.name)), expecting(facts)

    def meanwhile() -> None:
        """Whatever else there is to read, with one other process at work at a time: the day programme is waited for."""
        side()
        later.enter_context(expected)

    with Aside(partial(year_after, facts), LATER) as after, ExitStack() as later:
        opened = pipeline.with_what_is_owed(facts, warnings, watch)
        ahead, unrecorded = _parted(source.written.visits, opened, order)
        facts = with_reserve_for(opened.obligations, facts) if ahead else facts
        known = Known(source.written.task_ids, source.written.counting)
        solved = solve_again(opened.obligations, facts, ahead, known, order.settings, watch, after.result, meanwhile)
        seen = footprint(solved.published, unrecorded, solved.plan)
        watch.stage("Checking the plan", 0)
        with verifying(solved.plan, solved.facts, expected.result, solved.proof) as begun:
            if written_to is not None:
                with _vouched(begun):
                    _write(solved, Before(seen, side()), written_to, watch, begun)
            return Replanned(
                pipeline.Planned(begun.whole().verified(), solved.facts, opened.warnings), source.name, seen
            )


def _horizon_ahead(source: Path, name: str, today: date) -> Horizon:
    """Return the days of a plan; raises UsageError where they are over."""
    from scheduler.outputs import read_plan_dates

    _, horizon, _ = read_plan_dates(source)
    if today > horizon.last_day:
        raise UsageError(f"{name} ends on {horizon.last_day}, before today, {today}: nothing is ahead.")
    return horizon


@contextmanager
def _vouched(begun: "Verifying") -> Iterator[None]:
    """Where the documents of a faulty plan cannot even be made, its faults are what is told."""
    try:
        yield
    except SchedulerError:
        raise
    except Exception:
        begun.whole().verified()
        raise


def _write(
    solved: "Solved", before: "Before", written_to: Destination, watch: pipeline.Watch, begun: "Verifying"
) -> None:
    from scheduler.outputs import write_replanned_folder

    watch.stage("Writing the documents", 0)
    timed = replace(solved.plan, stage_seconds=dict(watch.seconds()))
    write_replanned_folder(
        timed,
        solved.facts,
        written_to.out,
        before,
        peak_memory_mb=written_to.peak_memory_mb(),
        vouch=lambda: begun.whole().verified(),
    )


def _source(folder: Path, order: Order, lent: Path) -> "Source":
    """Read the plan that people have seen; the latest version's tables are lent in a folder."""
    from scheduler.outputs import read_visits

    source, name = _place_of(folder, order, lent)
    return Source(source, name, _horizon_ahead(source, name, order.today), read_visits(source))


def _place_of(folder: Path, order: Order, lent: Path) -> tuple[Path, str]:
    if order.source is not None:
        return order.source, str(order.source)
    from scheduler.store import files_of, find_store, latest_number

    store = find_store(folder, order.database, order.now)
    if store is None:
        raise UsageError(f"Nothing was published from {folder}. Publish a plan, or name its folder with --from.")
    with store, store.reading() as connection:
        number = latest_number(connection)
        for name, content in files_of(connection, number).items():
            (lent / name).write_bytes(content)
    return lent, f"version {number}"


def _parted(visits: tuple[Visit, ...], opened: pipeline.Opened, order: Order) -> tuple[tuple[PublishedVisit, ...], int]:
    """The visits from today on, in time order, and how many before it hold work that is still owed."""
    facts = opened.facts
    owed = {task.task_id: task for task in opened.obligations}
    is_open = {task.task_id for task in opened.obligations if task.is_open}
    frozen_until = order.today + timedelta(days=order.frozen_days)
    ahead, unrecorded = [], 0
    for visit in sorted(visits, key=lambda one: (one.span, one.visit_id)):
        on = _day_of(visit, facts)
        if on < order.today:
            unrecorded += not is_open.isdisjoint(visit.task_ids)
        else:
            ahead.append(PublishedVisit(visit, _is_agreed(visit, owed, facts), on < frozen_until))
    return tuple(ahead), unrecorded


def _day_of(visit: Visit, facts: Facts) -> date:
    """The day at its site; by UTC where the site is no longer in the programme."""
    known = visit.site in facts.programme.sites
    return facts.local_day(visit.span.start, visit.site) if known else visit.span.start.date()


def _is_agreed(visit: Visit, owed: Mapping[TaskId, Obligation], facts: Facts) -> bool:
    """Agreed when it was published, or since; an answer given since counts more."""
    tasks = [owed[task] for task in visit.task_ids if task in owed]
    answers = {facts.answer_to(task.asset_tag, task.name, visit.span.start) for task in tasks} - {None}
    return visit.agreement is Agreement.AGREED if not answers else answers == {VisitAnswer.AGREED}
