"""When assets can be spared: open and closed periods by the rank of their rows (FORMATS.md, Downtime window)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import product

from scheduler.domain.calendar import Horizon, Span, Spans, day_span
from scheduler.domain.equipment import Asset
from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, SiteId
from scheduler.domain.places import DowntimeKind, DowntimeRow, Site
from scheduler.domain.programme import Programme

_DAYS_BEFORE = 1
_DAYS_AFTER = 2
_HOURS_A_DAY = 24
_MINUTE = timedelta(minutes=1)
_Scope = tuple[SiteId | None, DepartmentId | None, ModalityId | None]
_RowNumbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Reaching:
    """The rows that count for an asset, by their place in the table: open ones of the highest rank, all closed ones."""

    site: SiteId
    open_rows: _RowNumbers
    closed_rows: _RowNumbers


class Downtime:
    """Open and closed time of assets, worked out once for all that the same rows reach.

    The days covered go from one before the horizon to two after it, and as many more on both sides as bench work can
    keep an asset away.
    """

    def __init__(self, programme: Programme, horizon: Horizon) -> None:
        self._programme = programme
        self._rows = programme.downtime
        self._horizon = horizon
        self._reaching: dict[tuple[SiteId, DepartmentId, ModalityId, AssetTag | None], _Reaching] = {}
        self._open: dict[_Reaching, Spans] = {}
        self._closed: dict[tuple[SiteId, _RowNumbers], Spans] = {}
        self._to_move: dict[tuple[SiteId, _RowNumbers, Span], Spans] = {}
        self._of_row: dict[tuple[int, SiteId], Spans] = {}

    def open_periods(self, asset: Asset) -> Spans:
        """Return when the asset can be taken: open rows of the highest rank, less closed time; neighbours are one."""
        reaching = self._reaching_rows(asset)
        if reaching not in self._open:
            opened = self._united(reaching.open_rows, reaching.site)
            self._open[reaching] = opened - self._closed_by(reaching)
        return self._open[reaching]

    def closed_time(self, asset: Asset) -> Spans:
        """Return when the asset must not be collected or returned."""
        return self._closed_by(self._reaching_rows(asset))

    def spared_to_move(self, asset: Asset, within: Span) -> Spans:
        """Return the instants of `within` at which it may be collected or returned.

        Where closed time ends is one of them, the start of closed time is not.
        """
        reaching = self._reaching_rows(asset)
        key = (reaching.site, reaching.closed_rows, within)
        if key not in self._to_move:
            closed = Spans.of(Span(span.start - _MINUTE, span.end) for span in self._closed_by(reaching))
            self._to_move[key] = Spans((within,)) - closed
        return self._to_move[key]

    def open_rows(self, asset: Asset) -> tuple[DowntimeRow, ...]:
        """Return the open rows that count for the asset, in table order."""
        return tuple(self._rows[number] for number in self._reaching_rows(asset).open_rows)

    def _closed_by(self, reaching: _Reaching) -> Spans:
        key = (reaching.site, reaching.closed_rows)
        if key not in self._closed:
            self._closed[key] = self._united(reaching.closed_rows, reaching.site)
        return self._closed[key]

    def _united(self, numbers: Iterable[int], site: SiteId) -> Spans:
        return Spans.of(span for number in numbers for span in self._spans_of(number, site))

    def _spans_of(self, number: int, site: SiteId) -> Spans:
        key = (number, site)
        if key not in self._of_row:
            self._of_row[key] = self._on_real_dates(self._rows[number], self._programme.sites[site])
        return self._of_row[key]

    def _on_real_dates(self, row: DowntimeRow, site: Site) -> Spans:
        first, last = self._days
        weekly: Sequence[Span] = ()
        if row.period is not None:
            weekly = row.period.spans(site.zone, first, last, site.holidays, reaching_in=True)
        return Spans.of(weekly) | row.busy.clipped(day_span(first, last, site.zone))

    def _reaching_rows(self, asset: Asset) -> _Reaching:
        modality = self._programme.models[asset.make_model].modality
        own = asset.asset_tag if asset.asset_tag in self._by_asset else None
        key = (asset.site, asset.department, modality, own)
        if key not in self._reaching:
            self._reaching[key] = self._looked_up(*key)
        return self._reaching[key]

    def _looked_up(
        self, site: SiteId, department: DepartmentId, modality: ModalityId, own: AssetTag | None
    ) -> _Reaching:
        acuity = self._programme.departments[department].acuity
        scopes = set(product((site, None), (department, None), (modality, None)))
        numbers = {number for number in self._numbers_in(scopes, own) if acuity in self._rows[number].acuities}
        opened = {number for number in numbers if self._rows[number].kind is DowntimeKind.OPEN}
        highest = max((self._rows[number].rank for number in opened), default=0)
        counting = sorted(number for number in opened if self._rows[number].rank == highest)
        return _Reaching(site, tuple(counting), tuple(sorted(numbers - opened)))

    def _numbers_in(self, scopes: set[_Scope], own: AssetTag | None) -> Iterator[int]:
        for scope in scopes:
            yield from self._by_scope.get(scope, ())
        if own is not None:
            yield from (number for number in self._by_asset[own] if _scope(self._rows[number]) in scopes)

    @cached_property
    def _by_scope(self) -> Mapping[_Scope, list[int]]:
        found = defaultdict(list)
        for number, row in enumerate(self._rows):
            if row.asset_tag is None:
                found[_scope(row)].append(number)
        return dict(found)

    @cached_property
    def _by_asset(self) -> Mapping[AssetTag, list[int]]:
        found = defaultdict(list)
        for number, row in enumerate(self._rows):
            if row.asset_tag is not None:
                found[row.asset_tag].append(number)
        return dict(found)

    @cached_property
    def _days(self) -> tuple[date, date]:
        longest_hours = max((row.out_hours for row in self._programme.procedures), default=0)
        away = int(-(-longest_hours // _HOURS_A_DAY))
        return (
            self._horizon.first_day - timedelta(days=_DAYS_BEFORE + away),
            self._horizon.last_day + timedelta(days=_DAYS_AFTER + away),
        )


def _scope(row: DowntimeRow) -> _Scope:
    return (row.site, row.department, row.modality)
