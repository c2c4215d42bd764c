"""Who covers what under which contract, and which assets must stay in service."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from examples.generate.fleet import Asset
from examples.generate.places import Site
from examples.generate.rows import CoverageRow, CoverRow, ProcedureRow

OWN_SERVICE = ("GE Healthcare", "Philips", "Siemens")
CONTRACT_FIRST, CONTRACT_LAST = date(2025, 7, 1), date(2028, 6, 30)


class Coverage:
    """The coverage rows, and the performer in force for one asset."""

    def __init__(self, fleet: Sequence[Asset], sites: Sequence[Site], today: date) -> None:
        self.rows = [*_imaging(sites), *_beds(sites), *_without_performer(sites), *_warranties(fleet, today)]
        self._by_tag = {row.asset_tag: row for row in self.rows if row.asset_tag}
        self._by_scope: dict[tuple[str, str, str], CoverageRow] = {
            (row.site, row.modality, row.make): row for row in self.rows if row.performer and not row.asset_tag
        }

    def performer_of(self, asset: Asset, procedure: ProcedureRow) -> str:
        """Return who does it, "" for in-house: the asset's own row, then make, then modality, then site."""
        own = self._by_tag.get(asset.tag)
        if own is not None:
            return own.performer
        for make in (asset.model.make, ""):
            for site in (asset.department.site.site, ""):
                found = self._by_scope.get((site, asset.modality, make))
                if found is not None:
                    return found.performer
        return procedure.performer


def _row(
    contract: str, level: str, performer: str, site: str = "", modality: str = "", make: str = "", tag: str = "",
    first: date = CONTRACT_FIRST, last: date = CONTRACT_LAST,
) -> CoverageRow:  # fmt: skip
    return CoverageRow(contract, site, modality, make, "", tag, level, performer, first, last)


def _imaging(sites: Sequence[Site]) -> list[CoverageRow]:
    """MRI of the Illinois hospitals, and everywhere the makes that service their own large systems."""
    rows = [
        _row("IMG-2025-01", "full", performer, site=site.site, modality="mri", make=make)
        for site in sites
        if site.template in ("PRW", "CHG")
        for make, performer in (
            ("GE Healthcare", "GE Healthcare"),
            ("Philips", "Philips"),
            ("", "Corvane Imaging Service"),
        )
    ]
    for modality in ("angiography", "gamma-camera", "pet-ct"):
        rows += [_row("IMG-2025-02", "full", make, modality=modality, make=make) for make in OWN_SERVICE]
    return rows


def _beds(sites: Sequence[Site]) -> list[CoverageRow]:
    return [
        _row("BIO-2026-04", "pm_only", "Northgate Biomedical", site=site.site, modality=modality)
        for site in sites
        if site.subdivision == "IL"
        for modality in ("bed", "stretcher")
    ] + [
        _row("DIA-2026-01", "full", "Baxter", site=site.site, modality="dialysis-machine")
        for site in sites
        if site.template == "PRW"
    ]


def _without_performer(sites: Sequence[Site]) -> list[CoverageRow]:
    """Agreements on parts and by the hour leave the work where it was."""
    return [
        row
        for site in sites
        if site.template in ("RBM", "PRW")
        for row in (
            _row("PARTS-2026-09", "parts", "", site=site.site, modality="ultrasound"),
            _row("TM-2026-02", "time_and_materials", "", site=site.site, modality="haematology-analyser"),
        )
    ]


def _warranties(fleet: Sequence[Asset], today: date) -> list[CoverageRow]:
    """New X-ray and CT of the makes with own service are under warranty for a year."""
    return [
        _row("WARRANTY", "warranty", asset.model.make, tag=asset.tag, first=asset.in_service_on,
             last=asset.in_service_on.replace(year=asset.in_service_on.year + 1, day=min(28, asset.in_service_on.day)))
        for asset in fleet
        if asset.modality in ("xray-room", "ct", "c-arm")
        and asset.model.make in OWN_SERVICE[:2]
        and (today - asset.in_service_on).days < 250
    ]  # fmt: skip


def make_cover(fleet: Sequence[Asset]) -> list[CoverRow]:
    """Return cover beyond the default: CT, ventilators, defibrillators, blood-gas analysers and linear accelerators."""
    wanted: Mapping[str, float] = {
        "ct": 0.5,
        "linac": 0.5,
        "ventilator-icu": 0.8,
        "defibrillator": 0.7,
        "blood-gas-analyser": 0.5,
    }
    groups: dict[tuple[str, str, str], list[Asset]] = defaultdict(list)
    for asset in fleet:
        if asset.modality in wanted and asset.status in ("in_use", "spare"):
            home = asset.department.department if asset.modality in ("ventilator-icu", "defibrillator") else ""
            groups[asset.department.site.site, home, asset.modality].append(asset)
    rows = []
    for (site, home, modality), members in sorted(groups.items()):
        in_use = sum(asset.status == "in_use" for asset in members)
        if in_use >= 2:
            least = max(1, min(in_use - 1, round(wanted[modality] * in_use)))
            rows.append(CoverRow(site, home, modality, "", least, "yes" if modality == "ventilator-icu" else "no"))
    return rows
