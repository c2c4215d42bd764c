"""Deadlines of patches: every row of BOD 26-04, both clocks, defaults, and a contract's own days."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.equipment import Answer
from scheduler.domain.policy import Patching
from scheduler.domain.security import Severity, TechnicalImpact
from scheduler.risk.deadlines import AssetFacts, Clock, Deadline, ReleaseFacts, Vulnerability, deadline_of, urgency

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
TOTAL, PARTIAL = TechnicalImpact.TOTAL, TechnicalImpact.PARTIAL
TODAY = date(2026, 12, 1)
DETECTED = date(2026, 11, 2)
BOD = Patching(deadline_table="cisa-bod")

ROWS = [
    (YES, YES, YES, TOTAL, 3, True),
    (YES, YES, NO, TOTAL, 3, True),
    (YES, NO, YES, TOTAL, 3, True),
    (YES, YES, YES, PARTIAL, 3, False),
    (NO, YES, YES, TOTAL, 3, False),
    (YES, YES, NO, PARTIAL, 14, False),
    (YES, NO, YES, PARTIAL, 14, False),
    (YES, NO, NO, TOTAL, 14, False),
    (YES, NO, NO, PARTIAL, 14, False),
    (NO, YES, YES, PARTIAL, 14, False),
    (NO, YES, NO, TOTAL, 14, False),
    (NO, YES, NO, PARTIAL, 60, False),
    (NO, NO, YES, TOTAL, 60, False),
    (NO, NO, YES, PARTIAL, 60, False),
    (NO, NO, NO, TOTAL, None, False),
    (NO, NO, NO, PARTIAL, None, False),
]
"""In KEV, publicly exposed, automatable, technical impact: days, forensic triage; as the directive's table has them."""

LAST_DAY = {3: date(2026, 11, 5), 14: date(2026, 11, 16), 60: date(2027, 1, 1), None: None}


def a_vulnerability(**said: object) -> Vulnerability:
    plain = Vulnerability("CVE-2026-1001", False, None, NO, TOTAL, DETECTED, date(2026, 10, 1))
    return replace(plain, **said)  # type: ignore[arg-type]


def a_release(*vulnerabilities: Vulnerability, **said: object) -> ReleaseFacts:
    plain = ReleaseFacts(
        Severity.HIGH, date(2026, 9, 1), date(2026, 9, 20), date(2026, 10, 10), vulnerabilities or (a_vulnerability(),)
    )
    return replace(plain, **said)  # type: ignore[arg-type]


def bod(vulnerability: Vulnerability, exposed: Answer = NO, today: date = TODAY) -> Deadline:
    return deadline_of(a_release(vulnerability), AssetFacts(exposed), BOD, today)


def test_the_rows_of_this_test_are_all_sixteen_combinations() -> None:
    assert len({row[:4] for row in ROWS}) == 16


@pytest.mark.parametrize(("kev", "exposed", "automatable", "impact", "days", "triage"), ROWS)
def test_each_row_of_bod_26_04_gives_its_days(
    kev: Answer, exposed: Answer, automatable: Answer, impact: TechnicalImpact, days: int | None, triage: bool
) -> None:
    found = bod(
        a_vulnerability(is_known_exploited=kev is YES, automatable=automatable, technical_impact=impact), exposed
    )

    assert (found.day, found.forensic_triage, found.is_interrupt) == (LAST_DAY[days], triage, days == 3)
    assert found.table == "BOD 26-04"
    assert found.deadline_class == ("next-upgrade" if days is None else f"{days}-day")


def test_a_row_is_named_with_its_answers() -> None:
    found = bod(a_vulnerability(is_known_exploited=True))

    assert found.row == "row 7: in KEV yes, publicly exposed no, automatable no, technical impact total"


@pytest.mark.parametrize(
    ("listed", "detected", "start", "clock"),
    [
        (date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 1), Clock.KEV_LISTING),
        (date(2026, 11, 2), date(2026, 11, 2), date(2026, 11, 2), Clock.KEV_LISTING),
        (date(2026, 11, 3), date(2026, 11, 2), date(2026, 11, 2), Clock.DETECTION),
        (date(2026, 11, 3), None, date(2026, 10, 1), Clock.ADVISORY_MATCH),
        (date(2026, 9, 3), None, date(2026, 9, 3), Clock.KEV_LISTING),
        (None, date(2026, 11, 2), date(2026, 11, 2), Clock.DETECTION),
    ],
)
def test_the_clock_is_the_earlier_of_listing_and_detection(
    listed: date | None, detected: date | None, start: date, clock: Clock
) -> None:
    found = bod(a_vulnerability(is_known_exploited=True, listed_on=listed, detected_on=detected))

    assert (found.clock_start, found.clock) == (start, clock)
    assert found.day == date.fromordinal(start.toordinal() + 14)


def test_a_listing_starts_no_clock_for_what_is_not_known_exploited() -> None:
    found = bod(a_vulnerability(listed_on=date(2026, 1, 1), automatable=YES))

    assert (found.clock_start, found.clock) == (DETECTED, Clock.DETECTION)


