"""Releases of software, what the network sees of the fleet, and what scanners found."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from examples.generate.chance import Chance
from examples.generate.fleet import Asset
from examples.generate.models import Model
from examples.generate.rows import FindingRow, ModelRow, NetworkRow, PatchRow
from examples.generate.tables import own_rows


def make_patches(seed: int, models: Mapping[str, Sequence[Model]], today: date) -> list[PatchRow]:
    """Return the last releases of every networked model; the newest of one model in four is not validated yet."""
    advisories = {(row["make"], row["model"]): row["advisory"] for row in own_rows("networked_products")}
    chance = Chance(seed, "patches")
    rows: list[PatchRow] = []
    for found in models.values():
        for model in found:
            if len(model.versions) > 1:
                rows += _releases(chance, model, advisories.get((model.make, model.model), ""), today)
    return rows


def _releases(chance: Chance, model: Model, advisory: str, today: date) -> Iterator[PatchRow]:
    for place in range(max(1, len(model.versions) - 2), len(model.versions)):
        age = (len(model.versions) - place) * chance.whole(40, 160)
        released = today - timedelta(days=age)
        newest = place == len(model.versions) - 1
        validated = "" if newest and chance.happens(0.25) else released + timedelta(days=chance.whole(5, 35))
        yield PatchRow(
            patch=f"{_short(model)}-{model.versions[place]}",
            make=model.make,
            model=model.model,
            from_versions="|".join(model.versions[:place]),
            version=model.versions[place],
            severity=chance.weighted(("critical", "high", "medium", "low", "unknown"), (1, 3, 4, 2, 1)),
            kev="yes" if chance.happens(0.05) else "no",
            automatable="yes" if chance.happens(0.2) else "no",
            technical_impact=chance.one_of(("total", "partial", "partial", "unknown")),
            cve=f"CVE-2026-{chance.whole(20000, 59999)}",
            advisory=advisory if newest else "",
            advisory_on="" if not advisory else released - timedelta(days=chance.whole(0, 30)),
            released_on=released,
            validated_on=validated,
            minutes=chance.one_of((20, 30, 45, 60)),
            reboot="yes" if chance.happens(0.7) else "no",
            pilot="",
            soak_days="",
            waves="",
            supersedes=f"{_short(model)}-{model.versions[place - 1]}"
            if newest and place > 1 and len(model.versions) > 2
            else "",
        )


def _short(model: Model) -> str:
    words = f"{model.make} {model.model}".replace("/", " ").replace(".", " ").split()
    return "-".join(word.upper()[:6] for word in words)


def installable(
    models: Mapping[str, Sequence[Model]], model_rows: Sequence[ModelRow], patches: Sequence[PatchRow]
) -> dict[Model, bool]:
    """Tell for which models the newest release may be installed."""
    validated = {(p.make, p.model, p.version) for p in patches if p.validated_on}
    patched = {(row.make, row.model) for row in model_rows if row.patch_performer != "none"}
    return {
        model: bool(model.versions) and (model.make, model.model) in patched
        and (model.make, model.model, model.versions[-1]) in validated
        for found in models.values()
        for model in found
    }  # fmt: skip


def make_network(seed: int, fleet: Sequence[Asset], today: date) -> list[NetworkRow]:
    """Return what passive monitoring sees: nearly every networked asset, and a few that no inventory knows."""
    chance = Chance(seed, "network")
    rows = [
        _seen(chance, asset.cmdb_id, asset.serial, asset.model.make, asset.model.model, today)
        for asset in fleet
        if asset.cmdb_id and asset.status not in ("retired", "missing")
    ]
    return rows + [_seen(chance, f"CI9{number:05d}", "", "", "", today) for number in range(len(rows) // 100)]


def _seen(chance: Chance, cmdb_id: str, serial: str, make: str, model: str, today: date) -> NetworkRow:
    mac = ":".join(f"{chance.whole(0, 255):02x}" for _ in range(3))
    return NetworkRow(
        cmdb_id=cmdb_id,
        hostname=f"med-{cmdb_id.lower()}",
        mac=f"02:00:5e:{mac}",
        serial_number=serial,
        make=make,
        model=model,
        risk_score=chance.whole(1, 99),
        last_seen=today - timedelta(days=chance.whole(0, 20)),
    )


def make_findings(seed: int, fleet: Sequence[Asset], patches: Sequence[PatchRow], today: date) -> list[FindingRow]:
    """Return a few hundred vulnerabilities that a scanner found on assets behind the newest release."""
    chance = Chance(seed, "findings")
    newest = {(p.make, p.model): p for p in patches}
    behind = [
        a
        for a in fleet
        if a.cmdb_id and a.version and (p := newest.get((a.model.make, a.model.model))) and p.version != a.version
    ]
    rows = []
    for asset in chance.some_of(behind, max(1, len(behind) // 12)):
        detected = today - timedelta(days=chance.whole(3, 90))
        state = chance.weighted(("open", "mitigated", "fixed", "not_affected"), (70, 15, 8, 7))
        rows.append(
            FindingRow(
                cmdb_id=asset.cmdb_id,
                asset_tag=asset.tag,
                cve=newest[asset.model.make, asset.model.model].cve,
                detected_on=detected,
                source="network scan",
                state=state,
                verified_on=today - timedelta(days=1) if state == "fixed" else "",
            )
        )
    return rows
