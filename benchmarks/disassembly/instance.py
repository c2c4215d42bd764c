"""An instance of the aircraft disassembly problem (2025), as its file says it, and its own check of a timetable.

The instances are public (MIT) at github.com/cftmthomas/AircraftDisassembly; they are given on the command line.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Worker:
    """A technician: certificates, and half-open periods of absence in steps of time."""

    number: int
    certificates: frozenset[str]
    absences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """`crew` people at a location for so many steps, so many of them with each certificate, after what goes before."""

    number: int
    steps: int
    location: int
    crew: int
    wanted: Mapping[str, int]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Instance:
    """Workers, operations, and how many people fit in each location."""

    name: str
    workers: tuple[Worker, ...]
    operations: tuple[Operation, ...]
    capacity: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Assigned:
    """When an operation begins, and by whom it is done."""

    start: int
    workers: frozenset[int]


def read_instance(path: Path) -> Instance:
    """Read an instance's file; what mass balance needs is left aside, and operations that take no time are bridged."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Instance(
        raw["name"],
        tuple(_worker(one) for one in raw["resources"]),
        _lasting([_operation(one) for one in raw["operations"]]),
        {one["id"]: one["capacity"] for one in raw["locations"]},
    )


def _lasting(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """Operations that take time; who waits for one that takes none waits for what that one waits for."""
    by_number = {one.number: one for one in operations}

    def lasting_before(number: int) -> Iterator[int]:
        for before in by_number[number].after:
            yield from [before] if by_number[before].steps else lasting_before(before)

    return tuple(replace(one, after=tuple(sorted(set(lasting_before(one.number))))) for one in operations if one.steps)


def _worker(raw: Mapping[str, Any]) -> Worker:
    absences = tuple((one["start"], one["end"]) for one in raw["unavailable"])
    return Worker(raw["id"], frozenset(raw["categories"]), absences)


def _operation(raw: Mapping[str, Any]) -> Operation:
    wanted = {one["item"]: one["quantity"] for one in raw["requirements"]}
    return Operation(raw["id"], raw["duration"], raw["location"], raw["occupancy"], wanted, tuple(raw["precedences"]))


def faults(instance: Instance, timetable: Mapping[int, Assigned]) -> Iterator[str]:
    """What a timetable breaks of the instance as published; knows nothing of this project."""
    workers = {one.number: one for one in instance.workers}
    operations = {one.number: one for one in instance.operations}
    ends = {number: timetable[number].start + one.steps for number, one in operations.items()}
    for number, one in operations.items():
        done = timetable[number]
        if len(done.workers) != one.crew:
            yield f"operation {number} has {len(done.workers)} people, not {one.crew}"
        for certificate, count in one.wanted.items():
            if sum(certificate in workers[who].certificates for who in done.workers) < count:
                yield f"operation {number} lacks {certificate}"
        for before in one.after:
            if done.start < ends[before]:
                yield f"operation {number} begins before {before} ends"
        for who in sorted(done.workers):
            if any(done.start < end and start < ends[number] for start, end in workers[who].absences):
                yield f"worker {who} is absent during operation {number}"
    yield from _crowded(instance, timetable)


def _crowded(instance: Instance, timetable: Mapping[int, Assigned]) -> Iterator[str]:
    """People in two operations at once, and locations with more people than fit: step by step."""
    for step in range(makespan(instance, timetable)):
        here: dict[int, int] = {}
        busy: dict[int, int] = {}
        for one in instance.operations:
            done = timetable[one.number]
            if done.start <= step < done.start + one.steps:
                here[one.location] = here.get(one.location, 0) + one.crew
                for who in done.workers:
                    busy[who] = busy.get(who, 0) + 1
        yield from (f"worker {who} is twice busy at {step}" for who, times in busy.items() if times > 1)
        yield from (f"location {at} is full at {step}" for at, people in here.items() if people > instance.capacity[at])


def makespan(instance: Instance, timetable: Mapping[int, Assigned]) -> int:
    """When the last operation ends."""
    return max((timetable[one.number].start + one.steps for one in instance.operations), default=0)
