"""Work is done by people who hold its certificate until the visit ends."""

from collections.abc import Iterator

from constraints.rule import Hard
from constraints.sentence import Holds
from scheduler.domain.facts import Facts
from scheduler.domain.people import Technician
from scheduler.domain.work import LegProfile

RULE = Hard(
    "skill",
    sentence="Each task has as many holders of its skill as it needs people, with certificates in force to the end.",
    reason="Work by somebody without the certificate does not count as done, and may not be safe.",
    source="FORMATS: Visit; skills table",
)


def admits_technician(profile: LegProfile, technician: Technician, facts: Facts) -> Iterator[Holds]:
    return (Holds(skill, facts.holds(technician.technician, skill)) for skill, _ in profile.skills)
