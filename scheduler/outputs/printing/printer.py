"""Lays text out as PDF by typst, with typst's own fonts, so that the same sheet gives the same bytes everywhere.

Run as a program it is a process of its own: a sheet as JSON on each line of stdin, an answer on each line of stdout;
it is gone as soon as its stdin ends. Nothing of this project is imported here, so that it starts at once.
"""

import json
import os
import signal
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import typst

MOST_ASKED = 3_000
"""Different characters that are tried one by one; any further is printed by its number."""
_CERTAIN = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x180), 0x0A, 0x200B)))
_PAGE = b'#set document(title: "x")\n#set text(font: "Libertinus Serif")\n#sys.inputs.said'


@dataclass(frozen=True, slots=True)
class Sheet:
    """A PDF to be made. `said` is read by the template as JSON from `sys.inputs.said`: it is data and never code.

    `made_at`: what the PDF says of its making, in seconds since 1970. `standards`: those of typst's that it keeps;
    where there are any, it is tagged, and a character that typst's fonts lack is printed as [U+5B57].
    """

    template: str
    said: str
    made_at: int
    path: str
    standards: tuple[str, ...] = ()


class Printer:
    """Makes one PDF after the other. typst keeps what it worked out for a while: some 250 MB for a megabyte said."""

    def __init__(self) -> None:
        self._typst = typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False))

    def lay_out(self, sheet: Sheet) -> None:
        """Write the PDF of a sheet. Raises typst.TypstError or OSError."""
        Path(sheet.path).write_bytes(self._made(sheet))

    def _made(self, sheet: Sheet) -> bytes:
        if not sheet.standards:
            return self._compiled(sheet, sheet.said)
        try:
            return self._compiled(sheet, sheet.said.translate(self._unshown(sheet)))
        except typst.TypstError:
            return self._compiled(sheet, sheet.said.translate(all_doubtful(sheet.said)))

    def _unshown(self, sheet: Sheet) -> dict[int, str]:
        """Return for each character that the fonts lack what is printed instead, for str.translate."""
        doubtful = sorted(set(sheet.said) - _CERTAIN)
        return numbers(
            one for place, one in enumerate(doubtful) if place >= MOST_ASKED or not self._is_shown(one, sheet)
        )

    def _is_shown(self, character: str, sheet: Sheet) -> bool:
        try:
            self._compiled(sheet, character, _PAGE)
        except typst.TypstError:
            return False
        return True

    def _compiled(self, sheet: Sheet, said: str, template: bytes = b"") -> bytes:
        standards: Any = list(sheet.standards)
        pdf = self._typst.compile(
            template or sheet.template.encode(),
            format="pdf",
            sys_inputs={"said": said},
            timestamp=sheet.made_at,
            pdf_standards=standards,
            pdf_tags=bool(standards),
        )
        if not isinstance(pdf, bytes):
            raise TypeError("typst gave no PDF.")
        return pdf


def numbers(characters: Iterable[str]) -> dict[int, str]:
    """Name characters by their number."""
    return {ord(one): f"[U+{ord(one):04X}]" for one in characters}


def all_doubtful(text: str) -> dict[int, str]:
    """Return the same for every character that not all fonts have: for marks that only fail together."""
    return numbers(sorted(set(text) - _CERTAIN))


def main() -> None:
    """Make what is asked for, and say of each sheet why it failed; nothing if it did not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked: SimpleQueue[Sheet] = SimpleQueue()
    Thread(target=_read, args=(asked,), daemon=True).start()
    printer = Printer()
    while True:
        sheet = asked.get()
        try:
            printer.lay_out(sheet)
            failed = ""
        except (typst.TypstError, OSError) as error:
            failed = str(error) or type(error).__name__
        sys.stdout.write(json.dumps({"failed": failed}) + "\n")
        sys.stdout.flush()


def _read(asked: SimpleQueue[Sheet]) -> None:
    """Hand on what is asked for; who asks no more, by will or by its own death, wants nothing that is unfinished."""
    for line in sys.stdin.buffer:
        given = json.loads(line)
        asked.put(Sheet(**{**given, "standards": tuple(given["standards"])}))
    os._exit(0)


if __name__ == "__main__":
    main()
