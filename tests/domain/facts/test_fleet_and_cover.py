"""How many assets may be out at once, by hand."""

import pytest

from scheduler.domain.agreement import CoverRow
from scheduler.domain.equipment import Asset, AssetStatus, EquipmentClass, Modality
from scheduler.domain.facts import CoverGroup, Facts
from scheduler.domain.ids import AssetTag
from tests.builders import a_cover_row, a_department, a_modality, a_model, a_programme, an_asset, facts_of

TAG = AssetTag("A-1")
IMAGING = a_modality("CT", equipment_class=EquipmentClass.IMAGING)


def pumps(count: int, status: AssetStatus = AssetStatus.IN_USE) -> list[Asset]:
    return [an_asset(f"A-{number}", status=status) for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("count", "share", "limit"),
    [(1, 0.1, 1), (9, 0.1, 1), (10, 0.1, 1), (19, 0.1, 1), (20, 0.1, 2), (10, 0.7, 7), (100, 0.29, 29), (5, 1.0, 5)],
)
def test_the_fleet_limit_is_the_floored_share_and_at_least_one(count: int, share: float, limit: int) -> None:
    facts = facts_of(a_programme(assets=pumps(count), departments=[a_department(max_out_share=share)]))

    assert facts.fleet_limit(TAG) == limit
    assert facts.fleet_limit_of(facts.fleet_key(TAG)) == limit


def test_only_assets_in_use_of_that_make_model_and_department_count_in_a_fleet() -> None:
    others = [
        an_asset("B-1", status=AssetStatus.SPARE),
        an_asset("B-2", status=AssetStatus.IN_REPAIR),
        an_asset("B-3", model="P2"),
        an_asset("B-4", make="Other"),
        an_asset("B-5", department="Theatre"),
    ]
    facts = facts_of(a_programme(assets=[*pumps(3), *others]))

    assert facts.fleet_size(TAG) == 3
    assert facts.fleet_limit(TAG) == 3
    assert facts.fleet_key(TAG) == ("Ward", "Acme", "P1")


def test_a_fleet_with_none_in_use_may_have_one_out() -> None:
    facts = facts_of(a_programme(assets=pumps(2, AssetStatus.SPARE)))

    assert (facts.fleet_size(TAG), facts.fleet_limit(TAG)) == (0, 1)


# Cover


def scanners(*assets: Asset, modality: Modality = IMAGING, cover: tuple[CoverRow, ...] = ()) -> Facts:
    models = [a_model(make, "CT", modality=modality.modality) for make in ("GE", "Siemens")]
    return facts_of(a_programme(assets=assets, models=models, modalities=[modality], cover=cover))


def a_scanner(tag: str, make: str = "GE", site: str = "North", status: AssetStatus = AssetStatus.IN_USE) -> Asset:
    return an_asset(tag, make=make, model="CT", site=site, department=f"Imaging {site}", status=status)


def members(*tags: str) -> frozenset[AssetTag]:
    return frozenset(AssetTag(tag) for tag in tags)


def test_by_default_all_but_one_scanner_of_a_site_may_be_out_whatever_their_make() -> None:
    facts = scanners(
        a_scanner("CT-1"), a_scanner("CT-2", "Siemens"), a_scanner("CT-3"), a_scanner("CT-9", site="South")
    )

    assert facts.cover_groups() == (CoverGroup("North › CT", members("CT-1", "CT-2", "CT-3"), 2),)
    assert facts.cover_groups()[0].min_available == 1
    assert facts.cover_groups_of(AssetTag("CT-9")) == ()
    assert facts.cover_groups_of(AssetTag("CT-2")) == facts.cover_groups()
    assert facts.cover_group("North › CT") == facts.cover_groups()[0]


@pytest.mark.parametrize(
    ("modality", "covered"),
    [
        (a_modality("CT", equipment_class=EquipmentClass.IMAGING), True),
        (a_modality("CT", equipment_class=EquipmentClass.THERAPY), True),
        (a_modality("CT", equipment_class=EquipmentClass.LIFE_SUPPORT), True),
        (a_modality("CT", equipment_class=EquipmentClass.GENERAL, life_support=True), True),
        (a_modality("CT", equipment_class=EquipmentClass.GENERAL), False),
        (a_modality("CT", equipment_class=EquipmentClass.MONITORING, high_risk=True), False),
    ],
)
def test_the_default_is_for_imaging_therapy_and_life_support(modality: Modality, covered: bool) -> None:
    facts = scanners(a_scanner("CT-1"), a_scanner("CT-2"), modality=modality)

    assert bool(facts.cover_groups()) is covered


