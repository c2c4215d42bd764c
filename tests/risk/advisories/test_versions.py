"""Ranges of versions as advisories write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.equipment import Answer
from scheduler.risk.advisories.versions import compared, parse_range

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


@pytest.mark.parametrize(
    ("text", "version", "answer"),
    [
        ("vers:all/*", "", YES),
        ("* (end-of-life 2011)", "1.0", YES),
        ("<= 9.33.1", "9.33.1", YES),
        ("<= 9.33.1", "9.33.2", NO),
        ("< 9.33.1", "9.33.1", NO),
        ("<=2.3.5", "v2.3.5", YES),
        ("<= 9.33", "9.33.0", YES),
        ("<= L81", "L80", YES),
        ("<= L81", "L81", YES),
        ("<= L81", "L82", NO),
        ("<= L81", "U61", UNKNOWN),
        ("<= U61 |<= L81", "U62", UNKNOWN),
        ("<= U61 |<= L81", "L79", YES),
        (">= 1.3.4 | < 1.5.3", "1.3.4", YES),
        (">= 1.3.4 | < 1.5.3", "1.5.3", NO),
        (">= 1.3.4 | < 1.5.3", "1.3.3", NO),
        ("1.1.7.333 | 2.1.1.3069", "2.1.1.3069", YES),
        ("1.1.7.333 | 2.1.1.3069", "2.1.1.3070", NO),
        ("2.X", "2.5", YES),
        ("2.X", "3.0", NO),
        ("<= 12.2.x.x", "12.2.8.410", YES),
        ("<= 12.2.x.x", "12.3", NO),
        ("A.01 <= C.0x | 4.0", "B.05", YES),
        ("A.01 <= C.0x | 4.0", "C.01", UNKNOWN),
        ("Rev J-M", "K", YES),
        ("Rev J-M", "N", NO),
        ("2.3.6 and  below", "2.3.6", YES),
        ("<= R4.1L1", "R4.1L0", YES),
        ("< 012U000040", "012U000039", YES),
        ("< 012U000040", "012L000039", UNKNOWN),
        ("(Release 1.3.2 1.4.0 1.4.1)", "1.4.0", YES),
        ("(Release 1.3.2 1.4.0 1.4.1)", "1.3.9", NO),
        ("1.3.1 Build 13", "1.3.1 Build 13", YES),
        ("<= 2.01 (end-of-life Nov 2017)", "2.1", YES),
        ("24950 | 24952", "2.1", UNKNOWN),
        ("<May 2018", "1.0", UNKNOWN),
        ("<8/30/2024", "1.0", UNKNOWN),
        ("<=11.2 on Windows 8.1 with IIS 7.5", "11.0", UNKNOWN),
        ("7100 | 7900 MRI", "7100", YES),
        ("7100 | 7900 MRI", "7200", UNKNOWN),
        ("<= 9.33.1", "", UNKNOWN),
        ("", "1.0", UNKNOWN),
    ],
)
def test_a_version_is_inside_outside_or_nobody_can_say(text: str, version: str, answer: Answer) -> None:
    assert parse_range(text).holds(version) is answer


NUMBERS = st.lists(st.integers(0, 999), min_size=2, max_size=4)


def _written(numbers: list[int]) -> str:
    return ".".join(map(str, numbers))


def _without_zeros(numbers: list[int]) -> list[int]:
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers = numbers[:-1]
    return numbers


@settings(deadline=None)
@given(NUMBERS, NUMBERS)
def test_numbers_with_points_are_ordered_as_numbers(one: list[int], other: list[int]) -> None:
    mine, theirs = _without_zeros(one), _without_zeros(other)

    assert compared(_written(one), _written(other)) == (mine > theirs) - (mine < theirs)


@settings(deadline=None)
@given(NUMBERS, NUMBERS)
def test_up_to_and_above_part_all_versions(limit: list[int], version: list[int]) -> None:
    inside = parse_range(f"<= {_written(limit)}").holds(_written(version))
    outside = parse_range(f"> {_written(limit)}").holds(_written(version))

    assert {inside, outside} == {YES, NO}


@settings(deadline=None)
@given(NUMBERS, NUMBERS, NUMBERS)
def test_what_is_older_than_an_affected_version_is_affected(limit: list[int], one: list[int], other: list[int]) -> None:
    affected = parse_range(f"< {_written(limit)}")
    older, newer = sorted((one, other), key=_without_zeros)

    assert affected.holds(_written(newer)) is NO or affected.holds(_written(older)) is YES


@settings(deadline=None)
@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_range_of_two_ends_is_both_of_them(low: list[int], high: list[int], version: list[int]) -> None:
    text = _written(version)
    both = parse_range(f">= {_written(low)} | <= {_written(high)}").holds(text)
    each = {parse_range(f">= {_written(low)}").holds(text), parse_range(f"<= {_written(high)}").holds(text)}

    assert both is (YES if each == {YES} else NO)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=30))
def test_no_text_breaks_the_reading_of_a_range(text: str, version: str) -> None:
    assert parse_range(text).holds(version) in (YES, NO, UNKNOWN)


VERSION_LIKE = st.text(alphabet="0123456789.ABLUvx-_ ", max_size=12)


@settings(deadline=None)
@given(VERSION_LIKE, VERSION_LIKE)
def test_two_versions_are_never_each_newer_than_the_other(one: str, other: str) -> None:
    forth, back = compared(one, other), compared(other, one)

    assert forth is None or back is None or "x" in (one + other).casefold() or forth == -back


@settings(deadline=None)
@given(VERSION_LIKE)
def test_a_version_is_itself(version: str) -> None:
    assert compared(version, version) in (0, None)
