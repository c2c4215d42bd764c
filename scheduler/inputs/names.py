"""Names across tables: compared with case and outer space folded, shown as their key table writes them first."""

import unicodedata
from collections.abc import Iterable, Mapping
from enum import Enum

MOST_SUGGESTIONS = 40
"""Looking for the nearest name costs a walk over all of them: after so many of a kind no more are sought."""

_NEAR_ENOUGH = 65


def fold(text: str) -> str:
    """Return what names are compared by: case, outer space and the two ways to write an accent make no difference."""
    stripped = text.strip()
    return stripped.casefold() if stripped.isascii() else unicodedata.normalize("NFC", stripped).casefold()


class NameKind(Enum):
    """Kinds of names; the value says what one is and where it is defined."""

    SITE = ("a site", "sites")
    DEPARTMENT = ("a department", "departments")
    MODALITY = ("a modality", "modalities")
    MAKE = ("a make", "models")
    PROCEDURE = ("a procedure", "procedures")
    ASSET = ("an asset_tag", "assets")
    TECHNICIAN = ("a technician", "technicians")
    PERFORMER = ("a performer", "performers")
    SKILL = ("a skill", "skills")
    INSTRUMENT = ("an instrument", "instruments")
    INSTRUMENT_CLASS = ("an instrument class", "instruments")

    @property
    def what(self) -> str:
        return self.value[0]

    @property
    def table(self) -> str:
        return self.value[1]


class Names:
    """The names of one kind that are known so far."""

    def __init__(self, aliases: Mapping[str, str] | None = None) -> None:
        self._shown: dict[str, str] = {}
        self._aliases = {fold(theirs): ours for theirs, ours in (aliases or {}).items()}
        self._suggestions_left = MOST_SUGGESTIONS
        self._open = False

    def open(self) -> None:
        """Take every name as known from now on: its key table cannot be read, which is reported once."""
        self._open = True

    def add(self, written: str) -> str:
        """Make a name known unless it is, and return how it is shown."""
        meant = self._meant(written)
        return self._shown.setdefault(fold(meant), meant)

    def shown(self, written: str) -> str | None:
        """Return how a name is shown; None if it is unknown."""
        return self.add(written) if self._open else self._shown.get(fold(self._meant(written)))

    def nearest(self, written: str) -> str | None:
        """Return the known name that is most like it, if one is like it at all."""
        if self._suggestions_left <= 0:
            return None
        self._suggestions_left -= 1
        return nearest(written, self._shown.values())

    def all(self) -> tuple[str, ...]:
        """Return the names as shown, in the order in which they became known."""
        return tuple(self._shown.values())

    def _meant(self, written: str) -> str:
        stripped = written.strip()
        return self._aliases.get(fold(stripped), stripped) if self._aliases else stripped


def nearest(written: str, known: Iterable[str]) -> str | None:
    """Return the word of `known` that is most like `written`, if one is at all; of several the first by name."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(
        written, sorted(known), scorer=fuzz.ratio, processor=_comparable, score_cutoff=_NEAR_ENOUGH
    )
    return found[0] if found else None


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """Return the sentence that suggests the nearest word; empty if none is near."""
    found = nearest(written, known)
    return f'did you mean "{found}"?' if found else ""


def _comparable(text: str) -> str:
    return fold(text).replace(" ", "_").replace("-", "_")
