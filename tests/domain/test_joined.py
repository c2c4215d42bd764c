"""Things joined two by two hang together, and nothing else does."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.joined import Joined


def test_what_was_never_joined_stands_for_itself() -> None:
    assert Joined[str]().leader("A") == "A"


def test_what_was_joined_over_others_hangs_together() -> None:
    joined = Joined[str]()
    for one, other in (("A", "B"), ("C", "D"), ("B", "C")):
        joined.join(one, other)

    assert len({joined.leader(one) for one in "ABCD"}) == 1
    assert joined.leader("E") == "E"


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20))
def test_two_hang_together_if_a_way_leads_from_one_to_the_other(pairs: list[tuple[int, int]]) -> None:
    joined = Joined[int]()
    for one, other in pairs:
        joined.join(one, other)

    for start in range(13):
        reached, left = {start}, [start]
        while left:
            here = left.pop()
            near = {b for a, b in pairs if a == here} | {a for a, b in pairs if b == here}
            left += near - reached
            reached |= near
        assert {one for one in range(13) if joined.leader(one) == joined.leader(start)} == reached
