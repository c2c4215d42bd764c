"""What `htm advisories` tells, as data for other programs and as lines for people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from scheduler.domain.advisories import AdvisedProduct, Advisory, Disclosure, FixState, worst_fix
from scheduler.domain.equipment import MakeModel
from scheduler.domain.programme import Programme
from scheduler.errors import Problem
from scheduler.risk.advisories.exposure import AssetState, Exposure
from scheduler.risk.advisories.likeness import Grade
from scheduler.risk.deadlines.gathering import fold_cve
from scheduler.risk.disclosures import rights_of

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
SHOWN = 5
"""So many models a line stand behind one question; the table and --json have them all."""

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
        "who_may_patch": [_rights(model, form, advised) for model, form in advised.programme.disclosures.items()],
        "problems": [str(one) for one in advised.problems],
    }


def _counts(advised: Advised) -> dict[str, int]:
    affected = _affected(advised.certain)
    return {
        "advisories": len(advised.programme.advisories),
        "not_read": len({one.file for one in advised.problems}),
        "models_concerned": len({one.model for one in advised.certain}),
        "matches_to_confirm": len(advised.likely),
        "assets_affected": len(affected),
        "assets_without_fix": len(_affected(one for one in advised.certain if one.fix in _NO_FIX and not one.patches)),
        "known_exploited_listed": len(advised.programme.known_exploited),
    }


_NO_FIX = frozenset({FixState.MITIGATION, FixState.NO_FIX})


def _affected(exposures: Iterable[Exposure]) -> frozenset[str]:
    return frozenset(tag for one in exposures for tag, state in one.states.items() if state is AssetState.AFFECTED)


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


def _rights(model: MakeModel, form: Disclosure, advised: Advised) -> dict[str, object]:
    rights, said = rights_of(form), advised.programme.models[model]
    return {
        "make": model[0],
        "model": model[1],
        "file": form.file,
        "answers": {question: answer.value for question, answer in form.answers.items()},
        "is_applicable": rights.is_applicable,
        "performer": rights.performer.value,
        "remote": rights.is_remote,
        "third_party_os_patches": rights.third_party_os.value,
        "installs_itself": rights.installs_itself,
        "in_force": {
            "patch_performer": said.patch_performer.value,
            "third_party_os_patches": said.third_party_os_patches.value,
            "patch_applicable": said.patch_applicable.value,
            "patch_remote": said.patch_remote.value,
            "patch_automatic": said.patch_automatic.value,
        },
    }


def advised_lines(advised: Advised) -> Iterator[str]:
    """Everything, for people: by model, then what is to be confirmed, then each advisory."""
    counts = _counts(advised)
    yield (
        f"{counts['advisories']} advisories read, {counts['not_read']} files not read; "
        f"{counts['models_concerned']} models and {counts['assets_affected']} assets affected, "
        f"{counts['assets_without_fix']} of them by something that has no fix; "
        f"{counts['matches_to_confirm']} matches to be confirmed."
    )
    by_model = sorted(advised.certain, key=lambda one: one.model)
    for model, of_model in groupby(by_model, key=lambda one: one.model):
        yield from ("", *_model_lines(model, list(of_model)))
    if advised.likely:
        yield from ("", "To be confirmed (answer in advisory_matches.csv; --propose adds the rows):")
        yield from _likely_lines(advised.likely)
    if advised.programme.disclosures:
        yield from ("", "Who may patch, by MDS2:")
        yield from (_rights_line(model, form) for model, form in advised.programme.disclosures.items())
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


def _rights_line(model: MakeModel, form: Disclosure) -> str:
    rights = rights_of(form)
    if not rights.is_applicable:
        return f"  {' '.join(model)}: not applicable, there is nothing to patch ({form.file})"
    remote = ", remotely" if rights.is_remote else ""
    itself = ", installs itself and is checked after" if rights.installs_itself else ""
    system = f", patches of the operating system's maker: {rights.third_party_os}"
    return f"  {' '.join(model)}: {rights.performer}{remote}{itself}{system} ({form.file})"


def _likely_lines(exposures: Sequence[Exposure]) -> Iterator[str]:
    """A line for each product and reason, with the first of the models that it may be."""
    asked: dict[tuple[str, str, str], list[str]] = {}
    for one in exposures:
        product = one.matches[0].product
        theirs = f"{product.vendor.strip()} {product.product} {product.versions}".strip()
        asked.setdefault((one.advisory.advisory, theirs, one.why), []).append(" ".join(one.model))
    for (advisory, theirs, why), models in asked.items():
        more = f" and {len(models) - SHOWN} more" if len(models) > SHOWN else ""
        yield f"  {advisory}  {theirs}: {', '.join(models[:SHOWN])}{more}? {why}"


def _advisory_lines(advisory: Advisory) -> Iterator[str]:
    yield f"{advisory.advisory}  {advisory.title.removeprefix(advisory.advisory).lstrip('_ ')}"
    for product in advisory.products:
        cves = ", ".join(one.cve for one in advisory.of_product(product.product_id))
        fix = FIX_WORDS[advisory.fix_of(product.product_id)]
        name = f"{product.vendor.strip()} | {product.product} | {product.versions or 'versions not said'}"
        yield f"  {name} | {cves or 'no vulnerability names it'} | {fix}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
