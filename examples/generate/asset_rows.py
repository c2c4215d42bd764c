"""Turns assets into the rows of the assets table."""

from collections.abc import Sequence

from examples.generate.chance import Chance
from examples.generate.fleet import Asset
from examples.generate.rows import AssetRow


def asset_rows(seed: int, fleet: Sequence[Asset]) -> list[AssetRow]:
    return [_row(Chance(seed, "row", asset.tag), asset) for asset in fleet]


def _row(chance: Chance, asset: Asset) -> AssetRow:
    networked = asset.model.networked
    return AssetRow(
        asset_tag=asset.tag,
        serial_number=asset.serial,
        udi="",
        make=asset.model.make,
        model=asset.model.model,
        site=asset.department.site.site,
        department=asset.department.department,
        room=f"{asset.department.department.split('-')[1]}-{chance.whole(1, 30):02d}",
        status=asset.status,
        in_service_on=asset.in_service_on,
        series_start="",
        runtime_hours="" if asset.runtime_hours is None else asset.runtime_hours,
        software_version=asset.version,
        cmdb_id=asset.cmdb_id,
        part_of=asset.part_of,
        serviced_with=asset.serviced_with,
        system_critical="yes" if asset.system_critical else "",
        networked="yes" if networked else "unknown" if chance.happens(0.02) else "no",
        exposed="no"
        if not networked
        else "unknown"
        if chance.happens(0.05)
        else "yes"
        if chance.happens(0.03)
        else "no",
        expected_back=asset.expected_back or "",
        owner="leased" if chance.happens(0.02) else "hospital",
    )
