"""Whatever ends a publisher, subscribers meet a whole version: the old one or the new one."""

import itertools
import os
import random
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

from scheduler.store import find_store, open_store, versions
from tests.outputs.synthetic import Quarter
from tests.store.publications import MONDAY, SHOWN, a_small_quarter, planned_appointments, published, variants
from tests.store.soundness import assert_whole
from tests.store.writers import Acknowledged, publishing, started, wait_for

CRASHED = 77
FILE_OPERATIONS = ("open", "close", "fsync", "link", "mkdir", "rename", "replace", "unlink", "rmdir")


@pytest.fixture(scope="module")
def quarter() -> Quarter:
    return a_small_quarter()


@pytest.fixture(scope="module")
def planned(quarter: Quarter) -> Mapping[str, set[SHOWN]]:
    return {str(number): planned_appointments(plan, quarter.facts) for number, plan in enumerate(variants(quarter))}


def assert_acknowledged(folder: Path, database: str | None, told: list[Acknowledged]) -> None:
    """No version that a publisher was told of is lost, or given to another plan."""
    with open_store(folder, database, MONDAY) as store, store.reading() as connection:
        there = {each.number: each.note for each in versions(connection)}
    assert all(there.get(each.number) == each.note for each in told)
    assert len({each.number for each in told}) == len(told)


def killed_at_random(
    folder: Path, quarter: Quarter, planned: Mapping[str, set[SHOWN]], database: str | None, kills: int
) -> None:
    """Two publishers at work, killed together, again and again; checked after every tenth time and at the end.

    The moment falls anywhere in the publication after the first, second or third one, however fast the machine is.
    """
    published(folder, variants(quarter)[0], quarter.facts, database=database, note="0")
    told = [Acknowledged(1, "0")]
    started_at = time.monotonic()
    published(folder, variants(quarter)[1], quarter.facts, database=database, note="1")
    one_publication = time.monotonic() - started_at
    chance, checked = random.Random(7), 0
    for kill in range(kills):
        turns = (itertools.count(kill + writer) for writer in range(2))
        writers = [started(publishing(folder, variants(quarter), quarter.facts, turn, database)) for turn in turns]
        wait_for(writers, kill % 3)
        time.sleep(chance.uniform(0.0, 2 * one_publication))
        for writer in writers:
            writer.kill()
        told += [each for writer in writers for each in writer.acknowledged()]
        if kill % 10 == 9 or kill == kills - 1:
            with open_store(folder, database, MONDAY) as store:
                checked = assert_whole(store, planned, since=checked)
            assert_acknowledged(folder, database, told)
    assert checked >= len(told) > 1


def test_a_few_kills_on_the_default_database(
    tmp_path: Path, quarter: Quarter, planned: Mapping[str, set[SHOWN]]
) -> None:
    killed_at_random(tmp_path, quarter, planned, None, kills=4)


@pytest.mark.slow
@pytest.mark.parametrize("kills", [300])
def test_kills_at_random_with_two_writers_on_sqlite(
    tmp_path: Path, quarter: Quarter, planned: Mapping[str, set[SHOWN]], kills: int
) -> None:
    killed_at_random(tmp_path, quarter, planned, None, kills)


@pytest.mark.slow
@pytest.mark.parametrize("kills", [50])
def test_kills_at_random_with_two_writers_on_postgresql(
    tmp_path: Path, quarter: Quarter, planned: Mapping[str, set[SHOWN]], postgres: str, kills: int
) -> None:
    killed_at_random(tmp_path, quarter, planned, postgres, kills)


def crashing_after(step: int) -> None:
    """Let this process end right after its `step`th statement, begin, commit or file operation."""
    taken = itertools.count(1)

    def count(*_: object) -> None:
        if next(taken) == step:
            os._exit(CRASHED)

    def counted(operation: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            result = operation(*arguments, **named)
            count()
            return result

        return run

    event.listen(Engine, "begin", count)
    event.listen(Engine, "after_cursor_execute", count)
    DefaultDialect.do_commit = counted(DefaultDialect.do_commit)  # type: ignore[method-assign]
    for name in FILE_OPERATIONS:
        setattr(os, name, counted(getattr(os, name)))


def crashed_everywhere(
    make: Callable[[int], tuple[Path, str | None]],
    before: int,
    quarter: Quarter,
    planned: Mapping[str, set[SHOWN]],
    stride: int,
) -> tuple[int, set[int]]:
    """Crash a publication after its first, second, third … step until it gets through; return steps and versions.

    With a stride only every so manyth step is tried.
    """
    seen: set[int] = set()
    for step in itertools.count(1, stride):
        folder, database = make(step)
        process = os.fork()
        if process == 0:
            crashing_after(step)
            published(folder, variants(quarter)[1], quarter.facts, database=database, note="1")
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        assert code in (0, CRASHED)
        store = find_store(folder, database, MONDAY)
        with store or open_store(folder, database, MONDAY) as opened:
            there = assert_whole(opened, planned)
        assert there in (before, before + 1)
        seen.add(there)
        after = published(folder, variants(quarter)[0], quarter.facts, database=database, note="0")
        assert after.version.number == there + 1
        if code == 0:
            return step, seen
    raise AssertionError


@pytest.mark.slow
@pytest.mark.parametrize("stride", [1])
def test_a_crash_after_any_step_of_the_first_publication_leaves_nothing_or_all_of_it(
    tmp_path: Path, quarter: Quarter, planned: Mapping[str, set[SHOWN]], stride: int
) -> None:
    def make(step: int) -> tuple[Path, str | None]:
        folder = tmp_path / str(step)
        folder.mkdir()
        return folder, None

    steps, seen = crashed_everywhere(make, 0, quarter, planned, stride)

    assert steps > 60
    assert seen == {0, 1}


@pytest.mark.parametrize("stride", [pytest.param(1, marks=pytest.mark.slow), 8])
def test_a_crash_after_any_step_of_a_publication_leaves_the_old_version_or_the_new_one(
    tmp_path: Path, quarter: Quarter, planned: Mapping[str, set[SHOWN]], stride: int
) -> None:
    published(tmp_path / "first", variants(quarter)[0], quarter.facts, note="0")

    def make(step: int) -> tuple[Path, str | None]:
        shutil.copytree(tmp_path / "first", tmp_path / str(step))
        return tmp_path / str(step), None

    steps, seen = crashed_everywhere(make, 1, quarter, planned, stride)

    assert steps > 20
    assert seen == {1, 2}


@pytest.mark.slow
def test_a_crash_after_any_step_on_postgresql_leaves_the_old_version_or_the_new_one(
    tmp_path: Path, quarter: Quarter, planned: Mapping[str, set[SHOWN]], another_postgres: Callable[[], str]
) -> None:
    def make(step: int) -> tuple[Path, str | None]:
        database = another_postgres()
        published(tmp_path, variants(quarter)[0], quarter.facts, database=database, note="0")
        return tmp_path, database

    steps, seen = crashed_everywhere(make, 1, quarter, planned, stride=1)

    assert steps > 20
    assert seen == {1, 2}
