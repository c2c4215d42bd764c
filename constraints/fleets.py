"""Which limits count an asset while it is out: its fleet in the department, and the groups that cover it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from constraints.sentence import Part, Resource, Takes
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag

FLEET_LIMIT = "fleet-limit"
COVER = "cover"


def fleet_takes(tags: Iterable[AssetTag], part: Part, facts: Facts) -> Iterator[Takes]:
    """What these assets take of their fleets while they are out; a department without a limit has nothing to take."""
    limited = (tag for tag in tags if facts.is_in_use(tag) and facts.department_of(tag).max_out_share < 1)
    return _takes(FLEET_LIMIT, [facts.fleet_key(tag) for tag in limited], part)


def cover_takes(tags: Iterable[AssetTag], part: Part, facts: Facts) -> Iterator[Takes]:
    """What these assets take of the groups that cover them while they are out."""
    return _takes(COVER, [(group.key,) for tag in tags for group in facts.cover_groups_of(tag)], part)


def _takes(kind: str, keys: Sequence[tuple[str, ...]], part: Part) -> Iterator[Takes]:
    """As much of each as it is named; mostly there is nothing to count."""
    counted = sorted(Counter(keys).items()) if keys else ()
    return (Takes(Resource(kind, key), amount, part) for key, amount in counted)
