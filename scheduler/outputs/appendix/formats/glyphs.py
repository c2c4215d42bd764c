"""Characters that typst's own fonts cannot show: PDF/A forbids a missing glyph, so they are printed as [U+5B57]."""

from collections.abc import Iterable
from typing import Literal

import typst

Standards = tuple[Literal["a-2a"], Literal["ua-1"]]

MOST_ASKED = 3_000
"""Different characters that are tried one by one; any further is printed by its number."""
_CERTAIN = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x180), 0x0A, 0x200B)))
_PAGE = b'#set document(title: "x")\n#set text(font: "Libertinus Serif")\n#sys.inputs.shown'


def unshown(text: str, compiler: typst.Compiler, standards: Standards) -> dict[int, str]:
    """Return for each character of a text that the fonts lack what is printed instead, for str.translate."""
    doubtful = sorted(set(text) - _CERTAIN)
    lacking = (
        one for place, one in enumerate(doubtful) if place >= MOST_ASKED or not _is_shown(one, compiler, standards)
    )
    return numbers(lacking)


def numbers(characters: Iterable[str]) -> dict[int, str]:
    """Name characters by their number."""
    return {ord(one): f"[U+{ord(one):04X}]" for one in characters}


def all_doubtful(text: str) -> dict[int, str]:
    """Return the same for every character that not all fonts have: for marks that only fail together."""
    return numbers(sorted(set(text) - _CERTAIN))


def _is_shown(character: str, compiler: typst.Compiler, standards: Standards) -> bool:
    try:
        compiler.compile(
            _PAGE, format="pdf", sys_inputs={"shown": character}, pdf_standards=list(standards), timestamp=0
        )
    except typst.TypstError:
        return False
    return True
