"""A department has only so many visits on its floor at once."""

from collections.abc import Iterator

from constraints.rule import Hard
from constraints.sentence import Part, Resource, Takes
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import DepartmentId
from scheduler.domain.work import VisitDraft

RULE = Hard(
    "parallel-visits",
    sentence="No more visits are in a department at the same minute than it allows.",
    reason="Every visit takes room, noise and a nurse's attention.",
    source="Department agreement: max_parallel_visits",
)
ON_THE_FLOOR = frozenset({Where.IN_PLACE, Where.UNOBTRUSIVE})


def uses(draft: VisitDraft, facts: Facts) -> Iterator[Takes]:
    limited = facts.programme.departments[draft.department].max_parallel_visits is not None
    if limited and any(leg.profile.where in ON_THE_FLOOR for leg in draft.legs):
        yield Takes(Resource(RULE.key, (draft.department,)), 1, Part.VISIT)


def limit(resource: Resource, facts: Facts) -> int:
    allowed = facts.programme.departments[DepartmentId(resource.key[0])].max_parallel_visits
    assert allowed is not None, "only departments with a limit are asked about"
    return allowed
