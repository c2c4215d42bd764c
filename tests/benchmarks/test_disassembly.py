"""An aircraft told as a hospital: its plans keep the rules exactly where they keep the instance's own conditions."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.disassembly.hospital import hospital_of
from benchmarks.disassembly.instance import Instance, Operation, Worker, read_instance
from benchmarks.disassembly.listing import best_listed
from benchmarks.disassembly.preparing import Listed, energy_bound, prepare
from benchmarks.disassembly.refereeing import faults_of, plan_of
from benchmarks.disassembly.solving import solve
from constraints.catalogue import violations

WORKERS = (
    Worker(0, frozenset(), ((0, 4),)),
    Worker(1, frozenset({"B1"}), ()),
    Worker(2, frozenset({"B1", "B2"}), ((8, 12),)),
)


def an_operation(number: int, steps: int = 4, crew: int = 1, after: tuple[int, ...] = (), **wanted: int) -> Operation:
    return Operation(number, steps, 0, crew, wanted, after)


def an_instance(*operations: Operation, room: int = 9) -> Instance:
    return Instance("small", WORKERS, operations, {0: room})


def judged(instance: Instance, *done: tuple[int, set[int]]) -> tuple[list[str], list[str]]:
    """The rules that a timetable breaks, and what it breaks of the instance; `done`: start and workers of each."""
    hospital = hospital_of(instance)
    prepared = prepare(hospital)
    crews = tuple(frozenset(f"Technician {who:02}" for who in workers) for _, workers in done)
    ends = [start + one.steps for (start, _), one in zip(done, instance.operations, strict=True)]
    listed = Listed(tuple(start for start, _ in done), crews, max(ends))  # type: ignore[arg-type]
    plan = plan_of(listed, prepared, hospital)
    broken = sorted({one.rule for one in violations(plan, hospital.facts)})
    return broken, list(faults_of(plan, listed.length, instance))


def test_a_crew_of_one_person_too_few_breaks_the_rule_of_crews() -> None:
    pair = an_instance(an_operation(0, crew=2))

    assert judged(pair, (4, {0, 1})) == ([], [])
    assert judged(pair, (4, {0})) == (["crew"], ["operation 0 has 1 people, not 2"])


def test_one_of_two_holds_a_certificate_where_one_is_asked_for() -> None:
    pair = an_instance(an_operation(0, crew=2, B2=1))

    assert judged(pair, (4, {0, 2})) == ([], [])
    assert judged(pair, (4, {0, 1})) == (["skill"], ["operation 0 lacks B2"])


def test_one_person_alone_holds_both_certificates() -> None:
    both = an_instance(an_operation(0, B1=1, B2=1))

    assert judged(both, (0, {2})) == ([], [])
    assert judged(both, (0, {1})) == (["skill"], ["operation 0 lacks B2"])


def test_work_touches_an_absence_and_does_not_reach_into_it() -> None:
    one = an_instance(an_operation(0))

    assert judged(one, (4, {0})) == ([], [])
    assert judged(one, (3, {0})) == (["shift"], ["worker 0 is absent during operation 0"])


def test_nobody_is_in_two_operations_at_once() -> None:
    two = an_instance(an_operation(0), an_operation(1))

    assert judged(two, (0, {1}), (4, {1})) == ([], [])
    assert judged(two, (0, {1}), (3, {1})) == (["one-place"], ["worker 1 is twice busy at 3"])


def test_a_location_counts_people_and_not_operations() -> None:
    two = an_instance(an_operation(0, crew=2), an_operation(1), room=2)

    assert judged(two, (4, {0, 1}), (0, {2})) == ([], [])
    assert judged(two, (4, {0, 1}), (1, {2})) == (["cover"], ["location 0 is full at 4"])


def test_an_operation_waits_for_each_that_goes_before_it() -> None:
    chain = an_instance(an_operation(0), an_operation(1, steps=2), an_operation(2, after=(0, 1)))

    assert judged(chain, (0, {1}), (4, {1}), (6, {0})) == ([], [])
    assert judged(chain, (0, {1}), (4, {1}), (5, {0})) == (["rollout-order"], ["operation 2 begins before 1 ends"])


@st.composite
def timetables(draw: st.DrawFn) -> tuple[Instance, list[tuple[int, set[int]]]]:
    operations = []
    for number in range(draw(st.integers(1, 4))):
        crew = draw(st.integers(1, 2))
        wanted = {name: 1 for name in ("B1", "B2") if draw(st.booleans())}
        after = tuple(before for before in range(number) if draw(st.integers(0, 3)) == 0)
        operations.append(an_operation(number, draw(st.integers(1, 3)), crew, after, **wanted))
    instance = an_instance(*operations, room=draw(st.integers(2, 3)))
    done = [
        (draw(st.integers(0, 12)), set(draw(st.lists(st.integers(0, 2), min_size=one.crew, max_size=one.crew))))
        for one in operations
    ]
    return instance, done


def test_the_rules_accept_exactly_what_the_instance_accepts() -> None:
    verdicts = set()

    @settings(max_examples=150, deadline=None, derandomize=True, database=None)
    @given(timetables())
    def agree(case: tuple[Instance, list[tuple[int, set[int]]]]) -> None:
        instance, done = case
        broken, wrong = judged(instance, *done)
        verdicts.add(not wrong)
        assert bool(broken) == bool(wrong), (broken, wrong)

    agree()
    assert verdicts == {True, False}


def test_the_shortest_plan_is_proved() -> None:
    instance = an_instance(
        an_operation(0, crew=2, B2=1), an_operation(1, after=(0,)), an_operation(2, B1=1, B2=1), an_operation(3), room=2
    )
    hospital = hospital_of(instance)
    prepared = prepare(hospital)

    found = solve(prepared, best_listed(prepared, energy_bound(prepared)[0]), seconds=10, workers=1)

    plan = plan_of(found.best, prepared, hospital)
    assert found.is_proved
    assert list(violations(plan, hospital.facts)) == []
    assert list(faults_of(plan, found.best.length, instance)) == []
    assert found.best.length == shortest(instance)


def shortest(instance: Instance) -> int:
    """The shortest length by trying everything, without a solver."""
    from itertools import combinations, product

    from benchmarks.disassembly.instance import Assigned, faults

    for length in range(1, 40):
        choices = [
            [
                Assigned(start, frozenset(crew))
                for start in range(length - one.steps + 1)
                for crew in combinations(range(3), one.crew)
            ]
            for one in instance.operations
        ]
        choices = [
            [one for one in some if not list(_alone(instance, operation, one, faults))]
            for operation, some in zip(instance.operations, choices, strict=True)
        ]
        for combined in product(*choices):
            if not list(faults(instance, dict(enumerate(combined)))):
                return length
    raise AssertionError("no plan in 40 steps")


def _alone(instance: Instance, operation: Operation, done: Any, faults: Any) -> list[str]:
    """What is wrong with an operation by itself."""
    lone = Instance(
        "one", instance.workers, (Operation(0, operation.steps, 0, operation.crew, operation.wanted, ()),), {0: 9}
    )
    return list(faults(lone, {0: done}))


def test_an_operation_that_takes_no_time_is_bridged(tmp_path: Path) -> None:
    raw = {
        "name": "with a moment",
        "resources": [{"id": 0, "categories": [], "unavailable": []}],
        "locations": [{"id": 0, "capacity": 2147483647}],
        "operations": [
            {"id": number, "duration": steps, "location": 0, "occupancy": 1, "requirements": [], "precedences": after}
            for number, (steps, after) in enumerate([(2, []), (0, [0]), (3, [1])])
        ],
    }
    file = tmp_path / "moment.json"
    file.write_text(json.dumps(raw))

    operations = read_instance(file).operations

    assert [(one.number, one.after) for one in operations] == [(0, ()), (2, (0,))]
