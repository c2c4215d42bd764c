"""The journey from two names to a difference: each is a published version or a plan's folder."""

import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scheduler.errors import UsageError
from scheduler.outputs.comparison import Difference, Side, compare, read_side
from scheduler.workshop import to_disk, workshop


@dataclass(frozen=True, slots=True)
class Versions:
    """Where published versions are looked up: the programme's folder, or the database that was named."""

    programme: Path
    database: str | None
    now: datetime


def difference_of(old: str, new: str, versions: Versions) -> Difference:
    """Compare two plans, each named by a version's number, "latest", or its folder."""
    return compare(_side(old, versions), _side(new, versions))


def write_page(page: str, path: Path) -> None:
    """Write a page whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with workshop(path) as made:
            made.write_text(page, encoding="utf-8", newline="\n")
            to_disk(made)
            os.replace(made, path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}. Give another file.") from error


def _side(named: str, versions: Versions) -> Side:
    text = named.casefold().removeprefix("v")
    if named.casefold() != "latest" and not text.isdecimal():
        return read_side(Path(named), Path(named).name or named)
    return _published(None if named.casefold() == "latest" else int(text), versions)


def _published(number: int | None, versions: Versions) -> Side:
    """Unpack a version's files and read them as a folder."""
    from scheduler.store import files_of, find_store, latest_number

    store = find_store(versions.programme, versions.database, versions.now)
    if store is None:
        raise UsageError(
            f"Nothing was published from {versions.programme}. Name the programme's folder with --programme, "
            "or the store with --database; a folder named by a number is written ./3."
        )
    with store, store.reading() as connection, tempfile.TemporaryDirectory() as folder:
        wanted = latest_number(connection) if number is None else number
        for name, content in files_of(connection, wanted).items():
            (Path(folder) / name).write_bytes(content)
        return read_side(Path(folder), f"version {wanted}")
