"""Versions of medical devices, and ranges of them as advisories write them: yes, no, or nobody can say.

Advisories write `<= 9.33.1`, `<= L81`, `A.01 <= C.0x | 4.0`, `vers:all/*`, `Rev J-M`, model numbers, dates and prose.
Two versions are compared only where they are of one kind: L81 and U61 are different lines, not smaller and larger. The
order of two versions of one kind is that of univers (RPM: runs of digits by value, runs of letters by alphabet).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from scheduler.domain.equipment import Answer

MOST_LENGTH = 500
"""Longer texts are prose; nobody reads a version out of them."""


class Bound(StrEnum):
    """How a version stands to a range."""

    BELOW = "<"
    UP_TO = "<="
    ABOVE = ">"
    FROM = ">="
    EXACTLY = "="


@dataclass(frozen=True, slots=True)
class Limit:
    """One end of a range, or one version. A version such as `4.x` stands for all that begin with `4.`."""

    bound: Bound
    version: str


@dataclass(frozen=True, slots=True)
class VersionRange:
    """Alternatives, each a list of limits that hold together; `is_all`: every version; neither: not understood."""

    is_all: bool = False
    alternatives: tuple[tuple[Limit, ...], ...] = ()
    is_complete: bool = True
    """Whether all of the text was understood; if not, a version outside may be affected all the same."""

    @property
    def is_understood(self) -> bool:
        """Whether it says anything about any version."""
        return self.is_all or bool(self.alternatives)

    def holds(self, version: str) -> Answer:
        """Whether a version is in the range; unknown where it is blank, or not of the range's kind."""
        if self.is_all:
            return Answer.YES
        if not version.strip() or not self.alternatives:
            return Answer.UNKNOWN
        found = {_all_hold(limits, version) for limits in self.alternatives}
        if Answer.YES in found:
            return Answer.YES
        return Answer.NO if found == {Answer.NO} and self.is_complete else Answer.UNKNOWN


@lru_cache(maxsize=4096)
def parse_range(text: str) -> VersionRange:
    """Read a range as an advisory writes it; never fails: what is not understood is said to be so."""
    cleaned = " ".join(text.split())
    if _ALL.fullmatch(cleaned):
        return VersionRange(is_all=True)
    if not cleaned or len(cleaned) > MOST_LENGTH:
        return VersionRange(is_complete=False)
    alternatives: list[tuple[Limit, ...]] = []
    is_complete = True
    for limits in _pieces(cleaned):
        if limits is None:
            is_complete = False
        elif alternatives and _goes_on(alternatives[-1], limits):
            alternatives[-1] = (*alternatives[-1], *limits)
        else:
            alternatives.append(limits)
    return VersionRange(alternatives=tuple(alternatives), is_complete=is_complete)


