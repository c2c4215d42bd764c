"""Which products of advisories are which models of the hospital: certain, likely (somebody confirms it), or none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from scheduler.domain.advisories import AdvisedProduct, Advisory, Aliases, Component, MatchAnswer
from scheduler.domain.equipment import MakeModel, Model
from scheduler.domain.programme import Programme
from scheduler.risk.advisories.components import component_in
from scheduler.risk.advisories.likeness import Grade, Likeness, likeness
from scheduler.risk.advisories.names import folded, make_forms, product_name

MAKE_NEAR_ENOUGH = 85
"""From this likeness (rapidfuzz ratio) two makes may be one, spelt differently; a match by it is never certain."""


class Evidence(StrEnum):
    """What a match rests on."""

    NAME = "name"
    ALIAS = "alias"
    TITLE = "title"
    OPERATING_SYSTEM = "operating_system"
    COMPONENT = "component"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Match:
    """A product of an advisory that is, or may be, a model of the hospital."""

    advisory: str
    product: AdvisedProduct
    model: MakeModel
    grade: Grade
    evidence: Evidence
    why: str


def matches_of(programme: Programme) -> tuple[Match, ...]:
    """Match every advisory of a programme with its models; in the order of advisories, then of models."""
    matcher = Matcher(programme.models.values(), programme.aliases, programme.components)
    found = (match for advisory in programme.advisories for match in matcher.of(advisory))
    answered = with_answers(found, programme.match_answers, programme.advisories, programme.models)
    order = {key: place for place, key in enumerate(programme.models)}
    return tuple(sorted(answered, key=lambda one: (one.advisory, order[one.model], one.product.product_id)))


class Matcher:
    """Matches advisories with models; what can be worked out once about the models is."""

    def __init__(
        self, models: Iterable[Model], aliases: Aliases, components: Mapping[MakeModel, Sequence[Component]]
    ) -> None:
        self._aliases = Aliases(
            {folded(theirs): ours for theirs, ours in aliases.makes.items()},
            {folded(theirs): folded(ours) for theirs, ours in aliases.models.items()},
        )
        self._components = components
        self._by_make: dict[str, list[Model]] = {}
        self._by_system: dict[str, list[Model]] = {}
        self._by_name: dict[str, list[Model]] = {}
        for model in models:
            self._by_make.setdefault(model.make, []).append(model)
            self._by_system.setdefault(folded(model.operating_system), []).append(model)
            self._by_name.setdefault(folded(model.model), []).append(model)
        self._by_system.pop("", None)
        self._forms: dict[str, set[str]] = {}
        for make in self._by_make:
            for form in make_forms(make):
                self._forms.setdefault(form, set()).add(make)
        self._makes: dict[str, tuple[tuple[str, Grade], ...]] = {}

    def of(self, advisory: Advisory) -> Iterator[Match]:
        """Yield the matches of an advisory; where a model has a certain one, its likely ones are left out."""
        found = [match for product in advisory.products for match in self._of_product(advisory, product)]
        found.sort(key=lambda one: one.model)
        for _, of_model in groupby(found, key=lambda one: one.model):
            together = list(of_model)
            best = max(match.grade for match in together)
            yield from (match for match in together if match.grade is best)

    def _of_product(self, advisory: Advisory, product: AdvisedProduct) -> Iterator[Match]:
        named = Match(advisory.advisory, product, ("", ""), Grade.CERTAIN, Evidence.NAME, "")
        seen: set[MakeModel] = set()
        for model in self._by_name.get(self._aliases.models.get(folded(product.product), ""), ()):
            seen.add(model.key)
            yield replace(named, model=model.key, evidence=Evidence.ALIAS, why="an alias of programme.yaml")
        for make, surest in self._makes_of(product.vendor):
            for model in self._by_make[make]:
                like, evidence = self._likeness(advisory, product, model)
                if like.grade is not Grade.NONE and model.key not in seen:
                    seen.add(model.key)
                    grade = min(like.grade, surest)
                    why = like.why if grade is like.grade else f"{like.why}; the make is spelt differently"
                    yield replace(named, model=model.key, grade=grade, evidence=evidence, why=why)
        for model in self._by_system.get(folded(product.product), ()):
            if model.key not in seen:
                why = "its operating system"
                yield replace(named, model=model.key, grade=Grade.LIKELY, evidence=Evidence.OPERATING_SYSTEM, why=why)
        yield from self._by_component(named, product)

    def _likeness(self, advisory: Advisory, product: AdvisedProduct, model: Model) -> tuple[Likeness, Evidence]:
        words = frozenset(folded(f"{product.vendor} {model.make}").replace(",", " ").replace("(", " ").split())
        words |= {word.strip(").") for word in words}
        if product_name(product.product, words).telling:
            return likeness(product.product, model.model, words), Evidence.NAME
        like = likeness(advisory.title, model.model, words)
        title = "the advisory's title alone names it"
        return (Likeness(Grade.LIKELY, title) if like.grade is not Grade.NONE else like), Evidence.TITLE

    def _makes_of(self, vendor: str) -> tuple[tuple[str, Grade], ...]:
        """Our makes that a vendor's name names, each with the surest grade that it allows."""
        if vendor not in self._makes:
            self._makes[vendor] = tuple(sorted(self._found_makes(vendor).items()))
        return self._makes[vendor]

    def _found_makes(self, vendor: str) -> dict[str, Grade]:
        alias = self._aliases.makes.get(folded(vendor), vendor)
        forms = make_forms(alias)
        certain = {make for form in forms for make in self._forms.get(form, ())}
        if certain:
            return dict.fromkeys(sorted(certain), Grade.CERTAIN)
        return {make: Grade.LIKELY for form in forms for make in self._near(form)}

    def _near(self, form: str) -> Iterator[str]:
        from rapidfuzz import fuzz

        for known, makes in self._forms.items():
            one_begins_the_other = form.startswith(f"{known} ") or known.startswith(f"{form} ")
            if one_begins_the_other or fuzz.ratio(form, known) >= MAKE_NEAR_ENOUGH:
                yield from makes

    def _by_component(self, named: Match, product: AdvisedProduct) -> Iterator[Match]:
        if not product.purl:
            return
        for key, components in self._components.items():
            for component in components:
                if grade := component_in(component, product):
                    why = f"its SBOM lists {component.name} {component.version}".rstrip()
                    yield replace(named, model=key, grade=grade, evidence=Evidence.COMPONENT, why=why)
                    break


