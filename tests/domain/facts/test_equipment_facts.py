"""Procedures in force, composites, parts and what is taken out together, by hand."""

import pytest

from scheduler.domain.equipment import Asset, AssetStatus
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, ProcedureName
from scheduler.domain.policy import RiskClass
from tests.builders import a_model, a_procedure, a_programme, an_asset, facts_of

TAG = AssetTag("A-1")


def tags(*names: str) -> tuple[AssetTag, ...]:
    return tuple(AssetTag(name) for name in names)


def facts_with(*assets: Asset) -> Facts:
    return facts_of(a_programme(assets=assets))


def test_the_most_specific_row_of_each_procedure_wins() -> None:
    rows = [
        a_procedure("PM", make="Acme", model="P1", minutes=3),
        a_procedure("PM", minutes=1),
        a_procedure("PM", make="Acme", minutes=2),
        a_procedure("Safety", minutes=4),
        a_procedure("Safety", make="Other", minutes=5),
        a_procedure("Calibration", modality="CT"),
        a_procedure("PM", make="Acme", model="P2", minutes=6),
    ]
    facts = facts_of(a_programme(procedures=rows))

    assert facts.procedures_of(TAG) == (rows[0], rows[3])
    assert facts.procedure_of(TAG, ProcedureName("Safety")) == rows[3]
    assert facts.procedure_of(TAG, ProcedureName("Calibration")) is None


def test_a_row_for_the_make_wins_over_one_for_the_modality() -> None:
    rows = [a_procedure(minutes=1), a_procedure(make="Acme", minutes=2)]

    assert facts_of(a_programme(procedures=rows)).procedures_of(TAG) == (rows[1],)


@pytest.mark.parametrize(("high_risk", "risk_class"), [(True, RiskClass.HIGH_RISK), (False, RiskClass.OTHER)])
def test_the_risk_class_is_that_of_the_model(high_risk: bool, risk_class: RiskClass) -> None:
    facts = facts_of(a_programme(models=[a_model(high_risk=high_risk)]))

    assert facts.risk_class(TAG) is risk_class


def test_a_composite_is_the_main_asset_and_all_that_is_serviced_with_it() -> None:
    facts = facts_with(
        an_asset("M"),
        an_asset("Z", serviced_with="M"),
        an_asset("B", serviced_with="M"),
        an_asset("C", serviced_with="Z"),
    )

    assert {facts.composite(tag) for tag in tags("M", "Z", "B", "C")} == {tags("M", "B", "C", "Z")}
    assert facts.main_of(AssetTag("C")) == "M"


def test_an_asset_by_itself_is_a_composite_of_one() -> None:
    assert facts_with(an_asset()).composite(TAG) == (TAG,)


def test_parts_are_found_all_the_way_down() -> None:
    facts = facts_with(
        an_asset("S"), an_asset("P", part_of="S"), an_asset("Q", part_of="P"), an_asset("X"), an_asset("A", part_of="S")
    )

    assert facts.parts_of(AssetTag("S")) == tags("A", "P", "Q")
    assert facts.parts_of(AssetTag("X")) == ()


def test_a_cycle_of_parts_ends() -> None:
    facts = facts_with(an_asset("A", part_of="B", serviced_with="B"), an_asset("B", part_of="A", serviced_with="A"))

    assert facts.parts_of(AssetTag("A")) == tags("B")
    assert facts.main_of(AssetTag("A")) in ("A", "B")


def test_a_system_takes_its_parts_out_only_if_it_is_critical() -> None:
    critical = facts_with(an_asset("S", system_critical=True), an_asset("P", part_of="S"))
    other = facts_with(an_asset("S"), an_asset("P", part_of="S"))

    assert critical.taken_out_with(AssetTag("S")) == tags("P", "S")
    assert critical.taken_out_with(AssetTag("P")) == tags("P")
    assert other.taken_out_with(AssetTag("S")) == tags("S")


def test_what_is_out_spreads_through_composites_and_critical_systems() -> None:
    facts = facts_with(
        an_asset("Main"),
        an_asset("Server", serviced_with="Main", system_critical=True),
        an_asset("Monitor", part_of="Server"),
        an_asset("Module", serviced_with="Monitor", system_critical=True),
        an_asset("Probe", part_of="Module"),
        an_asset("Stranger"),
    )

    assert facts.taken_out_with(AssetTag("Main")) == tags("Main", "Module", "Monitor", "Probe", "Server")


@pytest.mark.parametrize(
    ("status", "out"),
    [
        (AssetStatus.RETIRED, False),
        (AssetStatus.MISSING, False),
        (AssetStatus.IN_REPAIR, True),
        (AssetStatus.SPARE, True),
    ],
)
def test_what_is_not_there_is_not_taken_out(status: AssetStatus, out: bool) -> None:
    facts = facts_with(an_asset("M"), an_asset("B", serviced_with="M", status=status))

    assert (AssetTag("B") in facts.taken_out_with(AssetTag("M"))) is out
