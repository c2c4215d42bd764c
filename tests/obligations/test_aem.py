"""Alternative periodicities, and what takes them away."""

import pytest

from constraints.example import a_modality, a_model, a_procedure, an_asset
from scheduler.domain.equipment import Answer, Basis, EquipmentClass
from scheduler.domain.obligation import Obligation
from scheduler.domain.policy import Policies
from tests.obligations.small import done, dues, only, owed_by

AEM = a_procedure(every="2 years", oem_every="1 year", basis=Basis.AEM)
ALLOWED = a_model(aem=Answer.YES)
HISTORY = [done("2026-02-14")]


def owed_under_aem(**tables: object) -> tuple[Obligation, ...]:
    tables = {"models": [ALLOWED], "modalities": [a_modality()]} | tables
    return owed_by(procedures=[AEM], history=HISTORY, **tables)


def test_an_alternative_periodicity_is_in_force_where_nothing_bars_it() -> None:
    assert owed_under_aem() == ()


@pytest.mark.parametrize(
    ("tables", "why"),
    [
        ({"modalities": [a_modality(equipment_class=EquipmentClass.IMAGING)]}, "barred for the class imaging"),
        ({"modalities": [a_modality(equipment_class=EquipmentClass.LASER)]}, "barred for the class laser"),
        ({"modalities": [a_modality(aem_barred=True)]}, "barred for Pump"),
        ({"models": [a_model(aem=Answer.NO)]}, "barred for Acme P1"),
        ({"modalities": [a_modality(life_support=True)]}, "barred for life support by policy"),
        (
            {"modalities": [a_modality(equipment_class=EquipmentClass.LIFE_SUPPORT)]},
            "barred for life support by policy",
        ),
    ],
)
def test_losing_it_puts_the_manufacturers_periodicity_in_force_at_once(tables: dict[str, object], why: str) -> None:
    one = only(owed_under_aem(**tables))

    assert dues((one,)) == ["2027-02-14"]
    assert f"the manufacturer's periodicity is in force: alternative maintenance is {why}" in one.reason


def test_an_unknown_answer_of_the_model_bars_nothing() -> None:
    assert owed_under_aem(models=[a_model(aem=Answer.UNKNOWN)]) == ()


def test_by_policy_life_support_may_have_it() -> None:
    assert (
        owed_under_aem(modalities=[a_modality(life_support=True)], policies=Policies(aem_for_life_support=True)) == ()
    )


def test_a_model_needs_its_months_of_history_since_its_first_asset_went_into_service() -> None:
    """36 months before 1 December 2026 is 1 December 2023; any asset of the model counts."""
    old_enough = owed_under_aem(
        assets=[an_asset(in_service_on="2025-05-01"), an_asset("A-2", in_service_on="2023-12-01")]
    )
    too_new = owed_under_aem(assets=[an_asset(in_service_on="2025-05-01"), an_asset("A-2", in_service_on="2023-12-02")])

    assert [one for one in old_enough if one.asset_tag == "A-1"] == []
    assert dues(tuple(one for one in too_new if one.asset_tag == "A-1")) == ["2027-02-14"]


def test_a_model_of_unknown_age_has_no_history() -> None:
    one = only(owed_under_aem(assets=[an_asset(in_service_on=None)]))

    assert "needs 36 months of history, and Acme P1 has none" in one.reason


def test_a_manufacturers_periodicity_is_never_lost() -> None:
    rows = [a_procedure(every="2 years", oem_every="1 year")]

    assert owed_by(procedures=rows, modalities=[a_modality(aem_barred=True)], history=HISTORY) == ()
