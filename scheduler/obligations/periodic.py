"""What an asset owes by its procedures: the occurrences of each that stand in the list, with their reasons."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from scheduler.domain.calendar import DayWindow, Periodicity, day_of
from scheduler.domain.equipment import Asset, Procedure, ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import TaskStatus
from scheduler.domain.security import Patch
from scheduler.obligations.attempts import NO_ATTEMPTS, Attempts, attempts_of
from scheduler.obligations.courses import Courses
from scheduler.obligations.ids import task_id
from scheduler.obligations.occurrence import Course
from scheduler.obligations.patches import Release, owed_release
from scheduler.obligations.records import Records
from scheduler.obligations.regime import Regime
from scheduler.obligations.unroll import Circumstances, Listed, unroll
from scheduler.obligations.writing import Owed

_NO_RELEASE = Release()


class Periodic:
    """The periodic work of one asset after another."""

    def __init__(self, facts: Facts, records: Records) -> None:
        self._facts = facts
        self._records = records
        self._courses = Courses(facts, records)

    def owed(self, asset: Asset, regime: Regime) -> Iterator[Owed]:
        """Yield every occurrence of one procedure on one asset that stands in the list."""
        course = self._courses.of(asset, regime)
        if course is None:
            return
        release = self._release(asset, regime.procedure)
        listed = unroll(course, self._around(asset, regime.procedure, release))
        tried = self._attempts(asset, course)
        for one in listed:
            yield _owed(asset, course, one, release, tried)
            if not _is_done(one):
                tried = NO_ATTEMPTS

    def _release(self, asset: Asset, procedure: Procedure) -> Release:
        if procedure.kind is not ProcedureKind.PATCH:
            return _NO_RELEASE
        model = self._facts.model_of(asset.asset_tag)
        return owed_release(asset, model, self._records.patches.get(model.key, ()), self._facts.today)

    def _around(self, asset: Asset, procedure: Procedure, release: Release) -> Circumstances:
        facts, zone = self._facts, self._facts.zone_of(asset.asset_tag)
        deferrals = self._records.deferrals.get((asset.asset_tag, procedure.procedure), ())
        locks = facts.locks_of(asset.asset_tag, procedure.procedure)
        return Circumstances(facts, asset, deferrals, [day_of(lock.start, zone) for lock in locks], release.settled)

    def _attempts(self, asset: Asset, course: Course) -> Attempts:
        name = course.regime.procedure.procedure
        rows = [row for row in self._records.history.get(asset.asset_tag, ()) if row.procedure == name]
        last_done = course.completions[-1] if course.completions else None
        return attempts_of(rows, last_done, self._facts.programme.policies)


def _owed(asset: Asset, course: Course, one: Listed, release: Release, tried: Attempts) -> Owed:
    found, name = one.occurrence, course.regime.procedure.procedure
    row = course.due_row
    return Owed(
        asset,
        _with_patch(course.regime.procedure, release.patch),
        found.key,
        found.due,
        found.window,
        found.basis,
        _why(course, one, release.patch),
        one.standing,
        every=_counted_with(course),
        minus_days=course.minus_days(found.due),
        previous=None if one.follows is None else task_id(asset.asset_tag, name, one.follows.key),
        attempts=NO_ATTEMPTS if _is_done(one) else tried,
        work_order=row.work_order if row is not None and row.next_due in (None, found.due) else "",
    )


def _is_done(one: Listed) -> bool:
    return one.standing.settled is not None and one.standing.settled.status is TaskStatus.DONE


def _with_patch(procedure: Procedure, patch: Patch | None) -> Procedure:
    return procedure if patch is None or patch.minutes is None else replace(procedure, minutes=patch.minutes)


def _counted_with(course: Course) -> Periodicity | None:
    """Return the periodicity in force; None where a runtime trigger was reached at an unknown rate."""
    known = course.regime.every is not None or (course.wear is not None and course.wear.period is not None)
    return course.every if known else None


def _why(course: Course, one: Listed, patch: Patch | None) -> str:
    found, lost = one.occurrence, course.regime.lost_aem
    parts = [
        found.why,
        f"{course.regime.profile} window {_around_due(found.due, found.window)}",
        f"the manufacturer's periodicity is in force: {lost}" if lost else "",
        f"release {patch.version} ({patch.patch}), validated on {patch.validated_on}" if patch else "",
    ]
    return "; ".join(part for part in parts if part)


def _around_due(due: date, window: DayWindow) -> str:
    return f"{(window.first_day - due).days:+d}..{(window.last_day - due).days:+d} days"
