"""What no release closes: vulnerabilities of advisories whose publishers have no fix, asset by asset."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from constraints.once import once
from scheduler.domain.advisories import FixState
from scheduler.domain.equipment import Answer, MakeModel
from scheduler.domain.ids import AssetTag
from scheduler.domain.programme import Programme
from scheduler.domain.security import FindingState
from scheduler.risk.advisories.exposure import AssetState, Exposure, exposures_of
from scheduler.risk.advisories.likeness import Grade
from scheduler.risk.advisories.matching import Evidence, Match
from scheduler.risk.advisories.versions import parse_range
from scheduler.risk.deadlines.gathering import findings_by_asset, fold_cve

_WITHOUT_FIX = frozenset({FixState.MITIGATION, FixState.NO_FIX})
_CONCERNED = frozenset({AssetState.AFFECTED, AssetState.MITIGATED, AssetState.VERSION_UNKNOWN})
_SETTLED = frozenset({FindingState.FIXED, FindingState.NOT_AFFECTED})


@dataclass(frozen=True, slots=True)
class Unfixed:
    """An advisory without a fix as it concerns one asset. `names`: its vulnerabilities, or the advisory without any.

    `is_certain` no: the asset's version is blank, so it may not be concerned at all.
    """

    advisory: str
    names: tuple[str, ...]
    is_certain: bool


@once
def unfixed_by_asset(programme: Programme, today: date) -> Mapping[AssetTag, tuple[Unfixed, ...]]:
    """Read it off the matches that are certain or confirmed; what a row of `patches` closes is not among it."""
    if not programme.advisories:
        return {}
    reader = _Reader(programme)
    found: dict[AssetTag, list[Unfixed]] = {}
    for exposure in exposures_of(programme, today):
        if exposure.grade is Grade.CERTAIN and not reader.is_answered(exposure):
            for tag, one in reader.concerned(exposure):
                found.setdefault(tag, []).append(one)
    return {tag: tuple(rows) for tag, rows in found.items()}


class _Reader:
    """Reads exposures beside the releases of their models and what was found on their assets."""

    def __init__(self, programme: Programme) -> None:
        self._assets = programme.assets
        self._answered = {((row.make, row.model), row.advisory.strip().casefold()) for row in programme.patches}
        self._closed: dict[MakeModel, set[str]] = {}
        for row in programme.patches:
            self._closed.setdefault((row.make, row.model), set()).update(map(fold_cve, row.cves))
        self._settled = {
            tag: frozenset(cve for cve, rows in of_asset.items() if {row.state for row in rows} <= _SETTLED)
            for tag, of_asset in findings_by_asset(programme).items()
        }

    def is_answered(self, exposure: Exposure) -> bool:
        """Whether a release names the advisory itself, whatever its publisher said of a fix."""
        return (exposure.model, exposure.advisory.advisory.strip().casefold()) in self._answered

    def concerned(self, exposure: Exposure) -> Iterator[tuple[AssetTag, Unfixed]]:
        """The assets that it concerns, or may, with what of it nothing closes there."""
        closed, by_version = self._closed.get(exposure.model, set()), dict[str, frozenset[str]]()
        for tag, state in exposure.states.items():
            if state not in _CONCERNED:
                continue
            version = self._assets[tag].software_version.strip()
            if version not in by_version:
                by_version[version] = frozenset(_names(exposure, version)) - closed
            names = by_version[version] - self._settled.get(tag, frozenset())
            if names:
                is_certain = bool(version) or state is not AssetState.VERSION_UNKNOWN
                yield tag, Unfixed(exposure.advisory.advisory, tuple(sorted(names)), is_certain)


def _names(exposure: Exposure, version: str) -> Iterator[str]:
    """The vulnerabilities without a fix of every product that may run in this version; unnamed ones by the advisory."""
    for match in exposure.matches:
        if _may_be(match, version):
            product_id = match.product.product_id
            for one in exposure.advisory.of_product(product_id):
                if one.fixes[product_id] in _WITHOUT_FIX:
                    yield fold_cve(one.cve) or exposure.advisory.advisory


def _may_be(match: Match, version: str) -> bool:
    of_component = match.evidence is Evidence.COMPONENT
    return of_component or parse_range(match.product.versions).holds(version) is not Answer.NO
