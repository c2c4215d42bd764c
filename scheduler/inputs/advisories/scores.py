"""CVSS scores of a vulnerability, worked out again from their vectors."""

from scheduler.domain.security import Severity
from scheduler.inputs.advisories.json_tree import Node

_KEYS = ("cvss_v4", "cvss_v3", "cvss_v2")


def severity_of(vulnerability: Node) -> tuple[Severity, float | None, str]:
    """The severity, base score and vector: the highest of the newest CVSS given; unknown where there is none."""
    found: list[tuple[int, float, str]] = []
    for score in vulnerability.items("scores"):
        for newness, key in enumerate(_KEYS):
            if score.has(key):
                vector = score.child(key).text("vectorString", "")
                base = _base_score(vector, newness)
                given = score.child(key).number("baseScore")
                number = base if base is not None else given
                if number is not None and 0 <= number <= 10:
                    found.append((-newness, number, vector))
    if not found:
        return Severity.UNKNOWN, None, ""
    _, number, vector = max(found)
    return _severity(number), number, vector


def _base_score(vector: str, newness: int) -> float | None:
    """What the vector gives; None if it is none."""
    from cvss import CVSS2, CVSS3, CVSS4
    from cvss.exceptions import CVSSError

    try:
        return float((CVSS4, CVSS3, CVSS2)[newness](vector).scores()[0]) if vector else None
    except (CVSSError, ValueError):
        return None


def _severity(score: float) -> Severity:
    """CVSS v3.1 specification, section 5: the qualitative scale."""
    borders = ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM), (0.1, Severity.LOW))
    return next((severity for border, severity in borders if score >= border), Severity.NONE)
