"""What the record of a release says of the rest of its roll-out: that it has stopped, or from when on it may go on."""

from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.equipment import Asset, AssetStatus, MakeModel, ProcedureKind
from scheduler.domain.ids import AssetTag
from scheduler.domain.security import Patch
from scheduler.verify.expected.expectation import Expected, Standing
from scheduler.verify.expected.hospital import Hospital
from scheduler.verify.expected.periodic import HOLDING

_Key = tuple[str, str, str]


class Rollouts:
    """Reads the record once for each release."""

    def __init__(self, hospital: Hospital) -> None:
        self._hospital = hospital
        self._failed: dict[_Key, frozenset[AssetTag]] = {}
        self._soaked: dict[_Key, date | None] = {}
        self._models: dict[MakeModel, list[Asset]] = {}
        names = {row.procedure for row in hospital.programme.procedures if row.kind is ProcedureKind.PATCH}
        self._names = sorted(names)

    def standing_in(self, work: Expected) -> Expected:
        """The work as its roll-out lets it be."""
        if work.release is None or work.standing is not Standing.OPEN:
            return work
        failed = self._failed_on(work.release, work)
        if failed and work.asset_tag not in failed:
            return replace(work, standing=Standing.STOPPED)
        return work

    def _failed_on(self, release: Patch, work: Expected) -> frozenset[AssetTag]:
        """The assets of the model on which the last try since its validation went wrong, and that do not run it."""
        key = (release.make, release.model, release.patch)
        if key not in self._failed:
            name, record = work.procedure.procedure, self._hospital.record
            found = set()
            for asset in self._of_model((release.make, release.model)):
                if _runs(asset, release):
                    continue
                wrong = [row.done_on for row in record.tried(asset.asset_tag, name) if row.outcome in HOLDING]
                right = [row.done_on for row in record.completions(asset.asset_tag, [name])]
                last = max(wrong, default=date.min)
                if wrong and last >= _since(release) and last > max(right, default=date.min):
                    found.add(asset.asset_tag)
            self._failed[key] = frozenset(found)
        return self._failed[key]

    def soaked(self, work: Expected) -> Expected:
        """The work from the day on which the pilot that is on record has soaked."""
        if work.release is None or work.standing is not Standing.OPEN:
            return work
        first = self._soaked_from(work.release)
        return work if first is None else replace(work, not_before=max(first, work.not_before or first))

    def _soaked_from(self, release: Patch) -> date | None:
        """The first day after the soak of a pilot that is on record; None: there is none, or nothing to wait for."""
        key = (release.make, release.model, release.patch)
        if key not in self._soaked:
            self._soaked[key] = self._first_day(release)
        return self._soaked[key]

    def _first_day(self, release: Patch) -> date | None:
        patching = self._hospital.programme.patching
        pilot = patching.pilot if release.pilot is None else release.pilot
        soak = patching.soak_days if release.soak_days is None else release.soak_days
        days = []
        for asset in self._of_model((release.make, release.model)):
            if _runs(asset, release):
                rows = self._hospital.record.completions(asset.asset_tag, self._names)
                days.append(min((row.done_on for row in rows if row.done_on >= _since(release)), default=date.min))
        days.sort()
        if not 0 < pilot <= len(days) or days[pilot - 1] == date.min:
            return None
        return days[pilot - 1] + timedelta(days=soak)

    def _of_model(self, key: MakeModel) -> list[Asset]:
        if not self._models:
            for asset in self._hospital.programme.assets.values():
                if asset.status is not AssetStatus.RETIRED:
                    self._models.setdefault(asset.make_model, []).append(asset)
        return self._models.get(key, [])


def _runs(asset: Asset, release: Patch) -> bool:
    return asset.software_version.strip().casefold() == release.version.strip().casefold()


def _since(release: Patch) -> date:
    return release.validated_on or release.released_on or date.min
