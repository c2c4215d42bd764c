"""An earlier appendix, read back from its appendix.json; the same shape is the schema of the file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scheduler.errors import UsageError

SCHEMA_VERSION = 1
LARGEST_FILE = 500_000_000
"""Bytes; a quarter of a million assets take half of it."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EarlierCell(_Shape):
    """A cell: `text` as printed, and what it stands for in every language; without one the text is the hospital's."""

    text: str = Field(description="as printed")
    number: float | int | None = Field(default=None, description="a figure, rounded as printed")
    date: str | None = Field(default=None, description="a day, ISO 8601")
    state: str | None = Field(default=None, description="not_applicable, none_exists, unknown or not_given")
    phrase: str | None = Field(default=None, description="fixed text by its key in the catalogue of words")
    source: list[str] = Field(default=[], description="table:row of each source; without any those of the row")

    @property
    def neutral(self) -> str:
        """Return the value without a language."""
        known = (self.state, self.date, None if self.number is None else str(self.number), self.phrase)
        return next((each for each in known if each is not None), self.text)


class EarlierRow(_Shape):
    """A row: a cell for each column, and the rows of the programme's tables that it comes from."""

    source: list[str]
    cells: list[EarlierCell]


class EarlierColumn(_Shape):
    """A column."""

    key: str
    heading: str


class EarlierTable(_Shape):
    """A table; `identity` names the columns that tell which row is which from one issue to the next."""

    key: str
    caption: str
    columns: list[EarlierColumn]
    identity: list[str]
    compared: bool
    is_asset_list: bool
    rows: list[EarlierRow]


class EarlierSection(_Shape):
    """A section."""

    heading: str | None
    paragraphs: list[str]
    tables: list[EarlierTable]


class EarlierPart(_Shape):
    """A numbered part."""

    key: str
    number: int
    heading: str
    sections: list[EarlierSection]


class EarlierPaper(_Shape):
    """The whole file."""

    schema_version: int
    contract: str | None
    version: str | None
    issue: int
    title: str
    subtitle: list[str]
    language: str
    on: date
    fingerprint: str
    front: list[EarlierSection]
    parts: list[EarlierPart]

    def tables(self) -> Iterator[EarlierTable]:
        """Return every table in order."""
        for section in (*self.front, *(section for part in self.parts for section in part.sections)):
            yield from section.tables


def read_earlier(path: Path) -> EarlierPaper:
    """Read an appendix.json, or the one in a folder. Raises UsageError where it is none of ours."""
    file = path / "appendix.json" if path.is_dir() else path
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise UsageError(f"{file} is larger than an appendix can be. Give --against the appendix.json of an issue.")
        found = EarlierPaper.model_validate_json(file.read_bytes())
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}. Give --against an appendix.json.") from error
    except ValidationError as error:
        place = ".".join(str(step) for step in error.errors()[0]["loc"]) or "the file"
        raise UsageError(
            f"{file} is not an appendix of this program: {place}: {error.errors()[0]['msg']}. "
            "Give --against the appendix.json of an earlier issue."
        ) from error
    if found.schema_version != SCHEMA_VERSION:
        raise UsageError(f"{file} has schema_version {found.schema_version}; this release reads {SCHEMA_VERSION}.")
    _refuse_torn(found, file)
    return found


def _refuse_torn(paper: EarlierPaper, file: Path) -> None:
    for table in paper.tables():
        if any(len(row.cells) != len(table.columns) for row in table.rows):
            raise UsageError(f"{file}: a row of the table {table.key} has not one cell for each column.")
