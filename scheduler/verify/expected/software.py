"""Patch work: which release each cycle owes, by which deadline, by whom; read from the words of the contract alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain.calendar import DayWindow, Periodicity
from scheduler.domain.equipment import Answer, PatchPerformer, Procedure, ProcedureKind, Support, Where
from scheduler.domain.obligation import ROUTINE, DueBasis
from scheduler.domain.people import PerformerKind
from scheduler.domain.security import Patch, Software
from scheduler.risk.deadlines import earliest
from scheduler.risk.impact import impact_of_asset
from scheduler.verify.expected.expectation import Expected, Origin, Standing
from scheduler.verify.expected.hospital import Hospital, OwingAsset
from scheduler.verify.expected.periodic import PeriodicWork
from scheduler.verify.expected.standing import obstacle

_ADVANCING = frozenset({Standing.OPEN, Standing.ASSUMED_DONE})


@dataclass(frozen=True, slots=True)
class _Choice:
    """The release for a version, and all that are validated and not on it; or why there is none."""

    release: Patch | None
    closed: tuple[Patch, ...]
    standing: Standing


class SoftwareWork:
    """The occurrences of one patch procedure of one asset, each with the release that it is for."""

    def __init__(self, owing: OwingAsset, row: Procedure, hospital: Hospital) -> None:
        self._owing = owing
        self._row = row
        self._hospital = hospital
        self._releases: Sequence[Patch] = hospital.record.patches(owing.model.key)
        self._work = _as_allowed(row, owing, hospital, None)

    def occurrences(self) -> Iterator[Expected]:
        """Done ones first; then what the release's own deadline asks for, or the first cycle; then later cycles."""
        installed = _folded(self._owing.asset.software_version)
        choice = self._choice(installed)
        software = None if choice.release else choice.standing
        routine = PeriodicWork(self._owing, self._reviewed(software), self._hospital, software)
        cycle = list(routine.occurrences())
        yield from (self._plain(one) for one in cycle if one.standing is Standing.DONE)
        ahead = [one for one in cycle if one.standing is not Standing.DONE]
        version, now = installed, choice
        held = routine.is_held
        deadline = self._deadline(choice)
        if deadline is not None:
            own = self._by_deadline(deadline, choice, held=held)
            yield own
            ahead = ahead[1:]
            version, now = self._after(own, version, now)
            held = False
        previous: date | None = None
        for place, one in enumerate(ahead):
            follows = previous if one.standing is not Standing.ASSUMED_DONE else None
            found = self._given(one, now, follows, held=held and place == 0)
            yield found
            version, now = self._after(found, version, now)
            if found.standing is not Standing.ASSUMED_DONE:
                previous = found.due if found.standing is Standing.OPEN else None

    def _plain(self, one: Expected) -> Expected:
        return replace(one, procedure=self._work or self._row)

    def _given(self, one: Expected, choice: _Choice, previous: date | None, *, held: bool) -> Expected:
        """The occurrence with what is left to install by then."""
        one = replace(one, procedure=self._work or self._row, previous_due=previous, holds_asset=held)
        if one.standing in (Standing.OPEN, choice.standing):
            if choice.release is None:
                return replace(one, standing=choice.standing)
            return self._installing(one, choice.release, ROUTINE)
        return one

    def _reviewed(self, software: Standing | None) -> Procedure:
        """A control that compensates is reviewed in the cycle of patching; where there is none, in one of its own."""
        patching = [row for row in self._owing.rows.values() if row.kind is ProcedureKind.PATCH]
        cycles = any(isinstance(row.every, Periodicity) for row in patching)
        first = sorted(row.procedure for row in patching)[0]
        if software is not Standing.NO_PATCH or cycles or first != self._row.procedure:
            return self._row
        return replace(self._row, every=Periodicity(days=self._hospital.programme.patching.control_review))

    def _installing(self, one: Expected, release: Patch, deadline_class: str) -> Expected:
        """The work by whom the release lets do it, as long and from where it is done; or nobody known may."""
        allowed = _as_allowed(self._row, self._owing, self._hospital, release)
        work = self._as_long(allowed or self._row, release)
        if allowed is None:
            return replace(one, procedure=work, standing=Standing.NOBODY)
        return replace(one, procedure=work, release=release, deadline_class=deadline_class)

    def _as_long(self, row: Procedure, release: Patch) -> Procedure:
        model, minutes = self._owing.model, release.minutes or row.minutes
        if model.patch_automatic is Answer.YES:
            check = release.check_minutes or self._hospital.programme.patching.check_minutes
            return replace(row, minutes=check if check < minutes else minutes)
        afar = model.patch_remote is Answer.YES and row.where is Where.IN_PLACE and row.model is None
        return replace(row, minutes=minutes, where=Where.REMOTE if afar else row.where)

    def _after(self, one: Expected, version: str, choice: _Choice) -> tuple[str, _Choice]:
        """What the asset runs after an occurrence, and what that leaves to install."""
        if choice.release is None or one.standing not in _ADVANCING:
            return version, choice
        installed = _folded(choice.release.version)
        return installed, self._choice(installed, later=True)

    def _choice(self, installed: str, *, later: bool = False) -> _Choice:
        if self._owing.model.patch_performer is PatchPerformer.NONE:
            return _Choice(None, (), Standing.NO_PATCH)
        if not self._releases:
            return _Choice(None, (), self._nothing())
        if not installed:
            return _Choice(None, (), Standing.VERSION_UNKNOWN)
        newer = _newer(self._releases, installed)
        today = self._hospital.today
        ready = [one for one in newer if (self._may_come(one) or date.max) <= today]
        if ready:
            superseded = {name for one in ready for name in one.supersedes}
            newest = max([one for one in ready if one.patch not in superseded] or ready, key=_age)
            return _Choice(newest, tuple(ready), Standing.OPEN)
        if newer:
            return _Choice(None, (), Standing.WAITING)
        return _Choice(None, (), Standing.NOTHING_TO_INSTALL if later else self._nothing())

    def _may_come(self, one: Patch) -> date | None:
        """The day on which its manufacturer validated it; one that may be installed without that, when it came out."""
        free = one.software is Software.OPERATING_SYSTEM and self._owing.model.third_party_os_patches is Answer.YES
        return one.released_on if free and one.validated_on is None else one.validated_on

    def _nothing(self) -> Standing:
        """Without support, or with a vulnerability that no release closes, a compensating control has to hold."""
        model, today = self._owing.model, self._hospital.today
        ended = model.support_ends is not None and model.support_ends < today
        closed = {cve for one in self._releases for cve in one.cves}
        unfixed = self._hospital.record.open_vulnerabilities(self._owing.asset) - closed
        advised = self._hospital.unfixed.get(self._owing.tag, ())
        if unfixed or any(one.is_certain for one in advised):
            return Standing.NO_PATCH
        if advised:
            return Standing.VERSION_UNKNOWN
        takes_updates = model.patch_applicable is not Answer.NO or bool(self._releases)
        if takes_updates and (model.support is Support.UNSUPPORTED or ended):
            return Standing.NO_PATCH
        return Standing.NOTHING_TO_INSTALL

    def _deadline(self, choice: _Choice) -> tuple[date, str] | None:
        """The earliest dated deadline of all that the installation closes."""
        hospital, asset = self._hospital, self._owing.asset
        acuity = hospital.programme.departments[asset.department].acuity
        impact = impact_of_asset(self._owing.modality, asset, acuity, hospital.programme.impact).impact_class
        asked = (hospital.deadlines.of(one, asset, impact) for one in choice.closed)
        dated = [one for one in asked if one.day is not None]
        if not dated:
            return None
        first = earliest(dated)
        assert first.day is not None, "only dated ones were asked"
        return first.day, first.deadline_class

    def _by_deadline(self, deadline: tuple[date, str], choice: _Choice, *, held: bool) -> Expected:
        last, deadline_class = deadline
        assert choice.release is not None, "only a release has a deadline"
        window = DayWindow(min(self._may_come(choice.release) or last, last), last)
        deferrals = self._hospital.record.deferrals(self._owing.tag, self._row.procedure)
        found = obstacle(self._owing.asset, deferrals, window, self._hospital)
        standing = found.standing
        free = standing is Standing.OPEN and not found.excused and (found.not_before or date.min) <= last
        between = self._hospital.today <= last < self._hospital.horizon.first_day
        if free and between and self._hospital.programme.policies.assume_current_done:
            standing = Standing.ASSUMED_DONE
        one = Expected(
            asset_tag=self._owing.tag,
            procedure=self._work or self._row,
            origin=Origin.SERIES,
            due=last,
            window=window,
            basis=DueBasis.PATCH,
            risk_class=self._owing.risk_class,
            standing=standing,
            not_before=found.not_before,
            holds_asset=held,
        )
        return self._installing(one, choice.release, deadline_class) if standing is Standing.OPEN else one


