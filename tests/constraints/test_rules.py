"""The first law: every rule keeps its own examples; one that breaks it breaks it once, in exactly these words."""

from types import ModuleType

import pytest

from constraints.catalogue import HardModule, SoftModule, hard_rules, rules, soft_rules
from constraints.rule import Example

HARD = [pytest.param(rule, one, id=f"{rule.RULE.key}: {one.name}") for rule in hard_rules() for one in rule.examples()]
SOFT = [pytest.param(rule, one, id=f"{rule.RULE.key}: {one.name}") for rule in soft_rules() for one in rule.examples()]
ALL = [pytest.param(rule, id=rule.RULE.key) for rule in rules()]


@pytest.mark.parametrize(("rule", "example"), HARD)
def test_hard_rule_finds_in_its_example_what_the_example_says(rule: HardModule, example: Example) -> None:
    found = list(rule.violations(example.plan, example.facts))

    assert [violation.sentence for violation in found] == ([example.because] if example.because else [])
    assert {violation.rule for violation in found} <= {rule.RULE.key}


@pytest.mark.parametrize(("rule", "example"), SOFT)
def test_wish_charges_for_its_example_what_the_example_says(rule: SoftModule, example: Example) -> None:
    found = tuple(rule.charges(example.plan, example.facts))

    assert found == example.charges


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.RULE.key) for rule in hard_rules()])
def test_hard_rule_shows_a_kept_and_a_broken_example(rule: HardModule) -> None:
    broken = [bool(example.because) for example in rule.examples()]

    assert set(broken) == {True, False}


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.RULE.key) for rule in soft_rules()])
def test_wish_shows_something_free_or_cheaper_beside_what_it_charges(rule: SoftModule) -> None:
    points = [sum(charge.points for charge in example.charges) for example in rule.examples()]

    assert min(points) < max(points)


@pytest.mark.parametrize("rule", ALL)
def test_file_of_a_rule_is_named_by_its_key(rule: ModuleType) -> None:
    assert rule.__name__.rpartition(".")[2] == rule.RULE.key.replace("-", "_")


@pytest.mark.parametrize("rule", ALL)
def test_rule_has_a_sentence_a_reason_and_a_source(rule: ModuleType) -> None:
    words = (rule.RULE.sentence, rule.RULE.reason, rule.RULE.source, rule.__doc__)

    assert all(words)
    assert rule.RULE.sentence.endswith(".")


def test_terms_of_wishes_are_their_own() -> None:
    terms = [term for rule in soft_rules() for term in rule.RULE.terms]

    assert len(terms) == len(set(terms))
