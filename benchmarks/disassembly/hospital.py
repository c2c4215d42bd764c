"""An aircraft told as a hospital: every condition of the instance as a row that a rule of the project speaks of.

| instance | hospital |
|---|---|
| step of time | a minute; all of it lies on one day |
| worker, certificates, absence | technician with a shift all day, rows of `skills` and of `absences` |
| operation | an asset with one visit; its procedure has the minutes and the crew |
| so many with a certificate | a task of the same visit with that skill and crew, included by the procedure |
| both certificates in one person | the same with a skill that those hold who have both |
| people that fit in a location | a cover row: a crew of n takes the asset and n - 1 parts of it out of a group |
| precedence | a roll-out in two waves: on what goes before, then on what waits for it |
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from benchmarks.disassembly.instance import Instance, Operation, Worker
from constraints.example import (
    a_certificate,
    a_cover_row,
    a_department,
    a_patch,
    a_procedure,
    a_programme,
    a_shift,
    a_site,
    a_technician,
    an_absence,
    an_asset,
    an_obligation,
    facts_of,
)
from scheduler.domain.agreement import CoverRow
from scheduler.domain.calendar import Horizon
from scheduler.domain.equipment import Asset, Procedure, ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Install, Obligation
from scheduler.domain.people import Absence, Certificate
from scheduler.domain.places import Acuity
from scheduler.domain.policy import Capacity

DAY = date(2027, 1, 11)
STEPS = 24 * 60
"""More steps than this do not fit into the day."""

_UTC = ZoneInfo("UTC")
_HANGAR = "Hangar"
_GATE = "gate"
_FIRST, _SECOND = 1, 2


@dataclass(frozen=True, slots=True)
class Hospital:
    """The facts, and the tasks of each operation's visit by the operation's number."""

    facts: Facts
    tasks: Mapping[int, tuple[Obligation, ...]]


def hospital_of(instance: Instance) -> Hospital:
    """Translate an instance, whole."""
    tasks = {one.number: tuple(_tasks(one, instance)) for one in instance.operations}
    procedures = {task.name: task.procedure for some in tasks.values() for task in some}
    locations = sorted({one.location for one in instance.operations})
    programme = a_programme(
        sites=[a_site(_HANGAR, zone=_UTC)],
        departments=[a_department(_location(one), _HANGAR, acuity=Acuity.SUPPORT) for one in locations],
        procedures=[procedures[name] for name in sorted(procedures)],
        assets=[asset for one in instance.operations for asset in _assets(one)],
        technicians=[a_technician(_worker(one.number), home_site=_HANGAR) for one in instance.workers],
        shifts=[a_shift(_worker(one.number), "*", "00:00", "24:00", site=_HANGAR) for one in instance.workers],
        certificates=tuple(row for one in instance.workers for row in _certificates(one, instance)),
        absences=tuple(row for one in instance.workers for row in _absences(one)),
        cover=tuple(_cover(instance)),
        capacity=Capacity(1.0, 0.0, 1.0, 0, even_load=False),
    )
    return Hospital(facts_of(programme, horizon=Horizon(DAY, DAY)), tasks)


def _tasks(one: Operation, instance: Instance) -> Iterator[Obligation]:
    """The work, what it asks of certificates, and its place in the precedences; the work includes all the rest."""
    nested = [_certified(name, count) for name, count in sorted(_wanted(one).items())]
    followed = {before for other in instance.operations for before in other.after}
    gates = [(_GATE, one.number, _FIRST)] if one.number in followed else []
    gates += [(f"{_GATE} {turn}", before, _SECOND) for turn, before in enumerate(sorted(set(one.after)), start=1)]
    includes = [procedure.procedure for procedure in nested] + [name for name, _, _ in gates]
    name = f"work {one.steps} x {one.crew} with {' '.join(includes)}"
    yield _owed(one, a_procedure(name, minutes=one.steps, crew=one.crew, includes=includes))
    for procedure in nested:
        yield _owed(one, procedure)
    for name, before, wave in gates:
        patch = a_patch(f"after {before}", pilot=0, soak_days=0, waves=2)
        procedure = a_procedure(name, kind=ProcedureKind.PATCH, minutes=1)
        yield replace(_owed(one, procedure), install=Install(patch, stage=wave))


def _wanted(one: Operation) -> Mapping[str, int]:
    """So many people with each certificate; those who must hold two at once, since the crew is too small otherwise."""
    wanted = dict(one.wanted)
    both = sum(wanted.values()) - one.crew
    if both > 0:
        if len(wanted) != 2:
            raise ValueError(
                f"Operation {one.number} asks a crew of {one.crew} for {wanted}; two certificates at most."
            )
        wanted[_both(wanted)] = both
    return wanted


def _both(names: Iterable[str]) -> str:
    return " and ".join(sorted(names))


def _certified(skill: str, count: int) -> Procedure:
    return a_procedure(f"{count} with {skill}", minutes=1, crew=count, skill=skill)


def _owed(one: Operation, procedure: Procedure) -> Obligation:
    return an_obligation(_tag(one.number), procedure, due=DAY, first_day=DAY, last_day=DAY, hard_window=True)


def _assets(one: Operation) -> Iterator[Asset]:
    """What is taken off, and for every further person of the crew the room that he takes."""
    tag, department = _tag(one.number), _location(one.location)
    yield an_asset(tag, site=_HANGAR, department=department, system_critical=True)
    for room in range(2, one.crew + 1):
        yield an_asset(f"{tag}/{room}", site=_HANGAR, department=department, part_of=tag)


def _cover(instance: Instance) -> Iterator[CoverRow]:
    members: dict[int, list[str]] = defaultdict(list)
    for one in instance.operations:
        members[one.location] += [str(asset.asset_tag) for asset in _assets(one)]
    for location, tags in sorted(members.items()):
        left = len(tags) - instance.capacity[location]
        if left > 0:
            yield a_cover_row(*tags, min_available=left, row=location + 2)


def _certificates(one: Worker, instance: Instance) -> Iterator[Certificate]:
    names = sorted({name for operation in instance.operations for name in operation.wanted})
    pairs = [(left, right) for left in names for right in names if left < right]
    held = [*sorted(one.certificates), *(_both(pair) for pair in pairs if one.certificates >= set(pair))]
    return (a_certificate(_worker(one.number), name) for name in held)


def _absences(one: Worker) -> Iterator[Absence]:
    midnight = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC)
    for start, end in one.absences:
        yield an_absence(
            midnight + timedelta(minutes=start), midnight + timedelta(minutes=end), technician=_worker(one.number)
        )


def _tag(number: int) -> str:
    return f"OP-{number:04}"


def _worker(number: int) -> str:
    return f"Technician {number:02}"


def _location(number: int) -> str:
    return f"Location {number}"


def worker_number(technician: str) -> int:
    """The number of a worker from the name of the technician that stands for him."""
    return int(technician.rpartition(" ")[2])
