"""Every rule of the hospital asked about the finished plan, on real dates."""

from collections.abc import Iterator

from constraints import catalogue
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Violation

ALL = slice(None)


def broken_rules(plan: Plan, facts: Facts, part: slice = ALL) -> Iterator[tuple[str, tuple[Violation, ...]]]:
    """For each hard rule of a part of them what it finds."""
    for rule in catalogue.hard_rules()[part]:
        yield rule.RULE.key, tuple(rule.violations(plan, facts))
