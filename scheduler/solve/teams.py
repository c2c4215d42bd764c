"""Teams: people who could do each other's work. Two teams are in each other's way only in what both of them use."""

from collections import defaultdict
from collections.abc import Sequence

from scheduler.domain.ids import TaskId, TechnicianId
from scheduler.domain.joined import Joined
from scheduler.domain.obligation import Obligation
from scheduler.solve.candidates import Candidate
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes


def teams_of(tasks: Sequence[Obligation], timetable: Timetable, wishes: Wishes) -> list[list[Obligation]]:
    """The tasks of each team, in their order: those that somebody of it could do, and what has an order with these.

    Teams share fleets, cover and instruments, and assets on which several work.
    """
    joined = Joined[TaskId | TechnicianId]()
    for task in tasks:
        for after in timetable.orders.of_task(task.task_id):
            joined.join(after.first, after.then)
    known = dict[int, tuple[Candidate, ...]]()
    for task in tasks:
        wish = wishes.late((task,))
        for leg in () if wish is None else wish.visit.legs:
            for person in leg.people[: 1 if id(leg.people) in known else None]:
                joined.join(person.technician, task.task_id)
            known[id(leg.people)] = leg.people
    found = defaultdict[TaskId | TechnicianId, list[Obligation]](list)
    for task in tasks:
        found[joined.leader(task.task_id)].append(task)
    return list(found.values())


def in_shares(teams: Sequence[Sequence[Obligation]], most: int) -> list[list[Obligation]]:
    """Teams put together to at most so many shares of about the same size, the largest first."""
    shares: list[list[Obligation]] = [[] for _ in range(min(most, len(teams)))]
    for team in sorted(teams, key=len, reverse=True):
        min(shares, key=len).extend(team)
    return sorted(shares, key=len, reverse=True)
