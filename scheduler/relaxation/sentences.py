"""What all rules together say, asked of those alone that say anything under a word."""

from collections.abc import Iterator
from typing import Any

from constraints import catalogue
from constraints.rulebook import Said, every_rule


def saying(word: str) -> tuple[Said, ...]:
    """The rules' own functions under one of the catalogue's words."""
    return every_rule().asking(word)


def priced_by_task() -> tuple[Said, ...]:
    """What the wishes say of a visit whose prices are not all shared by its tasks."""
    wishes = (rule for rule in catalogue.soft_rules() if not rule.RULE.is_shared)
    asked = (catalogue.said_by(rule, "price_visit") for rule in wishes)
    return tuple(said for said in asked if said is not None)


def all_said(word: str, *subject: object) -> Iterator[Any]:
    """Every sentence of every rule under a word about these things."""
    return every_rule().said(word, *subject)
