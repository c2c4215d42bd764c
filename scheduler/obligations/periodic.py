"""What an asset owes by its procedures: the occurrences of each that stand in the list, with their reasons."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from scheduler.domain.calendar import DayWindow, Periodicity, day_of
from scheduler.domain.equipment import Asset, Procedure, ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag
from scheduler.domain.obligation import DueBasis, Install, Settled, TaskStatus
from scheduler.domain.record import SATISFYING
from scheduler.obligations.attempts import NO_ATTEMPTS, Attempts, attempts_of
from scheduler.obligations.courses import Courses
from scheduler.obligations.ids import task_id
from scheduler.obligations.occurrence import Course
from scheduler.obligations.patching import Patched, Releases, patched, review_period
from scheduler.obligations.records import Records
from scheduler.obligations.regime import Regime
from scheduler.obligations.unroll import Circumstances, Listed, open_ones, unroll
from scheduler.obligations.writing import Owed
from scheduler.risk.advisories.unfixed import unfixed_by_asset
from scheduler.risk.deadlines import Deadlines


class Periodic:
    """The periodic work of one asset after another.

    Without `settled_too` what is open alone, and what others follow up: over a year most is settled.
    """

    def __init__(
        self,
        facts: Facts,
        records: Records,
        impact_class_of: Callable[[AssetTag], str],
        *,
        settled_too: bool,
    ) -> None:
        self._facts = facts
        self._impact_class_of = impact_class_of
        self._settled_too = settled_too
        self._deadlines = Deadlines(facts.programme, facts.today)
        self._unfixed = unfixed_by_asset(facts.programme, facts.today)
        self._records = records
        self._courses = Courses(facts, records)

    def owed(self, asset: Asset, regime: Regime) -> Iterator[Owed]:
        """Yield the occurrences of one procedure on one asset that stand in the list."""
        every_one = self._settled_too or regime.procedure.follow_up is not None
        releases = self._releases(asset, regime) if _is_patch(regime) else None
        if releases is not None and releases.first.settled is not None and not every_one:
            return  # without a release to install all of them are settled, over a year of most assets
        course = self._courses.of(asset, regime)
        around = self._around(asset, regime.procedure, None if releases is None else releases.first.settled)
        if releases is None:
            found = self._others(course, around, done_too=every_one)
        else:
            course = course or self._reviews(asset, regime, around)
            found = patched(unroll(course, around) if course is not None else [], releases, around)
        tried = self._attempts(asset, regime, course)
        for one in found:
            if every_one or one.listed.standing.settled is None or one.procedure.follow_up is not None:
                yield _owed(asset, regime, course, one, tried)
            if not _is_done(one.listed):
                tried = NO_ATTEMPTS

    def _others(self, course: Course | None, around: Circumstances, *, done_too: bool) -> Iterator[Patched]:
        if course is not None:
            listed = unroll(course, around) if done_too else open_ones(course, around)
            yield from (Patched(one, course.regime.procedure) for one in listed)

    def _releases(self, asset: Asset, regime: Regime) -> Releases:
        impact_class, unfixed = self._impact_class_of(asset.asset_tag), self._unfixed.get(asset.asset_tag, ())
        return Releases(asset, regime.procedure, self._facts, self._records, self._deadlines, impact_class, unfixed)

    def _reviews(self, asset: Asset, regime: Regime, around: Circumstances) -> Course | None:
        """The course of a compensating control's reviews where the asset has no cycle of patching to review it in."""
        settled = around.no_patch
        if settled is None or settled.status is not TaskStatus.NO_PATCH:
            return None
        rows = [row for row in self._facts.procedures_of(asset.asset_tag) if row.kind is ProcedureKind.PATCH]
        if any(isinstance(row.every, Periodicity) for row in rows):
            return None
        if min(row.procedure for row in rows) != regime.procedure.procedure:
            return None
        every = review_period(regime.procedure, self._facts.programme.patching)
        return self._courses.of(asset, replace(regime, every=every))

    def _around(self, asset: Asset, procedure: Procedure, no_patch: Settled | None) -> Circumstances:
        facts, zone = self._facts, self._facts.zone_of(asset.asset_tag)
        deferrals = self._records.deferrals.get((asset.asset_tag, procedure.procedure), ())
        locks = facts.locks_of(asset.asset_tag, procedure.procedure)
        return Circumstances(facts, asset, deferrals, [day_of(lock.start, zone) for lock in locks], no_patch)

    def _attempts(self, asset: Asset, regime: Regime, course: Course | None) -> Attempts:
        name = regime.procedure.procedure
        history = self._records.history.get(asset.asset_tag, ())
        rows = [row for row in history if row.procedure == name]
        if not rows:
            return NO_ATTEMPTS
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
        one.note,
    ]
    return "; ".join(part for part in parts if part)


def _release(install: Install) -> str:
    patch = install.patch
    said = f"validated on {patch.validated_on}" if patch.validated_on else f"released on {patch.released_on}"
    free = "" if patch.validated_on else ", without approval, as the model allows for its operating system"
    return f"release {patch.version} ({patch.patch}), {said}{free}"


def _around_due(due: date, window: DayWindow) -> str:
    return f"{(window.first_day - due).days:+d}..{(window.last_day - due).days:+d} days"
