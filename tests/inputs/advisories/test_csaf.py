"""CSAF advisories: what is read of good ones, and what is said of bad ones."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.advisories import FixState
from scheduler.domain.security import Severity
from scheduler.inputs.advisories.csaf import read_csaf
from scheduler.inputs.advisories.json_tree import MOST_BYTES
from scheduler.inputs.problems import StructureError
from scheduler.risk.advisories.exposure import exposures_of
from tests.builders import a_programme, an_asset
from tests.inputs.hospital import read_hospital, write_hospital

VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def a_document() -> dict[str, Any]:
    """One product of one vendor with one critical vulnerability that a fix closes."""
    return {
        "document": {
            "csaf_version": "2.0",
            "title": "Acme P1",
            "publisher": {"name": "CISA"},
            "tracking": {
                "id": "A-1",
                "initial_release_date": "2026-10-02T00:00:00Z",
                "current_release_date": "2026-11-03T10:00:00Z",
            },
        },
        "product_tree": {
            "branches": [
                {
                    "category": "vendor",
                    "name": "Acme",
                    "branches": [
                        {
                            "category": "product_name",
                            "name": "P1",
                            "branches": [
                                {
                                    "category": "product_version_range",
                                    "name": "<= 4.1",
                                    "product": {"name": "Acme P1 <= 4.1", "product_id": "X-1"},
                                }
                            ],
                        }
                    ],
                }
            ]
        },
        "vulnerabilities": [
            {
                "cve": "CVE-2026-1001",
                "product_status": {"known_affected": ["X-1"]},
                "remediations": [{"category": "vendor_fix", "details": "4.2", "product_ids": ["X-1"]}],
                "scores": [{"products": ["X-1"], "cvss_v3": {"vectorString": VECTOR, "baseScore": 1.0}}],
            }
        ],
    }


def read(document: dict[str, Any]) -> Any:
    return read_csaf(json.dumps(document).encode(), "advisories/a.json")


def said(content: bytes) -> str:
    with pytest.raises(StructureError) as caught:
        read_csaf(content, "advisories/a.json")
    return str(caught.value.problem)


def test_an_advisory_is_read_with_its_products_vulnerabilities_and_fixes() -> None:
    advisory = read(a_document())

    assert (advisory.advisory, advisory.title, advisory.publisher) == ("A-1", "Acme P1", "CISA")
    assert (advisory.published_on, advisory.updated_on) == (date(2026, 10, 2), date(2026, 11, 3))
    (product,) = advisory.products
    assert (product.vendor, product.product, product.versions) == ("Acme", "P1", "<= 4.1")
    assert advisory.fix_of("X-1") is FixState.FIX


def test_a_score_is_worked_out_again_from_its_vector() -> None:
    (vulnerability,) = read(a_document()).vulnerabilities

    assert (vulnerability.base_score, vulnerability.severity) == (9.8, Severity.CRITICAL)


@pytest.mark.parametrize(
    ("scores", "severity", "score"),
    [
        ([], Severity.UNKNOWN, None),
        ([{"cvss_v3": {"vectorString": "nonsense", "baseScore": 5.0}}], Severity.MEDIUM, 5.0),
        ([{"cvss_v2": {"vectorString": "AV:N/AC:L/Au:N/C:P/I:P/A:P"}}], Severity.HIGH, 7.5),
        (
            [{"cvss_v4": {"vectorString": "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"}}],
            Severity.CRITICAL,
            9.3,
        ),
        ([{"cvss_v3": {"vectorString": "", "baseScore": 0.0}}], Severity.NONE, 0.0),
        ([{"cvss_v3": {"baseScore": 11.0}}], Severity.UNKNOWN, None),
    ],
)
def test_the_severity_follows_the_score(scores: list[Any], severity: Severity, score: float | None) -> None:
    document = a_document()
    document["vulnerabilities"][0]["scores"] = scores

    (vulnerability,) = read(document).vulnerabilities

    assert (vulnerability.severity, vulnerability.base_score) == (severity, score)


@pytest.mark.parametrize(
    ("categories", "fix"),
    [
        (["vendor_fix"], FixState.FIX),
        (["mitigation", "vendor_fix"], FixState.FIX),
        (["workaround"], FixState.MITIGATION),
        (["mitigation", "no_fix_planned"], FixState.NO_FIX),
        (["none_available"], FixState.NO_FIX),
        ([], FixState.NOT_SAID),
    ],
)
def test_what_can_be_done_is_the_best_remedy_of_each_vulnerability(categories: list[str], fix: FixState) -> None:
    document = a_document()
    document["vulnerabilities"][0]["remediations"] = [{"category": one, "details": ""} for one in categories]

    assert read(document).fix_of("X-1") is fix


def test_one_vulnerability_without_a_fix_leaves_the_product_without() -> None:
    document = a_document()
    document["vulnerabilities"].append(
        {"cve": "CVE-2026-2", "remediations": [{"category": "no_fix_planned", "details": ""}]}
    )

    assert read(document).fix_of("X-1") is FixState.NO_FIX


def test_a_product_made_of_others_has_the_vendor_of_the_whole_and_the_versions_of_the_part() -> None:
    document = a_document()
    document["product_tree"]["full_product_names"] = [{"product_id": "X-2", "name": "Base station"}]
    document["product_tree"]["relationships"] = [
        {
            "category": "installed_on",
            "full_product_name": {"product_id": "X-3", "name": "P1 in Base station"},
            "product_reference": "X-1",
            "relates_to_product_reference": "X-2",
        }
    ]

    made = next(one for one in read(document).products if one.product_id == "X-3")

    assert (made.vendor, made.product, made.versions) == ("Acme", "P1 in Base station", "<= 4.1")


def _with(path: str, value: Any) -> bytes:
    document = a_document()
    *way, last = path.split(".")
    node: Any = document
    for step in way:
        node = node[int(step) if step.isdigit() else step]
    node[int(last) if last.isdigit() else last] = value
    return json.dumps(document).encode()


def _circle() -> bytes:
    names = (("X-2", "X-3"), ("X-3", "X-2"))
    relations = [
        {
            "category": "installed_on",
            "full_product_name": {"product_id": made, "name": made},
            "product_reference": other,
            "relates_to_product_reference": "X-1",
        }
        for made, other in names
    ]
    return _with("product_tree.relationships", relations)


BRANCH = "product_tree.branches.0"
MALFORMED = [
    (json.dumps(a_document()).encode()[:400], "a whole JSON document … it may be cut off: fetch it again"),
    (b"", "a whole JSON document … it may be cut off: fetch it again"),
    (b"\xff\xfe{\x00}", "a text in UTF-8 … save it as UTF-8"),
    (b"[" * 200_000, "at most 60 levels … nothing that means anything is so deep"),
    (b"[]", '"list" … an object { … } … the document is of another shape'),
    (b'{"document": {"csaf_version": NaN}}', '"NaN is no number of JSON" … JSON with ordinary numbers'),
    (_with("document.csaf_version", "1.2"), '"1.2" … csaf_version 2.0 … ask the publisher for CSAF 2.0'),
    (_with("document.tracking.id", 7), 'document.tracking.id: "7" … a text … write it in quotes'),
    (_with("document.tracking.id", None), "document.tracking.id: a value … the document lacks"),
    (_with("document.tracking.initial_release_date", "soon"), '"soon" … a date and time such as'),
    (_with("product_tree", []), 'product_tree: "list" … an object'),
    (_with(f"{BRANCH}.branches", "many"), 'product_tree.branches[0].branches: "many" … a list'),
    (
        _with("product_tree.full_product_names", [{"product_id": "X-1", "name": "again"}]),
        '"X-1" … each product_id once',
    ),
    (_circle(), "the product tree is cyclic: products are made of each other"),
    (_with("vulnerabilities.0.product_status.known_affected", ["X-9"]), '"X-9" … products of the product tree'),
    (_with("vulnerabilities.0.product_status.known_affected", [1]), 'known_affected[0]: "1" … a text'),
    (_with("vulnerabilities.0.remediations.0.category", "magic"), '"magic" … a category of vendor_fix'),
    (_with("vulnerabilities.0.scores.0.cvss_v3.baseScore", "9"), 'baseScore: "9" … a number'),
    (b" " * (MOST_BYTES + 1), f'"{MOST_BYTES + 1} bytes" … at most {MOST_BYTES} bytes'),
    (b"[" + b"1," * 2_100_000 + b"1]", "at most 2000000 values"),
]


@pytest.mark.parametrize(("content", "words"), MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_advisory_is_a_named_problem(content: bytes, words: str) -> None:
    problem = said(content)

    assert problem.startswith("advisories/a.json")
    assert words in problem


def test_branches_deeper_than_any_product_tree_are_refused() -> None:
    deep: dict[str, Any] = {"category": "vendor", "name": "x"}
    for _ in range(100):
        deep = {"category": "vendor", "name": "x", "branches": [deep]}

    assert "at most 60 levels" in said(_with("product_tree.branches", [deep]))


def test_the_rest_is_read_when_advisories_are_malformed(tmp_path: Path) -> None:
    folder = write_hospital(tmp_path / "h")
    (folder / "advisories").mkdir()
    for number, (content, _) in enumerate(MALFORMED):
        (folder / "advisories" / f"bad-{number:02}.json").write_bytes(content)
    with (folder / "advisories" / "huge.json").open("wb") as huge:
        huge.truncate(50_000_000)
    (folder / "advisories" / "good.json").write_text(json.dumps(a_document()), "utf-8")
    (folder / "advisories" / "good-again.json").write_text(json.dumps(a_document()), "utf-8")
    (folder / "advisories" / "notes.txt").write_text("hello", "utf-8")

    reading = read_hospital(folder)

    named = {problem.file for problem in reading.warnings if problem.file.startswith("advisories/")}
    assert [one.file for one in reading.programme.advisories] == ["advisories/good-again.json"]
    assert named == {f"advisories/bad-{number:02}.json" for number in range(len(MALFORMED))} | {
        "advisories/huge.json",
        "advisories/good.json",
        "advisories/notes.txt",
    }


def test_names_cannot_move_the_cursor_of_a_terminal() -> None:
    hostile = _with(f"{BRANCH}.name", "Ac\x1b[2Jme\x9b31m\u202e")

    (product,) = read_csaf(hostile, "advisories/a.json").products

    assert product.vendor == "Ac [2Jme 31m"


def _paths(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value of a document."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from _paths(value, (*path, key))


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None)
@given(st.sampled_from(list(_paths(a_document()))), ANY_JSON)
def test_whatever_stands_in_one_place_is_read_or_named(path: tuple[str | int, ...], value: Any) -> None:
    document = a_document()
    node: Any = document
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value

    try:
        advisory = read(document)
    except StructureError:
        return
    programme = a_programme(assets=[an_asset(software_version="4.0")], advisories=(advisory,))
    assert len(exposures_of(programme, date(2026, 12, 1))) <= 1


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    with pytest.raises(StructureError):
        read_csaf(content, "advisories/a.json")
