"""The facts of deadlines, gathered from a programme: findings and monitoring scores indexed by asset once."""

from collections.abc import Iterable, Mapping
from datetime import date

from scheduler.domain.equipment import Answer, Asset
from scheduler.domain.ids import AssetTag
from scheduler.domain.programme import Programme
from scheduler.domain.security import Finding, FindingState, Patch, Severity
from scheduler.risk.deadlines.deadline import Deadline
from scheduler.risk.deadlines.facts import AssetFacts, ReleaseFacts, Vulnerability
from scheduler.risk.deadlines.reading import deadline_of

_CLOSED = frozenset({FindingState.FIXED, FindingState.NOT_AFFECTED})
"""A mitigated vulnerability stays on its clock: the release is still owed."""


class Deadlines:
    """Deadlines of a programme's patches on its assets, as of one day."""

    def __init__(self, programme: Programme, today: date) -> None:
        self._policy = programme.patching
        self._today = today
        self._listings = {fold_cve(cve): day for cve, day in programme.known_exploited.items() if day <= today}
        self._findings = findings_by_asset(programme)
        self._scores = _scores_by_asset(programme)
        self._severities = _severity_by_cve(programme)
        self._published = {one.advisory.casefold(): one.published_on for one in programme.advisories}

    def of(self, patch: Patch, asset: Asset, impact_class: str = "") -> Deadline:
        """By when the asset owes the patch."""
        facts = AssetFacts(asset.exposed, impact_class)
        return deadline_of(self.release(patch, asset.asset_tag), facts, self._policy, self._today)

    def monitoring_score(self, tag: AssetTag) -> float | None:
        """The score that network monitoring gives the asset; None: it gives none. It only breaks ties."""
        return self._scores.get(tag)

    def release(self, patch: Patch, tag: AssetTag) -> ReleaseFacts:
        """What a release closes on an asset, without what is fixed or does not affect it."""
        findings = self._findings.get(tag, {})
        named = [fold_cve(cve) for cve in patch.cves] or [""]
        open_ones = [cve for cve in named if not _is_closed(findings.get(cve, ()))]
        return ReleaseFacts(
            severity=self._severity(patch, named),
            advisory_on=self._advisory_on(patch),
            released_on=patch.released_on,
            validated_on=patch.validated_on,
            vulnerabilities=tuple(self._vulnerability(cve, patch, findings.get(cve, ())) for cve in open_ones),
        )

    def _vulnerability(self, cve: str, patch: Patch, findings: Iterable[Finding]) -> Vulnerability:
        days = [one.detected_on for one in findings if one.state not in _CLOSED and one.detected_on is not None]
        listed = self._listings.get(cve)
        return Vulnerability(
            cve=cve,
            is_known_exploited=listed is not None or patch.kev is Answer.YES,
            listed_on=listed,
            automatable=patch.automatable,
            technical_impact=patch.technical_impact,
            detected_on=min((day for day in days if day <= self._today), default=None),
            matched_on=self._advisory_on(patch) or patch.released_on or patch.validated_on,
        )

    def _severity(self, patch: Patch, cves: Iterable[str]) -> Severity:
        """What the table says; where that is unknown, the highest that the advisories give its vulnerabilities."""
        if patch.severity is not Severity.UNKNOWN:
            return patch.severity
        given = [self._severities[cve] for cve in cves if cve in self._severities]
        return min(given, key=_WORST_FIRST.index, default=Severity.UNKNOWN)

    def _advisory_on(self, patch: Patch) -> date | None:
        """The day of the advisory: as the table says, else as the advisory itself does."""
        return patch.advisory_on or self._published.get(patch.advisory.strip().casefold())


_WORST_FIRST = tuple(Severity)
"""Critical, high, medium, low, none, unknown: the order of the type."""


def _severity_by_cve(programme: Programme) -> Mapping[str, Severity]:
    found: dict[str, Severity] = {}
    for advisory in programme.advisories:
        for one in advisory.vulnerabilities:
            cve = fold_cve(one.cve)
            found[cve] = min(one.severity, found.get(cve, Severity.UNKNOWN), key=_WORST_FIRST.index)
    return found


def fold_cve(cve: str) -> str:
    """A CVE as it is compared: upper case, no outer space."""
    return cve.strip().upper()


def _is_closed(findings: Iterable[Finding]) -> bool:
    """Whether every finding of a vulnerability on the asset is fixed or not affecting it; without one it is open."""
    states = {one.state for one in findings}
    return bool(states) and states <= _CLOSED


def findings_by_asset(programme: Programme) -> Mapping[AssetTag, Mapping[str, tuple[Finding, ...]]]:
    """The findings of each asset by CVE; one that names the CMDB entry alone is joined by it."""
    by_cmdb = _tags_by_cmdb(programme)
    found: dict[AssetTag, dict[str, tuple[Finding, ...]]] = {}
    for finding in programme.findings:
        tag = finding.asset_tag or by_cmdb.get(finding.cmdb_id.strip().casefold())
        if tag is not None:
            of_asset = found.setdefault(tag, {})
            cve = fold_cve(finding.cve)
            of_asset[cve] = (*of_asset.get(cve, ()), finding)
    return found


def _scores_by_asset(programme: Programme) -> Mapping[AssetTag, float]:
    by_cmdb = _tags_by_cmdb(programme)
    scores: dict[AssetTag, float] = {}
    for row in programme.network:
        tag = by_cmdb.get(row.cmdb_id.strip().casefold())
        if tag is not None and row.risk_score is not None:
            scores[tag] = max(row.risk_score, scores.get(tag, row.risk_score))
    return scores


def _tags_by_cmdb(programme: Programme) -> Mapping[str, AssetTag]:
    return {asset.cmdb_id.strip().casefold(): tag for tag, asset in programme.assets.items() if asset.cmdb_id.strip()}
