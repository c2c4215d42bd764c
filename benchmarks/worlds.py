"""Generated health systems of a given number of tasks, the same ones for every benchmark."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.generate.world import make_world
from scheduler import pipeline
from scheduler.domain.calendar import parse_quarter
from scheduler.domain.facts import Facts
from scheduler.domain.places import DowntimeKind, DowntimeRow
from scheduler.domain.programme import Programme
from scheduler.obligations import owed
from scheduler.solve import Silence

SEED, MODELS = 7, 1_200
TODAY, QUARTER = date(2026, 12, 1), parse_quarter("2027Q1")
A_DAY = 1440
ASSETS_A_TASK = 7 / 3
"""Assets that owe one task in the quarter, in the generator's hospitals."""


class Unheard(Silence):
    """Nobody listens, and nobody has a clock."""

    def seconds(self) -> dict[str, float]:
        return {}


@contextmanager
def generated(tasks: int) -> Iterator[Path]:
    """The folder of a health system that owes about so many tasks; gone afterwards."""
    with TemporaryDirectory() as scratch:
        make_world(SEED, round(tasks * ASSETS_A_TASK), MODELS).write(Path(scratch))
        yield Path(scratch)


def opened(folder: Path, watch: pipeline.Watch, variant: str = "usual") -> pipeline.Opened:
    """Read a folder, and make the variant of it."""
    found = pipeline.open_programme(folder, TODAY, QUARTER, 0, watch)
    if variant == "usual":
        return found
    facts = Facts(VARIANTS[variant](found.facts.programme), TODAY, QUARTER)
    return pipeline.Opened(facts, owed(facts), found.warnings)


def _overload(programme: Programme) -> Programme:
    """Everybody has 0.6 of the usual hours for planned work."""
    people = {
        name: replace(one, scheduled_share=one.scheduled_share * 0.6) for name, one in programme.technicians.items()
    }
    return replace(programme, technicians=people)


def _tight(programme: Programme) -> Programme:
    """What is open is open half as long, an hour at least, and work of an hour or more takes two people."""
    procedures = tuple(replace(one, crew=2) if one.minutes >= 60 else one for one in programme.procedures)
    return replace(programme, procedures=procedures, downtime=tuple(_shorter(row) for row in programme.downtime))


def _shorter(row: DowntimeRow) -> DowntimeRow:
    if row.kind is not DowntimeKind.OPEN or row.period is None:
        return row
    start, end = (one.hour * 60 + one.minute for one in (row.period.start, row.period.end))
    minutes = (end - start - 1) % A_DAY + 1
    end = (start + max(minutes // 2, min(60, minutes))) % A_DAY
    return replace(row, period=replace(row.period, end=time(end // 60, end % 60)))


VARIANTS: Mapping[str, Callable[[Programme], Programme]] = {
    "usual": lambda programme: programme,
    "overload": _overload,
    "tight": _tight,
}
