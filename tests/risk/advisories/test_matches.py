"""Products of real advisories and models of a hospital: forty pairs checked by hand, and what answers change."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from scheduler.domain.advisories import AdvisedProduct, Advisory, Aliases, Component, MatchAnswer
from scheduler.inputs.advisories.csaf import read_csaf
from scheduler.risk.advisories.likeness import Grade
from scheduler.risk.advisories.matching import Evidence, Match, Matcher, with_answers
from tests.builders import a_model

FOLDER = Path(__file__).parents[3] / "examples" / "health-system" / "advisories"
PAIRS = list(csv.DictReader(Path(__file__).with_name("hand_checked.csv").read_text("utf-8").splitlines()))


@cache
def real_advisories() -> dict[str, Advisory]:
    read = (read_csaf(path.read_bytes(), path.name) for path in sorted(FOLDER.glob("*.json")))
    return {advisory.advisory: advisory for advisory in read}


def grade_of(pair: dict[str, str]) -> Grade:
    """The grade of one product of an advisory with one model, the advisory's other products beside it."""
    advisory = real_advisories()[pair["advisory"]]
    assert pair["product"] in {one.product for one in advisory.products}, pair
    matcher = Matcher([a_model(pair["make"], pair["model"])], Aliases(), {})
    found = [one.grade for one in matcher.of(advisory) if one.product.product == pair["product"]]
    return max(found, default=Grade.NONE)


def an_advisory(*products: AdvisedProduct, title: str = "") -> Advisory:
    return Advisory("A-1", "a-1.json", title, "", None, None, products, ())


def a_product(product: str, vendor: str = "Acme", versions: str = "", purl: str = "") -> AdvisedProduct:
    return AdvisedProduct(f"id of {product}", vendor, product, versions, purl)


def found(
    *products: AdvisedProduct,
    make: str = "Acme",
    model: str = "P1",
    aliases: Aliases | None = None,
    components: Iterable[Component] = (),
    title: str = "",
) -> tuple[Match, ...]:
    matcher = Matcher([a_model(make, model)], aliases or Aliases(), {(make, model): tuple(components)})
    return tuple(matcher.of(an_advisory(*products, title=title)))


def test_all_advisories_are_read() -> None:
    assert len(real_advisories()) == 108


def test_of_forty_pairs_checked_by_hand_at_least_thirty_eight_are_right_and_no_wrong_one_is_certain() -> None:
    grades = [(pair, grade_of(pair)) for pair in PAIRS]
    right = [(pair, grade) for pair, grade in grades if (grade is Grade.NONE) == (pair["truth"] == "different")]

    assert len(PAIRS) == 40
    assert [pair for pair, grade in grades if pair["truth"] == "different" and grade is Grade.CERTAIN] == []
    assert len(right) >= 38, [(*pair.values(), grade) for pair, grade in grades if (pair, grade) not in right]
    assert sum(grade is Grade.CERTAIN for _, grade in right) >= 20


@pytest.mark.parametrize(
    ("vendor", "make", "grade"),
    [
        ("Becton, Dickinson and Company (BD)", "BD", Grade.CERTAIN),
        ("General Electric (GE)", "GE Healthcare", Grade.CERTAIN),
        ("Hillrom and ELI, Baxter International Inc.", "Baxter", Grade.CERTAIN),
        ("B. Braun Medical", "B. Braun", Grade.CERTAIN),
        ("Medtronic ", "medtronic", Grade.CERTAIN),
        ("Phillips", "Philips", Grade.LIKELY),
        ("B. Braun Melsungen AG", "B. Braun", Grade.LIKELY),
        ("Philips", "Phoenix", Grade.NONE),
    ],
)
def test_a_make_is_known_by_its_names_and_a_misspelt_one_is_never_certain(vendor: str, make: str, grade: Grade) -> None:
    matches = found(a_product("Zeta 9", vendor), make=make, model="Zeta 9")

    assert max((one.grade for one in matches), default=Grade.NONE) is grade


def test_an_alias_of_the_make_makes_a_misspelt_one_certain() -> None:
    (match,) = found(a_product("P1", "Akme"), aliases=Aliases(makes={"AKME": "Acme"}))

    assert match.grade is Grade.CERTAIN


def test_an_alias_of_the_model_is_certain_whatever_the_names() -> None:
    (match,) = found(a_product("Something Else"), aliases=Aliases(models={"something else": "p1"}))

    assert (match.grade, match.evidence) == (Grade.CERTAIN, Evidence.ALIAS)