def with_answers(
    found: Iterable[Match],
    answers: Sequence[MatchAnswer],
    advisories: Sequence[Advisory],
    models: Mapping[MakeModel, Model],
) -> Iterator[Match]:
    """Apply the planner's answers: a yes makes a match certain, found or not; a no takes it away."""
    decided = {_key(one.advisory, one.product_id, (one.make, one.model)): one for one in answers}
    taken: set[tuple[str, str, MakeModel]] = set()
    for match in found:
        answer = _answer(decided, match.advisory, match.product.product_id, match.model)
        if answer is None or answer.is_ours is None:
            yield match
        elif answer.is_ours:
            taken.add((match.advisory, match.product.product_id, match.model))
            yield replace(match, grade=Grade.CERTAIN, evidence=Evidence.CONFIRMED, why="confirmed by the planner")
    yield from _said_only(answers, advisories, models, taken)


def _said_only(
    answers: Sequence[MatchAnswer],
    advisories: Sequence[Advisory],
    models: Mapping[MakeModel, Model],
    taken: set[tuple[str, str, MakeModel]],
) -> Iterator[Match]:
    """Yield what the planner knows and no name shows."""
    by_id = {one.advisory.casefold(): one for one in advisories}
    shown = {_key("", "", key)[2]: key for key in models}
    for answer in answers:
        advisory = by_id.get(answer.advisory.strip().casefold())
        model = shown.get(_key("", "", (answer.make, answer.model))[2])
        if not answer.is_ours or advisory is None or model is None:
            continue
        for product in advisory.products:
            meant = answer.product_id in ("", product.product_id)
            if (
                meant
                and (advisory.advisory, product.product_id, model) not in taken
                and (answer.product_id or not any(one[0] == advisory.advisory and one[2] == model for one in taken))
            ):
                yield Match(
                    advisory.advisory, product, model, Grade.CERTAIN, Evidence.CONFIRMED, "confirmed by the planner"
                )


def _answer(
    decided: Mapping[tuple[str, str, str], MatchAnswer], advisory: str, product_id: str, model: MakeModel
) -> MatchAnswer | None:
    return decided.get(_key(advisory, product_id, model)) or decided.get(_key(advisory, "", model))


def _key(advisory: str, product_id: str, model: MakeModel) -> tuple[str, str, str]:
    return advisory.strip().casefold(), product_id.strip(), f"{folded(model[0])}\n{folded(model[1])}"
