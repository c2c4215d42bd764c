"""Around what the next neighbourhoods are drawn, by what came of those before."""

from collections.abc import Sequence

from constraints.example import an_obligation
from scheduler.domain.ids import TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.solve.neighbourhoods.box import Box
from scheduler.solve.neighbourhoods.drawing import PAYS, Drawing, Result
from scheduler.solve.neighbourhoods.kinds import Boxes, Kind, Taken, Team
from scheduler.solve.neighbourhoods.seeds import Seed


class Drawn(Boxes):
    """A box for each task that nobody has taken; the first letter of its asset is its team."""

    def __init__(self) -> None:
        """Nothing is asked of a timetable."""

    def draw(self, kind: Kind, seed: Obligation, others: Sequence[Obligation], taken: Taken) -> Box | None:
        assert seed in others
        return None if seed.task_id in taken.tasks else Box(kind.name, (), (seed,), frozenset(), 0, 0)

    def team(self, task: Obligation) -> Team:
        return (TechnicianId(task.asset_tag[0]),)


def seeds(team: str, number: int, points: int) -> list[Seed]:
    return [Seed(an_obligation(f"{team}-{one}"), points - one) for one in range(number)]


def drawn(drawing: Drawing, there: Sequence[Seed], paying: str = "") -> list[str]:
    """The teams of a round's tasks; those of the `paying` team turn out to pay."""
    draws = drawing.draws(there)
    saved = [PAYS if draw.seed.asset_tag[0] == paying else PAYS - 1 for draw in draws]
    drawing.learn([Result(draw, points, {}) for draw, points in zip(draws, saved, strict=True)])
    return [draw.seed.asset_tag[0] for draw in draws]


def test_the_dearest_tasks_come_first() -> None:
    assert drawn(Drawing(Drawn()), [*seeds("A", 20, 9_000), *seeds("B", 20, 2_000)]) == ["A"] * 16


def test_a_team_for_which_nothing_paid_waits_for_those_for_which_it_may() -> None:
    drawing, there = Drawing(Drawn()), [*seeds("A", 99, 9_000), *seeds("B", 99, 2_000)]

    rounds = [drawn(drawing, there, paying="B") for _ in range(2)]

    assert [set(one) for one in rounds] == [{"A"}, {"B"}]


def test_what_paid_is_drawn_around_again_and_what_did_not_after_all_else() -> None:
    there = seeds("A", 16, 9_000) + seeds("B", 16, 8_000)
    paying, vain = Drawing(Drawn()), Drawing(Drawn())

    assert [set(drawn(paying, there, paying="A")) for _ in range(3)] == [{"A"}] * 3
    assert [set(drawn(vain, there)) for _ in range(2)] == [{"A"}, {"B"}]


def test_no_task_is_given_up_for_good() -> None:
    drawing, there = Drawing(Drawn()), seeds("A", 3, 9_000)

    assert [drawn(drawing, there) for _ in range(20)] == [["A"] * 3] * 20
