"""Calendar files of departments and technicians: busy times are kept, everything else is left behind."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler.domain.calendar import Span, Spans
from scheduler.domain.places import DowntimeKind
from tests.inputs.hospital import TABLES, read_hospital


def _calendar(*parts: str) -> str:
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" + "".join(parts) + "END:VCALENDAR\r\n"


def _event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{lines[0]}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT", ""])


def _busy(folder: Path, calendar: str) -> Spans:
    """Return when T1, whose home is in Madrid, is away by a calendar file."""
    (folder / "t1.ics").write_text(calendar, encoding="utf-8", newline="")
    (absence,) = read_hospital(folder, absences="technician,kind,ics\nT1,leave,t1.ics\n").programme.absences
    return absence.busy


def _utc(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        (("DTSTART:20270112T080000Z", "DTEND:20270112T100000Z"), _utc(12, 8), _utc(12, 10)),
        (("DTSTART:20270112T080000", "DURATION:PT2H"), _utc(12, 7), _utc(12, 9)),
        (("DTSTART;TZID=America/New_York:20270112T080000", "DURATION:PT1H"), _utc(12, 13), _utc(12, 14)),
        (("DTSTART;TZID=Eastern Standard Time:20270112T080000", "DURATION:PT1H"), _utc(12, 13), _utc(12, 14)),
        (("DTSTART;VALUE=DATE:20270112", "DTEND;VALUE=DATE:20270114"), _utc(11, 23), _utc(13, 23)),
        (("DTSTART;VALUE=DATE:20270112",), _utc(11, 23), _utc(12, 23)),
    ],
    ids=["utc", "floating in home time", "zone", "windows zone", "whole days", "one whole day"],
)
def test_an_event_is_busy_from_its_start_to_its_end(
    tmp_path: Path, lines: tuple[str, ...], start: datetime, end: datetime
) -> None:
    assert _busy(tmp_path, _calendar(_event(*lines, "SUMMARY:secret"))) == Spans.of([Span(start, end)])


@pytest.mark.parametrize("line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED"])
def test_a_free_or_cancelled_event_is_not_busy(tmp_path: Path, line: str) -> None:
    assert not _busy(tmp_path, _calendar(_event("DTSTART:20270112T080000Z", "DURATION:PT1H", line)))


def test_a_weekly_event_keeps_its_wall_time_through_the_clock_change(tmp_path: Path) -> None:
    lines = ("DTSTART;TZID=Europe/Madrid:20270321T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2")

    busy = _busy(tmp_path, _calendar(_event(*lines)))

    assert list(busy) == [Span(_utc(21, 8, 0, 3), _utc(21, 9, 0, 3)), Span(_utc(28, 7, 0, 3), _utc(28, 8, 0, 3))]


def test_an_exception_of_a_series_is_left_out(tmp_path: Path) -> None:
    lines = ("DTSTART:20270104T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20270105T080000Z")

    assert [span.start.day for span in _busy(tmp_path, _calendar(_event(*lines)))] == [4, 6]


def test_an_endless_series_ends_three_years_after_today(tmp_path: Path) -> None:
    busy = _busy(tmp_path, _calendar(_event("DTSTART:20000101T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY")))

    assert len(busy) == 62 + 1200


def test_free_busy_periods_are_read(tmp_path: Path) -> None:
    part = (
        "BEGIN:VFREEBUSY\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
        "FREEBUSY:20270112T080000Z/20270112T090000Z,20270113T080000Z/PT2H\r\n"
        "FREEBUSY;FBTYPE=FREE:20270114T080000Z/20270114T090000Z\r\n"
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270115T080000Z/PT1H\r\nEND:VFREEBUSY\r\n"
    )

    assert list(_busy(tmp_path, _calendar(part))) == [
        Span(_utc(12, 8), _utc(12, 9)),
        Span(_utc(13, 8), _utc(13, 10)),
        Span(_utc(15, 8), _utc(15, 9)),
    ]


def _availability(priority: int, start: str, end: str, *available: str) -> str:
    return (
        f"BEGIN:VAVAILABILITY\r\nUID:v{priority}\r\nDTSTAMP:20260101T000000Z\r\nPRIORITY:{priority}\r\n"
        f"DTSTART:{start}\r\nDTEND:{end}\r\n" + "".join(available) + "END:VAVAILABILITY\r\n"
    )


def _available(*lines: str) -> str:
    return "\r\n".join(["BEGIN:AVAILABLE", "UID:a", "DTSTAMP:20260101T000000Z", *lines, "END:AVAILABLE", ""])


def test_time_outside_what_is_available_is_busy_and_repeats_in_wall_time(tmp_path: Path) -> None:
    week = _available(
        "DTSTART;TZID=Europe/Madrid:20270326T090000",
        "DTEND;TZID=Europe/Madrid:20270326T170000",
        "RRULE:FREQ=DAILY;COUNT=3",
    )

    busy = _busy(tmp_path, _calendar(_availability(1, "20270326T000000Z", "20270329T000000Z", week)))

    assert list(busy) == [
        Span(_utc(26, 0, 0, 3), _utc(26, 8, 0, 3)),
        Span(_utc(26, 16, 0, 3), _utc(27, 8, 0, 3)),
        Span(_utc(27, 16, 0, 3), _utc(28, 7, 0, 3)),
        Span(_utc(28, 15, 0, 3), _utc(29, 0, 0, 3)),
    ]


def test_the_availability_of_higher_priority_wins_where_both_speak(tmp_path: Path) -> None:
    usual = _availability(0, "20270111T000000Z", "20270115T000000Z")
    that_day = _availability(
        1, "20270112T000000Z", "20270113T000000Z", _available("DTSTART:20270112T080000Z", "DTEND:20270112T100000Z")
    )

    assert list(_busy(tmp_path, _calendar(usual, that_day))) == [
        Span(_utc(11, 0), _utc(12, 8)),
        Span(_utc(12, 10), _utc(15, 0)),
    ]


def test_busy_events_close_a_department_in_the_time_of_its_site(tmp_path: Path) -> None:
    (tmp_path / "or.ics").write_text(_calendar(_event("DTSTART:20270112T080000", "DURATION:PT1H")), newline="")
    rows = TABLES["downtime"] + ",icu,,,open,Sat,08:00,10:00,,,,or.ics\n,icu,,,,,,,,,,or.ics\n"

    downtime = read_hospital(tmp_path, downtime=rows).programme.downtime

    busy = Spans.of([Span(_utc(12, 7), _utc(12, 8))])
    assert [(row.row, row.kind, row.period is not None, row.busy) for row in downtime[-3:]] == [
        (5, DowntimeKind.OPEN, True, Spans.of([])),
        (5, DowntimeKind.CLOSED, False, busy),
        (6, DowntimeKind.CLOSED, False, busy),
    ]


def test_an_absence_may_have_a_block_and_a_calendar(tmp_path: Path) -> None:
    (tmp_path / "t1.ics").write_text(_calendar(_event("DTSTART:20270112T080000Z", "DURATION:PT1H")), newline="")
    rows = "technician,first_day,last_day,start,end,kind,ics\nT1,2027-01-04,2027-01-05,12:00,,training,t1.ics\n"

    (absence,) = read_hospital(tmp_path, absences=rows).programme.absences

    assert list(absence.busy) == [Span(_utc(4, 11), _utc(5, 23)), Span(_utc(12, 8), _utc(12, 9))]
