"""Open windows beside the work that has to fit into them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from scheduler.domain.equipment import MakeModel, Where
from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, SiteId
from scheduler.domain.places import DowntimeKind
from scheduler.inputs.sheet import Row
from scheduler.inputs.sheets import Sheets
from scheduler.inputs.tables import downtime, procedures

_MINUTES_A_DAY = 1440
_WEEKS_LAID_OUT = 2
_SCOPE = (downtime.SITE, downtime.DEPARTMENT, downtime.MODALITY, downtime.ASSET_TAG)
_WINDOW = (*_SCOPE, downtime.KIND, downtime.WEEKDAYS, downtime.START, downtime.END)
_WORK = (
    procedures.MODALITY,
    procedures.MAKE,
    procedures.MODEL,
    procedures.PROCEDURE,
    procedures.MINUTES,
    procedures.WHERE,
    procedures.INTERRUPTS,
    procedures.SPLITTABLE,
)


@dataclass(frozen=True, slots=True)
class _Group:
    """Assets that the same open rows reach; `own` is the tag of one that has rows of its own."""

    site: SiteId | None
    department: DepartmentId
    modality: ModalityId
    own: AssetTag | None


def check_window_lengths(sheets: Sheets) -> None:
    """Note work that no open window of its department can hold, and open rows too short for all work."""
    windows = [row for row in sheets[downtime.DOWNTIME].having(*_WINDOW) if _is_open(row)]
    by_scope = _Windows(windows)
    work = _Work(sheets)
    needed: dict[int, int] = {}
    longest: dict[int, int] = {}
    told: set[int] = set()
    for group, models in _groups(sheets, windows).items():
        stretches = _longest_by_row(_stretches(by_scope.highest(group)))
        if not stretches:
            continue
        minutes = [row for model in sorted(models) for row in work.of(group.modality, model)]
        for number, length in stretches.items():
            longest[number] = max(longest.get(number, 0), length)
            needed[number] = min([row[procedures.MINUTES] for row in minutes] + [needed.get(number, 1 << 30)])
        for row in minutes:
            if row[procedures.MINUTES] > max(stretches.values()) and row.number not in told:
                told.add(row.number)
                _warn_of_work(row, group, max(stretches.values()))
    for row in windows:
        if longest.get(row.number, 1) < needed.get(row.number, 0) < 1 << 30:
            expected = f"a window of at least {needed[row.number]} minutes, the shortest work that needs it"
            row.warn(downtime.END, expected, f"it has {longest[row.number]}; lengthen it, or nothing happens in it")


def _longest_by_row(stretches: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for number, length in stretches:
        found[number] = max(found.get(number, 0), length)
    return found


def _warn_of_work(row: Row, group: _Group, length: int) -> None:
    expected = f"work that fits into an open window; the longest of {group.department} has {length} minutes"
    row.warn(procedures.MINUTES, expected, "lengthen the window, or make the work splittable")


class _Work:
    """The procedures that need an open window in one piece, by modality and by make and model."""

    def __init__(self, sheets: Sheets) -> None:
        self._of_modality: defaultdict[ModalityId, list[Row]] = defaultdict(list)
        self._of_model: defaultdict[MakeModel, list[Row]] = defaultdict(list)
        for row in sheets[procedures.PROCEDURES].having(*_WORK):
            make, model, modality = row[procedures.MAKE], row[procedures.MODEL], row[procedures.MODALITY]
            if make and model:
                self._of_model[sheets.lexicon.known_model(make, model)].append(row)
            elif modality:
                self._of_modality[modality].append(row)

    def of(self, modality: ModalityId, model: MakeModel) -> Iterator[Row]:
        """Yield the rows that apply to a model, the more specific ones first."""
        own = {row[procedures.PROCEDURE]: row for row in self._of_model[model]}
        general = (row for row in self._of_modality[modality] if row[procedures.PROCEDURE] not in own)
        return (row for row in (*own.values(), *general) if _needs_window(row))


def _needs_window(row: Row) -> bool:
    away = row[procedures.WHERE] in (Where.IN_PLACE, Where.REMOTE) and row[procedures.INTERRUPTS] is not False
    return away and not row[procedures.SPLITTABLE]


def _is_open(row: Row) -> bool:
    return row[downtime.KIND] is DowntimeKind.OPEN and None not in (row[downtime.START], row[downtime.END])


def _groups(sheets: Sheets, windows: Iterable[Row]) -> Mapping[_Group, set[MakeModel]]:
    own = {row[downtime.ASSET_TAG] for row in windows}
    found: defaultdict[_Group, set[MakeModel]] = defaultdict(set)
    places = {
        (member.site, member.department, member.modality, member.model, member.tag if member.tag in own else None)
        for member in sheets.fleet.members
    }
    for site, department, modality, model, tag in places:
        if model is not None and modality is not None:
            found[_Group(site, department, modality, tag)].add(model)
    return {group: found[group] for group in sorted(found, key=_order)}


def _order(group: _Group) -> tuple[str, str, str, str]:
    return (group.site or "", group.department, group.modality, group.own or "")


class _Windows:
    """Open rows by what they name, so that those which reach a group are found without looking at all of them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_scope: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
        for row in rows:
            self._by_scope[tuple(row[column] for column in _SCOPE)].append(row)

    def highest(self, group: _Group) -> list[Row]:
        """Return the rows of the highest rank that reach a group."""
        by_rank: defaultdict[int, list[Row]] = defaultdict(list)
        asked = (group.site, group.department, group.modality, group.own)
        for scope in set(product(*((value, None) for value in asked))):
            for row in self._by_scope.get(scope, ()):
                by_rank[_rank(row)].append(row)
        return by_rank[max(by_rank)] if by_rank else []


def _rank(row: Row) -> int:
    if row[downtime.ASSET_TAG] is not None:
        return 5
    of_modality = row[downtime.MODALITY] is not None
    if row[downtime.DEPARTMENT] is not None:
        return 4 if of_modality else 3
    if row[downtime.SITE] is not None:
        return 2 if of_modality else 1
    return 0


def _stretches(rows: Iterable[Row]) -> Iterator[tuple[int, int]]:
    """Yield for each row the minutes of the longest stretch of a week that it is part of, neighbours joined."""
    laid_out = sorted(span for row in rows for span in _laid_out(row))
    place = 0
    while place < len(laid_out):
        start, reach, together = laid_out[place][0], laid_out[place][1], []
        while place < len(laid_out) and laid_out[place][0] <= reach:
            reach = max(reach, laid_out[place][1])
            together.append(laid_out[place][2])
            place += 1
        for number in together:
            yield number, reach - start


def _laid_out(row: Row) -> Iterator[tuple[int, int, int]]:
    """Yield start and end in minutes of two weeks in a row, with the row's number."""
    start, end = row[downtime.START], row[downtime.END]
    assert start is not None, "only rows with hours are laid out"
    assert end is not None, "only rows with hours are laid out"
    begins, ends = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    length = ends - begins if ends > begins else ends - begins + _MINUTES_A_DAY
    for week in range(_WEEKS_LAID_OUT):
        for weekday in row[downtime.WEEKDAYS]:
            at = (week * 7 + weekday) * _MINUTES_A_DAY + begins
            yield at, at + length, row.number
