"""Systems in the report: level by level from above, with the days on which each is patched."""

from dataclasses import replace

from constraints.example import (
    a_department,
    a_model,
    a_patch,
    a_plan,
    a_procedure,
    a_programme,
    a_visit,
    an_asset,
    an_obligation,
    facts_of,
)
from scheduler.domain.equipment import ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag
from scheduler.domain.obligation import Install
from scheduler.domain.plan import Plan
from scheduler.outputs.patching import Level, PatchedSystem, patched_systems
from scheduler.outputs.plan_json import plan_figures
from scheduler.outputs.report.page import report_html

WORK = a_procedure("patching", kind=ProcedureKind.PATCH, minutes=60)
STARTS = {"S-1": "2027-01-10 22:00", "C-1": "2027-01-10 23:30", "M-1": "2027-01-11 01:00", "M-2": "2027-01-24 22:00"}


def the_facts(**part_of: str) -> Facts:
    """A server, a central station on it, three monitors on that, and a monitor of its own."""
    parts = {"C-1": "S-1", "M-1": "C-1", "M-2": "C-1", "M-3": "C-1", **part_of}
    assets = [
        an_asset(tag, model=f"{tag[0]}1", part_of=parts.get(tag)) for tag in ("S-1", "C-1", "M-1", "M-2", "M-3", "M-9")
    ]
    models = [a_model("Acme", model) for model in ("S1", "C1", "M1")]
    return facts_of(a_programme(assets=assets, models=models, departments=[a_department("Ward")], procedures=[WORK]))


def the_plan(*tags: str) -> Plan:
    """Everything in order, the third monitor without a place."""
    tasks = [
        replace(an_obligation(tag, WORK), install=Install(a_patch(f"{tag[0]}-2.0", model=f"{tag[0]}1"))) for tag in tags
    ]
    visits = [a_visit(tag, STARTS[tag], tasks=[f"{tag} patching"]) for tag in tags if tag in STARTS]
    return a_plan(*visits, obligations=tasks)


def test_a_system_is_told_level_by_level() -> None:
    plan = the_plan("S-1", "C-1", "M-1", "M-2", "M-3", "M-9")

    assert patched_systems(plan, the_facts()) == (
        PatchedSystem(
            AssetTag("S-1"),
            (
                Level(0, "Acme S1", ("S-2.0",), 1, 0, "Sun 10 Jan 2027 22:00-23:00", 1),
                Level(1, "Acme C1", ("C-2.0",), 1, 0, "Sun 10 Jan 2027 23:30 to Mon 11 Jan 2027 00:30", 1),
                Level(2, "Acme M1", ("M-2.0",), 3, 1, "Mon 11 Jan 2027 01:00 to Sun 24 Jan 2027 23:00", 2),
            ),
        ),
    )


def test_parts_alone_are_no_system_and_a_level_that_installs_nothing_is_left_out() -> None:
    assert patched_systems(the_plan("M-1", "M-2"), the_facts()) == ()
    (system,) = patched_systems(the_plan("S-1", "M-1"), the_facts())
    assert [level.depth for level in system.levels] == [0, 2]


def test_a_circle_of_parts_ends() -> None:
    assert patched_systems(the_plan("S-1", "C-1"), the_facts(**{"S-1": "C-1"})) == ()


def test_report_and_plan_json_show_the_order() -> None:
    plan, facts = the_plan("S-1", "C-1", "M-1", "M-3"), the_facts()

    page, told = report_html(plan, facts), plan_figures(plan, facts, 1)["patching"]

    assert "Systems, from above" in page
    assert page.index("Sun 10 Jan 2027 22:00-23:00") < page.index("Sun 10 Jan 2027 23:30 to Mon 11 Jan 2027 00:30")
    assert [level["equipment"] for level in told["systems"][0]["levels"]] == ["Acme S1", "Acme C1", "Acme M1"]  # type: ignore[index]
