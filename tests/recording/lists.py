"""Lists of work orders to record in the small hospital of the tests of reading."""

from pathlib import Path

from scheduler.recording import Asked, Recorded, record
from tests.inputs.hospital import TODAY, write_hospital


def recorded(folder: Path, text: str, asked: Asked | None = None, file: str = "orders.csv") -> Recorded:
    """Write a list beside the hospital and record it."""
    path = folder.parent / file
    path.write_text(text, encoding="utf-8")
    return record(folder, path, asked or Asked(), TODAY)


def hospital(tmp_path: Path, **tables: str | bytes | None) -> Path:
    """Write the small hospital."""
    return write_hospital(tmp_path / "hospital", **tables)


def files_in(folder: Path) -> dict[str, bytes]:
    """Return every file that people see, by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.startswith(".htm")}
