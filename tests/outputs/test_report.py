"""The report: what it says, and that no text of the hospital can become code."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from scheduler.domain.ids import SiteId, TaskId
from scheduler.domain.obligation import ReasonCode, Settled, TaskStatus
from scheduler.domain.plan import Shortfall, TaskOutcome
from scheduler.domain.policy import RiskClass
from scheduler.outputs.calendars.event import uid_of
from scheduler.outputs.prices import price_by_task
from scheduler.outputs.report import report_html
from scheduler.outputs.report.content import kind_counts, reason_counts, share_rows, short_rows, status_rows, troubles
from scheduler.outputs.report.embedded import script_json
from scheduler.outputs.report.load import skill_loads, technician_lanes
from scheduler.outputs.rounds import rounds_of
from tests.builders import (
    a_department,
    a_plan,
    a_procedure,
    a_programme,
    a_visit,
    an_asset,
    an_obligation,
    facts_of,
)
from tests.outputs.synthetic import Quarter, a_quarter

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>'\"&{{7*7}}"


@pytest.fixture(scope="module")
def quarter() -> Quarter:
    return a_quarter(2, 2)


@pytest.fixture(scope="module")
def page(quarter: Quarter) -> str:
    return report_html(quarter.plan, quarter.facts)


class Reader(HTMLParser):
    """Collects elements, their attributes, and the text of scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: dict[str, str] = {}
        self._script: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._script = dict(attrs).get("id", "code") if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._script:
            self.scripts[self._script] = self.scripts.get(self._script, "") + data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._script = None


def embedded(page: str, name: str) -> dict[str, list[list[object]]]:
    found: dict[str, list[list[object]]] = json.loads(Reader(page).scripts[name])
    return found


def test_the_page_loads_nothing_from_anywhere(page: str) -> None:
    found = Reader(page).tags

    assert not [tag for tag, _ in found if tag in ("link", "img", "iframe", "object", "embed", "base")]
    assert not [each for _, each in found if {"src", "srcset", "data"} & set(each)]
    assert all((each.get("href") or "#").startswith("#") for _, each in found)
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org)", page)


def test_no_text_of_the_hospital_becomes_code() -> None:
    work = a_procedure(EVIL)
    programme = a_programme(
        assets=[an_asset(EVIL, make=EVIL, model=EVIL, department=EVIL, room=EVIL), an_asset("A-2", department=EVIL)],
        departments=[replace(a_department(EVIL), name=EVIL, email=EVIL)],
        procedures=[work],
    )
    high = an_obligation("A-2", work, risk_class=RiskClass.HIGH_RISK)
    left = TaskOutcome(high.task_id, TaskStatus.UNPLACED, None, 0, ReasonCode.CAPACITY, EVIL, EVIL)
    visit = a_visit(EVIL, department=EVIL, tasks=("t",))
    plan = a_plan(visit, obligations=[an_obligation(EVIL, work, task="t"), high], outcomes=[left])
    lack = Shortfall("2027-W02", (SiteId(EVIL),), (EVIL,), 9, 1, 1, 1)

    page = report_html(replace(plan, shortfall=(lack,)), facts_of(programme))

    found = Reader(page).tags
    assert [tag for tag, _ in found].count("script") == 3
    assert not [tag for tag, each in found if tag == "img" or any(name.startswith("on") for name in each)]
    assert EVIL in [row[4] for row in embedded(page, "departments-content")["visits"]]
    assert EVIL in [row[2] for row in embedded(page, "troubles-content")["rows"]]


def test_script_json_cannot_end_its_element() -> None:
    said = script_json({"text": "</script><!--\u2028&"})

    assert "<" not in said
    assert json.loads(said) == {"text": "</script><!--\u2028&"}


def test_high_risk_comes_first_with_its_reason_and_price() -> None:
    high = an_obligation("A-1", risk_class=RiskClass.HIGH_RISK, impact_score=7)
    other = an_obligation("A-2")
    said = TaskOutcome(
        high.task_id, TaskStatus.UNPLACED, None, 0, ReasonCode.NO_INSTRUMENT, "0 of 2 calibrated", "Calibrate Flow-1"
    )
    plan = a_plan(obligations=[other, high], outcomes=[said])
    facts = facts_of(a_programme(assets=[an_asset("A-1", room="1"), an_asset("A-2")]))

    first, second = troubles(plan, facts, price_by_task(plan, facts))

    assert (first.asset_tag, first.reason_words, first.reason) == (
        "A-1",
        "no instrument in calibration",
        "0 of 2 calibrated",
    )
    assert (first.price, second.price) == (100_007, 20_000)
    assert (second.asset_tag, second.what) == ("A-2", "not placed")


def test_late_work_says_by_how_much_and_when_it_is_planned() -> None:
    visit = a_visit(start="2027-01-11 09:00")
    late = TaskOutcome(visit.task_ids[0], TaskStatus.PLACED, visit.visit_id, 1, escalate=True)
    owed = an_obligation(last_day="2027-01-10")
    plan = a_plan(visit, obligations=[owed], outcomes=[late])

    [found] = troubles(plan, facts_of(), price_by_task(plan, facts_of()))

    assert (found.what, found.planned, found.escalate) == ("late by 1 day", "2027-01-11", True)
    weights = facts_of().programme.weights
    assert found.price == weights.unplaced_other // 2 + weights.late_day_other


