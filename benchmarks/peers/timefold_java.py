"""Timefold 1.24 in Java: writes the instance as text, compiles java/Planner.java against the wheel's jars, and runs it.

Minutes of days and weeks with ways between sites, ways between departments, shifts, downtime, instruments, parallel
visits, fleets and cover are said; a second pair of hands, follow-ups and rounds are left to the referee.
"""

import subprocess
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.budget import Budget, when_spent
from benchmarks.peers.case import Case, Proposed, Slot, slots_of
from constraints.sentence import Part
from scheduler.domain.plan import Place
from scheduler.domain.work import OutKind

JAVA = Path(__file__).with_name("java") / "Planner.java"
_MANY = 1_000


def by_timefold(case: Case, seconds: float) -> Iterable[Proposed]:
    """Timefold's best solution within the time."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        subprocess.run(["javac", "-cp", f"{jars()}/*", "-d", folder, JAVA], check=True)
        told = _Told(case)
        told.write(folder / "in.txt")
        command = ["java", "-Xmx6g", "-cp", f"{jars()}/*:{folder}", "Planner", "in.txt", "out.txt"]
        with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE) as java:
            assert java.stdin is not None, "it is asked for"
            with when_spent(Budget(seconds, java.pid), java.stdin.close):
                status = java.wait()
        if status:
            raise SystemExit(f"Timefold ended with {status}.")
        lines = (folder / "out.txt").read_text().splitlines()
    return [told.proposed(*map(int, line.split())) for line in lines]


def jars() -> Path:
    """Where the wheel keeps Timefold's jars."""
    found = find_spec("timefold.solver")
    if found is None or found.origin is None:
        raise SystemExit("Timefold is missing: pip install --pre 'htm-scheduler[bench]', and a JDK 17 or later.")
    return Path(found.origin).with_name("jars")


class _Told:
    """The instance in numbers: every person, place, bucket and resource by the order in which it is met."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._people: dict[str, int] = {}
        self._places: dict[Place, int] = {}
        self._sites: dict[str, int] = {}
        self._buckets: dict[object, tuple[int, int]] = {}
        self._resources: dict[object, int] = {}
        numbers = range(len(case.wishes))
        worth = {number: case.wishes[number].value for number in numbers}
        self._order = sorted(numbers, key=lambda one: (-worth[one], -case.wishes[one].visit.minutes, one))

    def write(self, path: Path) -> None:
        """A line for each visit, the most valuable first, with its slots and needs; then limits and ways."""
        with path.open("w") as out:
            for number in self._order:
                slots = list(slots_of(self._case, number))
                if slots:
                    out.writelines(f"{line}\n" for line in self._visit(number, slots))
            out.writelines(f"B {limit}\n" for _, limit in self._buckets.values())
            ways = self._case.timetable.sentences.person_way
            out.writelines(f"W {' '.join(str(ways(one, other)) for other in self._places)}\n" for one in self._places)

    def proposed(self, wish: int, person: int, start: int) -> Proposed:
        """A line of the solution."""
        names = list(self._people)
        return Proposed(wish, names[person], start, start + 1)  # type: ignore[arg-type]

    def _visit(self, number: int, slots: Sequence[Slot]) -> Iterator[str]:
        wish = self._case.wishes[number]
        visit = wish.visit
        lead = visit.legs[visit.lead]
        place = self._case.timetable.candidates.place(lead.draft.profile, visit.draft.site)
        bench = visit.draft.out_minutes if visit.draft.out is OutKind.BENCH else 0
        site = self._sites.setdefault(place.site, len(self._sites))
        placed = self._places.setdefault(place, len(self._places))
        yield f"V {number} {visit.minutes} {bench} {placed} {site} {wish.value}"
        for slot in slots:
            yield f"S {' '.join(map(str, self._slot(slot, place)))}"
        for level, _, part in visit.takes:
            if level.limit < _MANY and part is not Part.UNTIL_DONE:
                yield f"N {number} {self._resource(level)} {level.limit} {int(part is Part.OUT)}"
        for group in lead.tools:
            names = tuple(tool.instrument for tool in group)
            yield f"N {number} {self._resource(names)} {len(names)} 0"

    def _slot(self, slot: Slot, place: Place) -> Iterator[int]:
        facts = self._case.facts
        travel = 0 if slot.shift.base == place.site else 2 * facts.travel_minutes(slot.shift.base, place.site)
        yield self._people.setdefault(slot.person.technician, len(self._people))
        yield from (slot.begin, slot.until, slot.points)
        day, *weeks = slot.buckets
        yield from (self._bucket(*day), self._bucket(*(weeks[-1] if weeks else day)))
        yield travel if slot.shift.home is not None else travel // 2

    def _bucket(self, name: object, limit: int) -> int:
        return self._buckets.setdefault(name, (len(self._buckets), limit))[0]

    def _resource(self, name: object) -> int:
        return self._resources.setdefault(name, len(self._resources))
