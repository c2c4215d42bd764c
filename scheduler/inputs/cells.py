"""Types of cells: how the text of a cell becomes a value, and the words that say what may stand in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from scheduler.domain.ids import InstrumentClass
from scheduler.inputs.lexicon import Lexicon
from scheduler.inputs.names import NameKind, did_you_mean, fold

T = TypeVar("T")
N = TypeVar("N")
E = TypeVar("E", bound=StrEnum)


class CellError(ValueError):
    """A text that its column cannot read: what was expected, and what to do."""

    def __init__(self, expected: str, hint: str = "") -> None:
        super().__init__(expected)
        self.expected = expected
        self.hint = hint


@dataclass(frozen=True, slots=True, eq=False)
class CellType(Generic[T]):
    """How a text that is not blank is read. `words` says what is allowed; `unknown` is its word for unknown, if any.

    `items`: the cell holds `A|B`. `kind`: the cell names something of that kind.
    """

    words: str
    read: Callable[[str, Lexicon], T]
    unknown: str = ""
    not_applicable: str = ""
    items: bool = False
    kind: NameKind | None = None


def _text(text: str, _: Lexicon) -> str:
    return text


TEXT = CellType("text", _text)


def name(kind: NameKind, of: Callable[[str], N]) -> CellType[N]:
    """A name that its key table has."""

    def read(text: str, lexicon: Lexicon) -> N:
        names = lexicon.names[kind]
        shown = names.shown(text)
        if shown is None:
            near = names.nearest(text)
            hint = f'did you mean "{near}"?' if near else f"add it to {kind.table} or correct it here"
            raise CellError(f"{kind.what} of {kind.table}", hint)
        return of(shown)

    return CellType(f"{kind.what} of {kind.table}", read, kind=kind)


def spelling(kind: NameKind, of: Callable[[str], N]) -> CellType[N]:
    """A name that may be new; it is shown as it was written first."""
    return CellType(f"{kind.what}: any text", lambda text, lexicon: of(lexicon.names[kind].add(text)), kind=kind)


def all_or(cell: CellType[T]) -> CellType[T | None]:
    """A scope: `*` means all."""

    def read(text: str, lexicon: Lexicon) -> T | None:
        return None if text == "*" else cell.read(text, lexicon)

    return CellType(f"{cell.words}, or * for all", read, kind=cell.kind)


def listed(cell: CellType[T]) -> CellType[tuple[T, ...]]:
    """Several of a type, written `A|B`; the same twice counts once."""

    def read(text: str, lexicon: Lexicon) -> tuple[T, ...]:
        items = [item.strip() for item in text.split("|")]
        if not all(items):
            raise CellError("a list such as A|B without an empty item", "remove the bar that has nothing beside it")
        return tuple(dict.fromkeys(cell.read(item, lexicon) for item in items))

    return CellType(f"a list A|B, each {cell.words}", read, items=True, kind=cell.kind)


def listed_or_all(cell: CellType[T]) -> CellType[tuple[T, ...]]:
    """Several of a type, or `*` for all, which is the empty list."""
    several = listed(cell)

    def read(text: str, lexicon: Lexicon) -> tuple[T, ...]:
        return () if text == "*" else several.read(text, lexicon)

    return CellType(f"{several.words}, or * for all", read, items=True, kind=cell.kind)


def choice(options: type[E]) -> CellType[E]:
    """One word of a fixed list."""
    by_word = {fold(option.value): option for option in options}

    def read(text: str, _: Lexicon) -> E:
        if (found := by_word.get(fold(text))) is not None:
            return found
        raise CellError(f"one of {', '.join(by_word)}", did_you_mean(text, by_word))

    return CellType(", ".join(by_word), read, unknown="unknown" if "unknown" in by_word else "")


_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def _yes_no(text: str, _: Lexicon) -> bool:
    if (answer := _YES_NO.get(fold(text))) is None:
        raise CellError("yes or no", did_you_mean(text, ("yes", "no")))
    return answer


YES_NO = CellType("yes, no", _yes_no)

_WHOLE = re.compile(r"(?P<digits>[+-]?[0-9]{1,15})(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")


def whole(least: int, most: int, unit: str = "") -> CellType[int]:
    """A whole number from `least` to `most`."""
    words = f"a whole number{' of ' + unit if unit else ''} from {least} to {most}"

    def read(text: str, _: Lexicon) -> int:
        match = _WHOLE.fullmatch(text)
        if not match:
            raise CellError(words, _number_hint(text))
        number = int(match["digits"])
        if not least <= number <= most:
            raise CellError(words, "correct the number")
        return number

    return CellType(words, read)


def number(least: float, most: float, unit: str = "") -> CellType[float]:
    """A number from `least` to `most` with a decimal point."""
    words = f"a number{' of ' + unit if unit else ''} from {least:g} to {most:g}"

    def read(text: str, _: Lexicon) -> float:
        if not _NUMBER.fullmatch(text):
            raise CellError(words, _number_hint(text))
        if not least <= float(text) <= most:
            raise CellError(words, _share_hint(float(text), most))
        return float(text)

    return CellType(words, read)


def _number_hint(text: str) -> str:
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        return f"write a decimal point: {text.replace(',', '.')}"
    if digits := re.match(r"[+-]?[0-9]+", text):
        return f"write the number alone, without unit or separators, such as {digits[0]}"
    return "write digits only"


def _share_hint(value: float, most: float) -> str:
    return f"write a share such as {value / 100:g}" if most == 1 and 1 < value <= 100 else "correct the number"


def _instruments(text: str, lexicon: Lexicon) -> tuple[tuple[InstrumentClass, ...], ...]:
    groups = [[item.strip() for item in group.split("/")] for group in text.split("|")]
    if not all(item for group in groups for item in group):
        raise CellError("instrument classes such as A|B or A/B", "remove the bar that has nothing beside it")
    names = lexicon.names[NameKind.INSTRUMENT_CLASS]
    return tuple(tuple(dict.fromkeys(InstrumentClass(names.add(item)) for item in group)) for group in groups)


INSTRUMENTS = CellType(
    "instrument classes: A|B all of them, A/B either of them", _instruments, kind=NameKind.INSTRUMENT_CLASS
)
