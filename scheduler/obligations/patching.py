"""What an asset owes of a patch procedure: a release for each cycle, by its own deadline where it has one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from scheduler.domain.calendar import DayWindow, Periodicity
from scheduler.domain.equipment import Answer, Asset, Model, Procedure
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import DueBasis, Install, Settled, TaskStatus
from scheduler.domain.policy import Patching
from scheduler.obligations.occurrence import Occurrence
from scheduler.obligations.patch_performer import patch_work, work_on
from scheduler.obligations.patches import Release, owed_release
from scheduler.obligations.records import Records
from scheduler.obligations.standing import Standing
from scheduler.obligations.unroll import Circumstances, Listed
from scheduler.risk.advisories.unfixed import Unfixed
from scheduler.risk.deadlines import Deadline, Deadlines, earliest


@dataclass(frozen=True, slots=True)
class Patched:
    """An occurrence with the release that it installs (None: it installs none) and the work as it may be done."""

    listed: Listed
    procedure: Procedure
    install: Install | None = None
    note: str = ""


class Releases:
    """What one asset can install, one release after the other."""

    def __init__(
        self,
        asset: Asset,
        procedure: Procedure,
        facts: Facts,
        records: Records,
        deadlines: Deadlines,
        impact_class: str,
        unfixed: Sequence[Unfixed] = (),
    ) -> None:
        self._asset = asset
        self._facts = facts
        self._deadlines = deadlines
        self._impact_class = impact_class
        self.model = facts.model_of(asset.asset_tag)
        self._patches = records.patches.get(self.model.key, ())
        self._cves = records.open_cves.get(asset.asset_tag, frozenset())
        self._unfixed = unfixed
        self._row = procedure
        found = patch_work(procedure, self.model, None, facts.programme.performers)
        self._procedure = procedure if isinstance(found, Settled) else found

    @cached_property
    def first(self) -> Release:
        """What it is owed today."""
        return owed_release(
            self._asset, self.model, self._patches, self._facts.today, open_cves=self._cves, unfixed=self._unfixed
        )

    def after(self, release: Release) -> Release:
        """What it will be owed once that release is on it; nothing changes where there is none to install."""
        if release.patch is None:
            return release
        version = release.patch.version
        return owed_release(self._asset, self.model, self._patches, self._facts.today, version=version)

    def deadline(self, release: Release) -> Deadline | None:
        """The earliest day by which one of the releases that it closes has to be on the asset; None: the cycle's."""
        if release.patch is None:
            return None
        found = earliest(self._deadlines.of(one, self._asset, self._impact_class) for one in release.closed)
        return found if found.day is not None else None

    def settling(self, release: Release, listed: Listed) -> Listed:
        """The occurrence as settled by having nothing to install, unless something else has settled it."""
        settled = release.settled
        if settled is None or listed.standing.settled not in (None, settled):
            return listed
        former = listed.standing
        standing = Standing(self._with_review(settled, listed), former.not_before, former.postponed, former.note)
        return Listed(listed.occurrence, standing, listed.follows)

    def _with_review(self, settled: Settled, listed: Listed) -> Settled:
        """A compensating control is reviewed when the cycle is due, and approved by who is accountable for it."""
        if settled.status is not TaskStatus.NO_PATCH:
            return settled
        said = control_review(self._row, self._facts.programme.patching)
        return replace(settled, reason=f"{settled.reason}; its review is due on {listed.occurrence.due}, {said}")

    def installing(self, listed: Listed, release: Release, deadline: Deadline | None) -> Patched:
        """The occurrence with the release; without one it is settled, as it is if nobody may do the work."""
        if release.patch is None or listed.standing.settled is not None:
            return Patched(listed, self._procedure)
        programme, note = self._facts.programme, _besides(self.model, release)
        may = patch_work(self._row, self.model, release.patch, programme.performers)
        if isinstance(may, Settled):
            work = work_on(self._row, self.model, release.patch, programme.patching)
            return Patched(replace(listed, standing=replace(listed.standing, settled=may)), work)
        work = work_on(may, self.model, release.patch, programme.patching)
        found = Install(release.patch)
        if deadline is not None:
            found = Install(
                release.patch, deadline.day, deadline.deadline_class, deadline.clock_start, deadline.is_interrupt
            )
        return Patched(listed, work, found, note)


