"""Which release of software an asset is owed: the newest that its manufacturer has validated and it does not have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.equipment import Asset, Model, PatchPerformer
from scheduler.domain.obligation import ReasonCode, Settled, TaskStatus
from scheduler.domain.security import Patch


@dataclass(frozen=True, slots=True)
class Release:
    """The patch to install, or why there is none to be planned; exactly one of the two."""

    patch: Patch | None = None
    settled: Settled | None = None


def owed_release(asset: Asset, model: Model, patches: Sequence[Patch], today: date) -> Release:
    """Choose from the patches of the asset's make and model; the newest by its release date, then by its row."""
    if model.patch_performer is PatchPerformer.NONE:
        return _settled(
            TaskStatus.NO_PATCH, f"nobody may patch {model.make} {model.model}; a compensating control holds"
        )
    if not patches:
        return _settled(TaskStatus.NOTHING_TO_INSTALL, f"no release is known for {model.make} {model.model}")
    installed = asset.software_version.strip()
    if not installed:
        return _settled(TaskStatus.VERSION_UNKNOWN, f"the software version of {asset.asset_tag} is not recorded")
    newer = _newer(patches, installed)
    validated = [row for row in newer if row.validated_on is not None and row.validated_on <= today]
    if validated:
        return Release(patch=_newest(validated))
    if newer:
        return _waiting(_newest(newer), today)
    return _settled(
        TaskStatus.NOTHING_TO_INSTALL, f"{asset.asset_tag} runs {installed}; no newer release applies to it"
    )


def _settled(status: TaskStatus, said: str) -> Release:
    return Release(settled=Settled(status, None, said))


def _newer(patches: Sequence[Patch], installed: str) -> list[Patch]:
    """Releases that apply to what is installed and came after it."""
    own = [row for row in patches if _same(row.version, installed)]
    since = max((_age(row) for row in own), default=None)
    return [
        row
        for row in patches
        if not _same(row.version, installed)
        and (since is None or _age(row) > since)
        and (not row.from_versions or any(_same(version, installed) for version in row.from_versions))
    ]


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _age(row: Patch) -> tuple[date, int]:
    """Order releases: by the day of release, of the advisory where that is missing, then as in the table."""
    return (row.released_on or row.advisory_on or row.validated_on or date.min, row.row)


def _newest(patches: Sequence[Patch]) -> Patch:
    """The newest; one that another of them supersedes is never it."""
    superseded = {name for row in patches for name in row.supersedes}
    standing = [row for row in patches if row.patch not in superseded] or list(patches)
    return max(standing, key=_age)


def _waiting(row: Patch, today: date) -> Release:
    since = row.released_on or row.advisory_on
    age = f"waiting for {(today - since).days} days, since {since}" if since else "since when is not recorded"
    said = f"release {row.version} ({row.patch}) is not validated by the manufacturer; {age}"
    return Release(settled=Settled(TaskStatus.WAITING, ReasonCode.NOT_VALIDATED, said))
