"""Obligations, drafts, visits and plans, with a default for everything."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction

from constraints.example.equipment import a_procedure
from constraints.example.moments import A_MORNING, QUARTER, TODAY, Day, Moment, at, day, maybe_day
from scheduler.domain.calendar import DayWindow, Horizon, Periodicity, Span
from scheduler.domain.equipment import Procedure, Where
from scheduler.domain.ids import (
    IN_HOUSE,
    AssetTag,
    DepartmentId,
    InstrumentClass,
    InstrumentId,
    PerformerId,
    RoundId,
    SiteId,
    SkillName,
    TaskId,
    TechnicianId,
    VisitId,
)
from scheduler.domain.obligation import DueBasis, Obligation, Settled, TaskStatus
from scheduler.domain.plan import Leg, Plan, Settings, Shares, TaskOutcome, Visit
from scheduler.domain.policy import RiskClass
from scheduler.domain.work import LegDraft, LegProfile, OutKind, VisitDraft

_NO_SHARES = Shares(0, 0, 0, 0, 0, 0)


def task_id(asset_tag: str = "A-1", procedure: str = "PM") -> TaskId:
    """The id that examples give to the task of an asset and procedure."""
    return TaskId(f"{asset_tag} {procedure}")


def an_obligation(
    asset_tag: str = "A-1",
    procedure: Procedure | None = None,
    *,
    due: Day = "2027-02-15",
    first_day: Day = "2027-01-01",
    last_day: Day = "2027-03-31",
    risk_class: RiskClass = RiskClass.OTHER,
    basis: DueBasis = DueBasis.COMPLETION,
    overdue: bool = False,
    extends_past_horizon: bool = False,
    hard_window: bool = False,
    late_allowed_days: int = 30,
    minus_days: int = 0,
    not_before: Day | None = None,
    previous: str | None = None,
    parent: str | None = None,
    included_in: Iterable[str] = (),
    holds_asset: bool = False,
    settled: Settled | None = None,
    impact_score: int = 0,
    task: str | None = None,
) -> Obligation:
    """Yearly work on A-1, due in the middle of the quarter, with the whole quarter as its window."""
    work = a_procedure() if procedure is None else procedure
    return Obligation(
        task_id=task_id(asset_tag, work.procedure) if task is None else TaskId(task),
        asset_tag=AssetTag(asset_tag),
        procedure=work,
        due=day(due),
        window=DayWindow(day(first_day), day(last_day)),
        basis=basis,
        risk_class=risk_class,
        overdue=overdue,
        extends_past_horizon=extends_past_horizon,
        every=work.every if isinstance(work.every, Periodicity) else None,
        minus_days=minus_days,
        hard_window=hard_window,
        late_allowed_days=late_allowed_days,
        reason="",
        settled=settled,
        not_before=maybe_day(not_before),
        previous=None if previous is None else TaskId(previous),
        parent=None if parent is None else TaskId(parent),
        included_in=tuple(TaskId(one) for one in included_in),
        holds_asset=holds_asset,
        impact_score=impact_score,
    )


def a_leg(
    start: Moment = A_MORNING,
    minutes: int = 60,
    technicians: Iterable[str] = ("Ann",),
    *,
    tasks: Iterable[str] = (task_id(),),
    where: Where = Where.IN_PLACE,
    performer: str = IN_HOUSE,
    instruments: Iterable[str] = (),
) -> Leg:
    """An hour of Ann's on A-1, on a Monday morning."""
    begins = at(start)
    return Leg(
        Span(begins, begins + timedelta(minutes=minutes)),
        where,
        PerformerId(performer),
        tuple(TechnicianId(technician) for technician in technicians),
        tuple(InstrumentId(instrument) for instrument in instruments),
        tuple(TaskId(task) for task in tasks),
    )


def a_visit(
    asset_tag: str = "A-1",
    start: Moment = A_MORNING,
    minutes: int = 60,
    technicians: Iterable[str] = ("Ann",),
    *,
    legs: Sequence[Leg] = (),
    tasks: Iterable[str] | None = None,
    where: Where = Where.IN_PLACE,
    performer: str = IN_HOUSE,
    instruments: Iterable[str] = (),
    site: str = "North",
    department: str = "Ward",
    out: tuple[Moment, Moment] | None = None,
    serves_on: bool = False,
    visit_id: str | None = None,
    round_id: str = "",
) -> Visit:
    """A visit of one leg to the ward, or of the legs that are given.

    The asset is out from start to end, or for `out`; it is not if it `serves_on` or the work is unobtrusive. Without
    `out` bench work has the asset from the start to a day later.
    """
    if not legs:
        done = (task_id(asset_tag),) if tasks is None else tuple(tasks)
        legs = (
            a_leg(start, minutes, technicians, tasks=done, where=where, performer=performer, instruments=instruments),
        )
    return Visit(
        VisitId(f"V {asset_tag}" if visit_id is None else visit_id),
        AssetTag(asset_tag),
        SiteId(site),
        DepartmentId(department),
        tuple(legs),
        None if serves_on else _out(legs, out),
        "",
        RoundId(round_id),
    )


