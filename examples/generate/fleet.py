"""The fleet: which department has how many assets of which model, and what belongs together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from examples.generate.chance import Chance, apportioned
from examples.generate.models import Model
from examples.generate.places import Department
from examples.generate.tables import counted_words, own_rows

CART = ("vaporiser", "anaesthesia-monitor")
RUNTIME_MODALITY = "ventilator-transport"


@dataclass(frozen=True, slots=True)
class Asset:
    """One asset and what the generator must remember of it."""

    tag: str
    serial: str
    model: Model
    department: Department
    status: str
    in_service_on: date
    cmdb_id: str = ""
    part_of: str = ""
    serviced_with: str = ""
    system_critical: bool = False
    version: str = ""
    expected_back: date | None = None
    runtime_hours: int | None = None

    @property
    def modality(self) -> str:
        return self.model.modality


def make_fleet(
    seed: int, total: int, models: Mapping[str, Sequence[Model]], departments: Sequence[Department], today: date
) -> list[Asset]:
    """Return `total` assets, in the order of modality and department, then numbered."""
    rows = own_rows("modalities")
    counts = apportioned(total, [int(row["count"]) for row in rows])
    drafts: list[Asset] = []
    for row, count in zip(rows, counts, strict=True):
        chance = Chance(seed, "fleet", row["modality"])
        homes = _homes(row, departments)
        shares = apportioned(count, [weight for _, weight in homes])
        placed = [home for (home, _), share in zip(homes, shares, strict=True) for _ in range(share)]
        drafts += _assets_of(chance, models[row["modality"]], placed, today)
    return _joined(seed, _numbered(seed, drafts))


def _homes(row: dict[str, str], departments: Sequence[Department]) -> list[tuple[Department, float]]:
    weights = counted_words(row["homes"])
    if row["modality"] in CART:
        weights = counted_words(
            next(r["homes"] for r in own_rows("modalities") if r["modality"] == "anaesthesia-machine")
        )
    return [(d, weights[d.kind] * d.weight) for d in departments if d.kind in weights]


def _assets_of(chance: Chance, models: Sequence[Model], homes: Sequence[Department], today: date) -> list[Asset]:
    """Give every model one asset, then each site mostly its own two favourites."""
    shares = [model.share for model in models]
    favourites: dict[str, tuple[Model, Model]] = {}
    once = chance.some_of(range(len(homes)), len(models))
    first = dict(zip(once, models, strict=False))
    assets = []
    for place, home in enumerate(homes):
        own = favourites.setdefault(home.site.site, (chance.weighted(models, shares), chance.weighted(models, shares)))
        usual = own[0] if chance.happens(0.7) else own[1] if chance.happens(0.6) else chance.weighted(models, shares)
        assets.append(_asset(chance, first.get(place, usual), home, today))
    return assets


def _asset(chance: Chance, model: Model, home: Department, today: date) -> Asset:
    age = chance.whole(20, 330) if chance.happens(0.06) else chance.whole(400, 4300)
    status = chance.weighted(("in_use", "spare", "loaner", "in_repair", "missing", "retired"), (924, 20, 8, 19, 14, 15))
    if model.modality in ("linac", "pet-ct", "mri", "ct", "water-plant", "angiography", "gamma-camera"):
        status = "in_use"
    return Asset(
        tag="",
        serial="",
        model=model,
        department=home,
        status=status,
        in_service_on=today - timedelta(days=age),
        version=_version(chance, model),
        expected_back=today + timedelta(days=chance.whole(10, 100))
        if status == "in_repair" and chance.happens(0.6)
        else None,
        runtime_hours=chance.whole(900, 26000) if model.modality == RUNTIME_MODALITY else None,
    )


def _version(chance: Chance, model: Model) -> str:
    """Software, mostly one release behind; sometimes nobody knows."""
    if not model.versions or chance.happens(0.06):
        return ""
    return model.versions[-1] if chance.happens(0.45) else model.versions[max(0, len(model.versions) - 2)]


def _numbered(seed: int, drafts: Sequence[Asset]) -> list[Asset]:
    """Tag the assets in shuffled order, as they were bought over the years; the oldest tags have leading zeros."""
    chance = Chance(seed, "numbers")
    order = sorted(range(len(drafts)), key=lambda place: (drafts[place].in_service_on, place))
    assets = []
    for number, place in enumerate(order):
        draft = drafts[place]
        networked = draft.model.networked
        assets.append(
            replace(
                draft,
                tag=f"{number * 3 + 101:06d}",
                serial=f"{draft.model.make[:2].upper()}{chance.whole(10, 99)}-{number * 7 + 10007:06d}",
                cmdb_id=f"CI{number + 500000}" if networked and chance.happens(0.9) else "",
            )
        )
    return sorted(assets, key=lambda asset: asset.tag)


def _joined(seed: int, assets: Sequence[Asset]) -> list[Asset]:
    """Make anaesthesia carts, and hang the monitors of a department on its central station."""
    chance = Chance(seed, "systems")
    by_home: dict[tuple[str, str], list[Asset]] = defaultdict(list)
    for asset in assets:
        by_home[asset.modality, asset.department.department].append(asset)
    changed: dict[str, Asset] = {}
    for (modality, home), members in by_home.items():
        if modality == "anaesthesia-machine":
            changed |= _carts(members, [by_home[part, home] for part in CART])
        if modality == "central-station":
            changed |= _systems(chance, members, by_home["monitor-bedside", home])
    return [changed.get(asset.tag, asset) for asset in assets]


def _carts(machines: Sequence[Asset], parts: Sequence[Sequence[Asset]]) -> dict[str, Asset]:
    usable = [machine for machine in machines if machine.status == "in_use"]
    if not usable:
        return {}
    return {
        part.tag: replace(part, serviced_with=usable[place % len(usable)].tag)
        for members in parts
        for place, part in enumerate(members)
        if part.status == "in_use"
    }


def _systems(chance: Chance, stations: Sequence[Asset], monitors: Sequence[Asset]) -> dict[str, Asset]:
    """Hang a department's monitors on its stations.

    A fifth of the stations take their monitors down with them; those have one monitor of a model at most, or the fleet
    limit would never let them be serviced.
    """
    usable = [station for station in stations if station.status == "in_use"]
    if not usable or not monitors:
        return {}
    critical = {station.tag for station in usable if chance.happens(0.2)}
    served: dict[str, set[Model]] = {tag: set() for tag in critical}
    changed = {tag: replace(station, system_critical=True) for station in usable if (tag := station.tag) in critical}
    for place, monitor in enumerate(monitors):
        station = usable[place % len(usable)].tag
        if station not in critical or monitor.model not in served[station]:
            served.setdefault(station, set()).add(monitor.model)
            changed[monitor.tag] = replace(monitor, part_of=station)
    return changed