_ALL = re.compile(r"(?:vers:all/)?\*(?: *\(.*\))?|all(?: versions)?", re.IGNORECASE)
_WORD = r"[vV]?(?=[A-Za-z0-9._+-]*[0-9])[A-Za-z0-9][A-Za-z0-9._+-]*"
_VERSION = rf"{_WORD}(?: Build [0-9]+| [A-Z]{{1,3}}[.0-9]*[0-9])?"
_LISTED = re.compile(rf"\(?(?:(?:Release|Version)s? )?({_WORD}(?:,? {_WORD})+)\)?", re.IGNORECASE)
_REMARK = re.compile(r" *\([^()]*\)$")
_SPACED_LABEL = re.compile(r"\b([A-Z]{1,3}) (?=[0-9])")
_SIGNED = re.compile(rf"(<=|>=|<|>|=)? ?({_VERSION}|[A-Z])")
_TWO_SIDED = re.compile(rf"({_VERSION}) ?(<=|<) ?({_VERSION})")
_AND_BELOW = re.compile(rf"({_VERSION}) ?(?:and|or) +(?:below|prior|earlier|lower)", re.IGNORECASE)
_REVISIONS = re.compile(r"Rev\.? +([A-Z])-([A-Z])", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\b|[0-9]+/[0-9]+/[0-9]{2}", re.I)


def _pieces(text: str) -> Iterator[tuple[Limit, ...] | None]:
    """Yield the limits of each part between bars; None for a part that is no version."""
    for part in text.split("|"):
        piece = _SPACED_LABEL.sub(r"\1", _REMARK.sub("", part.strip()) or part.strip())
        if listed := _LISTED.fullmatch(piece):
            yield from ((Limit(Bound.EXACTLY, one),) for one in listed[1].replace(",", "").split())
        elif piece:
            yield None if _MONTH.search(piece) else _limits(piece)


def _limits(piece: str) -> tuple[Limit, ...] | None:
    if found := _REVISIONS.fullmatch(piece):
        return Limit(Bound.FROM, found[1].upper()), Limit(Bound.UP_TO, found[2].upper())
    if found := _TWO_SIDED.fullmatch(piece):
        return Limit(Bound.FROM, found[1]), Limit(Bound(found[2]), found[3])
    if found := _AND_BELOW.fullmatch(piece):
        return (Limit(Bound.UP_TO, found[1]),)
    if found := _SIGNED.fullmatch(piece):
        return (Limit(Bound(found[1] or "="), found[2]),)
    return None


def _goes_on(former: tuple[Limit, ...], limits: tuple[Limit, ...]) -> bool:
    """Whether `>= 1.1 | <= 1.3` is one range: a lower end alone, then an upper end alone."""
    return (
        len(former) == len(limits) == 1
        and former[0].bound in (Bound.FROM, Bound.ABOVE)
        and limits[0].bound in (Bound.UP_TO, Bound.BELOW)
    )


def _all_hold(limits: tuple[Limit, ...], version: str) -> Answer:
    found = {_holds(limit, version) for limit in limits}
    if Answer.NO in found:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in found else Answer.YES


_MEANING: dict[Bound, Callable[[int], bool]] = {
    Bound.BELOW: lambda order: order < 0,
    Bound.UP_TO: lambda order: order <= 0,
    Bound.ABOVE: lambda order: order > 0,
    Bound.FROM: lambda order: order >= 0,
    Bound.EXACTLY: lambda order: order == 0,
}


def _holds(limit: Limit, version: str) -> Answer:
    order = compared(version, limit.version)
    if order is None:
        return Answer.UNKNOWN
    return Answer.YES if _MEANING[limit.bound](order) else Answer.NO


@lru_cache(maxsize=65_536)
def compared(one: str, other: str) -> int | None:
    """-1, 0 or 1 as the first version is older, the same or newer; None if they are not of one kind.

    An `x` in the second stands for anything from there on; one that hangs on a number (`C.0x`) leaves open what the
    number is.
    """
    ours, theirs = _tokens(one), _tokens(other)
    if not ours or not theirs:
        return None
    cut = next((place for place, token in enumerate(theirs) if place and token.text in ("x", "*")), None)
    is_open = cut is not None and not theirs[cut].is_free and theirs[cut].text == "x" and theirs[cut - 1].is_number
    if cut is not None:
        cut -= is_open
        ours, theirs = ours[:cut], theirs[:cut]
    ours, theirs = _without_zeros(ours), _without_zeros(theirs)
    if [token.text for token in ours] == [token.text for token in theirs]:
        return None if is_open else 0
    return _ordered(ours, theirs) if _are_of_one_kind(ours, theirs) else None


@dataclass(frozen=True, slots=True)
class _Token:
    """A run of digits or of letters; `is_free`: a letter that stands alone between separators, a revision."""

    text: str
    is_free: bool

    @property
    def is_number(self) -> bool:
        return self.text.isdecimal()


_RUN = re.compile(r"[0-9]+|[a-z]+|\*")
_EDGE = re.compile(r"^[vV](?=[0-9])|^(?:version|ver|rev|revision|release|software)\.? +", re.IGNORECASE)


def _tokens(version: str) -> list[_Token]:
    text = _EDGE.sub("", version.strip()).casefold()
    if not text.isascii() or len(text) > MOST_LENGTH:
        return []
    runs = list(_RUN.finditer(text))
    tokens = []
    for run in runs:
        before, after = text[: run.start()][-1:], text[run.end() :][:1]
        is_free = len(run[0]) == 1 and not before.isalnum() and not after.isalnum()
        tokens.append(_Token(run[0].lstrip("0") or "0" if run[0].isdecimal() else run[0], is_free))
    return tokens


def _without_zeros(tokens: list[_Token]) -> list[_Token]:
    """9.33.0 is 9.33."""
    last = len(tokens)
    while last > 1 and tokens[last - 1].text == "0":
        last -= 1
    return tokens[:last]


def _are_of_one_kind(ours: list[_Token], theirs: list[_Token]) -> bool:
    """Whether two versions can be ordered: up to where they part they have the same shape, and then numbers part them.

    Letters part two versions only as revisions: alone between separators, or as a suffix that the other has not.
    """
    if _is_a_model_number(ours) != _is_a_model_number(theirs):
        return False
    for mine, other in zip(ours, theirs, strict=False):
        if mine.text == other.text:
            continue
        if mine.is_number and other.is_number:
            return True
        return mine.is_free and other.is_free and not mine.is_number and not other.is_number
    longer = max(ours, theirs, key=len)[min(len(ours), len(theirs)) :]
    return all(token.is_number for token in longer) or (len(longer) == 1 and len(longer[0].text) == 1)


def _is_a_model_number(tokens: list[_Token]) -> bool:
    """Whether it is one long number, such as 24950: a version beside it has points, so the two say different things."""
    return len(tokens) == 1 and tokens[0].is_number and len(tokens[0].text) >= 4


def _ordered(ours: list[_Token], theirs: list[_Token]) -> int:
    """Order two versions of one kind. The 1 in front keeps univers from taking a first letter v for a prefix."""
    from univers.versions import RpmVersion

    one, other = (RpmVersion(".".join(["1", *(token.text for token in tokens)])) for tokens in (ours, theirs))
    return 0 if one == other else -1 if one < other else 1
