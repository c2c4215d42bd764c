"""Which appendices are made: of the whole programme and of each agreement, over what coverage gives it."""

from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.domain.agreement import Contract, CoverageLevel, CoverageRow
from scheduler.domain.equipment import AssetStatus
from scheduler.domain.facts import Facts
from scheduler.errors import UsageError
from scheduler.outputs.appendix.subject import subject_of
from scheduler.outputs.appendix.writing import Wanted, appendices
from tests.builders import a_coverage_row, a_procedure, a_programme, an_asset, facts_of

FLEET = (
    an_asset("A-1"),
    an_asset("A-2", status=AssetStatus.MISSING),
    an_asset("B-1", make="Braun", model="S"),
)


def a_contract(contract: str = "C-1", languages: tuple[str, ...] = ()) -> Contract:
    return Contract(contract, "", "", (), None, "", "", (), "", languages, "")


def hospital(*coverage, contracts=None) -> Facts:  # type: ignore[no-untyped-def]
    return facts_of(
        a_programme(
            assets=list(FLEET), procedures=[a_procedure()], coverage=coverage, contracts=contracts or (a_contract(),)
        )
    )


def covers(contract: str, **scope) -> CoverageRow:  # type: ignore[no-untyped-def]
    return replace(a_coverage_row(**scope), contract=contract)


def covered(facts: Facts) -> list[str]:
    return [asset.asset_tag for asset in subject_of(facts, facts.programme.contracts[0]).assets]


def test_an_agreement_is_about_what_its_own_rows_cover() -> None:
    facts = hospital(covers("c-1 ", make="Acme"), covers("C-2", make="Braun"))

    assert covered(facts) == ["A-1"]
    assert [asset.asset_tag for asset in subject_of(facts, facts.programme.contracts[0]).left_out] == ["A-2"]


def test_an_agreement_without_rows_covers_nothing_and_the_whole_programme_everything() -> None:
    facts = hospital()

    assert covered(facts) == []
    assert [asset.asset_tag for asset in subject_of(facts).assets] == ["A-1", "B-1"]


def test_the_most_specific_row_of_an_agreement_takes_an_asset_out_of_it() -> None:
    nothing = covers("C-1", make="Braun", level=CoverageLevel.NONE, row=3)

    assert covered(hospital(covers("C-1"), nothing)) == ["A-1"]


@pytest.mark.parametrize(
    ("first", "last", "tags"),
    [
        (None, "2026-12-31", []),
        (None, "2027-01-01", ["A-1", "B-1"]),
        ("2027-03-31", None, ["A-1", "B-1"]),
        ("2027-04-01", None, []),
    ],
)
def test_a_row_counts_if_it_meets_the_period(first: str | None, last: str | None, tags: list[str]) -> None:
    assert covered(hospital(covers("C-1", first_day=first, last_day=last))) == tags


def test_each_agreement_has_a_folder_and_each_of_its_languages_a_file() -> None:
    facts = hospital(contracts=(a_contract("A/B", ("es", "en", "fr")), a_contract("C-2")))

    made = [(str(each.below).split("-")[0], each.stem) for each in appendices(facts, None, Wanted())]

    assert made == [
        (".", "appendix"),
        ("contracts/A_B", "appendix"),
        ("contracts/A_B", "appendix.en"),
        ("contracts/C", "appendix"),
    ]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted(language="fr"), '--language: there is no "fr"; there are en, es.'),
        (Wanted(against=Path("nowhere.json")), "nowhere.json cannot be read: No such file or directory."),
        (Wanted("X"), '--contract: there is no agreement "X" under contracts in programme.yaml; there are: C-1.'),
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(wanted: Wanted, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        list(appendices(hospital(), None, wanted))

    assert str(refused.value).startswith(said)
