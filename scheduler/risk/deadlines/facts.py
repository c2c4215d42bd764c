"""What a deadline depends on: a release with the vulnerabilities that it closes on one asset, and that asset."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.equipment import Answer
from scheduler.domain.security import Severity, TechnicalImpact


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """A vulnerability as it stands on one asset. `cve` "" = the release names none, its own columns speak for it.

    `listed_on`: the day on which the catalogue of known exploited vulnerabilities listed it (None: not known);
    `detected_on`: the first day on which it was found on the asset; `matched_on` stands in for it, as assumed.
    """

    cve: str
    is_known_exploited: bool
    listed_on: date | None
    automatable: Answer
    technical_impact: TechnicalImpact
    detected_on: date | None
    matched_on: date | None


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """A release as one asset needs it; `vulnerabilities` are those that it closes and that are not fixed there yet."""

    severity: Severity
    advisory_on: date | None
    released_on: date | None
    validated_on: date | None
    vulnerabilities: tuple[Vulnerability, ...]


@dataclass(frozen=True, slots=True)
class AssetFacts:
    """What matters of the asset: whether the internet reaches it, and its clinical-impact class."""

    exposed: Answer
    impact_class: str = ""
