"""Who does a procedure on which day: the procedure's performer, unless a coverage row says another."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from itertools import product

from scheduler.domain.agreement import CoverageRow
from scheduler.domain.calendar import Horizon
from scheduler.domain.equipment import Asset
from scheduler.domain.ids import AssetTag, ModalityId, PerformerId, SiteId
from scheduler.domain.programme import Programme

_ONE_DAY = timedelta(days=1)
PerformerDays = tuple[PerformerId, date, date]
"""A performer with the first and last day, both included, on which it is the one."""
_Scope = tuple[SiteId | None, ModalityId | None, str | None, str | None, AssetTag | None]
"""Site, modality, make, model, asset."""


class Coverage:
    """The coverage rows that name a performer, most specific first for each asset."""

    def __init__(self, programme: Programme, horizon: Horizon) -> None:
        self._programme = programme
        self._horizon = horizon
        self._reaching: dict[_Scope, tuple[CoverageRow, ...]] = {}
        self._days: dict[tuple[_Scope, PerformerId], tuple[PerformerDays, ...]] = {}

    def performer_on(self, asset: Asset, usual: PerformerId, day: date) -> PerformerId:
        """Return who does the work on that day: the most specific row in force, else the usual performer."""
        return _chosen(self._rows_for(self._scope_of(asset)), usual, day)

    def performer_days(self, asset: Asset, usual: PerformerId) -> tuple[PerformerDays, ...]:
        """Return who does the work from when till when, over the horizon without a gap."""
        scope = self._scope_of(asset)
        if (scope, usual) not in self._days:
            self._days[scope, usual] = tuple(_stretches(self._rows_for(scope), usual, self._horizon))
        return self._days[scope, usual]

    def _rows_for(self, scope: _Scope) -> tuple[CoverageRow, ...]:
        if not self._by_scope:
            return ()
        if scope not in self._reaching:
            wider = product(*(dict.fromkeys((part, None)) for part in scope))
            found = [row for key in wider for row in self._by_scope.get(key, ())]
            self._reaching[scope] = tuple(sorted(found, key=_most_specific_first))
        return self._reaching[scope]

    def _scope_of(self, asset: Asset) -> _Scope:
        """Return all that coverage rows can tell apart; the tag only where a row names it."""
        modality = self._programme.models[asset.make_model].modality
        own = asset.asset_tag if asset.asset_tag in self._named_tags else None
        return (asset.site, modality, asset.make, asset.model, own)

    @cached_property
    def _by_scope(self) -> Mapping[tuple[str | None, ...], list[CoverageRow]]:
        rows: dict[tuple[str | None, ...], list[CoverageRow]] = defaultdict(list)
        for row in self._programme.coverage:
            if row.performer is not None:
                rows[row.site, row.modality, row.make, row.model, row.asset_tag].append(row)
        return dict(rows)

    @cached_property
    def _named_tags(self) -> frozenset[AssetTag]:
        return frozenset(row.asset_tag for row in self._programme.coverage if row.asset_tag is not None)


def _most_specific_first(row: CoverageRow) -> tuple[int, int, int]:
    """Order by asset, make (and model), modality, site; then by how many of them are given; then as in the table."""
    given = (row.asset_tag, row.make, row.modality, row.site)
    first = next((place for place, scope in enumerate(given) if scope is not None), len(given))
    return (first, -sum(scope is not None for scope in (*given, row.model)), row.row)


def _chosen(rows: tuple[CoverageRow, ...], usual: PerformerId, day: date) -> PerformerId:
    for row in rows:
        if row.performer and (row.first_day or day) <= day <= (row.last_day or day):
            return row.performer
    return usual


def _stretches(rows: tuple[CoverageRow, ...], usual: PerformerId, horizon: Horizon) -> Iterator[PerformerDays]:
    """Ask once after each day on which a row begins or has ended."""
    turns = {row.first_day for row in rows if row.first_day} | {row.last_day + _ONE_DAY for row in rows if row.last_day}
    begins = [horizon.first_day, *sorted(day for day in turns if horizon.first_day < day <= horizon.last_day)]
    chosen = [_chosen(rows, usual, day) for day in begins]
    kept = [number for number in range(len(begins)) if number == 0 or chosen[number] != chosen[number - 1]]
    for number, following in zip(kept, [*kept[1:], None], strict=True):
        last = horizon.last_day if following is None else begins[following] - _ONE_DAY
        yield (chosen[number], begins[number], last)
