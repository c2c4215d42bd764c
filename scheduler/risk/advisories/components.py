"""Components of software by purl: is what an advisory names in what an SBOM lists, and in its versions."""

from typing import Any

from scheduler.domain.advisories import AdvisedProduct, Component
from scheduler.domain.equipment import Answer
from scheduler.risk.advisories.likeness import Grade
from scheduler.risk.advisories.versions import parse_range


def component_in(component: Component, product: AdvisedProduct) -> Grade:
    """Certain if the component is the product in an affected version; likely if its version cannot be judged."""
    from packageurl import PackageURL

    try:
        ours, theirs = PackageURL.from_string(component.purl), PackageURL.from_string(product.purl)
    except ValueError:
        return Grade.NONE
    if (ours.type, ours.namespace, ours.name) != (theirs.type, theirs.namespace, theirs.name):
        return Grade.NONE
    version = ours.version or component.version
    if theirs.version:
        return Grade.CERTAIN if version == theirs.version else Grade.NONE if version else Grade.LIKELY
    affected = _in_range(version, product.versions)
    return {Answer.YES: Grade.CERTAIN, Answer.NO: Grade.NONE, Answer.UNKNOWN: Grade.LIKELY}[affected]


def _in_range(version: str, versions: str) -> Answer:
    """By the rules of the scheme that a `vers:` text names (npm, pypi, deb …), else as versions of devices."""
    if versions.startswith("vers:") and version:
        exact = _by_vers(version, versions)
        if exact is not Answer.UNKNOWN:
            return exact
    return parse_range(versions).holds(version)


def _by_vers(version: str, versions: str) -> Answer:
    from univers.version_range import VersionRange

    read: Any = VersionRange.from_string
    try:
        affected = read(versions)
        return Answer.YES if affected.version_class(version) in affected else Answer.NO
    except (ValueError, TypeError, NotImplementedError):
        return Answer.UNKNOWN
