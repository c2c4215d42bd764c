"""What advisories mean for the fleet: what affects each model, whether there is a fix, how its assets stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from scheduler.domain.advisories import Advisory, FixState, worst_fix
from scheduler.domain.equipment import Answer, Asset, AssetStatus, MakeModel
from scheduler.domain.ids import AssetTag
from scheduler.domain.programme import Programme
from scheduler.domain.security import Finding, FindingState, Patch
from scheduler.risk.advisories.likeness import Grade
from scheduler.risk.advisories.matching import Evidence, Match, matches_of
from scheduler.risk.advisories.versions import parse_range
from scheduler.risk.deadlines.gathering import findings_by_asset, fold_cve


class AssetState(StrEnum):
    """How an asset stands to an advisory. What a finding says of the asset itself goes before its version."""

    AFFECTED = "affected"
    MITIGATED = "mitigated"
    FIXED = "fixed"
    NOT_AFFECTED = "not_affected"
    VERSION_UNKNOWN = "version_unknown"


@dataclass(frozen=True, slots=True)
class Exposure:
    """An advisory that concerns a model, or may: `grade` likely waits for somebody to confirm it."""

    advisory: Advisory
    model: MakeModel
    matches: tuple[Match, ...]
    grade: Grade
    fix: FixState
    known_exploited: tuple[str, ...]
    patches: tuple[str, ...]
    states: Mapping[AssetTag, AssetState]

    @property
    def why(self) -> str:
        """Why it is matched, in words."""
        return "; ".join(dict.fromkeys(match.why for match in self.matches))

    def number(self, state: AssetState) -> int:
        """How many assets stand so."""
        return sum(1 for one in self.states.values() if one is state)


def exposures_of(programme: Programme, today: date) -> tuple[Exposure, ...]:
    """Every advisory with every model that it concerns, in the order of advisories, then of models; none is dropped.

    What the catalogue of known exploited vulnerabilities lists after `today` does not count yet.
    """
    reader = _Reader(programme, today)
    found = groupby(matches_of(programme), key=lambda one: (one.advisory, one.model))
    return tuple(reader.exposure(advisory, model, tuple(matches)) for (advisory, model), matches in found)


class _Reader:
    """Reads how models and assets stand; what concerns all advisories is indexed once."""

    def __init__(self, programme: Programme, today: date) -> None:
        self._advisories = {one.advisory: one for one in programme.advisories}
        self._exploited = {fold_cve(cve) for cve, day in programme.known_exploited.items() if day <= today}
        self._findings = findings_by_asset(programme)
        self._patches: dict[MakeModel, list[Patch]] = {}
        self._assets: dict[MakeModel, list[Asset]] = {}
        for patch in programme.patches:
            self._patches.setdefault((patch.make, patch.model), []).append(patch)
        for asset in programme.assets.values():
            if asset.status is not AssetStatus.RETIRED:
                self._assets.setdefault(asset.make_model, []).append(asset)

    def exposure(self, advisory_id: str, model: MakeModel, matches: tuple[Match, ...]) -> Exposure:
        advisory = self._advisories[advisory_id]
        cves = {fold_cve(cve) for cve in advisory.cves}
        return Exposure(
            advisory=advisory,
            model=model,
            matches=matches,
            grade=max(match.grade for match in matches),
            fix=worst_fix(advisory.fix_of(match.product.product_id) for match in matches),
            known_exploited=tuple(sorted(cves & self._exploited)),
            patches=tuple(one.patch for one in self._patches.get(model, ()) if _answers(one, advisory_id, cves)),
            states={asset.asset_tag: self._state(asset, matches, cves) for asset in self._assets.get(model, ())},
        )

    def _state(self, asset: Asset, matches: tuple[Match, ...], cves: set[str]) -> AssetState:
        findings = self._findings.get(asset.asset_tag, {})
        found = [_worst(findings[cve]) for cve in cves if cve in findings]
        if FindingState.OPEN in found:
            return AssetState.AFFECTED
        if found and len(found) == len(cves):
            return AssetState(max(found, key=_SEVERITY.index).value)
        return _by_version(asset.software_version, matches)


_SEVERITY = (FindingState.NOT_AFFECTED, FindingState.FIXED, FindingState.MITIGATED, FindingState.OPEN)


def _worst(findings: Iterable[Finding]) -> FindingState:
    return max((one.state for one in findings), key=_SEVERITY.index)


def _by_version(version: str, matches: tuple[Match, ...]) -> AssetState:
    """Affected as soon as one product's range holds it; free only if all of them are known not to."""
    held = {
        Answer.YES if match.evidence is Evidence.COMPONENT else parse_range(match.product.versions).holds(version)
        for match in matches
    }
    if Answer.YES in held:
        return AssetState.AFFECTED
    return AssetState.NOT_AFFECTED if held == {Answer.NO} else AssetState.VERSION_UNKNOWN


def _answers(patch: Patch, advisory: str, cves: set[str]) -> bool:
    return patch.advisory.casefold() == advisory.casefold() or not cves.isdisjoint(map(fold_cve, patch.cves))