def test_the_day_of_an_advisory_in_place_of_a_detection_is_shown_as_assumed() -> None:
    found = bod(a_vulnerability(automatable=YES, detected_on=None))

    assert found.assumptions == ("no detection on record: the clock starts with the advisory, 2026-10-01",)


@pytest.mark.parametrize(
    ("exposed", "days", "deadline_class"),
    [(NO, None, "next-upgrade"), (YES, 14, "14-day"), (UNKNOWN, None, "next-upgrade")],
)
def test_a_cve_without_data_is_not_automatable_and_total(
    exposed: Answer, days: int | None, deadline_class: str
) -> None:
    found = bod(a_vulnerability(automatable=UNKNOWN, technical_impact=TechnicalImpact.UNKNOWN), exposed)

    assert (found.day, found.deadline_class) == (LAST_DAY[days], deadline_class)
    assert "automatable unknown: counted as no" in found.assumptions
    assert "technical impact unknown: counted as total" in found.assumptions
    assert ("exposure unknown: counted as not publicly exposed" in found.assumptions) == (exposed is UNKNOWN)


def test_without_any_day_no_clock_starts_and_that_is_said() -> None:
    found = bod(a_vulnerability(automatable=YES, detected_on=None, matched_on=None))

    assert (found.day, found.clock, found.is_interrupt) == (None, Clock.NONE, False)
    assert found.assumptions == ("neither listing, detection nor advisory has a day: no clock can start",)


def test_the_directive_is_in_force_from_its_first_day() -> None:
    vulnerability = a_vulnerability(automatable=YES)

    assert bod(vulnerability, today=date(2026, 6, 10)).table == "BOD 26-04"
    assert bod(vulnerability, today=date(2026, 6, 9)).row == "cisa-bod is not in force on 2026-06-09"


def test_of_several_vulnerabilities_the_earliest_deadline_holds() -> None:
    late = a_vulnerability(cve="CVE-2026-1", automatable=YES)
    early = a_vulnerability(cve="CVE-2026-2", is_known_exploited=True)
    undated = a_vulnerability(cve="CVE-2026-3")

    found = deadline_of(a_release(late, early, undated), AssetFacts(NO), BOD, TODAY)

    assert (found.cve, found.day) == ("CVE-2026-2", LAST_DAY[14])


def test_what_is_fixed_everywhere_leaves_the_routine_cycle() -> None:
    found = deadline_of(a_release(vulnerabilities=()), AssetFacts(YES), BOD, TODAY)

    assert (found.day, found.deadline_class) == (None, "routine")


CONTRACT = Patching(deadline_table="contract", contract_days={"critical": 30, "high": 60, "kev": 20})


def test_a_contract_counts_its_days_from_the_clock_that_it_chose() -> None:
    days = {
        "validated": date(2026, 12, 9),
        "released": date(2026, 11, 19),
        "advisory": date(2026, 10, 31),
        "detection": date(2027, 1, 1),
    }
    for clock, day in days.items():
        found = deadline_of(a_release(), AssetFacts(NO), replace(CONTRACT, clock=clock), TODAY)

        assert (found.day, found.clock.value, found.assumptions) == (day, clock, ())
        assert found.deadline_class == "high, 60 days"


def test_a_clock_without_a_day_gives_way_to_one_that_has_it_and_says_so() -> None:
    found = deadline_of(a_release(validated_on=None), AssetFacts(NO), CONTRACT, TODAY)

    assert (found.clock_start, found.clock) == (date(2026, 9, 20), Clock.RELEASED)
    assert found.assumptions == ("validated has no day: counted from released",)


def test_a_contract_may_ask_sooner_for_what_is_known_to_be_exploited() -> None:
    found = deadline_of(a_release(a_vulnerability(is_known_exploited=True)), AssetFacts(NO), CONTRACT, TODAY)

    assert (found.day, found.deadline_class) == (date(2026, 10, 30), "kev, 20 days")


def test_a_severity_without_days_keeps_the_routine_cycle() -> None:
    found = deadline_of(a_release(severity=Severity.LOW), AssetFacts(NO), CONTRACT, TODAY)

    assert (found.day, found.row) == (None, "the contract names no days for severity low")


def test_of_two_tables_the_earlier_day_holds() -> None:
    both = replace(CONTRACT, deadline_table="cisa-bod|contract")

    assert deadline_of(a_release(), AssetFacts(NO), both, TODAY).table == "contract"
    assert deadline_of(a_release(), AssetFacts(YES), both, TODAY).table == "BOD 26-04"


def test_the_impact_class_can_choose_the_table() -> None:
    policy = replace(CONTRACT, deadline_table="routine", tables_by_impact={"critical": "contract"})

    assert deadline_of(a_release(), AssetFacts(NO, "critical"), policy, TODAY).is_dated
    assert not deadline_of(a_release(), AssetFacts(NO, "low"), policy, TODAY).is_dated


def test_a_monitoring_score_breaks_ties_and_nothing_else() -> None:
    soon = bod(a_vulnerability(is_known_exploited=True))
    later = bod(a_vulnerability(automatable=YES))

    assert urgency(soon, None, 10) < urgency(later, 99.0, 100)
    assert urgency(soon, 1.0, 50) < urgency(soon, 99.0, 40)
    assert urgency(soon, 99.0, 50) < urgency(soon, 1.0, 50)
