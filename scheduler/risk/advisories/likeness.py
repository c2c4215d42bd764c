"""How alike a product of an advisory and a model of the hospital are: the same, likely the same, or different."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from scheduler.risk.advisories.names import MOST_LENGTH, ProductName, excepted, product_name, readings

NEAR_ENOUGH = 90
"""From this likeness (0-100, rapidfuzz ratio of the telling parts) two names may be one, spelt differently."""

LEAST_FAMILY = 2
"""A shared word has so many letters at least before it says that two products are of one family."""


class Grade(IntEnum):
    """How sure a match is."""

    NONE = 0
    LIKELY = 1
    CERTAIN = 2


@dataclass(frozen=True, slots=True)
class Likeness:
    """A grade, and why in words."""

    grade: Grade
    why: str


DIFFERENT = Likeness(Grade.NONE, "")


def likeness(product: str, model: str, make_words: frozenset[str]) -> Likeness:
    """Compare a product's text with a model's name, both of the same make."""
    ours = product_name(model, make_words)
    if not ours.telling:
        ours = product_name(model)
    found = [_of_reading(theirs, ours) for theirs in _names_in(product, make_words)]
    found.append(_of_list(product, ours, make_words))
    best = max(found, key=lambda one: one.grade)
    if best.grade is Grade.LIKELY and _names_other_numbers(product, ours, make_words):
        return DIFFERENT
    if best.grade is Grade.CERTAIN and _is_excepted(product, ours, make_words):
        return Likeness(Grade.LIKELY, "the advisory leaves out some of these by name")
    return best


@lru_cache(maxsize=1_024)
def _names_in(product: str, make_words: frozenset[str]) -> tuple[ProductName, ...]:
    """The names that a product's text can be read as, each once."""
    return tuple(dict.fromkeys(product_name(reading, make_words) for reading in readings(product)))


def _of_reading(theirs: ProductName, ours: ProductName) -> Likeness:
    if not theirs.telling or not ours.tokens:
        return DIFFERENT
    if ours.tokens <= theirs.tokens and not theirs.telling - ours.tokens:
        return Likeness(Grade.CERTAIN, "the same name")
    if theirs.numbers and ours.numbers and not theirs.numbers & ours.numbers:
        return DIFFERENT
    return _of_family(theirs, ours)


def _of_family(theirs: ProductName, ours: ProductName) -> Likeness:
    shared = [word for word in theirs.telling & ours.telling if len(word) >= LEAST_FAMILY and word.isalpha()]
    if shared and theirs.telling <= ours.tokens:
        return Likeness(Grade.LIKELY, "the advisory names a wider family")
    if shared and ours.telling <= theirs.tokens:
        return Likeness(Grade.LIKELY, "the advisory names a narrower product")
    if shared and theirs.numbers & ours.numbers:
        return Likeness(Grade.LIKELY, "name and number in common")
    return _by_spelling(theirs, ours)


def _by_spelling(theirs: ProductName, ours: ProductName) -> Likeness:
    from rapidfuzz import fuzz

    if min(len(theirs.compact), len(ours.compact)) < LEAST_FAMILY or theirs.numbers != ours.numbers:
        return DIFFERENT
    if fuzz.ratio(theirs.compact, ours.compact) < NEAR_ENOUGH:
        return DIFFERENT
    return Likeness(Grade.LIKELY, "nearly the same spelling")


def _of_list(text: str, ours: ProductName, make_words: frozenset[str]) -> Likeness:
    """A text that lists several models, `PageWriter TC10 TC20 TC30`: ours is in it with its family and its number."""
    theirs = product_name(text, make_words)
    if len(theirs.numbers) < 2 or not ours.numbers or not ours.telling <= theirs.tokens or excepted(text):
        return DIFFERENT
    if not any(word.isalpha() and len(word) >= LEAST_FAMILY for word in ours.telling):
        return DIFFERENT
    more = theirs.telling - ours.telling - theirs.numbers
    codes = {before for before, number in zip(theirs.order, theirs.order[1:], strict=False) if number[0].isdigit()}
    is_listed = _follows(ours, theirs) and more <= codes
    return Likeness(Grade.CERTAIN if is_listed else Grade.LIKELY, "one of the models listed")


def _follows(ours: ProductName, theirs: ProductName) -> bool:
    """Whether each number of ours stands in their list behind the same letters, or right after another of the list."""
    pairs = set(zip(theirs.order, theirs.order[1:], strict=False))
    mine = [pair for pair in zip(ours.order, ours.order[1:], strict=False) if pair[1][0].isdigit()]
    numbers_after_numbers = {number for before, number in pairs if before[0].isdigit()}
    return bool(mine) and all(pair in pairs or pair[1] in numbers_after_numbers for pair in mine)


_NUMBERS = re.compile(r"([0-9]{2,6})-([0-9]{2,6})")


def _names_other_numbers(product: str, ours: ProductName, make_words: frozenset[str]) -> bool:
    """Whether the whole text, remarks included, names numbers and none is ours, nor is ours inside `MX400-550`."""
    numbers = product_name(product, make_words).numbers
    if not numbers or not ours.numbers or numbers & ours.numbers:
        return False
    mine = [int(number) for number in ours.numbers if number.isdecimal()]
    ranges = [(int(low), int(high)) for low, high in _NUMBERS.findall(product[:MOST_LENGTH])]
    return not any(low <= number <= high for number in mine for low, high in ranges)


def _is_excepted(product: str, ours: ProductName, make_words: frozenset[str]) -> bool:
    left_out = product_name(excepted(product), make_words)
    return bool(ours.numbers) and ours.telling <= left_out.tokens
