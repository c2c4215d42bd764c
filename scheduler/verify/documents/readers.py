"""Who has a document of their own, and which visits concern them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.ids import IN_HOUSE, VisitId
from scheduler.domain.plan import Plan, Visit

KINDS = ("technicians", "departments", "performers", "sites")
_DIGITS = re.compile(r"-([0-9a-f]{8})$")


@dataclass(frozen=True, slots=True)
class Concern:
    """What a reader has to know of a visit: its id, and the time that it takes of theirs."""

    visit_id: VisitId
    span: Span


Concerns = Mapping[str, Sequence[Concern]]
"""By reader, in no order; readers without a visit are there too."""


def concerns(kind: str, plan: Plan, facts: Facts) -> Concerns:
    """The visits of every reader of one kind: people and performers by their legs, owners by the time out."""
    found: dict[str, list[Concern]] = {name: [] for name in readers(kind, facts)}
    for visit in plan.visits:
        for name, span in _concerned(kind, visit):
            if name in found:
                found[name].append(Concern(visit.visit_id, span))
    return found


def readers(kind: str, facts: Facts) -> list[str]:
    """Every named technician, department, outside performer or site."""
    tables = facts.programme
    if kind == "technicians":
        return [name for name, person in tables.technicians.items() if not person.anonymous]
    if kind == "departments":
        return list(tables.departments)
    if kind == "performers":
        return [name for name in tables.performers if name != IN_HOUSE]
    return list(tables.sites)


def reader_of(stem: str, names: Iterable[str]) -> str | None:
    """Whose file it is: it is called as they are, or ends with the first eight digits of the SHA-256 of their name."""
    known = set(names)
    if stem in known:
        return stem
    digits = _DIGITS.search(stem)
    if digits is None:
        return None
    return next((name for name in sorted(known) if _digest(name) == digits.group(1)), None)


def _digest(name: str) -> str:
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _concerned(kind: str, visit: Visit) -> Iterator[tuple[str, Span]]:
    if kind == "departments":
        yield visit.department, visit.out or visit.span
    elif kind == "sites":
        yield visit.site, visit.out or visit.span
    else:
        yield from _by_leg(kind, visit).items()


def _by_leg(kind: str, visit: Visit) -> Mapping[str, Span]:
    spans: dict[str, list[Span]] = defaultdict(list)
    for leg in visit.legs:
        for name in leg.technicians if kind == "technicians" else (leg.performer,):
            spans[name].append(leg.span)
    return {name: Span(min(own).start, max(one.end for one in own)) for name, own in spans.items()}
