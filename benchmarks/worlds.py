"""Generated health systems of a given number of tasks, the same ones for every benchmark."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.generate.world import make_world
from scheduler import pipeline
from scheduler.domain.calendar import parse_quarter
from scheduler.domain.facts import Facts
from scheduler.obligations import owed
from scheduler.solve import Silence

SEED, MODELS = 7, 1_200
TODAY, QUARTER = date(2026, 12, 1), parse_quarter("2027Q1")
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


def opened(folder: Path, watch: pipeline.Watch, hours: float) -> pipeline.Opened:
    """Read a folder; with less than all `hours`, everybody's share of the week for planned work is that part of it."""
    found = pipeline.open_programme(folder, TODAY, QUARTER, 0, watch)
    if hours == 1:
        return found
    programme = found.facts.programme
    people = {
        name: replace(one, scheduled_share=one.scheduled_share * hours) for name, one in programme.technicians.items()
    }
    facts = Facts(replace(programme, technicians=people), TODAY, QUARTER)
    return pipeline.Opened(facts, owed(facts), found.warnings)
