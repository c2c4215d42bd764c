"""A person is in one place at a time, and gets from one to the next."""

from collections.abc import Iterator

from constraints.rule import Hard
from constraints.sentence import Part, Resource, Takes
from scheduler.domain.facts import Facts
from scheduler.domain.people import Technician
from scheduler.domain.plan import REMOTE, Place
from scheduler.domain.work import LegProfile

RULE = Hard(
    "one-place",
    sentence="Nobody is in two places at once; between sites there is time to travel, between departments to walk.",
    reason="A plan without ways is late from its second visit on.",
    source="FORMATS: Places; travel table; capacity.between_departments_minutes",
)


def uses_technician(profile: LegProfile, technician: Technician, facts: Facts) -> Iterator[Takes]:
    yield Takes(Resource(RULE.key, (technician.technician,)), 1, Part.LEG)


def limit(resource: Resource, facts: Facts) -> int:
    return 1


def way(leaving: Place, entering: Place, facts: Facts) -> int:
    if leaving.site != entering.site:
        return facts.travel_minutes(leaving.site, entering.site)
    if leaving.department == entering.department or REMOTE in (leaving.department, entering.department):
        return 0
    return facts.programme.capacity.between_departments_minutes
