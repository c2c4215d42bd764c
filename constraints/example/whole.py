"""A whole programme: the rows that are given, and with defaults everything that they refer to."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import chain
from typing import Any, TypeVar

from constraints.example.equipment import a_modality, a_model, a_procedure, an_asset
from constraints.example.moments import QUARTER, TODAY, Day, day
from constraints.example.people import a_performer, a_shift, a_technician
from constraints.example.places import a_department, a_site, an_open_row
from scheduler.domain.calendar import Horizon
from scheduler.domain.equipment import Asset, Modality, Model, Procedure
from scheduler.domain.facts import Facts
from scheduler.domain.ids import IN_HOUSE, TaskId
from scheduler.domain.people import Instrument, Performer, PerformerKind, Shift, Technician
from scheduler.domain.places import Department, DowntimeRow, Site
from scheduler.domain.programme import Programme
from scheduler.domain.publication import Seen

_Key = TypeVar("_Key", bound=Hashable)
_Row = TypeVar("_Row")


def a_programme(
    *,
    sites: Iterable[Site] = (),
    departments: Iterable[Department] = (),
    downtime: Iterable[DowntimeRow] | None = None,
    modalities: Iterable[Modality] = (),
    models: Iterable[Model] = (),
    procedures: Iterable[Procedure] | None = None,
    assets: Iterable[Asset] | None = None,
    technicians: Iterable[Technician] | None = None,
    shifts: Iterable[Shift] | None = None,
    performers: Iterable[Performer] = (),
    instruments: Iterable[Instrument] = (),
    **others: Any,
) -> Programme:
    """A hospital with one pump, its yearly work, and Ann who is there on weekdays from 8 to 16; open at all hours.

    Any table can be given as rows instead, in `others` those that are tuples or policies. Every site, department,
    modality, model and performer that rows refer to and that is not given is added with defaults.
    """
    equipment = (an_asset(),) if assets is None else tuple(assets)
    work = (a_procedure(),) if procedures is None else tuple(procedures)
    people = (a_technician(),) if technicians is None else tuple(technicians)
    known_models = _known(models, lambda row: row.key, (one.make_model for one in equipment), lambda key: a_model(*key))
    kinds = chain((one.modality for one in known_models.values()), (one.modality for one in work))
    known_departments = _keyed(departments, lambda row: row.department)
    for asset in equipment:
        known_departments.setdefault(asset.department, a_department(asset.department, asset.site))
    places = chain(
        (one.site for one in equipment),
        (one.site for one in known_departments.values()),
        (site for one in people for site in sorted(one.sites)),
    )
    performing = chain([IN_HOUSE], (one.performer for one in work), (one.performer for one in people))
    return Programme(
        name="Example hospital",
        timezone="Europe/Madrid",
        fingerprint="0" * 64,
        sites=_known(sites, lambda row: row.site, places, a_site),
        departments=known_departments,
        downtime=(an_open_row(),) if downtime is None else tuple(downtime),
        modalities=_known(modalities, lambda row: row.modality, kinds, a_modality),
        models=known_models,
        procedures=work,
        assets=_keyed(equipment, lambda row: row.asset_tag),
        technicians=_keyed(people, lambda row: row.technician),
        shifts=_usual_shifts(people) if shifts is None else tuple(shifts),
        performers=_known(performers, lambda row: row.performer, performing, _usual_performer),
        instruments=_keyed(instruments, lambda row: row.instrument),
        **{"certificates": ()} | others,
    )


def facts_of(
    programme: Programme | None = None,
    *,
    today: Day = TODAY,
    horizon: Horizon = QUARTER,
    published: Mapping[TaskId, Seen] | None = None,
) -> Facts:
    """The programme seen on 1 December 2026 for the first quarter of 2027."""
    return Facts(a_programme() if programme is None else programme, day(today), horizon, published)


def _known(
    given: Iterable[_Row], key: Callable[[_Row], _Key], needed: Iterable[_Key], default: Callable[[_Key], _Row]
) -> dict[_Key, _Row]:
    """Key the rows that are given and add a default one for every key that is needed beside them."""
    rows = _keyed(given, key)
    for one in needed:
        if one not in rows:
            rows[one] = default(one)
    return rows


def _keyed(rows: Iterable[_Row], key: Callable[[_Row], _Key]) -> dict[_Key, _Row]:
    return {key(row): row for row in rows}


def _usual_shifts(people: Iterable[Technician]) -> tuple[Shift, ...]:
    return tuple(a_shift(one.technician, site=one.home_site) for one in people if not one.anonymous)


def _usual_performer(performer: str) -> Performer:
    house = performer == IN_HOUSE
    return a_performer(performer, kind=PerformerKind.IN_HOUSE if house else PerformerKind.MANUFACTURER)
