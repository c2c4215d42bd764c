"""What manufacturers and agencies published: advisories, components of software, and who may patch (MDS2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from scheduler.domain.security import Severity


class FixState(StrEnum):
    """What the publisher says can be done; the order is from best to worst."""

    FIX = "fix"
    NOT_SAID = "not_said"
    MITIGATION = "mitigation"
    NO_FIX = "no_fix"


@dataclass(frozen=True, slots=True)
class AdvisedProduct:
    """A product as an advisory writes it; `versions` is its text, such as `<= L81`. `purl` "" = none given."""

    product_id: str
    vendor: str
    product: str
    versions: str
    purl: str = ""


@dataclass(frozen=True, slots=True)
class AdvisedVulnerability:
    """A vulnerability of an advisory; `fixes` says for each product that it affects what can be done."""

    cve: str
    severity: Severity
    base_score: float | None
    vector: str
    fixes: Mapping[str, FixState]


@dataclass(frozen=True, slots=True)
class Advisory:
    """A security advisory; `file` is where it was read from."""

    advisory: str
    file: str
    title: str
    publisher: str
    published_on: date | None
    updated_on: date | None
    products: tuple[AdvisedProduct, ...]
    vulnerabilities: tuple[AdvisedVulnerability, ...]

    @property
    def cves(self) -> tuple[str, ...]:
        """The vulnerabilities by name, in the advisory's order."""
        return tuple(dict.fromkeys(one.cve for one in self.vulnerabilities if one.cve))

    def of_product(self, product_id: str) -> tuple[AdvisedVulnerability, ...]:
        """The vulnerabilities that affect a product."""
        return tuple(one for one in self.vulnerabilities if product_id in one.fixes)

    def fix_of(self, product_id: str) -> FixState:
        """What can be done for a product: the worst over its vulnerabilities."""
        return worst_fix(one.fixes[product_id] for one in self.of_product(product_id))


_BEST_TO_WORST = tuple(FixState)


def worst_fix(states: Iterable[FixState]) -> FixState:
    """The worst of several; not_said if there is none."""
    return max(states, key=_BEST_TO_WORST.index, default=FixState.NOT_SAID)


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a model's software, from its SBOM."""

    name: str
    version: str
    purl: str


class Disclosed(StrEnum):
    """An answer of an MDS2 form; a question that was left blank is unknown, never no."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The section CSUP of an MDS2 (HN 1-2019) workbook: its answers by question, such as CSUP-2.1."""

    file: str
    make: str
    model: str
    answers: Mapping[str, Disclosed]

    def says(self, question: str) -> Disclosed:
        """The answer to a question."""
        return self.answers.get(question, Disclosed.UNKNOWN)


@dataclass(frozen=True, slots=True)
class MatchAnswer:
    """A planner's answer to a likely match; None = not answered yet. `product_id` "" = all of the advisory."""

    advisory: str
    product_id: str
    make: str
    model: str
    is_ours: bool | None
    note: str


@dataclass(frozen=True, slots=True)
class Aliases:
    """Spellings of others: theirs → ours, compared with case and outer space folded."""

    makes: Mapping[str, str] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
