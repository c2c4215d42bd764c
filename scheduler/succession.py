"""One quarter after another: what a plan places is taken as done, and the next quarter is planned from there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.domain.calendar import Horizon, add_months, day_of, month_last
from scheduler.domain.equipment import AssetStatus
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import DueBasis, Obligation, TaskStatus
from scheduler.domain.people import NoCalibration
from scheduler.domain.plan import Plan, Visit
from scheduler.domain.programme import Programme
from scheduler.domain.record import DueRow, HistoryRow, Outcome
from scheduler.domain.security import FindingState
from scheduler.obligations import owed

_A_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_FIRST_DATES = frozenset({DueBasis.NO_BASELINE, DueBasis.IN_SERVICE})
_SATISFIED = frozenset({TaskStatus.PLACED, TaskStatus.DONE_ELSEWHERE})


@dataclass(frozen=True, slots=True)
class Renewed:
    """How many certificates and calibrations that end before the last quarter does are taken as renewed in time."""

    certificates: int
    calibrations: int


def horizons_of(first: Horizon, quarters: int) -> tuple[Horizon, ...]:
    """Quarters in a row, the first one given."""
    found = [first]
    while len(found) < quarters:
        begins = found[-1].last_day + _A_DAY
        found.append(Horizon(begins, month_last(add_months(begins, 2))))
    return tuple(found)


def quarter_name(horizon: Horizon) -> str:
    """The name of a calendar quarter, 2027Q1."""
    return f"{horizon.first_day.year}Q{(horizon.first_day.month + 2) // 3}"


def is_quarter(horizon: Horizon) -> bool:
    """Tell whether a horizon is a calendar quarter."""
    first = horizon.first_day
    return first.day == 1 and first.month % 3 == 1 and horizon.last_day == month_last(add_months(first, 2))


def with_first_dates(programme: Programme, obligations: tuple[Obligation, ...]) -> Programme:
    """Pin the first dates of work that was never done: without a baseline they would be spread anew each quarter."""
    spread = [task for task in obligations if task.basis in _FIRST_DATES and task.previous is None]
    rows = tuple(DueRow(task.asset_tag, task.name, None, task.due, task.work_order) for task in spread)
    return replace(programme, due=(*programme.due, *rows))


def renewed_after(programme: Programme, today: date, until: date) -> tuple[Programme, Renewed]:
    """What is in force today and ends before `until` is renewed without end; what has ended already stays so."""
    ending = [row.valid_until is not None and today <= row.valid_until < until for row in programme.certificates]
    certificates = tuple(
        replace(row, valid_until=None) if ends else row
        for row, ends in zip(programme.certificates, ending, strict=True)
    )
    expiring = {
        name
        for name, one in programme.instruments.items()
        if isinstance(one.calibrated_until, date) and today <= one.calibrated_until < until
    }
    instruments = {
        name: replace(one, calibrated_until=NoCalibration.NOT_NEEDED) if name in expiring else one
        for name, one in programme.instruments.items()
    }
    changed = replace(programme, certificates=certificates, instruments=instruments)
    return changed, Renewed(sum(ending), len(expiring))


def following(facts: Facts, plan: Plan, horizon: Horizon) -> Facts:
    """The facts of the next quarter, all that the plan places being done."""
    programme, today = taken_as_done(facts, plan)
    return Facts(programme, today, horizon)


def following_the_first(facts: Facts, plan: Plan, horizons: tuple[Horizon, ...]) -> tuple[Facts, Renewed]:
    """The same after the first quarter, from which on dates without a baseline stand, and what ends is renewed."""
    year = Horizon(horizons[0].first_day, horizons[-1].last_day)
    pinned = with_first_dates(facts.programme, owed(Facts(facts.programme, facts.today, year)))
    renewed, count = renewed_after(pinned, plan.today, year.last_day)
    return following(Facts(renewed, facts.today, facts.horizon), plan, horizons[1]), count


def taken_as_done(facts: Facts, plan: Plan) -> tuple[Programme, date]:
    """The programme after the plan's last day, everything placed having been done when it was planned, and that day.

    The day is the first of the next quarter. Outside performers are told as long before it as before this quarter.
    """
    programme, last = facts.programme, plan.horizon.last_day
    told_before = (plan.horizon.first_day - plan.today).days
    done = _done(plan)
    names = {(task.asset_tag, task.name) for task in done}
    dated = {(task.asset_tag, task.name, task.due) for task in done}
    installed = {task.asset_tag: task.install.patch for task in done if task.install is not None}
    closed = {(tag, cve) for tag, patch in installed.items() for cve in patch.cves}
    after = replace(
        programme,
        history=(*programme.history, *_history(done, plan, facts)),
        due=tuple(row for row in programme.due if (row.asset_tag, row.procedure) not in names),
        orders=tuple(row for row in programme.orders if (row.asset_tag, row.procedure, row.deadline) not in dated),
        locks=tuple(row for row in programme.locks if day_of(row.start, facts.zone_of(row.asset_tag)) > last),
        assets={
            tag: replace(
                asset,
                status=AssetStatus.IN_USE if _is_back(asset.expected_back, asset.status, last) else asset.status,
                software_version=installed[tag].version if tag in installed else asset.software_version,
            )
            for tag, asset in programme.assets.items()
        },
        findings=tuple(
            replace(row, state=FindingState.FIXED) if (row.asset_tag, row.cve) in closed else row
            for row in programme.findings
        ),
        performers={
            name: replace(one, notice_days=max(0, one.notice_days - told_before))
            for name, one in programme.performers.items()
        }
        if plan.today < plan.horizon.first_day
        else programme.performers,
    )
    return after, last + _A_DAY


def _done(plan: Plan) -> list[Obligation]:
    """What is done when the quarter is over: placed, done with other work, or assumed done before it began."""
    wanted = _SATISFIED | {TaskStatus.ASSUMED_DONE}
    return [task for task in plan.obligations if plan.outcomes[task.task_id].status in wanted]


def _history(done: list[Obligation], plan: Plan, facts: Facts) -> Iterator[HistoryRow]:
    visits = {visit.visit_id: visit for visit in plan.visits}
    for task in done:
        visit_id = plan.outcomes[task.task_id].visit_id
        on = task.due if visit_id is None else _done_on(visits[visit_id], task, facts)
        on = min(on, plan.horizon.last_day)
        yield HistoryRow(task.asset_tag, task.name, on, Outcome.COMPLETED, "", None, "as planned")


def _done_on(visit: Visit, task: Obligation, facts: Facts) -> date:
    """The local day on which the last of its legs ends."""
    legs = [leg for leg in visit.legs if task.task_id in leg.task_ids] or list(visit.legs)
    return facts.local_day(legs[-1].span.end - _INSTANT, visit.site)


def _is_back(expected: date | None, status: AssetStatus, last: date) -> bool:
    return status is AssetStatus.IN_REPAIR and expected is not None and expected <= last
