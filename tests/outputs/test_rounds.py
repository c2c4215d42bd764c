"""Rounds, the names of their events, and the names of files."""

import re

from scheduler.outputs.file_names import file_names
from scheduler.outputs.rounds import rounds_of
from tests.builders import a_visit


def visits(round_id: str, *tags: str):
    return [a_visit(tag, f"2027-01-11 {9 + n:02d}:00", round_id=round_id) for n, tag in enumerate(tags)]


def test_visits_of_one_round_are_one_appointment_in_walking_order() -> None:
    found = rounds_of([*reversed(visits("R", "B", "A")), a_visit("C", "2027-01-11 08:00")])

    assert [[visit.asset_tag for visit in each.visits] for each in found] == [["C"], ["B", "A"]]


def test_a_round_keeps_its_name_when_another_visit_leaves_it() -> None:
    [whole] = rounds_of(visits("R", "B", "A", "C"))
    [less] = rounds_of(visits("R other", "A", "C"))

    assert whole.anchor == less.anchor == "V A"


def test_a_visit_without_a_round_never_meets_a_round_of_the_same_name() -> None:
    single = a_visit("X", visit_id="R")

    assert len(rounds_of([single, *visits("R", "A")])) == 2


def test_file_names_are_safe_and_never_shared() -> None:
    hostile = ["4W", "../../etc/passwd", "a/b", "a\\b", "a:b", "CON", "x" * 300, ".", "", "Ünit", "4w", "a b", "a_b"]

    names = file_names(hostile)

    assert names["4W"] == "4W"
    assert len({name.casefold() for name in names.values()}) == len(hostile)
    assert all(re.fullmatch("[A-Za-z0-9._-]+", name) for name in names.values())
    assert all(not name.startswith(".") and len(name) < 80 for name in names.values())
