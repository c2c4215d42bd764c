"""Which release of software an asset is owed: the newest that its manufacturer has validated and it does not have."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.equipment import Answer, Asset, Model, PatchPerformer, Support
from scheduler.domain.obligation import ReasonCode, Settled, TaskStatus
from scheduler.domain.security import Patch
from scheduler.risk.advisories.unfixed import Unfixed

NOT_APPLICABLE = "not applicable"
"""How the reason begins where no release is meant for what the asset runs, or for its model at all."""


@dataclass(frozen=True, slots=True)
class Release:
    """The patch to install, with the releases before it that it makes unnecessary, or why none is to be planned.

    `left_open`: what stays without a fix beside it, in words. `waits_for`: the release that is not validated yet.
    """

    patch: Patch | None = None
    settled: Settled | None = None
    collapsed: tuple[Patch, ...] = ()
    left_open: str = ""
    waits_for: Patch | None = None

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
    unfixed: Sequence[Unfixed] = (),
) -> Release:
    """Choose from the patches of the asset's make and model; the newest by its release date, then by its row.

    `version`: what the asset will run by then, if that is not what it runs today. `open_cves`: found on the asset;
    `unfixed`: advisories without a fix that concern it.
    """
    left = _LeftOpen.of(patches, open_cves, unfixed)
    if model.patch_performer is PatchPerformer.NONE:
        return _settled(
            TaskStatus.NO_PATCH, f"nobody may patch {model.make} {model.model}; a compensating control holds"
        )
    if not patches:
        said = f"no release is known for {model.make} {model.model}"
        if model.patch_applicable is Answer.NO:
            said = f"{NOT_APPLICABLE}: {model.make} {model.model} takes no updates, by models or its MDS2"
        if model.patch_applicable is Answer.NO and not left.any:
            return _settled(TaskStatus.NOTHING_TO_INSTALL, said)
        return _nothing(said, asset, model, left, today)
    installed = (asset.software_version if version is None else version).strip()
    if not installed:
        return _settled(
            TaskStatus.VERSION_UNKNOWN,
            f"the software version of {asset.asset_tag} is not recorded; read it first, then decide on a release",
        )
    newer = _newer(patches, installed)
    ready = [row for row in newer if (day := row.ready_on(model)) is not None and day <= today]
    if ready:
        newest = _newest(ready)
        return Release(newest, collapsed=tuple(row for row in ready if row is not newest), left_open=left.said)
    if newer:
        return _waiting(_newest(newer), today)
    if version is not None:
        said = f"{asset.asset_tag} will run {installed} by then; no newer release is validated"
        return _settled(TaskStatus.NOTHING_TO_INSTALL, said)
    said = f"{asset.asset_tag} runs {installed}; no newer release applies to it"
    if not any(same_version(row.version, installed) for row in patches):
        said = f"{NOT_APPLICABLE}: {said}"
    return _nothing(said, asset, model, left, today)


def _settled(status: TaskStatus, said: str) -> Release:
    return Release(settled=Settled(status, None, said))


@dataclass(frozen=True, slots=True)
class _LeftOpen:
    """What no release closes: open findings, and advisories without a fix."""

    findings: tuple[str, ...]
    advisories: tuple[Unfixed, ...]

    @classmethod
    def of(cls, patches: Sequence[Patch], open_cves: Collection[str], unfixed: Sequence[Unfixed]) -> "_LeftOpen":
        closed = {cve for row in patches for cve in row.cves}
        return cls(tuple(sorted(cve for cve in open_cves if cve not in closed)), tuple(unfixed))

    @property
    def any(self) -> bool:
        return bool(self.findings or self.advisories)

    @property
    def is_certain(self) -> bool:
        return bool(self.findings) or any(one.is_certain for one in self.advisories)

    @property
    def said(self) -> str:
        return "; ".join(self._said())

    def _said(self) -> Iterator[str]:
        if self.findings:
            number, named = len(self.findings), ", ".join(self.findings[:3])
            yield f"{number} open findings without a release that closes them ({named})"
        if self.advisories:
            number = len({name for one in self.advisories for name in one.names})
            named = ", ".join(one.advisory for one in self.advisories[:3])
            what = "vulnerability" if number == 1 else "vulnerabilities"
            yield f"{number} {what} without a fix ({named})"


def _nothing(said: str, asset: Asset, model: Model, left: _LeftOpen, today: date) -> Release:
    """Nothing to install; with a vulnerability that nothing closes, or without support, a control has to compensate.

    A version that nobody knows is read first.
    """
    if left.is_certain:
        return _settled(TaskStatus.NO_PATCH, f"{said}; {left.said}; a compensating control holds")
    if left.advisories:
        unread = f"the software version of {asset.asset_tag} is not recorded; read it first: {left.said}"
        return _settled(TaskStatus.VERSION_UNKNOWN, unread)
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
    since = row.waits_since
    age = f"waiting for {(today - since).days} days, since {since}" if since else "since when is not recorded"
    said = f"release {row.version} ({row.patch}) is not validated by the manufacturer; {age}"
    return Release(settled=Settled(TaskStatus.WAITING, ReasonCode.NOT_VALIDATED, said), waits_for=row)