def _as_allowed(row: Procedure, owing: OwingAsset, hospital: Hospital, release: Patch | None) -> Procedure | None:
    """The work by those who may do it on this model; None: nobody known may."""
    model = owing.model
    of_system = release is not None and release.software is Software.OPERATING_SYSTEM
    if model.patch_automatic is Answer.YES or (of_system and model.third_party_os_patches is Answer.YES):
        return row
    wanted = {
        PatchPerformer.MANUFACTURER: PerformerKind.MANUFACTURER,
        PatchPerformer.SERVICE_PROVIDER: PerformerKind.SERVICE_PROVIDER,
    }.get(owing.model.patch_performer)
    performers = hospital.programme.performers
    named = performers.get(row.performer)
    if wanted is None or (named is not None and named.kind is wanted):
        return row
    makers = wanted is PerformerKind.MANUFACTURER
    make = _folded(owing.model.make)
    able = [
        one
        for one in performers.values()
        if one.kind is wanted
        and (_folded(one.performer) == make if makers else row.skill is None or row.skill in one.skills)
    ]
    if not able:
        return None
    first = sorted(able, key=lambda one: one.performer)[0]
    return replace(row, performer=first.performer, skill=row.skill if row.skill in first.skills else None)


def _newer(releases: Sequence[Patch], installed: str) -> list[Patch]:
    """What applies to the installed version and was released after it, as far as its own release is known."""
    own = [_age(one) for one in releases if _folded(one.version) == installed]
    applies = [
        one
        for one in releases
        if _folded(one.version) != installed
        and (not one.from_versions or installed in {_folded(version) for version in one.from_versions})
    ]
    return [one for one in applies if not own or _age(one) > max(own)]


def _age(one: Patch) -> tuple[date, int]:
    return (one.released_on or one.advisory_on or one.validated_on or date.min, one.row)


def _folded(text: str) -> str:
    return text.strip().casefold()
