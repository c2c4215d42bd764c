"""What `htm advisories` tells, as data for other programs and as lines for people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from scheduler.domain.advisories import AdvisedProduct, Advisory, FixState, worst_fix
from scheduler.domain.equipment import MakeModel
from scheduler.domain.programme import Programme
from scheduler.errors import Problem
from scheduler.risk.advisories.exposure import AssetState, Exposure
from scheduler.risk.advisories.likeness import Grade
from scheduler.risk.deadlines.gathering import fold_cve

FIX_WORDS: Mapping[FixState, str] = {
    FixState.FIX: "fix available",
    FixState.MITIGATION: "no fix, mitigation only",
    FixState.NO_FIX: "no fix",
    FixState.NOT_SAID: "fix not said",
}
STATE_WORDS: Mapping[AssetState, str] = {
    AssetState.AFFECTED: "affected",
    AssetState.MITIGATED: "mitigated",
    AssetState.FIXED: "fixed",
    AssetState.NOT_AFFECTED: "not affected",
    AssetState.VERSION_UNKNOWN: "version not known or not comparable",
}
_PUBLISHED = ("advisories/", "sbom/", "mds2/", "known_exploited_vulnerabilities.csv")


@dataclass(frozen=True, slots=True)
class Advised:
    """A programme with what its advisories mean for it; `warnings` are those of all of its files."""

    programme: Programme
    exposures: tuple[Exposure, ...]
    warnings: tuple[Problem, ...]
    today: date

    @property
    def certain(self) -> tuple[Exposure, ...]:
        return tuple(one for one in self.exposures if one.grade is Grade.CERTAIN)

    @property
    def likely(self) -> tuple[Exposure, ...]:
        return tuple(one for one in self.exposures if one.grade is not Grade.CERTAIN)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read of advisories, catalogue, SBOMs and forms."""
        return tuple(one for one in self.warnings if one.file.startswith(_PUBLISHED))


def advised_json(advised: Advised) -> dict[str, object]:
    """Everything, for other programs."""
    return {
        "today": advised.today.isoformat(),
        "counts": _counts(advised),
        "advisories": [_advisory(one, advised) for one in advised.programme.advisories],
        "models": [_exposure(one) for one in advised.certain],
        "to_confirm": [_exposure(one) for one in advised.likely],
        "problems": [str(one) for one in advised.problems],
    }


def _counts(advised: Advised) -> dict[str, int]:
    affected = {tag for one in advised.certain for tag, state in one.states.items() if state is AssetState.AFFECTED}
    return {
        "advisories": len(advised.programme.advisories),
        "not_read": len({one.file for one in advised.problems}),
        "models_concerned": len({one.model for one in advised.certain}),
        "matches_to_confirm": len(advised.likely),
        "assets_affected": len(affected),
        "known_exploited_listed": len(advised.programme.known_exploited),
    }


def _advisory(advisory: Advisory, advised: Advised) -> dict[str, object]:
    listed = {fold_cve(cve): day for cve, day in advised.programme.known_exploited.items()}
    return {
        "advisory": advisory.advisory,
        "file": advisory.file,
        "title": advisory.title,
        "publisher": advisory.publisher,
        "published_on": _day(advisory.published_on),
        "updated_on": _day(advisory.updated_on),
        "fix": worst_fix(advisory.fix_of(one.product_id) for one in advisory.products).value,
        "vulnerabilities": [
            {
                "cve": one.cve,
                "severity": one.severity.value,
                "base_score": one.base_score,
                "known_exploited_on": _day(listed.get(fold_cve(one.cve))),
            }
            for one in advisory.vulnerabilities
        ],
        "products": [_product(one, advisory) for one in advisory.products],
    }


def _product(product: AdvisedProduct, advisory: Advisory) -> dict[str, object]:
    return {
        "product_id": product.product_id,
        "vendor": product.vendor,
        "product": product.product,
        "versions": product.versions,
        "purl": product.purl,
        "cves": [one.cve for one in advisory.of_product(product.product_id)],
        "fix": advisory.fix_of(product.product_id).value,
    }


def _exposure(exposure: Exposure) -> dict[str, object]:
    make, model = exposure.model
    return {
        "advisory": exposure.advisory.advisory,
        "make": make,
        "model": model,
        "match": exposure.grade.name.lower(),
        "why": exposure.why,
        "products": [match.product.product_id for match in exposure.matches],
        "fix": exposure.fix.value,
        "known_exploited": list(exposure.known_exploited),
        "patches": list(exposure.patches),
        "states": {state.value: number for state in AssetState if (number := exposure.number(state))},
        "assets": {tag: state.value for tag, state in exposure.states.items()},
    }


def advised_lines(advised: Advised) -> Iterator[str]:
    """Everything, for people: by model, then what is to be confirmed, then each advisory."""
    counts = _counts(advised)
    yield (
        f"{counts['advisories']} advisories read, {counts['not_read']} files not read; "
        f"{counts['models_concerned']} models and {counts['assets_affected']} assets affected; "
        f"{counts['matches_to_confirm']} matches to be confirmed."
    )
    by_model = sorted(advised.certain, key=lambda one: one.model)
    for model, of_model in groupby(by_model, key=lambda one: one.model):
        yield from ("", *_model_lines(model, list(of_model)))
    if advised.likely:
        yield from ("", "To be confirmed (answer in advisory_matches.csv; --propose adds the rows):")
        yield from (_likely_line(one) for one in advised.likely)
    for advisory in advised.programme.advisories:
        yield from ("", *_advisory_lines(advisory))


def _model_lines(model: MakeModel, exposures: Sequence[Exposure]) -> Iterator[str]:
    number = len(exposures[0].states)
    yield f"{' '.join(model)} ({number} {'asset' if number == 1 else 'assets'})"
    for one in exposures:
        states = ", ".join(f"{one.number(state)} {word}" for state, word in STATE_WORDS.items() if one.number(state))
        exploited = f"; known to be exploited: {', '.join(one.known_exploited)}" if one.known_exploited else ""
        patches = f"; patches: {', '.join(one.patches)}" if one.patches else ""
        yield f"  {one.advisory.advisory}  {FIX_WORDS[one.fix]}; {states or 'no assets'}{exploited}{patches}"


def _likely_line(exposure: Exposure) -> str:
    product = exposure.matches[0].product
    theirs = f"{product.vendor.strip()} {product.product} {product.versions}".strip()
    return f"  {exposure.advisory.advisory}  {theirs}: {' '.join(exposure.model)}? {exposure.why}"


def _advisory_lines(advisory: Advisory) -> Iterator[str]:
    yield f"{advisory.advisory}  {advisory.title}"
    for product in advisory.products:
        cves = ", ".join(one.cve for one in advisory.of_product(product.product_id))
        fix = FIX_WORDS[advisory.fix_of(product.product_id)]
        name = f"{product.vendor.strip()} | {product.product} | {product.versions or 'versions not said'}"
        yield f"  {name} | {cves or 'no vulnerability names it'} | {fix}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
