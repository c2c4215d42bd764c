"""Some rules asked together: what they say under each word, from those alone that say anything under it."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from constraints import catalogue
from constraints.catalogue import RuleModule
from constraints.sentence import Resource
from scheduler.domain.facts import Facts

Said = Callable[..., Any]
"""A rule's own function: sentences one by one, or a number where the word asks for one."""

UNLIMITED = 1 << 30
"""How much there is of what no rule of the book limits."""


class Rulebook:
    """The rules in their order; the words are the catalogue's `SENTENCES`."""

    def __init__(self, rules: Iterable[RuleModule]) -> None:
        self._rules = tuple(rules)
        self._saying: dict[str, tuple[tuple[str, Said], ...]] = {}

    def asking(self, word: str, also: str = "") -> tuple[Said, ...]:
        """The rules' own functions under a word; of those alone that `also` say something under another."""
        others = {key for key, _ in self._found(also)} if also else set()
        return tuple(said for key, said in self._found(word) if not also or key in others)

    def said(self, word: str, *subject: object) -> Iterator[Any]:
        """Every sentence of every rule under a word about these things."""
        for _, said in self._found(word):
            yield from said(*subject)

    def said_by_rule(self, word: str, *subject: object) -> Iterator[tuple[str, Any]]:
        """The same with the key of the rule that says it."""
        for key, said in self._found(word):
            yield from ((key, sentence) for sentence in said(*subject))

    def limit(self, resource: Resource, facts: Facts) -> int:
        """How much there is of a resource; the rule that its kind names knows."""
        for key, said in self._found("limit"):
            if key == resource.kind:
                return int(said(resource, facts))
        return UNLIMITED

    def without(self, key: str) -> "Rulebook":
        """The same book without one rule."""
        return Rulebook(rule for rule in self._rules if rule.RULE.key != key)

    def _found(self, word: str) -> tuple[tuple[str, Said], ...]:
        known = self._saying.get(word)
        if known is None:
            asked = ((rule.RULE.key, catalogue.said_by(rule, word)) for rule in self._rules)
            known = self._saying[word] = tuple((key, said) for key, said in asked if said is not None)
        return known


@cache
def every_rule() -> Rulebook:
    """The book of all rules of the catalogue."""
    return Rulebook(catalogue.rules())