def control_review(row: Procedure, patching: Patching) -> str:
    """How often a compensating control is reviewed, and who approves it: as the procedure says, else the programme."""
    return f"every {review_period(row, patching)}, approved by {approver_of(row, patching)}"


def approver_of(row: Procedure, patching: Patching) -> str:
    """Who approves a compensating control: who is accountable for the procedure, else whom the programme names."""
    return ", ".join(row.responsibility.accountable) or patching.control_approver or "nobody named"


def review_period(row: Procedure, patching: Patching) -> Periodicity:
    """How often a compensating control is reviewed: in the procedure's cycle; without one as the programme says."""
    return row.every if isinstance(row.every, Periodicity) else Periodicity(days=patching.control_review)


def _besides(model: Model, release: Release) -> str:
    """What is to be known of an installation beside the release itself."""
    by_itself = model.patch_automatic is Answer.YES
    parts = (
        "the device installs it itself, so the check afterwards is the work" if by_itself else "",
        f"{release.left_open} stay open: the compensating control is reviewed with it" if release.left_open else "",
    )
    return "; ".join(part for part in parts if part)


def patched(cycle: Sequence[Listed], releases: Releases, around: Circumstances) -> Iterator[Patched]:
    """Give each open occurrence of the routine cycle its release, in order; its own deadline replaces the first.

    An occurrence that is assumed done has installed its release; one that cannot be done leaves it to the next.
    """
    yield from (releases.installing(one, Release(), None) for one in cycle if _is_done(one))
    ahead = [one for one in cycle if not _is_done(one)]
    release = releases.first
    deadline = releases.deadline(release)
    if deadline is not None:
        own = releases.installing(_by_own_deadline(release, deadline, around, releases.model), release, deadline)
        yield own
        release = releases.after(release) if _installs(own) else release
        ahead = ahead[1:]
    former: Occurrence | None = None
    for one in ahead:
        found = releases.installing(
            releases.settling(release, Listed(one.occurrence, one.standing, former)), release, None
        )
        yield found if _status(found) is not TaskStatus.ASSUMED_DONE else _without_former(found)
        release = releases.after(release) if _installs(found) else release
        if _status(found) is not TaskStatus.ASSUMED_DONE:
            former = found.listed.occurrence if _status(found) is None else None


def _status(found: Patched) -> TaskStatus | None:
    settled = found.listed.standing.settled
    return None if settled is None else settled.status


def _without_former(found: Patched) -> Patched:
    return replace(found, listed=replace(found.listed, follows=None))


def _is_done(listed: Listed) -> bool:
    return listed.standing.settled is not None and listed.standing.settled.status is TaskStatus.DONE


def _installs(found: Patched) -> bool:
    return _status(found) in (None, TaskStatus.ASSUMED_DONE)


def _by_own_deadline(release: Release, deadline: Deadline, around: Circumstances, model: Model) -> Listed:
    """The occurrence that the release itself asks for: from its validation to its deadline."""
    assert release.patch is not None, "a deadline of its own is that of a release"
    assert deadline.day is not None, "a deadline of its own has a day"
    patch, facts, last = release.patch, around.facts, deadline.day
    window = DayWindow(min(patch.ready_on(model) or last, last), last)
    why = f"deadline of its own: {deadline.deadline_class} ({deadline.row} of {deadline.table}), from "
    why += f"{deadline.clock_start}"
    key = f"patch {patch.patch}"
    occurrence = Occurrence(last, window, DueBasis.PATCH, why, key, False, last)
    standing = around.standing(window)
    if _is_assumed(window, standing, facts):
        said = f"its deadline is before the horizon, so it is assumed done on {last}"
        standing = Standing(Settled(TaskStatus.ASSUMED_DONE, None, said))
    return Listed(occurrence, standing)


def _is_assumed(window: DayWindow, standing: Standing, facts: Facts) -> bool:
    free = standing.settled is None and not standing.postponed and (standing.not_before or date.min) <= window.last_day
    between = facts.today <= window.last_day < facts.horizon.first_day
    return free and between and facts.programme.policies.assume_current_done