def test_reasons_are_grouped_with_the_biggest_first(quarter: Quarter) -> None:
    counts = reason_counts(troubles(quarter.plan, quarter.facts, {}))

    assert [(each.words, each.tasks, each.high_risk) for each in counts] == [
        ("no open downtime window", 5, 2),
        ("not enough hours", 4, 1),
        ("asset missing", 1, 0),
    ]


def test_every_obligation_is_counted_once_by_status(quarter: Quarter) -> None:
    rows = status_rows(quarter.plan)

    assert sum(row.total for row in rows) == len(quarter.plan.obligations)
    assert ("asset missing", 1) in [(row.name, row.total) for row in rows]


def test_compliance_has_numerator_and_denominator(quarter: Quarter) -> None:
    first = share_rows(quarter.plan)[0]

    assert (first.name, first.placed, first.counted, first.share, first.unplaced) == ("High risk", 380, 400, 95.0, 16)


def test_short_weeks_are_named_with_their_days_the_worst_first(quarter: Quarter) -> None:
    first, second = short_rows(quarter.plan, quarter.facts)

    assert (first.skills, first.sites, first.week, first.short) == ("respiratory", "North", "2027-W05", "8 h 20")
    assert first.days == "Mon 1 Feb 2027 to Sun 7 Feb 2027"
    assert second.sites == "all sites"


def test_load_is_summed_by_skill_and_the_year_after_stands_apart(quarter: Quarter) -> None:
    loads = {load.skill: load for load in skill_loads(quarter.plan, quarter.facts)}

    assert [bar.planned for bar in loads["imaging"].quarter] == [4200, 4320]
    assert [bar.week for bar in loads["biomed"].year_after] == ["2027-W20"]
    assert [name for name, _ in loads["biomed"].sites] == ["North", "South"]


def test_each_technician_has_a_lane_of_all_days(quarter: Quarter) -> None:
    lanes = technician_lanes(quarter.plan, quarter.facts)

    assert [lane.name for lane in lanes] == ["Tech 00", "Tech 01"]
    assert {len(lane.cells) for lane in lanes} == {90}
    monday = lanes[0].cells[3]
    assert (monday.day, monday.planned, monday.limit) == ("2027-01-04", 330, 384)


def test_every_visit_is_in_the_list_of_its_department_with_its_link(page: str, quarter: Quarter) -> None:
    content = embedded(page, "departments-content")
    words = content["words"]

    listed = {(row[4], words[row[11]]) for row in content["visits"]}  # type: ignore[call-overload]

    assert listed == {
        (visit.asset_tag, uid_of(each)) for each in rounds_of(quarter.plan.visits) for visit in each.visits
    }


def test_the_department_list_names_no_weakness(page: str) -> None:
    assert "CVE" not in Reader(page).scripts["departments-content"]
    assert "software update" in Reader(page).scripts["departments-content"]


def test_an_empty_plan_has_a_report() -> None:
    page = report_html(a_plan(), facts_of())

    assert "None: all high-risk work is placed in time." in page
    assert "Nothing is owed." in page


def test_what_was_overdue_or_is_missing_stands_apart_from_what_the_plan_makes_late() -> None:
    overdue = an_obligation("A-1", last_day="2026-11-30", first_day="2026-10-01", overdue=True)
    missing = an_obligation("A-2", settled=Settled(TaskStatus.UNPLACED, ReasonCode.ASSET_MISSING, "not found"))
    left = an_obligation("A-3")
    visit = a_visit("A-1")
    late = TaskOutcome(overdue.task_id, TaskStatus.PLACED, visit.visit_id, 42)
    plan = a_plan(visit, obligations=[overdue, missing, left], outcomes=[late])
    facts = facts_of(a_programme(assets=[an_asset("A-1"), an_asset("A-2"), an_asset("A-3")]))

    found = troubles(plan, facts, price_by_task(plan, facts))

    assert [each.asset_tag for each in found] == ["A-3", "A-1", "A-2"]
    assert kind_counts(found) == (("not placed", 1), ("overdue before the first day", 1), ("missing or in repair", 1))


def test_all_that_the_share_counts_as_not_placed_is_on_the_list() -> None:
    later = replace(an_obligation("A-1", task="second"), previous=TaskId("first"))
    unknown = an_obligation("A-1", task="patch")
    past = an_obligation("A-1", task="next quarter", extends_past_horizon=True)
    outcomes = [
        TaskOutcome(later.task_id, TaskStatus.NOT_DUE),
        TaskOutcome(unknown.task_id, TaskStatus.VERSION_UNKNOWN),
        TaskOutcome(past.task_id, TaskStatus.NOT_DUE),
    ]
    plan = a_plan(obligations=[later, unknown, past, an_obligation("A-1", task="first")], outcomes=outcomes)

    found = troubles(plan, facts_of(), price_by_task(plan, facts_of()))

    assert kind_counts(found) == (("not placed", 3),)
    assert {each.reason_words for each in found} == {
        "the occurrence before it is not placed",
        "software version unknown",
        "no reason given",
    }
