"""Two planners who replan and publish, killed at random moments: folders and versions are whole, none is lost."""

import itertools
import json
import random
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from scheduler import pipeline, publishing, replanning
from scheduler.domain.plan import Settings
from scheduler.errors import VersionConflict
from scheduler.solve import Silence
from scheduler.store import broken_seals, feed_bodies, files_of, latest_number, open_store, trail, versions
from tests.journeys.command import plan
from tests.store.writers import Acknowledged, Writer, started, wait_for

pytestmark = pytest.mark.slow
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
TODAYS = (date(2026, 12, 1), date(2027, 1, 18), date(2027, 1, 25))
"""Another day leaves other visits behind, so each version is another plan."""
FILES = {"calendars", "certificate.json", "cmms.csv", "load.csv", "plan.json", "published.csv", "report.html",
         "shortfall.csv", "tasks.csv", "visits.csv", "worklists"}  # fmt: skip


class Watch(Silence):
    def seconds(self) -> Mapping[str, float]:
        return {}


def replanning_and_publishing(
    folder: Path, out: Path, turns: Iterable[int], database: str | None
) -> Callable[[Callable[[Acknowledged], None]], None]:
    """Replan from the latest version as of one day after another, and publish; another one may be quicker."""

    def work(tell: Callable[[Acknowledged], None]) -> None:
        for turn in turns:
            today = TODAYS[turn % len(TODAYS)]
            _replan(folder, out, today, database)
            wanted = publishing.Order(out.name, NOW, today.isoformat(), database)
            try:
                done = publishing.publish(folder, out, wanted, Watch())
            except VersionConflict:
                continue
            tell(Acknowledged(done.version.number, today.isoformat()))

    return work


def _replan(folder: Path, out: Path, today: date, database: str | None) -> None:
    order = replanning.Order(today, Settings(), NOW, database=database)
    replanning.replan(folder, order, Watch(), replanning.Destination(out, lambda: 0))


def _replanned(folder: Path, out: Path, database: str | None) -> Writer:
    """In a process of its own: whoever has laid out pages forks none that could lay out any (typst has threads)."""
    return started(lambda _: _replan(folder, out, TODAYS[0], database))


def killed_at_random(programme: Path, published: Path, kills: int, database: str | None) -> None:
    publishing.publish(programme, published, publishing.Order("Ann", NOW, "2026-12-01", database), Watch())
    outs = [programme.parent / name for name in ("one", "two")]
    told, chance = [Acknowledged(1, "2026-12-01")], random.Random(11)
    begun = time.monotonic()
    told += _until_killed(programme, outs[:1], 0, 1, 0.0, database)
    one_turn = time.monotonic() - begun
    there = set[Path]()
    for kill in range(kills // 2):
        told += _until_killed(programme, outs, kill, kill % 2, chance.uniform(0, 1.5 * one_turn), database)
        there |= {out for out in outs if out.exists()}
        assert all({path.name for path in out.iterdir()} == FILES for out in there)
        _assert_sound(programme, told, database)
    for out in outs:
        checked = pipeline.check_folder(programme, out, Watch())
        assert checked.verdict.violations == ()
        assert _replanned(programme, out, database).acknowledged() == []
    assert {path.name for path in programme.parent.iterdir()} == {programme.name, *(out.name for out in outs)}
    assert len(told) > kills // 10


def _until_killed(
    programme: Path, outs: list[Path], turn: int, acknowledged: int, seconds: float, database: str | None
) -> list[Acknowledged]:
    """Let them work until so many versions were acknowledged and so many seconds are over."""
    writers: list[Writer] = [
        started(replanning_and_publishing(programme, out, itertools.count(turn + number), database))
        for number, out in enumerate(outs)
    ]
    wait_for(writers, acknowledged, patience=600)
    time.sleep(seconds)
    for writer in writers:
        writer.kill()
    return [each for writer in writers for each in writer.acknowledged()]


def _assert_sound(programme: Path, told: list[Acknowledged], database: str | None) -> None:
    with open_store(programme, database, NOW) as store, store.reading() as connection:
        there = versions(connection)
        number = latest_number(connection)
        assert [each.number for each in reversed(there)] == list(range(1, number + 1))
        notes = {each.number: each.note for each in there}
        assert all(notes.get(each.number) == each.note for each in told), "an acknowledged version is lost"
        figures = json.loads(files_of(connection, number)["plan.json"])
        assert figures["today"] == notes[number]
        for body in feed_bodies(connection, number):
            assert body.head.etag == f"1-{sha256(body.content).hexdigest()}"
            assert body.content.endswith(b"END:VCALENDAR\r\n")
        assert broken_seals(trail(connection)) == ()


@pytest.fixture(scope="module")
def planned_out(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("community") / "out"
    assert plan(root / "examples" / "community-hospital", folder).returncode == 0
    return folder


@pytest.fixture
def programme(root: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "hospital"
    shutil.copytree(root / "examples" / "community-hospital", folder, ignore=shutil.ignore_patterns(".htm", "expected"))
    return folder


@pytest.mark.parametrize("kills", [300])
def test_kills_at_random_while_two_replan_and_publish_on_sqlite(programme: Path, planned_out: Path, kills: int) -> None:
    killed_at_random(programme, planned_out, kills, None)


@pytest.mark.parametrize("kills", [50])
def test_kills_at_random_while_two_replan_and_publish_on_postgresql(
    programme: Path, planned_out: Path, kills: int, postgres: str
) -> None:
    killed_at_random(programme, planned_out, kills, postgres)
