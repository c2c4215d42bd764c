"""Finds every rule, asks them together, and adds up what they say."""

import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Protocol, cast

from constraints import hard, soft
from constraints.rule import Example, Hard, Rule, Soft
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Charge, Plan, Violation


class RuleModule(Protocol):
    """A file of `hard/` or `soft/`; what else it says is asked for with `said_by`."""

    @property
    def RULE(self) -> Rule: ...  # noqa: N802  (a constant of the module)

    def examples(self) -> Iterable[Example]: ...


class HardModule(Protocol):
    """A rule that every plan keeps."""

    @property
    def RULE(self) -> Hard: ...  # noqa: N802  (a constant of the module)

    def violations(self, plan: Plan, facts: Facts) -> Iterable[Violation]: ...

    def examples(self) -> Iterable[Example]: ...


class SoftModule(Protocol):
    """A wish with a price."""

    @property
    def RULE(self) -> Soft: ...  # noqa: N802  (a constant of the module)

    def charges(self, plan: Plan, facts: Facts) -> Iterable[Charge]: ...

    def examples(self) -> Iterable[Example]: ...


SENTENCES = (
    "admits",
    "admits_crew",
    "admits_technician",
    "admits_instrument",
    "uses",
    "uses_technician",
    "uses_instrument",
    "limit",
    "way",
    "orders",
    "price_unplaced",
    "price_visit",
    "price_way",
    "price_round",
    "price_week_load",
)
"""The words that a rule may say, as `rule.py` lists them."""


@cache
def hard_rules() -> tuple[HardModule, ...]:
    """Every rule of `hard/`, by key."""
    return tuple(cast(HardModule, module) for module in _found(hard, Hard, ("violations", "examples")))


@cache
def soft_rules() -> tuple[SoftModule, ...]:
    """Every wish of `soft/`, by key."""
    return tuple(cast(SoftModule, module) for module in _found(soft, Soft, ("charges", "examples")))


def rules() -> tuple[RuleModule, ...]:
    """All of them, hard ones first."""
    return (*hard_rules(), *soft_rules())


def said_by(rule: RuleModule, word: str) -> Callable[..., object] | None:
    """What a rule says under one of the `SENTENCES`, if it says it."""
    if word not in SENTENCES:
        raise ValueError(f"{word!r} is no kind of sentence; rule.py has {', '.join(SENTENCES)}.")
    said: Callable[..., object] | None = getattr(rule, word, None)
    return said


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    """What the plan breaks, rule by rule."""
    return (found for rule in hard_rules() for found in rule.violations(plan, facts))


def ledger(plan: Plan, facts: Facts) -> tuple[Charge, ...]:
    """What the plan costs, entry by entry."""
    return tuple(charge for rule in soft_rules() for charge in rule.charges(plan, facts))


def objective(charges: Iterable[Charge]) -> Mapping[str, int]:
    """The points of every term of every wish, by name; those without a charge included, unless their rule says no."""
    listed = (rule.RULE for rule in soft_rules() if rule.RULE.is_listed_at_zero)
    terms = dict.fromkeys((term for rule in listed for term in rule.terms), 0)
    for charge in charges:
        terms[charge.term] = terms.get(charge.term, 0) + charge.points
    return dict(sorted(terms.items()))


def table() -> str:
    """The rules as a table in Markdown, for the README and the manual."""
    rows = [f"| {_kind(rule.RULE)} | {rule.RULE.key} | {rule.RULE.sentence} | {rule.RULE.reason} |" for rule in rules()]
    return "\n".join(("| | rule | what it says | why |", "|---|---|---|---|", *rows)) + "\n"


def manual() -> str:
    """What every rule says, as the page `docs/rules.md`."""
    pages = (_page(rule.RULE) for rule in rules())
    return "\n".join(("# The rules of the hospital", "", _PREFACE, table(), *pages)).rstrip() + "\n"


_PREFACE = """\
Made from the files in `constraints/` with `python -m constraints.catalogue`; a rule is one file, see
[adding a rule](adding-a-rule.md). A *rule* is kept by every plan; a *wish* has a price in whole points.
"""


def _page(rule: Rule) -> str:
    terms = f"\n- terms of the objective: {', '.join(rule.terms)}" if isinstance(rule, Soft) else ""
    return f"## {rule.key}\n\n{rule.sentence}\n\n- why: {rule.reason}\n- source: {rule.source}{terms}\n"


def _kind(rule: Rule) -> str:
    return "wish" if isinstance(rule, Soft) else "rule"


def _found(package: ModuleType, kind: type[Rule], words: tuple[str, ...]) -> list[ModuleType]:
    names = [found.name for found in pkgutil.iter_modules(package.__path__)]
    modules = [import_module(f"{package.__name__}.{name}") for name in names]
    for module in modules:
        _refuse_incomplete(module, kind, words)
    return sorted(modules, key=lambda module: module.RULE.key)


def _refuse_incomplete(module: ModuleType, kind: type[Rule], words: tuple[str, ...]) -> None:
    rule = getattr(module, "RULE", None)
    if not isinstance(rule, kind):
        raise TypeError(f"{module.__name__} has no RULE of the type {kind.__name__}; every file of its folder has one.")
    missing = [word for word in words if not hasattr(module, word)]
    if missing:
        raise TypeError(
            f"{module.__name__} says nothing under {' and '.join(missing)}; rule.py lists what a rule says."
        )
    examples: list[Example] = list(module.examples())
    if not any(example.because or example.charges for example in examples):
        raise TypeError(f"{module.__name__} has no example that breaks it or costs something; add one on the edge.")


if __name__ == "__main__":
    sys.stdout.write(manual())
