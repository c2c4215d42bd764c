"""Columns that several tables share: scopes where blank or `*` means all, and pairs of days that belong together."""

from datetime import date
from typing import Any

from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, SiteId
from scheduler.inputs.cells import TEXT, CellType, all_or, name
from scheduler.inputs.civil_cells import DAY
from scheduler.inputs.columns import Column, optional
from scheduler.inputs.names import NameKind, did_you_mean
from scheduler.inputs.sheet import Row, Sheet

SITE = name(NameKind.SITE, SiteId)
DEPARTMENT = name(NameKind.DEPARTMENT, DepartmentId)
MODALITY = name(NameKind.MODALITY, ModalityId)
ASSET = name(NameKind.ASSET, AssetTag)


def _known_make(text: str, lexicon: Any) -> str:
    return lexicon.names[NameKind.MAKE].shown(text) or text


MAKE: CellType[str] = CellType("a make of models", _known_make, kind=NameKind.MAKE)
"""A make as models shows it; whether make and model exist together is asked of the row."""


def site_scope() -> Column[SiteId | None]:
    """The sites that a row reaches."""
    return optional("site", all_or(SITE), None, "all sites", "main", "The site it applies to; * = all.")


def department_scope() -> Column[DepartmentId | None]:
    """The departments that a row reaches."""
    return optional(
        "department", all_or(DEPARTMENT), None, "all departments", "icu-1", "The department it applies to; * = all."
    )


def modality_scope() -> Column[ModalityId | None]:
    """The modalities that a row reaches."""
    return optional(
        "modality", all_or(MODALITY), None, "all modalities", "ventilator", "The modality it applies to; * = all."
    )


def asset_scope() -> Column[AssetTag | None]:
    """The assets that a row reaches."""
    return optional("asset_tag", all_or(ASSET), None, "all assets", "BM-00017", "The asset it applies to; * = all.")


def make_scope() -> Column[str | None]:
    """The makes that a row reaches."""
    return optional("make", all_or(MAKE), None, "all makes", "Northwind", "The make it applies to; * = all.")


def model_scope() -> Column[str | None]:
    """The models that a row reaches."""
    return optional("model", all_or(TEXT), None, "all models", "V500", "The model it applies to; * = all.")


def first_day(blank: str = "no first day") -> Column[date | None]:
    """The first day on which a row counts."""
    return optional("first_day", DAY, None, blank, "2027-01-01", "The first day on which it counts, included.")


def last_day(blank: str = "no last day") -> Column[date | None]:
    """The last day on which a row counts."""
    return optional("last_day", DAY, None, blank, "2027-12-31", "The last day on which it counts, included.")


def refuse_end_before_start(sheet: Sheet, start: Column[date | None], end: Column[date | None]) -> None:
    """Note an error in each row whose last day is before its first."""
    for row in sheet.having(start, end):
        first, last = row[start], row[end]
        if first and last and last < first:
            row.fault(end, f"a day not before {start.name} {first}", "correct one of the two days")


def refuse_unknown_model(row: Row, make: Column[Any], model: Column[Any]) -> None:
    """Note an error if models does not have the make and model of a row."""
    written = (str(row[make]), str(row[model]))
    if row.lexicon.model(*written) is not None:
        return
    models = row.lexicon.models_of(written[0])
    if not models:
        _refuse_make(row, make, written)
        return
    near = did_you_mean(written[1], models)
    row.fault(model, f"a model of {written[0]} in models", near or "add the model to models or correct it here")


def _refuse_make(row: Row, make: Column[Any], written: tuple[str, str]) -> None:
    near = row.lexicon.names[NameKind.MAKE].nearest(written[0])
    hint = f'did you mean "{near}"? aliases.makes in programme.yaml joins two spellings' if near else ""
    row.fault(make, "a make of models", hint or "add the make and model to models or correct them here")