@pytest.mark.parametrize("status", [one for one in AssetStatus if one is not AssetStatus.IN_USE])
def test_only_assets_in_use_are_in_the_default_group(status: AssetStatus) -> None:
    facts = scanners(a_scanner("CT-1"), a_scanner("CT-2", status=status))

    assert facts.cover_groups() == ()


def test_a_row_replaces_the_default_for_the_assets_it_names() -> None:
    row = a_cover_row("CT-1", "CT-2", min_available=2)
    facts = scanners(*(a_scanner(f"CT-{number}") for number in range(1, 5)), cover=(row,))

    assert facts.cover_groups() == (
        CoverGroup("cover row 2", members("CT-1", "CT-2"), 0, row),
        CoverGroup("North › CT", members("CT-3", "CT-4"), 1),
    )


def test_a_single_asset_that_no_row_names_has_no_default() -> None:
    row = a_cover_row("CT-1", "CT-2")
    facts = scanners(*(a_scanner(f"CT-{number}") for number in range(1, 4)), cover=(row,))

    assert [group.key for group in facts.cover_groups()] == ["cover row 2"]


def test_a_row_by_scope_names_all_assets_in_it() -> None:
    by_site = a_cover_row(site="North", modality="CT", min_available=2)
    facts = scanners(
        a_scanner("CT-1"), a_scanner("CT-2"), a_scanner("CT-3"), a_scanner("CT-8", site="South"), cover=(by_site,)
    )

    assert facts.cover_groups() == (CoverGroup("cover row 2", members("CT-1", "CT-2", "CT-3"), 1, by_site),)


def test_a_row_by_department_names_assets_of_every_modality() -> None:
    row = a_cover_row(department="Ward", min_available=1)
    facts = facts_of(a_programme(assets=[*pumps(2), an_asset("X", department="Theatre")], cover=[row]))

    assert facts.cover_groups() == (CoverGroup("cover row 2", members("A-1", "A-2"), 1, row),)


def test_a_row_by_site_alone_names_all_assets_of_the_site() -> None:
    row = a_cover_row(site="South")
    facts = scanners(a_scanner("CT-1"), a_scanner("CT-8", site="South"), a_scanner("CT-9", site="South"), cover=(row,))

    assert facts.cover_groups() == (CoverGroup("cover row 2", members("CT-8", "CT-9"), 1, row),)


@pytest.mark.parametrize(("count_spares", "max_out"), [(True, 2), (False, 1)])
def test_spares_stand_in_only_if_they_are_counted(count_spares: bool, max_out: int) -> None:
    row = a_cover_row(modality="CT", min_available=1, count_spares=count_spares)
    assets = (a_scanner("CT-1"), a_scanner("CT-2"), a_scanner("CT-3", status=AssetStatus.SPARE))

    group = scanners(*assets, cover=(row,)).cover_groups()[0]

    assert (AssetTag("CT-3") in group.members) is count_spares
    assert group.max_out == max_out


def test_a_row_that_asks_for_more_than_there_are_lets_none_out() -> None:
    facts = scanners(a_scanner("CT-1"), a_scanner("CT-2"), cover=(a_cover_row(modality="CT", min_available=3),))

    assert facts.cover_groups()[0].max_out == 0


def test_an_asset_can_be_in_the_groups_of_several_rows() -> None:
    rows = (a_cover_row("CT-1", "CT-2", row=2), a_cover_row("CT-1", "CT-3", row=3))
    facts = scanners(*(a_scanner(f"CT-{number}") for number in range(1, 4)), cover=rows)

    assert [group.key for group in facts.cover_groups_of(AssetTag("CT-1"))] == ["cover row 2", "cover row 3"]


def test_a_row_whose_assets_are_all_away_makes_no_group() -> None:
    facts = scanners(a_scanner("CT-1", status=AssetStatus.MISSING), cover=(a_cover_row("CT-1"),))

    assert facts.cover_groups() == ()
