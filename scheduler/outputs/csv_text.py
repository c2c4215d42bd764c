"""CSV as this program writes it: UTF-8, one line end, lists joined by a bar, nothing lost from any text."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

Cell = str | int | bool | date | None
_SPECIAL = re.compile(r"""[,"\r\n\ud800-\udfff]|\A\s|\s\Z""")
"""Whatever makes a text stand otherwise than it is."""


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table with its heading."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_line(columns))
        file.writelines(_line(row) for row in rows)


def cell_text(cell: Cell) -> str:
    """Write a cell: dates by ISO 8601, yes or no for booleans, blank for nothing."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def bar_list(words: Iterable[str]) -> str:
    """Join a list as the tables do."""
    return "|".join(words)


def _line(cells: Sequence[Cell]) -> str:
    texts = [cell if type(cell) is str else cell_text(cell) for cell in cells]
    line = ",".join(texts)
    if not _is_tame('"'.join(texts), len(texts)):
        line = ",".join(map(quoted, texts))
    elif line.count(",") >= len(texts):
        line = ",".join([f'"{text}"' if "," in text else text for text in texts])
    return line + "\n"


def _is_tame(marked: str, cells: int) -> bool:
    """Tell at once of most lines, joined by quotes, that nothing but a comma in a cell asks for quotes around it.

    Of printable text only a blank can stand at an edge.
    """
    return (
        marked.count('"') == cells - 1
        and marked.isprintable()
        and '" ' not in marked
        and ' "' not in marked
        and marked.strip() == marked
    )


def quoted(text: str) -> str:
    """Quote where needed; the csv module of Python 3.11 leaves a lone carriage return bare and tears the row apart."""
    if _SPECIAL.search(text) is None:
        return text
    text = text.encode("utf-8", "replace").decode("utf-8")
    if any(character in text for character in ',"\r\n') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text
