"""What no release closes: only what is certain, and only what nothing else settles."""

from dataclasses import replace

import pytest

from scheduler.domain.advisories import Advisory, FixState, MatchAnswer
from scheduler.domain.ids import AssetTag
from scheduler.domain.programme import Programme
from scheduler.domain.security import FindingState
from scheduler.risk.advisories.unfixed import Unfixed, unfixed_by_asset
from tests.builders import a_patch
from tests.risk.advisories.test_exposure import TODAY, a_finding, an_advisory, hospital

TAG = AssetTag("A-1")
ONE = (Unfixed("A-1", ("CVE-2026-1",), is_certain=True),)


def unfixed(programme: Programme) -> tuple[Unfixed, ...]:
    """What the only asset is left with."""
    return unfixed_by_asset(programme, TODAY).get(TAG, ())


def without_fix(fix: FixState = FixState.NO_FIX, product: str = "P1") -> Advisory:
    """An advisory of the pump's maker."""
    return an_advisory(fix=fix, product=product)


@pytest.mark.parametrize(
    ("fix", "found"),
    [(FixState.NO_FIX, ONE), (FixState.MITIGATION, ONE), (FixState.FIX, ()), (FixState.NOT_SAID, ())],
)
def test_only_what_the_publisher_has_no_fix_for_is_left(fix: FixState, found: tuple[Unfixed, ...]) -> None:
    assert unfixed(hospital(without_fix(fix))) == found


def test_a_version_outside_the_range_is_not_concerned() -> None:
    assert unfixed(hospital(without_fix(), "4.1")) == ONE
    assert unfixed(hospital(without_fix(), "4.2")) == ()


def test_a_version_that_cannot_be_compared_is_concerned_and_a_blank_one_may_be() -> None:
    assert unfixed(hospital(without_fix(), "L81")) == ONE
    assert unfixed(hospital(without_fix(), "")) == (replace(ONE[0], is_certain=False),)


def test_a_likely_match_changes_nothing_until_the_planner_confirms_it() -> None:
    family = without_fix(product="P1 Quantum")
    confirmed = MatchAnswer("A-1", "", "Acme", "P1", True, "")

    assert unfixed(hospital(family)) == ()
    assert unfixed(hospital(family, match_answers=(confirmed,))) == ONE
    assert unfixed(hospital(without_fix(), match_answers=(replace(confirmed, is_ours=False),))) == ()


def test_a_release_that_names_the_vulnerability_or_the_advisory_closes_it() -> None:
    by_cve = replace(a_patch(), cves=(" cve-2026-1",))
    by_advisory = replace(a_patch(), advisory="a-1")

    assert unfixed(hospital(without_fix(), patches=(by_cve,))) == ()
    assert unfixed(hospital(without_fix(), patches=(by_advisory,))) == ()
    assert unfixed(hospital(without_fix(), patches=(a_patch(),))) == ONE


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (FindingState.FIXED, ()),
        (FindingState.NOT_AFFECTED, ()),
        (FindingState.MITIGATED, ONE),
        (FindingState.OPEN, ONE),
    ],
)
def test_what_was_found_on_the_asset_counts(state: FindingState, found: tuple[Unfixed, ...]) -> None:
    assert unfixed(hospital(without_fix(), findings=[a_finding(state)])) == found


def test_a_vulnerability_without_a_name_goes_by_its_advisory() -> None:
    assert unfixed(hospital(an_advisory("", fix=FixState.NO_FIX))) == (Unfixed("A-1", ("A-1",), is_certain=True),)
