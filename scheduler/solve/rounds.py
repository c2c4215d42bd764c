"""Visits of the same people that follow each other in one department or at one bench within a half-day: a round."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from scheduler.domain.equipment import EquipmentClass, Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TechnicianId, VisitId
from scheduler.domain.people import PerformerKind
from scheduler.domain.places import Acuity
from scheduler.domain.plan import Place, Visit
from scheduler.solve.ids import round_id

HALF_DAY = timedelta(hours=5)
"""The longest round, from its first visit's start to its last visit's end."""

_Then = Mapping[tuple[TechnicianId, VisitId], VisitId]
"""Where each person goes after a visit."""
_APART = frozenset({Acuity.IMAGING, Acuity.PERIOPERATIVE})


def with_rounds(visits: Sequence[Visit], facts: Facts) -> tuple[Visit, ...]:
    """The same visits in the same order; those that share a round carry its id."""
    ids = {visit: name for members in _rounds(visits, facts) for name in [round_id(members)] for visit in members}
    return tuple(replace(visit, round_id=ids[visit.visit_id]) if visit.visit_id in ids else visit for visit in visits)


def _rounds(visits: Iterable[Visit], facts: Facts) -> Iterator[list[VisitId]]:
    """The members of every round of two visits or more."""
    by_person: dict[TechnicianId, dict[VisitId, Visit]] = defaultdict(dict)
    for visit in sorted(visits, key=lambda visit: (visit.span.start, visit.visit_id)):
        for leg in visit.legs:
            for person in leg.technicians:
                by_person[person][visit.visit_id] = visit
    then = {(person, before): after for person, theirs in by_person.items() for before, after in pairwise(theirs)}
    for person in sorted(by_person):
        for members in _runs(by_person[person].values(), then, facts):
            if len(members) > 1 and members[0].legs[0].technicians[0] == person:
                yield [visit.visit_id for visit in members]


def _runs(ordered: Iterable[Visit], then: _Then, facts: Facts) -> Iterator[list[Visit]]:
    run: list[Visit] = []
    for visit in ordered:
        if run and not _belongs(run, visit, then, facts):
            yield run
            run = []
        run.append(visit)
    if run:
        yield run


def _belongs(run: Sequence[Visit], visit: Visit, then: _Then, facts: Facts) -> bool:
    first, last = run[0], run[-1]
    return (
        _may_share(first, facts)
        and _may_share(visit, facts)
        and first.legs[0].technicians == visit.legs[0].technicians
        and all(then.get((person, last.visit_id)) == visit.visit_id for person in last.legs[0].technicians)
        and _place(first, facts) == _place(visit, facts)
        and visit.span.end - first.span.start <= HALF_DAY
    )


def _place(visit: Visit, facts: Facts) -> Place:
    return facts.place(visit.site, visit.department, visit.legs[0].where)


def _may_share(visit: Visit, facts: Facts) -> bool:
    """Imaging, perioperative, remote and outside performers' visits, and those of several legs, stay on their own."""
    leg = visit.legs[0]
    performer = facts.programme.performers.get(leg.performer)
    return (
        len(visit.legs) == 1
        and leg.where is not Where.REMOTE
        and (performer is None or performer.kind is PerformerKind.IN_HOUSE)
        and facts.programme.departments[visit.department].acuity not in _APART
        and facts.modality_of(visit.asset_tag).equipment_class is not EquipmentClass.IMAGING
    )
