"""Charts of the report as inline SVG: no library, no network; marks carry their words, colours come from the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class LoadBar:
    """One week of one skill, in minutes."""

    week: str
    available: int
    planned: int
    unplanned: int


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of one person: what is planned and what may be scheduled; `limit` 0 = not there."""

    day: str
    planned: int
    limit: int
    weekend: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """The days of one person."""

    name: str
    cells: tuple[DayCell, ...]


def bullet(placed: float, largest: float) -> Markup:
    """Draw the share placed as a bar and the largest possible as a tick; both in per cent."""
    width, x = 600, 6 * placed
    return Markup(
        '<svg class="bullet" viewBox="0 0 {w} 34" role="img" aria-label="{label}" preserveAspectRatio="none">'
        '<rect class="track" width="{w}" height="18" y="8" rx="4"/>'
        '<rect class="fill" width="{x:.1f}" height="18" y="8" rx="4"/>'
        '<rect class="tick" x="{tick:.1f}" y="2" width="3" height="30"/></svg>'
    ).format(w=width, x=x, tick=min(6 * largest, width - 3), label=f"{placed} % placed, {largest} % possible")


def load_bars(bars: Sequence[LoadBar], label: str, *, width: int = 360, height: int = 120) -> Markup:
    """Draw weeks as columns: capacity as the outline behind, planned filled, what found no place on top."""
    top = max((max(bar.available, bar.planned + bar.unplanned) for bar in bars), default=0) or 1
    step, floor = width / max(1, len(bars)), height - 16
    columns = Markup("").join(_column(bar, number * step, step, floor, top) for number, bar in enumerate(bars))
    every = max(1, -(-len(bars) // 7))
    names = Markup("").join(
        Markup('<text x="{:.1f}" y="{}">{}</text>').format(
            (number + 0.5) * step, height - 3, bar.week.rpartition("-")[2]
        )
        for number, bar in enumerate(bars)
        if number % every == 0
    )
    return Markup('<svg class="load" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>').format(
        width, height, label, columns, names
    )


def lanes(people: Sequence[Lane], *, label: str) -> Markup:
    """Draw a row a person and a column a day, darker the fuller the day is."""
    if not people:
        return Markup("")
    left, cell, row = 150, 10, 15
    days = len(people[0].cells)
    width, height = left + days * cell + 4, 18 + row * len(people)
    months = Markup("").join(_month_names(people[0].cells, left, cell))
    rows = Markup("").join(_lane(lane, 18 + number * row, left, cell, row) for number, lane in enumerate(people))
    return Markup(
        '<svg class="lanes" viewBox="0 0 {} {}" role="img" aria-label="{}" style="min-width:{}px">{}{}</svg>'
    ).format(width, height, label, width * 2 // 3, months, rows)


def _column(bar: LoadBar, x: float, step: float, floor: float, top: int) -> Markup:
    scale = (floor - 4) / top
    inset, wide = x + step * 0.12, step * 0.76
    said = f"{bar.week}: {bar.planned:,} min planned of {bar.available:,}, {bar.unplanned:,} without a place"
    parts = [Markup("<g><title>{}</title>").format(said)]
    parts.append(_rect("capacity", inset, floor - bar.available * scale, wide, bar.available * scale))
    parts.append(_rect("planned", inset + 1, floor - bar.planned * scale, wide - 2, bar.planned * scale))
    if bar.unplanned:
        above = floor - (bar.planned + bar.unplanned) * scale
        parts.append(_rect("unplanned", inset + 1, above, wide - 2, bar.unplanned * scale))
    return Markup("").join([*parts, Markup("</g>")])


def _rect(kind: str, x: float, y: float, width: float, height: float) -> Markup:
    return Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
        kind, x, y, max(width, 0.5), max(height, 0)
    )


def _month_names(cells: Sequence[DayCell], left: int, size: int) -> Iterable[Markup]:
    for number, cell in enumerate(cells):
        if number == 0 or cell.day.endswith("-01"):
            yield Markup('<text class="month" x="{}" y="11">{}</text>').format(left + number * size, cell.day[:7])


def _lane(lane: Lane, y: int, left: int, size: int, row: int) -> Markup:
    name = Markup('<text class="name" x="{}" y="{}">{}</text>').format(left - 6, y + row - 5, lane.name[:24])
    return name + Markup("").join(
        _day(cell, left + number * size, y, size, row) for number, cell in enumerate(lane.cells)
    )


def _day(cell: DayCell, x: int, y: int, size: int, row: int) -> Markup:
    if not cell.limit and not cell.planned:
        return (
            Markup("")
            if cell.weekend
            else Markup(f'<rect class="off" x="{x}" y="{y + 5}" width="{size - 2}" height="2"/>')
        )
    said = f"{cell.day}: {cell.planned} of {cell.limit} min"
    return Markup(
        f'<rect class="d{_depth(cell)}" x="{x}" y="{y}" width="{size - 1}" height="{row - 2}">'
        f"<title>{escape(said)}</title></rect>"
    )


def _depth(cell: DayCell) -> int:
    """Five shades: free, up to a quarter, half, three quarters, and the whole of what may be scheduled."""
    if not cell.planned:
        return 0
    return min(4, 1 + (4 * cell.planned - 1) // max(1, cell.limit))
