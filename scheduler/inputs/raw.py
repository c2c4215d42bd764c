"""Tables as texts: for each column the different texts it holds, and which of them each row has."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress


@dataclass(frozen=True, slots=True)
class RawColumn:
    """One column. `words[codes[i]]` is the text of row i; `written` is the same before any mapping of values."""

    heading: str
    words: Sequence[str]
    written: Sequence[str]
    codes: "array[int]"

    def texts(self) -> Iterator[str]:
        """Yield the text of each row."""
        return map(self.words.__getitem__, self.codes)

    def used(self) -> dict[int, None]:
        """Return the codes that occur, in the order of their first row."""
        return dict.fromkeys(self.codes)

    def keeping(self, kept: Sequence[bool]) -> "RawColumn":
        """Return the column of the rows that are kept."""
        return replace(self, codes=array("i", compress(self.codes, kept)))


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table of the programme as it stands in its file; columns go by our names, row numbers are those of Excel."""

    table: str
    file: str
    sheet: str
    rows: Sequence[int]
    columns: Mapping[str, RawColumn]
    date_format: str = ""

    def keeping(self, kept: Sequence[bool]) -> "RawTable":
        """Return the table of the rows that are kept."""
        columns = {name: column.keeping(kept) for name, column in self.columns.items()}
        return replace(self, rows=list(compress(self.rows, kept)), columns=columns)

    def without(self, rows: Iterable[int]) -> "RawTable":
        """Return the table without the rows of these numbers."""
        left_out = frozenset(rows)
        return self.keeping([row not in left_out for row in self.rows])


@dataclass(frozen=True, slots=True)
class Grid:
    """A file or sheet as texts under the headings of its own, before anything is renamed; blank rows are left out.

    The first `width` columns stand under the header, those behind hold what rows have beyond it. `first_short`: the
    number of the first row that has fewer cells than the header (0: none), `short` how many there are.
    """

    file: str
    sheet: str
    rows: Sequence[int]
    columns: Sequence[RawColumn]
    width: int
    first_short: int = 0
    short: int = 0

    def keeping(self, kept: Sequence[bool]) -> "Grid":
        """Return the grid of the rows that are kept."""
        return replace(
            self, rows=list(compress(self.rows, kept)), columns=[column.keeping(kept) for column in self.columns]
        )
