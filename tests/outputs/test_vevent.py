"""Events written by hand are, byte by byte, what the library writes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Event as VEvent
from icalendar import vDatetime, vText, vUri

from scheduler.domain.ids import VisitId
from scheduler.domain.publication import EventStatus, IssuedEvent
from scheduler.outputs.calendars.event import event
from scheduler.outputs.calendars.vevent import vevent
from scheduler.outputs.words import without_controls

MOMENT = datetime(2027, 1, 11, 8, tzinfo=UTC)
TEXTS = st.text(max_size=300).filter(lambda text: "\\N" not in text)
"""The library takes a backslash and an N for a line end, which is wrong: C:\\New."""


def by_the_library(issued: IssuedEvent) -> bytes:
    made = issued.event
    component = VEvent()
    stamp = vDatetime(issued.changed_at)
    for name, value in (
        ("UID", made.uid),
        ("DTSTAMP", stamp),
        ("LAST-MODIFIED", stamp),
        ("SEQUENCE", issued.sequence),
        ("DTSTART", made.start),
        ("DTEND", made.end),
        ("SUMMARY", made.summary),
        ("STATUS", made.status.value),
        ("TRANSP", "OPAQUE" if made.busy and made.status is not EventStatus.CANCELLED else "TRANSPARENT"),
    ):
        component.add(name, value)
    for name, text in (("LOCATION", made.location), ("DESCRIPTION", made.description)):
        if text:
            component.add(name, text)
    if made.url:
        component.add("URL", vUri(made.url))
    if made.visit_ids:
        component.add("X-HTM-VISITS", vText(without_controls("|".join(made.visit_ids))))
    return bytes(component.to_ical())


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, TEXTS, st.sampled_from(EventStatus), st.booleans(), st.integers(0, 10_000))
def test_any_text_is_written_as_the_library_writes_it(
    summary: str, location: str, description: str, status: EventStatus, busy: bool, sequence: int
) -> None:
    made = event(
        uid="0faa8a8f-f9a1-5d6c-8ad0-0a04da4129eb",
        start=MOMENT,
        end=MOMENT + timedelta(hours=1),
        summary=summary,
        location=location,
        description=description,
        url="https://plans.example.org/report.html#0faa8a8f",
        status=status,
        busy=busy,
        visit_ids=(VisitId("V-1"), VisitId(summary or "V-2")),
    )
    issued = IssuedEvent(made, sequence, MOMENT)

    assert vevent(issued) == by_the_library(issued)


@pytest.mark.parametrize("length", range(60, 90))
@pytest.mark.parametrize("character", ["a", ",", "\\", "^", "é", "\U0001f600"])
def test_lines_are_parted_where_the_library_parts_them(length: int, character: str) -> None:
    made = event(
        uid="u", start=MOMENT, end=MOMENT + timedelta(hours=1), summary="S", description="x" * length + character * 90
    )

    written = vevent(IssuedEvent(made, 0, MOMENT))

    assert written == by_the_library(IssuedEvent(made, 0, MOMENT))
    assert max(map(len, written.split(b"\r\n"))) <= 75


def test_days_and_missing_fields_are_written_as_the_library_writes_them() -> None:
    made = event(uid="u", start=date(2027, 1, 1), end=date(2027, 1, 2), summary="No visits planned", busy=False)

    assert vevent(IssuedEvent(made, 3, MOMENT)) == by_the_library(IssuedEvent(made, 3, MOMENT))


def test_a_backslash_before_an_n_stays_a_backslash() -> None:
    made = event(uid="u", start=MOMENT, end=MOMENT + timedelta(hours=1), summary="C:\\New")

    assert b"SUMMARY:C:\\\\New\r\n" in vevent(IssuedEvent(made, 0, MOMENT))


def test_an_address_cannot_add_a_line() -> None:
    made = event(uid="u", start=MOMENT, end=MOMENT + timedelta(hours=1), summary="S", url="https://x/\r\nATTENDEE:y")

    assert b"URL:https://x/ATTENDEE:y\r\n" in vevent(IssuedEvent(made, 0, MOMENT))
