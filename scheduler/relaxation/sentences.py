"""What all rules together say, asked of those alone that say anything under a word."""

from collections.abc import Iterator
from typing import Any

from constraints.rulebook import Said, every_rule


def saying(word: str) -> tuple[Said, ...]:
    """The rules' own functions under one of the catalogue's words."""
    return every_rule().asking(word)


def all_said(word: str, *subject: object) -> Iterator[Any]:
    """Every sentence of every rule under a word about these things."""
    return every_rule().said(word, *subject)
