"""Calendars as files for a web server, and on a real CalDAV server: exactly the plan, nothing of others touched."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from scheduler.domain.publication import FeedId
from scheduler.errors import UsageError
from scheduler.service import calendar_server
from scheduler.service.calendar_server import CalendarServer, CalendarServerError, Resource
from scheduler.service.handing_out import HandedOut, hand_out
from scheduler.service.static_folder import Written, write_static, writing_alone
from scheduler.store import feed_bodies, feed_heads, open_store
from tests.service.calendar_servers import PASSWORD, USERS, radicale
from tests.service.running import NOW
from tests.store.publications import a_small_quarter, planned_appointments, published, shown_appointments, variants

CALENDAR = "technicians-T00"


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    folder = tmp_path / "programme"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[str]]:
    """A calendar server, and one home on it after another."""
    with radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield (f"{server}{user}/" for user in USERS)


@pytest.fixture
def address(homes: Iterator[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty home on a calendar server, its user logged in."""
    found = next(homes)
    monkeypatch.setenv(calendar_server.USER, _user(found))
    monkeypatch.setenv(calendar_server.PASSWORD, PASSWORD)
    return found


def handed(folder: Path, **to: object) -> HandedOut:
    """Hand out what is published in a folder."""
    given = {"static": None, "caldav": None, "kinds": ["technicians"], **to}
    with open_store(folder, None, NOW) as store:
        return hand_out(store, now=NOW, **given)  # type: ignore[arg-type]


def appointments(address: str) -> set[tuple[str, str, str]]:
    """What a client sees in the technician's calendar on the server."""
    with CalendarServer(address) as server:
        found = [
            shown_appointments("technicians/T00", each.content.encode()) for each in server.resources(CALENDAR).values()
        ]
    return set().union(*found)


def test_files_are_the_feeds_with_the_time_of_their_content(programme: Path, tmp_path: Path) -> None:
    quarter, static = a_small_quarter(), tmp_path / "www"
    published(programme, quarter.plan, quarter.facts)

    found = handed(programme, static=static).static

    with open_store(programme, None, NOW) as store, store.reading() as connection:
        bodies = feed_bodies(connection)
    assert found == Written(len(bodies), 0)
    assert {path.relative_to(static).as_posix(): path.read_bytes() for path in static.rglob("*") if path.is_file()} == {
        body.head.file_name: body.content for body in bodies
    }
    assert all((static / body.head.file_name).stat().st_mtime == body.head.changed_at.timestamp() for body in bodies)


def test_a_file_that_says_the_same_is_not_touched_and_files_of_others_stay(programme: Path, tmp_path: Path) -> None:
    quarter, static = a_small_quarter(), tmp_path / "www"
    first, _, fewer = variants(quarter)
    published(programme, first, quarter.facts)
    handed(programme, static=static)
    (static / "index.html").write_text("ours")
    before = {path: path.stat().st_ino for path in static.rglob("*.ics")}

    published(programme, first, quarter.facts, at=NOW)
    same = handed(programme, static=static).static
    untouched = {path: path.stat().st_ino for path in static.rglob("*.ics")} == before
    published(programme, fewer, quarter.facts, at=NOW + timedelta(hours=1))
    changed = handed(programme, static=static).static

    assert (same, untouched) == (Written(0, len(before)), True)
    assert changed is not None
    assert changed.written > 0
    assert (static / "index.html").read_text() == "ours"


