"""What an asset owes by its procedures: the occurrences of each that stand in the list, with their reasons."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from scheduler.domain.calendar import DayWindow, Periodicity, day_of
from scheduler.domain.equipment import Asset, Procedure, ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag
from scheduler.domain.obligation import DueBasis, Install, TaskStatus
from scheduler.domain.record import SATISFYING
from scheduler.obligations.attempts import NO_ATTEMPTS, Attempts, attempts_of
from scheduler.obligations.courses import Courses
from scheduler.obligations.ids import task_id
from scheduler.obligations.occurrence import Course
from scheduler.obligations.patching import Patched, Releases, patched
from scheduler.obligations.records import Records
from scheduler.obligations.regime import Regime
from scheduler.obligations.unroll import Circumstances, Listed, unroll
from scheduler.obligations.writing import Owed
from scheduler.risk.deadlines import Deadlines


class Periodic:
    """The periodic work of one asset after another."""

    def __init__(self, facts: Facts, records: Records, impact_class_of: Callable[[AssetTag], str]) -> None:
        self._facts = facts
        self._impact_class_of = impact_class_of
        self._deadlines = Deadlines(facts.programme, facts.today)
        self._records = records
        self._courses = Courses(facts, records)

    def owed(self, asset: Asset, regime: Regime) -> Iterator[Owed]:
        """Yield every occurrence of one procedure on one asset that stands in the list."""
        course = self._courses.of(asset, regime)
        around = self._around(asset, regime.procedure)
        found = self._patches(asset, regime, course, around) if _is_patch(regime) else self._others(course, around)
        tried = self._attempts(asset, regime, course)
        for one in found:
            yield _owed(asset, regime, course, one, tried)
            if not _is_done(one.listed):
                tried = NO_ATTEMPTS

    def _others(self, course: Course | None, around: Circumstances) -> Iterator[Patched]:
        if course is not None:
            yield from (Patched(one, course.regime.procedure) for one in unroll(course, around))

    def _patches(self, asset: Asset, regime: Regime, course: Course | None, around: Circumstances) -> Iterator[Patched]:
        impact_class = self._impact_class_of(asset.asset_tag)
        releases = Releases(asset, regime.procedure, self._facts, self._records, self._deadlines, impact_class)
        around = replace(around, no_patch=releases.first().settled)
        return patched(unroll(course, around) if course is not None else [], releases, around)

    def _around(self, asset: Asset, procedure: Procedure) -> Circumstances:
        facts, zone = self._facts, self._facts.zone_of(asset.asset_tag)
        deferrals = self._records.deferrals.get((asset.asset_tag, procedure.procedure), ())
        locks = facts.locks_of(asset.asset_tag, procedure.procedure)
        return Circumstances(facts, asset, deferrals, [day_of(lock.start, zone) for lock in locks])

    def _attempts(self, asset: Asset, regime: Regime, course: Course | None) -> Attempts:
        name = regime.procedure.procedure
        history = self._records.history.get(asset.asset_tag, ())
        rows = [row for row in history if row.procedure == name]
        completing = (row for row in history if row.procedure in regime.completed_by and row.outcome in SATISFYING)
        done = [row.done_on for row in completing] if course is None else course.completions
        return attempts_of(rows, done[-1] if done else None, self._facts.programme.policies)


def _is_patch(regime: Regime) -> bool:
    return regime.procedure.kind is ProcedureKind.PATCH


def _owed(asset: Asset, regime: Regime, course: Course | None, one: Patched, tried: Attempts) -> Owed:
    found, name = one.listed.occurrence, regime.procedure.procedure
    of_cycle = course if found.basis is not DueBasis.PATCH else None
    row = None if of_cycle is None else of_cycle.due_row
    follows = one.listed.follows
    return Owed(
        asset,
        one.procedure,
        found.key,
        found.due,
        found.window,
        found.basis,
        _why(regime, one),
        one.listed.standing,
        every=None if of_cycle is None else _counted_with(of_cycle),
        minus_days=0 if of_cycle is None else of_cycle.minus_days(found.due),
        previous=None if follows is None else task_id(asset.asset_tag, name, follows.key),
        attempts=NO_ATTEMPTS if _is_done(one.listed) else tried,
        work_order=row.work_order if row is not None and row.next_due in (None, found.due) else "",
        install=one.install,
    )


def _is_done(one: Listed) -> bool:
    return one.standing.settled is not None and one.standing.settled.status is TaskStatus.DONE


def _counted_with(course: Course) -> Periodicity | None:
    """Return the periodicity in force; None where a runtime trigger was reached at an unknown rate."""
    known = course.regime.every is not None or (course.wear is not None and course.wear.period is not None)
    return course.every if known else None


def _why(regime: Regime, one: Patched) -> str:
    found, lost = one.listed.occurrence, regime.lost_aem
    profile = "" if found.basis is DueBasis.PATCH else f"{regime.profile} window {_around_due(found.due, found.window)}"
    parts = [
        found.why,
        profile,
        f"the manufacturer's periodicity is in force: {lost}" if lost else "",
        _release(one.install) if one.install is not None else "",
    ]
    return "; ".join(part for part in parts if part)


def _release(install: Install) -> str:
    return f"release {install.patch.version} ({install.patch.patch}), validated on {install.patch.validated_on}"


def _around_due(due: date, window: DayWindow) -> str:
    return f"{(window.first_day - due).days:+d}..{(window.last_day - due).days:+d} days"
