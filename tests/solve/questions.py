"""Random neighbourhood questions, what an answer to them costs, and what it breaks."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random

from scheduler.solve.neighbourhoods.question import MISSED, Answer, Option, Question, Shared, Taking, Trip, Visit

DAY = 1440


def a_question(seed: int, *, visits: int = 7, people: int = 2, days: int = 3, crews: bool = False) -> Question:
    """Visits of several lengths, a second site that costs a way, weeks that hold less than days, shared benches."""
    dice = Random(seed)
    lanes = [(person, day) for person in range(people) for day in range(days)]
    buckets = {lane: number for number, lane in enumerate(lanes)}
    weeks = {person: len(lanes) + person for person in range(people)}
    left = [dice.choice((240, 300, 408)) for _ in lanes] + [dice.choice((600, 2000)) for _ in range(people)]
    trips = [Trip(dice.choice((30, 60)), (Taking(buckets[lane], 40), Taking(weeks[lane[0]], 40))) for lane in lanes]
    benches = tuple(Shared(1, ((DAY, DAY + 200, 1),) if dice.random() < 0.3 else ()) for _ in range(2))
    made = []
    for number in range(visits):
        minutes, away = dice.choice((45, 60, 90, 150, 240)), dice.random() < 0.3
        is_crew = crews and dice.random() < 0.3
        options = []
        for person, day in dice.sample(lanes, dice.randint(2, len(lanes))):
            mates = (person, (person + 1) % people) if is_crew else (person,)
            begin = day * DAY + dice.choice((0, 0, 60, 240))
            options.append(
                Option(
                    dice.randint(0, 90),
                    mates,
                    tuple(buckets[mate, day] for mate in mates),
                    ((begin, max(begin + 1, day * DAY + dice.choice((300, 480)) - minutes)),),
                    tuple(Taking(bucket, minutes) for mate in mates for bucket in (buckets[mate, day], weeks[mate])),
                    tuple(buckets[mate, day] for mate in mates) if away else (),
                    (begin, begin + DAY + minutes),
                )
            )
        shares = ((number % 2, 1, True),) if dice.random() < 0.4 else ()
        made.append(Visit(minutes, dice.choice((500, 5000)), tuple(options), shares, MISSED, 0))
    return Question(tuple(made), tuple(trips), tuple(left), benches, 0, 20.0)


def cost(question: Question, options: Sequence[int]) -> int:
    """What these options cost with the trips that they need."""
    both = list(zip(question.visits, options, strict=True))
    points = sum(visit.missed if one == MISSED else visit.options[one].points for visit, one in both)
    trips = {trip for visit, one in both if one != MISSED for trip in visit.options[one].trips}
    return points + sum(question.trips[trip].points for trip in trips)


def broken(question: Question, answer: Answer) -> Iterator[str]:
    """Everything of the question that the answer does not keep."""
    used: dict[int, int] = defaultdict(int)
    busy: dict[int, list[tuple[int, int]]] = defaultdict(list)
    out: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    trips: set[int] = set()
    for visit, one, start in zip(question.visits, answer.options, answer.starts, strict=True):
        if one == MISSED:
            continue
        option = visit.options[one]
        trips.update(option.trips)
        if not any(a <= start < b for a, b in option.starts):
            yield "starts when it may not"
        for taking in option.takings:
            used[taking.bucket] += taking.minutes
        for person in option.people:
            busy[person].append((start, start + visit.minutes))
        for shared, amount, _ in visit.shares:
            begin, end = option.out or (start, start + visit.minutes)
            out[shared].append((begin, end, amount))
    for trip in trips:
        for taking in question.trips[trip].takings:
            used[taking.bucket] += taking.minutes
    yield from (f"bucket {bucket} overdrawn" for bucket, minutes in used.items() if minutes > question.left[bucket])
    for person, spans in busy.items():
        spans.sort()
        yield from (f"person {person} twice" for one, other in pairwise(spans) if other[0] < one[1])
    for number, spans in out.items():
        taken = [*spans, *question.shared[number].taken]
        for at, _, _ in spans:
            if sum(amount for begin, end, amount in taken if begin <= at < end) > question.shared[number].free:
                yield f"capacity {number} exceeded"
