"""What the rules say of drafts: asked once for each, however many timetables it is placed on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from constraints.sentence import Part, Resource
from scheduler.domain.facts import Facts
from scheduler.domain.work import VisitDraft
from scheduler.solve.candidates import Candidates, Times
from scheduler.solve.placement import PreparedLeg
from scheduler.solve.sentences import Sentences
from scheduler.solve.timeline import Timeline


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """When a draft's visit may be, who may do its legs, and what it takes; `lead`: as in a prepared visit."""

    draft: VisitDraft
    times: Times
    legs: tuple[PreparedLeg, ...]
    takes: tuple[tuple[Resource, int, Part], ...]
    lead: int


class Drafts:
    """Remembers every answer; it knows nothing of what is placed."""

    def __init__(self, sentences: Sentences, facts: Facts) -> None:
        self.sentences = sentences
        self.timeline = Timeline(facts.horizon.first_day)
        self.candidates = Candidates(sentences, facts, self.timeline)
        self._known: dict[tuple[int, ...], list[Said]] = {}

    def said(self, draft: VisitDraft) -> Said:
        """The answer for this draft. Tasks are known again by the object: they are the same in all drafts of a run."""
        known = self._known.setdefault(tuple(id(task) for task in draft.tasks), [])
        found = next((one for one in known if one.draft == draft), None)
        if found is None:
            found = self._asked(draft)
            known.append(found)
        return found

    def see(self, facts: Facts) -> None:
        """Ask of these facts from here on, and again what was asked before."""
        self.sentences.facts = facts
        self.candidates.facts = facts
        self._known.clear()

    def _asked(self, draft: VisitDraft) -> Said:
        legs = tuple(self._legs(draft))
        amounts: dict[tuple[Resource, Part], int] = {}
        for said in self.sentences.uses(draft):
            amounts[said.resource, said.part] = amounts.get((said.resource, said.part), 0) + said.amount
        takes = tuple((resource, amount, part) for (resource, part), amount in amounts.items())
        return Said(draft, self.candidates.times(draft), legs, takes, _lead(legs))

    def _legs(self, draft: VisitDraft) -> Iterator[PreparedLeg]:
        offset = 0
        crews = {said.task: frozenset(said.technicians) for said in self.sentences.admits_crew(draft)}
        for leg in draft.legs:
            people, tools = self.candidates.people(leg.profile), self.candidates.tools(leg.profile)
            crew = next((crews[task] for task in leg.task_ids if task in crews), None)
            if crew is not None:
                people = tuple(person for person in people if person.technician in crew)
                people = people if len(people) == len(crew) else ()
            yield PreparedLeg(leg, offset, people, tools, crew is not None)
            offset += leg.minutes


def _lead(legs: Sequence[PreparedLeg]) -> int:
    return min(range(len(legs)), key=lambda leg: (len(legs[leg].people), -legs[leg].minutes, leg))
