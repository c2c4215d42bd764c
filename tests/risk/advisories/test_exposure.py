"""What an advisory means for the assets of a hospital."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.advisories import AdvisedProduct, AdvisedVulnerability, Advisory, FixState, MatchAnswer
from scheduler.domain.equipment import AssetStatus
from scheduler.domain.ids import AssetTag
from scheduler.domain.programme import Programme
from scheduler.domain.security import Finding, FindingState, Severity
from scheduler.risk.advisories.exposure import AssetState, Exposure, exposures_of
from scheduler.risk.advisories.likeness import Grade
from tests.builders import a_patch, a_programme, an_asset

TODAY = date(2026, 12, 1)
AFFECTED, MITIGATED, FIXED = AssetState.AFFECTED, AssetState.MITIGATED, AssetState.FIXED
NOT_AFFECTED, VERSION_UNKNOWN = AssetState.NOT_AFFECTED, AssetState.VERSION_UNKNOWN


def an_advisory(*cves: str, versions: str = "<= 4.1", product: str = "P1", fix: FixState = FixState.FIX) -> Advisory:
    vulnerabilities = tuple(
        AdvisedVulnerability(cve, Severity.HIGH, 8.0, "", {"X-1": fix}) for cve in cves or ("CVE-2026-1",)
    )
    products = (AdvisedProduct("X-1", "Acme", product, versions),)
    return Advisory("A-1", "advisories/a.json", "Acme P1", "CISA", None, None, products, vulnerabilities)


def a_finding(state: FindingState, cve: str = "CVE-2026-1") -> Finding:
    return Finding(2, "", AssetTag("A-1"), cve, None, "", state, None)


def hospital(advisory: Advisory, version: str = "4.0", findings: Iterable[Finding] = (), **others: object) -> Programme:
    return a_programme(
        assets=[an_asset(software_version=version)], advisories=(advisory,), findings=tuple(findings), **others
    )


def only(programme: Programme) -> Exposure:
    (exposure,) = exposures_of(programme, TODAY)
    return exposure


def state(programme: Programme) -> AssetState:
    return only(programme).states[AssetTag("A-1")]


@pytest.mark.parametrize(
    ("version", "expected"),
    [("4.0", AFFECTED), ("4.1", AFFECTED), ("4.2", NOT_AFFECTED), ("", VERSION_UNKNOWN), ("L81", VERSION_UNKNOWN)],
)
def test_an_asset_stands_as_its_version_does(version: str, expected: AssetState) -> None:
    assert state(hospital(an_advisory(), version)) is expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([FindingState.OPEN], AFFECTED),
        ([FindingState.MITIGATED], MITIGATED),
        ([FindingState.FIXED], FIXED),
        ([FindingState.NOT_AFFECTED], NOT_AFFECTED),
        ([FindingState.FIXED, FindingState.MITIGATED], MITIGATED),
        ([FindingState.FIXED, FindingState.OPEN], AFFECTED),
    ],
)
def test_what_was_found_on_the_asset_goes_before_its_version(found: list[FindingState], expected: AssetState) -> None:
    findings = [a_finding(one) for one in found]

    assert state(hospital(an_advisory(), "4.2" if expected is AFFECTED else "4.0", findings)) is expected


def test_a_vulnerability_that_nobody_looked_for_leaves_it_to_the_version() -> None:
    advisory = an_advisory("CVE-2026-1", "CVE-2026-2")

    assert state(hospital(advisory, "4.0", [a_finding(FindingState.FIXED)])) is AFFECTED


def test_of_two_ranges_one_is_enough_and_free_needs_both() -> None:
    two = an_advisory()
    more = replace(two, products=(*two.products, AdvisedProduct("X-2", "Acme", "P1", "5.X")))

    assert [state(hospital(more, version)) for version in ("4.0", "5.3", "4.2", "A-7")] == [
        AFFECTED,
        AFFECTED,
        NOT_AFFECTED,
        VERSION_UNKNOWN,
    ]


def test_retired_assets_do_not_count() -> None:
    programme = a_programme(
        assets=[an_asset("A-1"), an_asset("A-2", status=AssetStatus.RETIRED)], advisories=(an_advisory(),)
    )

    assert list(only(programme).states) == ["A-1"]


def test_the_worst_fix_of_its_products_is_told() -> None:
    assert only(hospital(an_advisory(fix=FixState.NO_FIX))).fix is FixState.NO_FIX


def test_patches_are_joined_by_advisory_or_vulnerability() -> None:
    by_name = replace(a_patch("ONE"), advisory="a-1")
    by_cve = replace(a_patch("TWO"), cves=("cve-2026-1",))
    other = replace(a_patch("THREE"), cves=("CVE-2026-9",))

    assert only(hospital(an_advisory(), patches=(by_name, by_cve, other))).patches == ("ONE", "TWO")


def test_what_is_listed_after_today_is_not_known_to_be_exploited_yet() -> None:
    listed = {"CVE-2026-1": date(2026, 12, 1), "CVE-2026-2": date(2026, 12, 2)}

    found = only(hospital(an_advisory("CVE-2026-1", "CVE-2026-2"), known_exploited=listed))

    assert found.known_exploited == ("CVE-2026-1",)


def test_a_likely_match_stays_likely_until_it_is_answered() -> None:
    advisory = an_advisory(product="Zeta Extra")
    asset = an_asset(model="Zeta", software_version="4.0")
    waiting = a_programme(assets=[asset], advisories=(advisory,))
    answers = [MatchAnswer("A-1", "X-1", "Acme", "Zeta", is_ours, "") for is_ours in (True, False)]
    said_yes, said_no = (replace(waiting, match_answers=(answer,)) for answer in answers)

    assert only(waiting).grade is Grade.LIKELY
    assert only(said_yes).grade is Grade.CERTAIN
    assert exposures_of(said_no, TODAY) == ()
