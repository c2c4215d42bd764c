"""The facts of deadlines as a programme's tables give them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.advisories import AdvisedVulnerability, Advisory
from scheduler.domain.equipment import Answer, Asset
from scheduler.domain.ids import AssetTag
from scheduler.domain.policy import Patching
from scheduler.domain.programme import Programme
from scheduler.domain.security import Finding, FindingState, NetworkRow, Patch, Severity
from scheduler.risk.deadlines import Clock, Deadline, Deadlines, four_dates
from tests.builders import a_patch, a_programme, an_asset

TODAY = date(2026, 12, 1)
CVE = "CVE-2026-1001"


def an_exposed_asset(tag: str = "A-1", cmdb_id: str = "CI-1") -> Asset:
    return replace(an_asset(tag), exposed=Answer.YES, cmdb_id=cmdb_id)


def the_patch(**said: object) -> Patch:
    return replace(a_patch(), cves=(CVE,), advisory_on=date(2026, 10, 2), **said)  # type: ignore[arg-type]


def a_finding(
    detected_on: date | None = date(2026, 11, 2),
    state: FindingState = FindingState.OPEN,
    tag: str | None = "A-1",
    cmdb_id: str = "",
    cve: str = CVE,
) -> Finding:
    return Finding(2, cmdb_id, AssetTag(tag) if tag else None, cve, detected_on, "scanner", state, None)


def programme(findings: Iterable[Finding] = (), listed: date | None = None, **others: object) -> Programme:
    return a_programme(
        assets=[an_exposed_asset()],
        findings=tuple(findings),
        known_exploited={} if listed is None else {CVE: listed},
        patching=Patching(deadline_table="cisa-bod"),
        **others,
    )


def deadline(given: Programme, patch: Patch | None = None, today: date = TODAY) -> Deadline:
    return Deadlines(given, today).of(patch or the_patch(), given.assets[AssetTag("A-1")])


def test_without_a_finding_the_clock_starts_with_the_advisory_as_assumed() -> None:
    found = deadline(programme())

    assert (found.clock, found.clock_start, found.day) == (
        Clock.ADVISORY_MATCH,
        date(2026, 10, 2),
        date(2026, 10, 16),
    )


def test_a_finding_starts_the_clock_by_tag_or_by_cmdb_entry() -> None:
    by_tag = deadline(programme([a_finding()]))
    by_entry = deadline(programme([a_finding(tag=None, cmdb_id="ci-1 ", cve=CVE.lower())]))

    assert by_tag == by_entry
    assert (by_tag.clock, by_tag.clock_start) == (Clock.DETECTION, date(2026, 11, 2))


def test_the_earliest_of_several_findings_counts() -> None:
    found = deadline(programme([a_finding(date(2026, 11, 9)), a_finding(date(2026, 11, 4)), a_finding(None)]))

    assert found.clock_start == date(2026, 11, 4)


def test_a_finding_after_today_has_not_been_made_yet() -> None:
    found = deadline(programme([a_finding(date(2026, 12, 2))]))

    assert found.clock is Clock.ADVISORY_MATCH


@pytest.mark.parametrize(
    ("state", "deadline_class"),
    [
        (FindingState.OPEN, "14-day"),
        (FindingState.MITIGATED, "14-day"),
        (FindingState.FIXED, "routine"),
        (FindingState.NOT_AFFECTED, "routine"),
    ],
)
def test_what_is_fixed_or_does_not_affect_the_asset_has_no_deadline(state: FindingState, deadline_class: str) -> None:
    assert deadline(programme([a_finding(state=state)])).deadline_class == deadline_class


def test_the_catalogue_lists_a_vulnerability_from_its_day_on() -> None:
    given = programme([a_finding()], listed=date(2026, 11, 20))

    assert deadline(given, today=date(2026, 11, 19)).deadline_class == "14-day"
    assert deadline(given, today=date(2026, 11, 20)).deadline_class == "3-day"


def test_the_catalogue_goes_before_a_patch_that_says_it_is_not_known_to_be_exploited() -> None:
    found = deadline(programme([a_finding()], listed=date(2026, 10, 28)), the_patch(kev=Answer.NO))

    assert (found.clock, found.day, found.is_interrupt) == (Clock.KEV_LISTING, date(2026, 10, 31), True)


def test_a_patch_that_names_no_vulnerability_is_judged_by_its_own_columns() -> None:
    found = deadline(programme(), replace(the_patch(kev=Answer.YES), cves=()))

    assert (found.deadline_class, found.cve) == ("3-day", "")


def test_the_monitoring_score_is_the_highest_of_the_assets_entries() -> None:
    rows = [NetworkRow(2, "CI-1", "", "", "", "", "", score, None) for score in (40.0, None, 73.0)]

    scores = Deadlines(programme(network=tuple(rows)), TODAY)

    assert scores.monitoring_score(AssetTag("A-1")) == 73.0
    assert scores.monitoring_score(AssetTag("A-2")) is None


def test_the_four_dates_of_a_patch_each_have_their_source() -> None:
    found = deadline(programme([a_finding()]))

    dates = four_dates(the_patch(), found, date(2026, 11, 20))

    assert (dates.advisory_on, dates.released_on, dates.validated_on, dates.clock_start, dates.installed_on) == (
        date(2026, 10, 2),
        date(2026, 9, 1),
        date(2026, 10, 1),
        date(2026, 11, 2),
        date(2026, 11, 20),
    )


def test_days_past_a_deadline_count_to_the_installation_else_to_today() -> None:
    found = deadline(programme([a_finding()]))
    installed, open_still = (four_dates(the_patch(), found, day) for day in (date(2026, 11, 20), None))

    assert found.day == date(2026, 11, 16)
    assert (installed.days_past(found, TODAY), open_still.days_past(found, TODAY)) == (4, 15)
    assert four_dates(the_patch(), found, date(2026, 11, 16)).days_past(found, TODAY) == 0


def an_advisory(*severities: Severity) -> Advisory:
    vulnerabilities = tuple(AdvisedVulnerability(CVE, one, None, "", {}) for one in severities)
    return Advisory("A-1", "a.json", "", "", date(2026, 8, 3), None, (), vulnerabilities)


@pytest.mark.parametrize(
    ("said", "given", "deadline_class"),
    [
        (Severity.UNKNOWN, (Severity.MEDIUM, Severity.CRITICAL), "critical, 30 days"),
        (Severity.UNKNOWN, (Severity.UNKNOWN, Severity.HIGH), "high, 60 days"),
        (Severity.HIGH, (Severity.CRITICAL,), "high, 60 days"),
        (Severity.UNKNOWN, (), "routine"),
    ],
)
def test_a_severity_that_the_table_does_not_know_is_that_of_the_advisories(
    said: Severity, given: tuple[Severity, ...], deadline_class: str
) -> None:
    contract = Patching(deadline_table="contract", contract_days={"critical": 30, "high": 60})
    advised = replace(programme(advisories=(an_advisory(*given),)), patching=contract)

    assert deadline(advised, the_patch(severity=said)).deadline_class == deadline_class


def test_the_day_of_the_advisory_is_the_advisorys_own_where_the_table_has_none() -> None:
    advised = programme(advisories=(an_advisory(),))

    found = deadline(advised, replace(the_patch(), advisory="a-1", advisory_on=None))

    assert (found.clock, found.clock_start) == (Clock.ADVISORY_MATCH, date(2026, 8, 3))


def test_a_contract_asks_nothing_of_an_asset_on_which_all_is_fixed() -> None:
    contract = Patching(deadline_table="contract", contract_days={"high": 60})
    fixed, open_still = (
        replace(programme([a_finding(state=state)]), patching=contract)
        for state in (FindingState.FIXED, FindingState.OPEN)
    )

    assert not deadline(fixed, the_patch(severity=Severity.HIGH)).is_dated
    assert deadline(open_still, the_patch(severity=Severity.HIGH)).is_dated