def test_a_name_that_the_advisory_gives_only_in_its_title_is_never_certain() -> None:
    (match,) = found(a_product("Version"), model="Alice 6", title="Acme Alice 6 Vulnerabilities (Update B)")

    assert (match.grade, match.evidence) == (Grade.LIKELY, Evidence.TITLE)


def test_a_product_that_is_the_operating_system_of_a_model_is_likely() -> None:
    matcher = Matcher([replace(a_model(), operating_system="VxWorks")], Aliases(), {})

    (match,) = matcher.of(an_advisory(a_product("VxWorks", "Wind River")))

    assert (match.grade, match.evidence) == (Grade.LIKELY, Evidence.OPERATING_SYSTEM)


def test_what_an_advisory_leaves_out_by_name_is_not_certain() -> None:
    (inside,) = found(a_product("Venue, not including Venue 40 R1-3"), model="Venue")
    (outside,) = found(a_product("Venue, not including Venue 40 R1-3"), model="Venue 40")

    assert (inside.grade, outside.grade) == (Grade.CERTAIN, Grade.LIKELY)


def test_a_certain_match_takes_the_place_of_likely_ones_of_the_same_advisory() -> None:
    (match,) = found(a_product("Zeta"), a_product("Zeta 9"), a_product("Zeta 9 Extra"), model="Zeta 9")

    assert match.product.product == "Zeta 9"


@pytest.mark.parametrize(
    ("component", "product", "versions", "grade"),
    [
        ("pkg:pypi/pillow@9.0.0", "pkg:pypi/pillow", "vers:pypi/<9.0.1", Grade.CERTAIN),
        ("pkg:pypi/pillow@9.0.1", "pkg:pypi/pillow", "vers:pypi/<9.0.1", Grade.NONE),
        ("pkg:generic/openssl@1.1.1k", "pkg:generic/openssl@1.1.1k", "", Grade.CERTAIN),
        ("pkg:generic/openssl@1.1.1w", "pkg:generic/openssl@1.1.1k", "", Grade.NONE),
        ("pkg:generic/openssl@3.0.1", "pkg:generic/openssl", "<= 3.0.6", Grade.CERTAIN),
        ("pkg:generic/openssl", "pkg:generic/openssl", "<= 3.0.6", Grade.LIKELY),
        ("pkg:npm/openssl@3.0.1", "pkg:generic/openssl", "<= 3.0.6", Grade.NONE),
        ("not a purl", "pkg:generic/openssl", "<= 3.0.6", Grade.NONE),
    ],
)
def test_a_component_of_the_sbom_is_matched_by_purl_and_version(
    component: str, product: str, versions: str, grade: Grade
) -> None:
    parts = [Component("some part", "", component)]

    matches = found(a_product("Library", "Somebody", versions, product), components=parts)

    assert max((one.grade for one in matches), default=Grade.NONE) is grade


def answered(is_ours: bool | None, product_id: str = "", product: str = "P1 Extra") -> list[Match]:
    advisory = an_advisory(a_product(product))
    answer = MatchAnswer("a-1", product_id, "ACME", "p1", is_ours, "")
    model = a_model()
    matches = Matcher([model], Aliases(), {}).of(advisory)
    return list(with_answers(matches, [answer], [advisory], {model.key: model}))


def test_a_likely_match_waits_until_it_is_answered() -> None:
    assert [one.grade for one in answered(None, product="Pump P1 Extra")] == []
    assert [one.grade for one in found(a_product("Zeta Extra"), model="Zeta")] == [Grade.LIKELY]


def test_a_yes_makes_a_match_certain_even_one_that_no_name_shows() -> None:
    (named,) = answered(True, product="P1")
    (unnamed,) = answered(True, product="Something Else")
    (of_product,) = answered(True, "id of Something Else", "Something Else")

    assert {one.evidence for one in (named, unnamed, of_product)} == {Evidence.CONFIRMED}
    assert {one.grade for one in (named, unnamed, of_product)} == {Grade.CERTAIN}


def test_a_no_takes_a_match_away() -> None:
    assert answered(False, product="P1") == []


@pytest.mark.parametrize(
    ("model", "grade"),
    [
        ("Vue MX400", Grade.CERTAIN),
        ("Vue MX550", Grade.CERTAIN),
        ("Vue MX500", Grade.LIKELY),
        ("Vue MX40", Grade.NONE),
        ("Vue MX600", Grade.NONE),
    ],
)
def test_the_ends_of_a_range_are_certain_its_inside_is_likely(model: str, grade: Grade) -> None:
    matches = found(a_product("Vue Patient Monitors MX (MX400-550)"), model=model)

    assert max((one.grade for one in matches), default=Grade.NONE) is grade
