"""Where every asset belongs: site, department, model and modality, worked out once for all checks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scheduler.domain.equipment import AssetStatus, MakeModel
from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, SiteId
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables import assets, departments, models


@dataclass(frozen=True, slots=True)
class Member:
    """One asset; `model` and `modality` None if models does not have it. An unreadable status counts as in use."""

    tag: AssetTag
    site: SiteId | None
    department: DepartmentId
    model: MakeModel | None
    modality: ModalityId | None
    status: AssetStatus


@dataclass(frozen=True, slots=True)
class Fleet:
    """The assets whose tag, department, make and model can be read, and where departments are."""

    members: tuple[Member, ...]
    site_of: Mapping[DepartmentId, SiteId]
    modality_of: Mapping[MakeModel, ModalityId]


def fleet_of(asset_sheet: Sheet, department_sheet: Sheet, model_sheet: Sheet) -> Fleet:
    """Return the fleet that three sheets describe."""
    rows = department_sheet.having(departments.DEPARTMENT, departments.SITE)
    site_of = {row[departments.DEPARTMENT]: row[departments.SITE] for row in rows}
    modality_of = {
        model: row[models.MODALITY]
        for row in model_sheet.having(models.MAKE, models.MODEL, models.MODALITY)
        if (model := row.lexicon.model(row[models.MAKE], row[models.MODEL])) is not None
    }
    return Fleet(tuple(_members(asset_sheet, site_of, modality_of)), site_of, modality_of)


def _members(
    sheet: Sheet, site_of: Mapping[DepartmentId, SiteId], modality_of: Mapping[MakeModel, ModalityId]
) -> Iterator[Member]:
    for row in sheet.having(assets.ASSET_TAG, assets.DEPARTMENT, assets.MAKE, assets.MODEL, assets.SITE):
        model = sheet.lexicon.model(row[assets.MAKE], row[assets.MODEL])
        department = row[assets.DEPARTMENT]
        yield Member(
            tag=row[assets.ASSET_TAG],
            site=row[assets.SITE] or site_of.get(department),
            department=department,
            model=model,
            modality=modality_of.get(model) if model is not None else None,
            status=row[assets.STATUS] if row.sound(assets.STATUS) else AssetStatus.IN_USE,
        )
