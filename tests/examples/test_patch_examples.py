"""The two examples of patching: written as committed, planned in order, and every plan found legal."""

from datetime import date, datetime
from pathlib import Path

import pytest

from examples.generate.patch_examples import run
from scheduler.domain.calendar import parse_quarter
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Settings
from scheduler.inputs import read_programme
from scheduler.obligations import owed
from scheduler.outputs.patching import rollouts
from scheduler.solve import Silence, solve
from scheduler.verify import verify

EXAMPLES = Path(__file__).parents[2] / "examples"


def planned(name: str) -> tuple[Plan, Facts]:
    programme = read_programme(EXAMPLES / name, today=date(2026, 12, 1)).programme
    facts = Facts(programme, date(2026, 12, 1), parse_quarter("2027Q1"))
    return solve(owed(facts), facts, Settings(), Silence()), facts


def starts(plan: Plan) -> dict[str, datetime]:
    return {str(visit.asset_tag): visit.span.start for visit in plan.visits}


@pytest.mark.parametrize("name", ["campaign", "patched-system"])
def test_the_examples_are_what_their_generator_writes(name: str, tmp_path: Path) -> None:
    run([str(tmp_path)])

    for path in sorted((tmp_path / name).iterdir()):
        assert path.read_bytes() == (EXAMPLES / name / path.name).read_bytes(), path.name


def test_a_system_is_patched_from_its_server_down_in_two_nights() -> None:
    plan, facts = planned("patched-system")

    begun = starts(plan)
    monitors = sorted(begun[tag] for tag in begun if tag.startswith("MON"))
    zone = facts.programme.sites[plan.visits[0].site].zone
    assert verify(plan, facts).violations == ()
    assert len(begun) == 27
    assert begun["MS-1"] < begun["CS-1"] < min(begun["TR-1"], monitors[0])
    assert {day.astimezone(zone).date() for day in monitors[1:]} == {date(2027, 1, 24)}
    assert {begun[tag].astimezone(zone).date() for tag in ("MS-1", "CS-1", "TR-1")} == {date(2027, 1, 10)}
    assert monitors[0].astimezone(zone).date() == date(2027, 1, 10)


@pytest.mark.slow
def test_the_campaign_reaches_every_pump_before_its_deadline_and_after_its_bound() -> None:
    plan, facts = planned("campaign")

    (campaign,) = rollouts(plan, facts)
    assert verify(plan, facts).violations == ()
    assert [stage.stage for stage in campaign.stages] == [0, 1, 2, 3, 4]
    assert campaign.count == 1200
    assert campaign.earliest is not None
    assert campaign.completed_on is not None
    assert campaign.earliest <= campaign.completed_on <= campaign.deadline
