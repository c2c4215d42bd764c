"""Which release of software an asset is owed: the newest that its manufacturer has validated and it does not have."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.equipment import Asset, Model, PatchPerformer, Support
from scheduler.domain.obligation import ReasonCode, Settled, TaskStatus
from scheduler.domain.security import Patch


@dataclass(frozen=True, slots=True)
class Release:
    """The patch to install, with the releases before it that it makes unnecessary, or why none is to be planned."""

    patch: Patch | None = None
    settled: Settled | None = None
    collapsed: tuple[Patch, ...] = ()

    @property
    def closed(self) -> tuple[Patch, ...]:
        """Every release whose vulnerabilities the installation closes."""
        return () if self.patch is None else (self.patch, *self.collapsed)


def owed_release(
    asset: Asset,
    model: Model,
    patches: Sequence[Patch],
    today: date,
    *,
    version: str | None = None,
    open_cves: Collection[str] = (),
) -> Release:
    """Choose from the patches of the asset's make and model; the newest by its release date, then by its row.

    `version`: what the asset will run by then, if that is not what it runs today. `open_cves`: found on the asset.
    """
    if model.patch_performer is PatchPerformer.NONE:
        return _settled(
            TaskStatus.NO_PATCH, f"nobody may patch {model.make} {model.model}; a compensating control holds"
        )
    if not patches:
        said = f"no release is known for {model.make} {model.model}"
        return _nothing(said, model, patches, open_cves, today)
    installed = (asset.software_version if version is None else version).strip()
    if not installed:
        return _settled(
            TaskStatus.VERSION_UNKNOWN,
            f"the software version of {asset.asset_tag} is not recorded; read it first, then decide on a release",
        )
    newer = _newer(patches, installed)
    validated = [row for row in newer if row.validated_on is not None and row.validated_on <= today]
    if validated:
        newest = _newest(validated)
        return Release(newest, collapsed=tuple(row for row in validated if row is not newest))
    if newer:
        return _waiting(_newest(newer), today)
    if version is not None:
        said = f"{asset.asset_tag} will run {installed} by then; no newer release is validated"
        return _settled(TaskStatus.NOTHING_TO_INSTALL, said)
    said = f"{asset.asset_tag} runs {installed}; no newer release applies to it"
    if not any(same_version(row.version, installed) for row in patches):
        said = f"not applicable: {said}"
    return _nothing(said, model, patches, open_cves, today)


def _settled(status: TaskStatus, said: str) -> Release:
    return Release(settled=Settled(status, None, said))


def _nothing(said: str, model: Model, patches: Sequence[Patch], open_cves: Collection[str], today: date) -> Release:
    """Nothing to install; with a vulnerability that nothing closes, or without support, a control has to compensate."""
    closed = {cve for row in patches for cve in row.cves}
    unfixed = sorted(cve for cve in open_cves if cve not in closed)
    if unfixed:
        said = f"{said}; {len(unfixed)} open findings without a release that closes them ({', '.join(unfixed[:3])})"
        return _settled(TaskStatus.NO_PATCH, f"{said}; a compensating control holds")
    ended = model.support_ends is not None and model.support_ends < today
    if model.support is Support.UNSUPPORTED or ended:
        since = f" since {model.support_ends}" if model.support_ends else ""
        said = f"{said}, and {model.make} {model.model} is not supported{since}; a compensating control holds"
        return _settled(TaskStatus.NO_PATCH, said)
    return _settled(TaskStatus.NOTHING_TO_INSTALL, said)


def _newer(patches: Sequence[Patch], installed: str) -> list[Patch]:
    """Releases that apply to what is installed and came after it."""
    own = [row for row in patches if same_version(row.version, installed)]
    since = max((_age(row) for row in own), default=None)
    return [
        row
        for row in patches
        if not same_version(row.version, installed)
        and (since is None or _age(row) > since)
        and (not row.from_versions or any(same_version(version, installed) for version in row.from_versions))
    ]


def same_version(one: str, other: str) -> bool:
    """Tell whether two versions are written the same, case and outer space aside."""
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
