"""How one source's words become ours, as people see it and as it is saved for the next file of that source."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from scheduler.errors import InputError
from scheduler.inputs.names import fold
from scheduler.inputs.problems import StructureError, structural
from scheduler.inputs.settings.tree import read_document

SAVED_IN = "record_sources.yaml"
_HEADER = """\
# How htm record reads the lists of other systems: their headings and words on the left, ours on the right.
# Written by htm record; correct it by hand where a guess was wrong. A blank right side means: not read.
"""


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """The mapping of one source. `columns`: their heading → our column, blank for one that is not read.

    `values`: our column → their word → ours. `why`: for each heading, how it was found.
    """

    source: str
    sheet: str
    skip_rows: int
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    date_format: str = ""
    why: Mapping[str, str] = field(default_factory=dict)

    def fits(self, headings: tuple[str, ...]) -> bool:
        """Tell whether a file has exactly these headings, in whatever order."""
        return {fold(each) for each in self.columns} == {fold(each) for each in headings}


class _Saved(BaseModel):
    model_config = ConfigDict(extra="forbid")
    sheet: str = ""
    skip_rows: int = 0
    columns: dict[str, str]
    values: dict[str, dict[str, str]] = {}
    date_format: str = ""


class _SavedFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    sources: dict[str, _Saved] = {}


def source_name(file: str) -> str:
    """Name a source after its file, without the digits that tell one week's file from the next."""
    stem = re.sub(r"[\d]+", "", Path(file).stem)
    return re.sub(r"[^\w]+", "-", stem).strip("-_").casefold() or "work-orders"


def saved_mappings(folder: Path) -> dict[str, SourceMapping]:
    """Return what is saved in a programme's folder, by source. Raises InputError."""
    path = folder / SAVED_IN
    if not path.is_file():
        return {}
    try:
        found = _SavedFile.model_validate(read_document(path.read_bytes(), SAVED_IN).root)
    except StructureError as fault:
        raise InputError([fault.problem]) from fault
    except ValidationError as error:
        raise InputError(
            [
                structural(
                    SAVED_IN, item["msg"], "correct it, or remove the file", column=".".join(map(str, item["loc"]))
                )
                for item in error.errors(include_url=False)
            ]
        ) from error
    return {
        name: SourceMapping(name, each.sheet, each.skip_rows, each.columns, each.values, each.date_format)
        for name, each in found.sources.items()
    }


def saved_text(mappings: Mapping[str, SourceMapping]) -> bytes:
    """Write all mappings, sorted by source."""
    sources = {
        name: {
            "sheet": each.sheet,
            "skip_rows": each.skip_rows,
            "date_format": each.date_format,
            "columns": dict(each.columns),
            "values": {column: dict(words) for column, words in each.values.items() if words},
        }
        for name, each in sorted(mappings.items())
    }
    text: str = yaml.safe_dump({"sources": sources}, allow_unicode=True, sort_keys=False, width=10_000)
    return (_HEADER + text).encode()
