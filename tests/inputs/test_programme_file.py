# ruff: noqa: E501 (a message stands on one line, as it is told)
"""programme.yaml: every key read, every fault named by line."""

from dataclasses import fields
from datetime import date, time
from pathlib import Path

import pytest

from scheduler.domain.calendar import HolidayRule, parse_window
from scheduler.domain.equipment import Anchor
from scheduler.domain.policy import Capacity, FirstDue, Patching, Policies, Weights
from scheduler.inputs.problems import ProblemList
from scheduler.inputs.settings.programme_file import ProgrammeFile, read_programme_file
from tests.inputs.hospital import said_of


def _read(text: str) -> ProgrammeFile:
    problems = ProblemList()
    said = read_programme_file(text.encode(), problems)
    assert problems.errors == []
    return said


def test_everything_but_the_name_has_a_default() -> None:
    said = _read("name: General\npolicies:\ncapacity: {}\ntables: ~\n")

    assert said == ProgrammeFile("General")


def test_every_key_is_read() -> None:
    said = _read(
        """
name: NO
timezone: America/Chicago
policies:
  high_risk: {window: cms-strict, anchor: schedule, hard_window: yes, late_allowed_days: 3}
  other: {window: -10..+20 days}
  aem_for_life_support: yes
  aem_months_of_history: 24
  reattempt_days: 7
  max_attempts: 3
  first_due: now
  assume_current_done: no
  default_downtime: Mon-Sat 22:00-04:00
capacity: {scheduled_share: 0.6, reserve: 0.1, max_day_share: 0.9, between_departments_minutes: 5, even_load: no}
objective: {trip: 31, take_down: 0}
impact: {weights: {life_safety: 5}, borders: {critical: 80, low: 0}, profile: fennigkoh-smith}
patching: {deadline_table: cisa-bod, pilot: 2, contract_days: {high: 30}, check_minutes: 20, control_review: 60, control_approver: CISO}
contracts:
  - {contract: C1, number: 007, parties: [A, B], effective_date: 2027-03-01}
aliases: {makes: {Phillips: Philips}}
tables: {assets: {file: e.csv, skip_rows: 2, columns: {Tag: asset_tag, Price: ""}, filter: {Type: [EQ]}}}
"""
    )

    assert said.name == "NO"
    assert said.policies.high_risk.window == parse_window("cms-strict")
    assert said.policies.high_risk.anchor is Anchor.SCHEDULE
    assert (said.policies.high_risk.hard_window, said.policies.high_risk.late_allowed_days) == (True, 3)
    assert said.policies.other.late_allowed_days == Policies().other.late_allowed_days
    assert said.policies.first_due is FirstDue.NOW
    assert not said.policies.assume_current_done
    assert (said.policies.default_downtime.start, said.policies.default_downtime.end) == (time(22), time(4))
    assert said.policies.default_downtime.on_holidays is HolidayRule.NO
    assert said.capacity == Capacity(0.6, 0.1, 0.9, 5, False)
    assert said.weights == Weights(trip=31, take_down=0)
    assert (said.impact.weights["life_safety"], said.impact.weights["acuity"]) == (5, 2)
    assert said.impact.borders == {"critical": 80, "low": 0}
    assert said.patching == Patching(
        deadline_table="cisa-bod",
        pilot=2,
        contract_days={"high": 30},
        check_minutes=20,
        control_review=60,
        control_approver="CISO",
    )
    assert (said.contracts[0].number, said.contracts[0].effective_date) == ("007", date(2027, 3, 1))
    assert said.aliases.makes == {"Phillips": "Philips"}
    assert said.sources["assets"].filter == {"Type": ("EQ",)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("timezone: UTC\n", "programme.yaml › row 1 › name: a value for name … add a line name: …"),
        (
            "name: x\npolicys: {}\n",
            'programme.yaml › row 2 › policys: "policys" … one of name, timezone, policies, capacity, objective, impact, '
            'patching, contracts, aliases, tables … did you mean "policies"?',
        ),
        (
            "name: x\npolicies:\n  high_risk:\n    windoe: due-date\n",
            'programme.yaml › row 4 › policies.high_risk.windoe: "windoe" … one of window, anchor, hard_window, '
            'late_allowed_days … did you mean "window"?',
        ),
        (
            "name: x\npolicies:\n  first_due: nwo\n",
            'programme.yaml › row 3 › policies.first_due: "nwo" … one of spread, now … did you mean "now"?',
        ),
        (
            "name: x\ncapacity:\n  scheduled_share: 1.5\n",
            'programme.yaml › row 3 › capacity.scheduled_share: "1.5" … less than or equal to 1 … correct the value on this '
            "line",
        ),
        (
            "name: x\npolicies: {reattempt_days: five}\n",
            'programme.yaml › row 2 › policies.reattempt_days: "five" … a whole number … correct the value on this line',
        ),
        (
            "name: x\npolicies: {default_downtime: nights}\n",
            'programme.yaml › row 2 › policies.default_downtime: "nights" … weekdays and hours such as Mon-Fri 09:00-15:00 … '
            "write weekdays, a blank, start-end",
        ),
        (
            "name: x\nobjective: {tripp: 3}\n",
            'programme.yaml › row 2 › objective: "tripp" … one of '
            + ", ".join(weight.name for weight in fields(Weights))
            + ' … did you mean "trip"?',
        ),
        (
            "name: x\ntimezone: Europe/Madird\n",
            'programme.yaml › row 2 › timezone: "Europe/Madird" … a time zone such as Europe/Madrid … did you mean '
            '"Europe/Madrid"?',
        ),
        (
            "name: x\ncapacity: much\n",
            'programme.yaml › row 2 › capacity: "much" … keys with values, indented below it',
        ),
    ],
)
def test_a_faulty_key_is_named_by_line(tmp_path: Path, text: str, told: str) -> None:
    (said,) = said_of(tmp_path, text)

    assert said.startswith(told)


def test_an_unknown_table_is_named(tmp_path: Path) -> None:
    (said,) = said_of(tmp_path, "name: x\ntables:\n  asets: {skip_rows: 1}\n")

    assert said.startswith('programme.yaml › row 3 › tables: "asets" … one of sites, departments, ')
    assert said.endswith('did you mean "assets"?')


def test_faults_of_the_programme_file_and_of_tables_are_told_together(tmp_path: Path) -> None:
    told = said_of(tmp_path, "name: x\ncapacity: {reserve: -1}\n", travel="from_site,to_site,minutes\nmain,north,x\n")

    assert [said.split(" ")[0] for said in told] == ["programme.yaml", "travel.csv"]
