"""From obligations to a plan: the order of the steps, and the plan made of their results."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from constraints import catalogue
from scheduler.aside import LATER, Aside
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Plan, Settings, TaskOutcome, Visit, WeekLoad
from scheduler.obligations import draft_visit
from scheduler.solve.aiming import Ways, aim_again, on_the_way
from scheduler.solve.bare_plan import Bare, Show, bare, bare_plan, first_plan
from scheduler.solve.bringing_forward import bring_forward
from scheduler.solve.drafts import Drafts
from scheduler.solve.engines import Engine, engine_for
from scheduler.solve.explain import Explainer
from scheduler.solve.grouping import groups_of
from scheduler.solve.improve import improve, share_in_time
from scheduler.solve.list_schedule import ListSchedule
from scheduler.solve.load import YearAfter, load_of, year_after
from scheduler.solve.look_ahead import Look, counts_of, look_at_cost
from scheduler.solve.orders import Orders
from scheduler.solve.outcome import outcomes_of, with_causes
from scheduler.solve.outlook import Outlook
from scheduler.solve.progress import Progress
from scheduler.solve.proved import with_what_is_proved
from scheduler.solve.remedies.half_days import half_days_of
from scheduler.solve.sentences import Sentences
from scheduler.solve.settling import settle
from scheduler.solve.shares import shares_of
from scheduler.solve.shortfall import shortfall_of
from scheduler.solve.targets import Targets
from scheduler.solve.timetable import Timetable
from scheduler.solve.together import Together
from scheduler.solve.why_then import told_why, whys
from scheduler.solve.wishes import Wishes


@dataclass(frozen=True, slots=True)
class Beforehand:
    """What a plan says that nobody needs the prices of minutes for: it can be worked out while these are sought.

    `outcomes`: without why something is not in time, which what would help is a part of.
    """

    visits: tuple[Visit, ...]
    outcomes: Mapping[TaskId, TaskOutcome]
    objective: Mapping[str, int]
    price_of_nothing: int
    load: tuple[WeekLoad, ...]


def solve(
    obligations: Sequence[Obligation],
    facts: Facts,
    settings: Settings,
    progress: Progress,
    show: Show | None = None,
) -> Plan:
    """Plan the horizon. The same obligations, facts and settings give the same plan, however many workers there are.

    Nothing here knows a clock: `progress` may ask to stop, which ends between two steps and marks the plan cut short.
    `show` is shown the first whole plan, long before the last one; its share in time is told if it holds.
    """
    with closing(engine_for(settings)) as engine:
        return _solved(obligations, facts, settings, engine, progress, show)


def _solved(
    obligations: Sequence[Obligation],
    facts: Facts,
    settings: Settings,
    engine: Engine,
    progress: Progress,
    show: Show | None,
) -> Plan:
    tasks = [task for task in obligations if task.is_open]
    with Aside(partial(year_after, facts), LATER) as year:
        outlook, schedule = _looked_ahead_and_listed(tasks, obligations, facts, settings, progress, show)
        after = year.result()
    schedule.merge_trips(tasks)
    schedule.fill_up(tasks)
    improve(schedule, obligations, engine, settings.seed, outlook.bound, progress)
    settle(schedule, tasks)
    schedule.finish(tasks)
    bring_forward(schedule, tasks, after, facts.horizon, progress)
    schedule.make_whole()
    beforehand = said_beforehand(obligations, facts, settings, schedule.timetable, lambda: after)
    return plan_of(obligations, facts, settings, schedule, outlook, beforehand, cut_short=progress.stop_requested())


def _looked_ahead_and_listed(
    tasks: Sequence[Obligation],
    obligations: Sequence[Obligation],
    facts: Facts,
    settings: Settings,
    progress: Progress,
    show: Show | None,
) -> tuple[Outlook, ListSchedule]:
    """The outlook, counts included, and a schedule that aims at it; the programme, which is large, is gone then."""
    look = look_at_cost(obligations, facts, progress)
    schedule = listed(tasks, facts, look.outlook.targets, progress)
    ways = on_the_way(schedule.timetable)
    if show is not None:
        progress.stage("Checking the first plan", 1)
        schedule.make_whole()
        holds = show(first_plan(obligations, schedule.timetable, settings))
        share = share_in_time(obligations, schedule.timetable) if holds else None
        progress.advance(1, share, look.outlook.bound)
    with Aside(partial(counts_of, look, obligations)) as counts:
        schedule = _listed_again(schedule, tasks, look, ways, progress)
        return look.outlook.with_counts(counts.result()), schedule


def _listed_again(
    first: ListSchedule, tasks: Sequence[Obligation], look: Look, ways: Ways, progress: Progress
) -> ListSchedule:
    """A list schedule that aims at what the day programme says once it is known how long the ways of one are."""
    if progress.stop_requested():
        return first
    progress.stage("Aiming again", 1)
    targets = aim_again(look.programme, ways)
    progress.advance(1)
    timetable = first.timetable
    again = listed(tasks, timetable.facts, targets, progress, timetable.drafts)
    return first if progress.stop_requested() else again


def listed(
    tasks: Sequence[Obligation],
    facts: Facts,
    targets: Targets,
    progress: Progress,
    drafts: Drafts | None = None,
) -> ListSchedule:
    """A list schedule of all that is owed now; `drafts`: what rules said before, these rules alone."""
    schedule = empty_schedule(tasks, facts, targets, progress, drafts)
    locked = [task for task in tasks if facts.locks_of(task.asset_tag, task.name)]
    owed_now = [task for task in tasks if not task.extends_past_horizon]
    schedule.place_locked(locked)
    place_in_time(schedule, owed_now)
    return schedule


def place_in_time(schedule: ListSchedule, tasks: Sequence[Obligation]) -> None:
    """Give these a place in their windows, those that come in stages last."""
    in_stages = [task for task in tasks if schedule.timetable.orders.turns.binds(task.task_id)]
    staged = {task.task_id for task in in_stages}
    alone = [task for task in tasks if task.task_id not in staged]
    schedule.place_in_time(groups_of(alone, schedule.timetable.facts))
    schedule.roll_out(in_stages)


def empty_schedule(
    tasks: Sequence[Obligation],
    facts: Facts,
    targets: Targets,
    progress: Progress,
    drafts: Drafts | None = None,
) -> ListSchedule:
    """A list schedule in which nothing is placed yet."""
    return schedule_on(empty_timetable(tasks, facts, drafts), tasks, targets, progress)


def schedule_on(
    timetable: Timetable, tasks: Sequence[Obligation], targets: Targets, progress: Progress
) -> ListSchedule:
    """A list schedule that goes on with what is on the timetable."""
    timetable.minute_prices = targets.minute_prices
    wishes = Wishes(tasks, timetable, targets)
    return ListSchedule(timetable, wishes, Together(timetable, wishes, targets), progress)


def empty_timetable(tasks: Sequence[Obligation], facts: Facts, drafts: Drafts | None = None) -> Timetable:
    """A timetable in which nothing is placed and assets that wait for an order are held."""
    drafts = drafts or Drafts(Sentences(facts), facts)
    timetable = Timetable(facts, drafts, Orders.of(drafts.sentences, tasks), included=_included(tasks))
    for task in tasks:
        draft = draft_visit((task,), facts) if task.holds_asset else None
        if draft is not None:
            timetable.hold(timetable.prepare(draft))
    return timetable


def _included(tasks: Sequence[Obligation]) -> dict[TaskId, list[Obligation]]:
    """What each task includes."""
    found: dict[TaskId, list[Obligation]] = defaultdict(list)
    for task in tasks:
        for including in task.included_in:
            found[including].append(task)
    return found


def said_beforehand(
    obligations: Sequence[Obligation],
    facts: Facts,
    settings: Settings,
    timetable: Timetable,
    after: Callable[[], YearAfter],
) -> Beforehand:
    """What the timetable alone tells of a plan; `after` is asked last for what the year after owes."""
    found = bare(obligations, timetable)
    visits, outcomes = found
    nothing: Bare = ((), outcomes_of(obligations, (), {}, facts))
    return Beforehand(
        visits,
        told_why(outcomes, whys(obligations, timetable)),
        _objective(obligations, found, facts, settings),
        sum(_objective(obligations, nothing, facts, settings).values()),
        load_of(obligations, outcomes, visits, facts, after()),
    )


def _objective(obligations: Sequence[Obligation], found: Bare, facts: Facts, settings: Settings) -> Mapping[str, int]:
    """What a plan costs."""
    return catalogue.objective(catalogue.ledger(bare_plan(obligations, found, facts, settings), facts))


def plan_of(
    obligations: Sequence[Obligation],
    facts: Facts,
    settings: Settings,
    schedule: ListSchedule,
    outlook: Outlook,
    beforehand: Beforehand,
    *,
    cut_short: bool,
) -> Plan:
    """The plan of what is on the timetable, with a reason for everything that is not."""
    timetable, wishes = schedule.timetable, schedule.wishes
    explainer = Explainer(timetable, facts, wishes)
    outcomes = with_causes(beforehand.outcomes, obligations, explainer.cause)
    outcomes = with_what_is_proved(outcomes, obligations, outlook.counts.sets, facts)
    return Plan(
        today=facts.today,
        horizon=facts.horizon,
        obligations=tuple(obligations),
        outcomes=outcomes,
        visits=beforehand.visits,
        objective=beforehand.objective,
        price_of_nothing=beforehand.price_of_nothing,
        bound=outlook.bound,
        shares=shares_of(obligations, outcomes, outlook.counts.largest),
        shortfall=shortfall_of(obligations, outcomes, explainer, facts, outlook.targets.minute_prices),
        load=beforehand.load,
        settings=settings,
        fingerprint=facts.programme.fingerprint,
        duals=outlook.duals,
        counting=outlook.counts.counting,
        cut_short=cut_short,
        half_days=half_days_of(obligations, outcomes, explainer.case, explainer.price, explainer.remedies, timetable),
    )
