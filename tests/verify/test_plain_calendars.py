"""Calendars read line by line are read as the library reads them, or left to it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.verify.documents.feed_lines import plain_events
from scheduler.verify.documents.feeds import events_by_the_library

EXPECTED = Path(__file__).parents[2] / "examples" / "community-hospital" / "expected" / "calendars"
FEEDS = sorted(EXPECTED.rglob("*.ics"))
SMALL = min(FEEDS, key=lambda path: path.stat().st_size).read_bytes()
TYPICAL = (EXPECTED / "technicians" / "T1.ics").read_bytes()
TYPICAL = TYPICAL[: TYPICAL.index(b"END:VEVENT", 2_000)] + b"END:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_what_we_write_is_read_the_same_both_ways(path: Path) -> None:
    content = path.read_bytes()

    assert plain_events(content) == events_by_the_library(content)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([SMALL, TYPICAL]),
    st.floats(0, 1, exclude_max=True),
    st.integers(0, 30),
    st.one_of(
        st.binary(max_size=6),
        st.sampled_from(
            [b"\r\n", b"\r\nUID:x", b";TZID=Europe/Madrid", b"\r\nRRULE:FREQ=DAILY", b"\\", b"\r\nBEGIN:VALARM", b"Z"]
        ),
    ),
)
def test_a_damaged_calendar_is_read_as_the_library_reads_it_or_left_to_it(
    content: bytes, where: float, cut: int, put: bytes
) -> None:
    at = int(where * len(content))
    damaged = content[:at] + put + content[at + cut :]

    found = plain_events(damaged)

    if found is not None:
        assert found == events_by_the_library(damaged)