def _out(legs: Sequence[Leg], given: tuple[Moment, Moment] | None) -> Span | None:
    if given is not None:
        return Span(at(given[0]), at(given[1]))
    start, end = legs[0].span.start, legs[-1].span.end
    if any(leg.where is Where.BENCH for leg in legs):
        return Span(start, max(end, start + timedelta(days=1)))
    return None if all(leg.where is Where.UNOBTRUSIVE for leg in legs) else Span(start, end)


def a_plan(
    *visits: Visit,
    obligations: Iterable[Obligation] | None = None,
    outcomes: Iterable[TaskOutcome] = (),
    today: Day = TODAY,
    horizon: Horizon = QUARTER,
) -> Plan:
    """A plan of these visits: their tasks are placed, other obligations unplaced or as they are settled.

    Without `obligations` the visits' tasks are owed as `an_obligation` says. `outcomes` replace those derived.
    """
    owed = _owed_for(visits) if obligations is None else tuple(obligations)
    placed = {task: visit.visit_id for visit in visits for task in visit.task_ids}
    derived = {one.task_id: _outcome(one, placed.get(one.task_id)) for one in owed}
    return Plan(
        today=day(today),
        horizon=horizon,
        obligations=owed,
        outcomes=derived | {one.task_id: one for one in outcomes},
        visits=visits,
        objective={},
        price_of_nothing=0,
        bound=0,
        shares=dict.fromkeys(("all", RiskClass.HIGH_RISK, RiskClass.OTHER), _NO_SHARES),
        shortfall=(),
        load=(),
        settings=Settings(),
        fingerprint="0" * 64,
    )


def _owed_for(visits: Iterable[Visit]) -> tuple[Obligation, ...]:
    return tuple(an_obligation(visit.asset_tag, task=task) for visit in visits for task in visit.task_ids)


def _outcome(owed: Obligation, visit: VisitId | None) -> TaskOutcome:
    if owed.settled is not None:
        return TaskOutcome(owed.task_id, owed.settled.status, None, 0, owed.settled.reason_code, owed.settled.reason)
    return TaskOutcome(owed.task_id, TaskStatus.PLACED if visit else TaskStatus.UNPLACED, visit)


def a_profile(
    *,
    site: str = "North",
    department: str = "Ward",
    where: Where = Where.IN_PLACE,
    performer: str = IN_HOUSE,
    crew: int = 1,
    skills: Iterable[tuple[str, int]] = (),
    instruments: Iterable[Iterable[str]] = (),
) -> LegProfile:
    """A leg in place for one person without a skill."""
    return LegProfile(
        SiteId(site),
        DepartmentId(department),
        where,
        PerformerId(performer),
        crew,
        tuple((SkillName(skill), number) for skill, number in skills),
        tuple(tuple(InstrumentClass(one) for one in group) for group in instruments),
    )


def a_draft(
    *tasks: Obligation,
    legs: Sequence[LegDraft] = (),
    site: str = "North",
    department: str = "Ward",
    taken_out: Iterable[str] | None = None,
) -> VisitDraft:
    """A visit to be made for these tasks of one asset, in one leg as the first procedure asks unless legs are given.

    Only the asset itself is out, unless `taken_out` says more.
    """
    owed = tasks or (an_obligation(),)
    work = owed[0].procedure
    out = OutKind.BENCH if work.where is Where.BENCH else OutKind.WHILE_THERE if work.interrupts else OutKind.NOT
    others = (owed[0].asset_tag,) if taken_out is None else tuple(AssetTag(tag) for tag in taken_out)
    return VisitDraft(
        asset_tag=owed[0].asset_tag,
        site=SiteId(site),
        department=DepartmentId(department),
        tasks=owed,
        legs=tuple(legs) or (_only_leg(owed, site, department),),
        out=out,
        taken_out=() if out is OutKind.NOT else tuple(sorted(others)),
        out_minutes=int(Fraction(str(work.out_hours)) * 60) if out is OutKind.BENCH else 0,
        splittable=work.splittable,
    )


def _only_leg(owed: Sequence[Obligation], site: str, department: str) -> LegDraft:
    work = owed[0].procedure
    crews: dict[str, int] = {}
    for one in owed:
        if (skill := one.procedure.skill) is not None:
            crews[skill] = max(crews.get(skill, 0), one.procedure.crew)
    profile = a_profile(
        site=site,
        department=department,
        where=work.where,
        performer=work.performer,
        crew=max(one.procedure.crew for one in owed),
        skills=sorted(crews.items()),
        instruments=work.instruments,
    )
    return LegDraft(profile, sum(one.procedure.minutes for one in owed), tuple(one.task_id for one in owed))
