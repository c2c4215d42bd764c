"""What all rules together say, asked of those alone that say anything under a word."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, cast

from constraints import catalogue

Said = Callable[..., Iterable[Any]]


@cache
def saying(word: str) -> tuple[Said, ...]:
    """The rules' own functions under one of the catalogue's words."""
    found = (catalogue.said_by(rule, word) for rule in catalogue.rules())
    return tuple(cast(Said, said) for said in found if said is not None)


def all_said(word: str, *subject: object) -> Iterator[Any]:
    """Every sentence of every rule under a word about these things."""
    for said in saying(word):
        yield from said(*subject)
