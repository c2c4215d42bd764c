"""How like two makes and models are; asked of distinct values, never of every pair of devices."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from scheduler.correlation.keys import identifier, numbers

SAME_DEVICE = 85
"""Makes and models this like may be one."""

OTHER_DEVICE = 60
"""Makes or models less like than this are different ones."""

MakeAndModel = tuple[str, str]


@lru_cache(maxsize=100_000)
def contradict(one: str, other: str) -> bool:
    """Tell whether two names, both known, cannot mean the same make or model."""
    first, second = identifier(one), identifier(other)
    if not first or not second or first == second or first in second or second in first:
        return False
    if numbers(one) and numbers(other) and not set(numbers(one)) & set(numbers(other)):
        return True
    from rapidfuzz import fuzz

    return fuzz.token_set_ratio(one.casefold(), other.casefold()) < OTHER_DEVICE


def nearest_models(
    seen: Iterable[MakeAndModel], known: Iterable[MakeAndModel]
) -> Mapping[MakeAndModel, tuple[MakeAndModel, int]]:
    """Return for each make and model as seen the most like one of `known`, with its likeness in per cent."""
    from rapidfuzz import fuzz, process

    models = sorted(set(known))
    words = [_words(pair) for pair in models]
    exact = {_folded(pair): pair for pair in reversed(models)}
    found: dict[MakeAndModel, tuple[MakeAndModel, int]] = {}
    for pair in sorted(set(seen)):
        if (same := exact.get(_folded(pair))) is not None:
            found[pair] = (same, 100)
            continue
        near = process.extract(_words(pair), words, scorer=fuzz.token_sort_ratio, score_cutoff=SAME_DEVICE, limit=5)
        fitting = [(models[place], round(score)) for _, score, place in near if not _differ(pair, models[place])]
        if fitting:
            found[pair] = fitting[0]
    return found


def _differ(one: MakeAndModel, other: MakeAndModel) -> bool:
    return numbers(one[1]) != numbers(other[1]) or contradict(one[0], other[0])


def _words(pair: Sequence[str]) -> str:
    return " ".join(pair).casefold().replace("-", " ")


def _folded(pair: MakeAndModel) -> str:
    return f"{identifier(pair[0])} {identifier(pair[1])}"