def test_a_crash_while_files_are_written_leaves_each_of_them_whole(
    programme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quarter, static = a_small_quarter(), tmp_path / "www"
    first, later, _ = variants(quarter)
    published(programme, first, quarter.facts)
    handed(programme, static=static)
    old = {path: path.read_bytes() for path in static.rglob("*.ics")}
    published(programme, later, quarter.facts, at=NOW)
    count, replace_file = 0, os.replace

    def stop_at_the_third(*names: object) -> None:
        nonlocal count
        count += 1
        if count == 3:
            raise KeyboardInterrupt
        replace_file(*names)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", stop_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            handed(programme, static=static)

    now = {path: path.read_bytes() for path in static.rglob("*.ics")}
    assert now.keys() == old.keys()
    assert 0 < sum(now[path] != old[path] for path in now) < 3
    assert all(each.startswith(b"BEGIN:VCALENDAR\r\n") and each.endswith(b"END:VCALENDAR\r\n") for each in now.values())


def test_a_draft_that_a_killed_publisher_left_is_removed_by_the_next_one(programme: Path, tmp_path: Path) -> None:
    quarter, static = a_small_quarter(), tmp_path / "www"
    published(programme, quarter.plan, quarter.facts)
    handed(programme, static=static)
    left = static / "technicians" / ".T00.ics.htm-0123abcd"
    left.mkdir()
    (left / "lock").touch()
    (left / "new").write_text("half")

    handed(programme, static=static)

    assert not left.exists()


def test_a_second_publisher_waits_and_then_writes_the_latest_version(programme: Path, tmp_path: Path) -> None:
    quarter, static = a_small_quarter(), tmp_path / "www"
    published(programme, quarter.plan, quarter.facts)
    with writing_alone(static):
        second = threading.Thread(target=lambda: handed(programme, static=static))
        second.start()
        second.join(0.3)
        waiting = second.is_alive() and not list(static.rglob("*.ics"))
        published(programme, variants(quarter)[1], quarter.facts, at=NOW)
    second.join()

    with open_store(programme, None, NOW) as store, store.reading() as connection:
        latest = {body.head.file_name: body.content for body in feed_bodies(connection)}
    assert waiting
    assert {path.relative_to(static).as_posix(): path.read_bytes() for path in static.rglob("*.ics")} == latest


def test_two_who_write_at_once_where_nobody_can_be_kept_waiting_tear_no_file(programme: Path, tmp_path: Path) -> None:
    quarter, static = a_small_quarter(), tmp_path / "www"
    versions = []
    for hours, plan in enumerate(variants(quarter)[:2]):
        published(programme, plan, quarter.facts, at=NOW + timedelta(hours=hours))
        with open_store(programme, None, NOW) as store, store.reading() as connection:
            versions.append(list(feed_bodies(connection)))
    static.mkdir()

    def write_often(turn: int) -> None:
        for number in range(10):
            write_static(versions[(turn + number) % 2], static)

    with ThreadPoolExecutor(2) as both:
        list(both.map(write_often, range(2)))

    whole = {(body.head.file_name, body.content) for version in versions for body in version}
    there = [path for path in static.rglob("*") if path.is_file()]
    assert {path.relative_to(static).as_posix() for path in there} == {name for name, _ in whole}
    assert {(path.relative_to(static).as_posix(), path.read_bytes()) for path in there} <= whole


def test_a_calendar_server_shows_exactly_each_plan_after_move_cancel_and_return(programme: Path, address: str) -> None:
    quarter = a_small_quarter()
    for hours, plan in enumerate((*variants(quarter), quarter.plan)):
        published(programme, plan, quarter.facts, at=NOW + timedelta(hours=hours))

        pushed = handed(programme, caldav=address).caldav
        again = handed(programme, caldav=address).caldav

        planned = {each for each in planned_appointments(plan, quarter.facts) if each[0] == "technicians/T00"}
        assert appointments(address) == planned
        assert pushed is not None
        assert again is not None
        assert pushed.created + pushed.updated + pushed.deleted > 0
        assert (again.created, again.updated, again.deleted) == (0, 0, 0)


def test_appointments_of_others_in_the_calendar_are_left_alone(programme: Path, address: str) -> None:
    quarter = a_small_quarter()
    published(programme, quarter.plan, quarter.facts)
    handed(programme, caldav=address)
    theirs = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:dentist\r\nDTSTAMP:20260101T000000Z\r\n"
        b"DTSTART:20270201T080000Z\r\nDTEND:20270201T090000Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    with CalendarServer(address) as server:
        assert server.put(CALENDAR, "dentist.ics", theirs, None)

    handed(programme, caldav=address)

    with CalendarServer(address) as server:
        assert "dentist.ics" in server.resources(CALENDAR)


def test_what_somebody_changed_meanwhile_is_read_again_before_it_is_written(
    programme: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quarter = a_small_quarter()
    first, later, _ = variants(quarter)
    published(programme, first, quarter.facts)
    handed(programme, caldav=address)
    published(programme, later, quarter.facts, at=NOW)
    read, seen = CalendarServer.resources, []

    def as_of_yesterday(server: CalendarServer, calendar: str) -> dict[str, Resource]:
        found = read(server, calendar)
        seen.append(calendar)
        return {name: replace(each, etag='"old"') for name, each in found.items()} if len(seen) == 1 else found

    with monkeypatch.context() as patched:
        patched.setattr(CalendarServer, "resources", as_of_yesterday)
        handed(programme, caldav=address)

    assert len(seen) > 1
    planned = {each for each in planned_appointments(later, quarter.facts) if each[0] == "technicians/T00"}
    assert appointments(address) == planned


def test_nothing_that_is_pushed_invites_anybody(programme: Path, address: str) -> None:
    quarter = a_small_quarter()
    published(programme, quarter.plan, quarter.facts)
    handed(programme, caldav=address)

    text = httpx.get(f"{address}{CALENDAR}/", auth=(_user(address), PASSWORD)).text

    assert "BEGIN:VEVENT" in text
    assert not [word for word in ("METHOD", "ATTENDEE", "ORGANIZER", "VALARM") if word in text]


def test_a_server_that_refuses_is_told_without_the_password(
    programme: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quarter = a_small_quarter()
    published(programme, quarter.plan, quarter.facts)
    monkeypatch.setenv(calendar_server.PASSWORD, "wrong-password")

    with pytest.raises(CalendarServerError) as refused:
        handed(programme, caldav=address)

    assert str(refused.value) == "127.0.0.1 refuses access; give HTM_CALDAV_USER and HTM_CALDAV_PASSWORD."


@pytest.mark.parametrize(
    "address", ["ftp://x.example/", "http://dav.hospital.example/", "https://u:p@dav.hospital.example/", "nonsense"]
)
def test_an_address_that_would_tell_a_password_is_refused(address: str) -> None:
    with pytest.raises(UsageError) as refused:
        CalendarServer(address)

    assert "u:p" not in str(refused.value)


def test_a_kind_that_is_not_there_is_told(programme: Path, address: str) -> None:
    quarter = a_small_quarter()
    published(programme, quarter.plan, quarter.facts)
    with open_store(programme, None, NOW) as store, store.reading() as connection:
        assert FeedId("technicians", "T00") in {head.feed_id for head in feed_heads(connection)}

    with pytest.raises(UsageError, match=r'"people" is none of departments, performers, sites, technicians'):
        handed(programme, caldav=address, kinds=["people"])


def test_what_took_place_is_kept_when_it_leaves_the_feed() -> None:
    from scheduler.service.caldav_push import _is_ours_to_come

    def an_event(end: str) -> Resource:
        return Resource("1.ics", '"1"', f"BEGIN:VEVENT\r\nUID:1\r\nDTEND:{end}\r\nX-HTM-VISITS:V-1\r\nEND:VEVENT\r\n")

    now = datetime(2027, 1, 1, 12, tzinfo=UTC)
    assert not _is_ours_to_come(an_event("20270101T115959Z"), now)
    assert _is_ours_to_come(an_event("20270101T120001Z"), now)


def _user(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]
