"""Feeds as FEEDS.md asks for them; the number in a test's docstring is the requirement's."""

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from scheduler.domain.equipment import ProcedureKind
from scheduler.domain.ids import RoundId, TechnicianId
from scheduler.domain.plan import Agreement, Plan, Visit
from scheduler.outputs.calendars.event import Event, EventStatus, IssuedEvent, event
from scheduler.outputs.calendars.feeds import feeds
from scheduler.outputs.calendars.files import write_calendars
from scheduler.outputs.calendars.fitting import MOST_BYTES, MOST_EVENTS, fitted
from scheduler.outputs.calendars.ics import Feed, feed_bytes
from scheduler.outputs.calendars.revisions import first_issue
from tests.builders import (
    a_leg,
    a_modality,
    a_model,
    a_plan,
    a_procedure,
    a_programme,
    a_technician,
    a_visit,
    an_asset,
    an_obligation,
    facts_of,
    from_to,
)
from tests.outputs.synthetic import Quarter, a_quarter

PUBLISHED = datetime(2026, 12, 1, tzinfo=UTC)
HOSTILE = "Ward\r\nBEGIN:VEVENT\nATTENDEE:mailto:x@y\x00\x1b\x7f\u2028;,\\ END:VCALENDAR\ud800"


@pytest.fixture(scope="module")
def quarter() -> Quarter:
    return a_quarter(3, 3)


@pytest.fixture(scope="module")
def folder(quarter: Quarter, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    write_calendars(quarter.plan, quarter.facts, out)
    return out / "calendars"


def all_files(folder: Path) -> list[Path]:
    found = sorted(folder.rglob("*.ics"))
    assert len(found) == 3 + 8 + 1 + 2
    return found


def all_feeds(folder: Path) -> list[Calendar]:
    return [Calendar.from_ical(path.read_bytes()) for path in all_files(folder)]


def an_event(uid: str = "u-1", **changes: object) -> Event:
    given: dict[str, object] = {
        "uid": uid,
        "start": datetime(2027, 1, 11, 8, tzinfo=UTC),
        "end": datetime(2027, 1, 11, 9, tzinfo=UTC),
        "summary": "Visit",
    }
    return event(**(given | changes))  # type: ignore[arg-type]


def a_feed(*events: Event, name: str = "Ann") -> bytes:
    return feed_bytes(Feed(name, "about", first_issue(events, PUBLISHED)))


def parsed(content: bytes) -> Calendar:
    return Calendar.from_ical(content)


def shown_by(plan: Plan, facts: object, folder: str, scope: str) -> tuple[Event, ...]:
    [found] = [each for each in feeds(plan, facts) if (each.folder, each.scope) == (folder, scope)]  # type: ignore[arg-type]
    return found.events


def lines(content: bytes) -> list[bytes]:
    return content.split(b"\r\n")[:-1]


# Bytes


def test_feeds_are_utf8_without_bom_with_crlf_to_the_end(folder: Path) -> None:
    """1"""
    for path in all_files(folder):
        content = path.read_bytes()
        content.decode("utf-8")
        assert not content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"END:VCALENDAR\r\n")
        assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")


def test_no_line_is_longer_than_75_octets_nor_folded_inside_a_character() -> None:
    """2"""
    content = a_feed(an_event(summary="é☃😀" * 60, description="数" * 5_000), name="Ü" * 90)

    assert max(map(len, lines(content))) <= 75
    assert all(line.decode("utf-8") is not None for line in lines(content))


def test_hostile_text_adds_no_line_property_or_component() -> None:
    """3"""
    bare = an_event(summary="x", location="x", description="x")
    hostile = an_event(summary=HOSTILE, location=HOSTILE, description=HOSTILE)

    before, after = parsed(a_feed(bare)), parsed(a_feed(hostile, name=HOSTILE))

    assert [sorted(each.keys()) for each in before.walk()] == [sorted(each.keys()) for each in after.walk()]
    assert [each.name for each in after.walk()] == ["VCALENDAR", "VEVENT"]


def test_no_control_characters_are_written() -> None:
    """3"""
    text = a_feed(an_event(summary=HOSTILE, location=HOSTILE, description=HOSTILE), name=HOSTILE).decode("utf-8")

    assert not [sign for sign in text.replace("\r\n", "") if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")]


def test_text_is_escaped_everywhere_and_comes_back() -> None:
    """4"""
    said = r"a;b,c\d"
    content = a_feed(an_event(summary=said, location=said, description=f"{said}\n{said}"), name=said)

    back = parsed(content)
    assert content.count(rb"a\;b\,c\\d") == 6
    assert all(b"\r\n" + name + rb":a\;b\,c\\d" + b"\r\n" in content for name in (b"NAME", b"X-WR-CALNAME"))
    [visit] = back.walk("VEVENT")
    assert (visit["SUMMARY"], visit["LOCATION"], visit["DESCRIPTION"]) == (said, said, f"{said}\n{said}")


def test_a_feed_is_one_calendar_of_version_2_with_one_stable_prodid(folder: Path) -> None:
    """5"""
    for path in all_files(folder):
        content = lines(path.read_bytes())
        assert content[0] == b"BEGIN:VCALENDAR"
        assert (
            content.count(b"BEGIN:VCALENDAR") == content.count(b"END:VCALENDAR") == content.count(b"VERSION:2.0") == 1
        )
        assert content.count(b"PRODID:-//htm-scheduler//calendars 1//EN") == 1


def test_a_calendar_has_no_uid(folder: Path) -> None:
    """6"""
    assert all("UID" not in calendar for calendar in all_feeds(folder))


def test_every_calendar_has_a_name_that_says_whose_it_is(folder: Path) -> None:
    """7"""
    names = [str(calendar["NAME"]) for calendar in all_feeds(folder)]

    assert [str(calendar["X-WR-CALNAME"]) for calendar in all_feeds(folder)] == names
    assert names[0] == "Equipment service: 4W"
    assert names[8:] == [
        "Visits of GE",
        "Equipment service at North",
        "Equipment service at South",
        "Visits of Tech 00",
        "Visits of Tech 01",
        "Visits of Tech 02",
    ]


def test_refresh_is_a_duration_and_said_twice_alike(folder: Path) -> None:
    """8"""
    for path in all_files(folder):
        content = path.read_bytes()
        assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in content
        assert b"\r\nX-PUBLISHED-TTL:PT4H\r\n" in content


def test_a_subscription_has_no_method(folder: Path) -> None:
    """9"""
    assert all("METHOD" not in calendar for calendar in all_feeds(folder))


# Events


def test_every_event_has_each_needed_property_once(folder: Path) -> None:
    """10"""
    needed = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "STATUS", "TRANSP")
    for path in all_files(folder):
        for block in path.read_bytes().split(b"BEGIN:VEVENT\r\n")[1:]:
            names = [re.split(b"[;:]", line)[0].decode() for line in lines(block)]
            assert all(names.count(name) == 1 for name in needed)


def test_uids_are_short_and_hold_no_host(folder: Path) -> None:
    """11"""
    uids = [str(each["UID"]) for calendar in all_feeds(folder) for each in calendar.walk("VEVENT")]

    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", uid) for uid in uids)


def test_uids_are_unique_in_a_feed_and_the_same_in_every_feed(quarter: Quarter, folder: Path) -> None:
    """11"""
    uids_by_visits: dict[str, set[str]] = {}
    for reader in feeds(quarter.plan, quarter.facts):
        uids = [each.uid for each in reader.events]
        assert len(uids) == len(set(uids))
        for each in reader.events:
            for visit in each.visit_ids:
                uids_by_visits.setdefault(visit, set()).add(each.uid)

    assert len(uids_by_visits) == len(quarter.plan.visits)
    assert all(len(uids) == 1 for uids in uids_by_visits.values())


def test_the_uid_survives_a_move_and_a_reassignment() -> None:
    """12"""
    facts = facts_of(a_programme(technicians=[a_technician("Ann"), a_technician("Bob")]))
    before = a_visit(round_id="R-1")
    moved = a_visit(start="2027-02-02 11:00", technicians=("Bob",), round_id="R-9")

    [first] = shown_by(a_plan(before), facts, "technicians", "Ann")
    [second] = shown_by(a_plan(moved), facts, "technicians", "Bob")

    assert first.uid == second.uid


def test_timed_events_are_in_utc_without_any_timezone(folder: Path) -> None:
    """13"""
    for path in all_files(folder):
        content = path.read_bytes()
        assert b"TZID" not in content
        assert b"VTIMEZONE" not in content
        assert all(line.endswith(b"Z") for line in lines(content) if line.startswith((b"DTSTART:", b"DTEND:")))


@pytest.mark.parametrize(
    ("span", "start", "end"),
    [
        (("2027-03-28 01:00", "2027-03-28 04:00"), "20270328T000000Z", "20270328T020000Z"),
        (("2027-10-31 01:00", "2027-10-31 04:00"), "20271030T230000Z", "20271031T030000Z"),
    ],
)
def test_night_work_is_exact_across_both_clock_changes(span: tuple[str, str], start: str, end: str) -> None:
    """14"""
    leg = replace(a_leg(), span=from_to(*span))
    [shown] = shown_by(a_plan(a_visit(legs=(leg,))), facts_of(), "technicians", "Ann")

    content = a_feed(shown)

    assert f"DTSTART:{start}".encode() in content
    assert f"DTEND:{end}".encode() in content


def test_the_second_half_past_two_of_the_autumn_night_is_told_from_the_first() -> None:
    """14"""
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)

    assert b"DTSTART:20271031T013000Z" in a_feed(an_event(start=second, end=second + timedelta(hours=1)))


def test_all_day_events_are_dates_with_an_exclusive_end() -> None:
    """15"""
    content = a_feed(an_event(start=date(2027, 1, 11), end=date(2027, 1, 12)))

    assert b"DTSTART;VALUE=DATE:20270111\r\n" in content
    assert b"DTEND;VALUE=DATE:20270112\r\n" in content


def test_an_event_that_does_not_end_after_it_starts_cannot_be_made() -> None:
    """16"""
    with pytest.raises(ValueError, match="ends after it starts"):
        an_event(end=datetime(2027, 1, 11, 8, tzinfo=UTC))


def test_a_time_that_floats_cannot_be_made() -> None:
    """13"""
    with pytest.raises(ValueError, match="in UTC"):
        an_event(start=datetime(2027, 1, 11, 8), end=datetime(2027, 1, 11, 9))  # noqa: DTZ001


def test_every_event_ends_after_it_starts(folder: Path) -> None:
    """16"""
    found = [each for calendar in all_feeds(folder) for each in calendar.walk("VEVENT")]

    assert len(found) > 150
    assert all(each["DTEND"].dt > each["DTSTART"].dt for each in found)


def test_no_attendee_organizer_attachment_or_alarm_and_only_events(folder: Path) -> None:
    """22"""
    for calendar in all_feeds(folder):
        assert {each.name for each in calendar.walk()} == {"VCALENDAR", "VEVENT"}
        assert not {"ATTENDEE", "ORGANIZER", "ATTACH"} & {key for each in calendar.walk() for key in each}


def test_events_have_only_the_fields_of_the_allow_list(folder: Path) -> None:
    """23"""
    allowed = {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP", "LOCATION",
        "DESCRIPTION", "URL", "X-HTM-VISITS",
    }  # fmt: skip
    assert {key for calendar in all_feeds(folder) for each in calendar.walk("VEVENT") for key in each} <= allowed


@pytest.mark.parametrize("kind", ["departments", "performers", "sites"])
def test_reduced_views_name_no_serial_and_no_weakness(folder: Path, kind: str) -> None:
    """23"""
    text = b"".join(path.read_bytes().replace(b"\r\n ", b"") for path in sorted((folder / kind).glob("*.ics")))

    assert b"VEVENT" in text
    assert not re.findall(rb"SN [A-Z]|CVE|Patch|[Pp]atch|serial|vulnerab", text)


def test_a_department_reads_of_a_patch_as_a_software_update() -> None:
    """23"""
    patch = a_procedure("Fix CVE-2024-1", kind=ProcedureKind.PATCH)
    plan = a_plan(a_visit(tasks=("t",)), obligations=[an_obligation("A-1", patch, task="t")])

    [own] = shown_by(plan, facts_of(), "technicians", "Ann")
    [reduced] = shown_by(plan, facts_of(), "departments", "Ward")

    assert own.summary == "Pump A-1: Fix CVE-2024-1"
    assert reduced.summary == "Pump A-1: software update"
    assert reduced.description == (
        "Mon 11 Jan".replace("Mon 11 Jan", "09:00-10:00")
        + " Pump A-1 (Acme P1): software update; out of use 09:00-10:00\nCall: Ann"
    )


def test_texts_are_cut_to_what_clients_take_and_link_to_the_report() -> None:
    """24"""
    long = an_event(summary="s" * 999, location="l" * 999, description="d" * 99_999)

    assert (len(long.summary), len(long.location), len(long.description)) == (255, 255, 8_000)
    assert long.description.endswith("…")


def test_events_link_to_their_place_in_the_report(quarter: Quarter) -> None:
    """24"""
    events = [each for reader in feeds(quarter.plan, quarter.facts) for each in reader.events]

    assert all(each.url == f"../../report.html#{each.uid}" for each in events)
    assert not any("<" in each.summary for each in events)


def test_a_feed_of_too_many_events_is_cut_with_a_visible_notice() -> None:
    """25"""
    start = datetime(2027, 1, 1, tzinfo=UTC)
    many = tuple(
        an_event(f"u-{n}", start=start + timedelta(hours=n), end=start + timedelta(hours=n + 1)) for n in range(1_001)
    )

    kept = fitted(first_issue(many, PUBLISHED), "Ann", PUBLISHED)

    assert len(kept) == MOST_EVENTS
    assert [each.event.uid for each in kept[:2]] == ["u-0", "u-1"]
    notice = kept[-1].event
    assert notice.summary == "Calendar cut here: more in the report"
    assert notice.description.startswith("This calendar ends here: 2 later appointments did not fit.")
    assert notice.start == date(2027, 2, 11)


def test_a_feed_of_exactly_as_many_events_as_fit_is_whole() -> None:
    """25"""
    start = datetime(2027, 1, 1, tzinfo=UTC)
    full = tuple(
        an_event(f"u-{n}", start=start + timedelta(hours=n), end=start + timedelta(hours=n + 1)) for n in range(1_000)
    )

    assert len(fitted(first_issue(full, PUBLISHED), "Ann", PUBLISHED)) == 1_000
    assert fitted(first_issue(full, PUBLISHED), "Ann", PUBLISHED)[-1].event.uid == "u-999"


def test_a_feed_of_too_many_bytes_is_cut_below_the_limit() -> None:
    """25"""
    start = datetime(2027, 1, 1, tzinfo=UTC)
    heavy = tuple(
        an_event(
            f"u-{n}", start=start + timedelta(hours=n), end=start + timedelta(hours=n + 1), description="words " * 1_000
        )
        for n in range(300)
    )

    kept = fitted(first_issue(heavy, PUBLISHED), "Ann", PUBLISHED)

    assert 100 < len(kept) < 300
    assert len(feed_bytes(Feed("Ann", "about", kept))) <= MOST_BYTES
    assert kept[-1].event.summary.startswith("Calendar cut here")


def test_a_feed_without_visits_says_so(tmp_path: Path) -> None:
    facts = facts_of()

    write_calendars(a_plan(), facts, tmp_path)

    [notice] = parsed((tmp_path / "calendars/technicians/Ann.ics").read_bytes()).walk("VEVENT")
    assert str(notice["SUMMARY"]) == "No visits planned"
    assert notice["DTSTART"].dt == date(2027, 1, 1)
    assert str(notice["TRANSP"]) == "TRANSPARENT"


def test_the_same_plan_gives_the_same_bytes_under_any_hash_seed(tmp_path: Path) -> None:
    """26"""
    script = (
        "import sys; from pathlib import Path; from tests.outputs.synthetic import a_quarter;"
        "from scheduler.outputs.calendars import write_calendars; q = a_quarter(2, 1);"
        "write_calendars(q.plan, q.facts, Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        given = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())}
        subprocess.run([sys.executable, "-c", script, str(tmp_path / seed)], check=True, env=given)

    first, second = (
        {path.relative_to(tmp_path / seed): path.read_bytes() for path in sorted((tmp_path / seed).rglob("*.ics"))}
        for seed in ("1", "2")
    )
    assert len(first) == 13
    assert first == second


# What each reader sees


def of(visits: Iterable[Visit], **tables: object) -> tuple[Plan, object]:
    return a_plan(*visits), facts_of(a_programme(**tables))  # type: ignore[arg-type]


def test_every_visit_is_in_exactly_one_event_of_each_feed_that_concerns_it(quarter: Quarter) -> None:
    concerned: dict[tuple[str, str], list[str]] = {}
    for visit in quarter.plan.visits:
        readers = {("departments", visit.department), ("sites", visit.site)}
        readers |= {("performers", leg.performer) for leg in visit.legs if leg.performer != "in_house"}
        readers |= {("technicians", person) for leg in visit.legs for person in leg.technicians if person[0] == "T"}
        for reader in readers:
            concerned.setdefault(reader, []).append(visit.visit_id)

    shown = {
        (each.folder, each.scope): [v for e in each.events for v in e.visit_ids]
        for each in feeds(quarter.plan, quarter.facts)
    }

    assert {reader: sorted(found) for reader, found in shown.items() if found} == {
        reader: sorted(found) for reader, found in concerned.items()
    }


def test_a_technician_sees_a_round_in_walking_order_with_all_that_is_needed() -> None:
    first = a_visit("A-1", "2027-01-11 09:00", 30, ("Ann", "Bob"), round_id="R", instruments=("Flow-1",))
    second = a_visit("A-2", "2027-01-11 09:40", 20, ("Ann", "Bob"), round_id="R")
    plan, facts = of(
        [second, first],
        assets=[an_asset("A-1", room="12"), an_asset("A-2")],
        technicians=[a_technician("Ann"), a_technician("Bob")],
    )

    [shown] = shown_by(plan, facts, "technicians", "Ann")

    assert shown.summary == "2 visits, Pump: PM"
    assert shown.location == "North, Ward, room 12"
    assert shown.description == (
        "1. 09:00-09:30 Pump A-1 (Acme P1, serial SN A-1), Ward, room 12: PM, 30 min\n"
        "2. 09:40-10:00 Pump A-2 (Acme P1, serial SN A-2), Ward: PM, 20 min\n"
        "Bring: Flow-1\nWith: Bob\nWork: 50 min"
    )
    assert (shown.start, shown.end) == (datetime(2027, 1, 11, 8, tzinfo=UTC), datetime(2027, 1, 11, 9, tzinfo=UTC))
    assert shown.busy


def test_a_technician_sees_only_the_own_legs_of_a_visit_of_several_performers() -> None:
    legs = (
        a_leg("2027-01-11 09:00", 60, ("GE#1",), performer="GE"),
        a_leg("2027-01-11 10:00", 30, ("Ann",), tasks=("u",)),
    )
    plan = a_plan(
        a_visit(legs=legs), obligations=[an_obligation(), an_obligation("A-1", a_procedure("Test"), task="u")]
    )
    facts = facts_of(
        a_programme(technicians=[a_technician("Ann"), a_technician("GE#1", performer="GE", anonymous=True)])
    )

    [own] = shown_by(plan, facts, "technicians", "Ann")
    [vendor] = shown_by(plan, facts, "performers", "GE")
    [ward] = shown_by(plan, facts, "departments", "Ward")

    assert [(each.start.hour, each.end.hour * 60 + each.end.minute) for each in (own, vendor, ward)] == [  # type: ignore[union-attr]
        (9, 9 * 60 + 30),
        (8, 9 * 60),
        (8, 9 * 60 + 30),
    ]
    assert own.uid == vendor.uid == ward.uid


def test_a_department_sees_a_bench_visit_from_collection_to_return_and_is_not_blocked() -> None:
    visit = a_visit(out=("2027-01-11 07:00", "2027-01-12 10:00"))

    [shown] = shown_by(a_plan(visit), facts_of(), "departments", "Ward")

    assert (shown.start, shown.end) == (datetime(2027, 1, 11, 6, tzinfo=UTC), datetime(2027, 1, 12, 9, tzinfo=UTC))
    assert not shown.busy


def test_a_visit_that_waits_for_agreement_is_tentative() -> None:
    asked = replace(a_visit(), agreement=Agreement.PROPOSED)
    agreed = replace(a_visit("A-2", "2027-01-12 09:00"), agreement=Agreement.AGREED)
    plan, facts = of([asked, agreed], assets=[an_asset("A-1"), an_asset("A-2")])

    shown = shown_by(plan, facts, "technicians", "Ann")

    assert [each.status for each in shown] == [EventStatus.TENTATIVE, EventStatus.CONFIRMED]


def test_a_technician_reads_the_way_from_the_site_before() -> None:
    quarter = a_quarter(2, 2)
    [monday] = [
        e for e in shown_by(quarter.plan, quarter.facts, "technicians", "T01") if e.starts_at.date() == date(2027, 1, 4)
    ]

    assert monday.description.startswith(("Way: 25 min from", "1. "))
    shown = [e.description for e in shown_by(quarter.plan, quarter.facts, "technicians", "T01")]
    assert any(text.startswith("Way: 25 min from South\n") for text in shown)


def test_hostile_ids_stay_inside_their_folder(tmp_path: Path) -> None:
    evil = "../../evil"
    facts = facts_of(a_programme(technicians=[a_technician(evil)]))

    write_calendars(a_plan(a_visit(technicians=(evil,))), facts, tmp_path)

    assert [path.parent.name for path in sorted(tmp_path.rglob("*evil*"))] == ["technicians"]


def test_issued_events_of_one_content_are_serialised_alike() -> None:
    made = an_event()

    assert a_feed(made) == feed_bytes(Feed("Ann", "about", (IssuedEvent(made, 0, PUBLISHED),)))


def test_round_ids_that_change_leave_the_uid(quarter: Quarter) -> None:
    """12"""
    renamed = tuple(
        replace(visit, round_id=RoundId(f"new {visit.round_id}") if visit.round_id else visit.round_id)
        for visit in quarter.plan.visits
    )

    before = shown_by(quarter.plan, quarter.facts, "technicians", "T00")
    after = shown_by(replace(quarter.plan, visits=renamed), quarter.facts, "technicians", "T00")

    assert before == after
    assert TechnicianId("T00")


def test_an_asset_and_its_modality_are_named_as_the_hospital_does() -> None:
    modality = replace(a_modality("Pump"), name="Infusion pump")
    plan, facts = of([a_visit()], modalities=[modality], models=[a_model()])

    assert shown_by(plan, facts, "sites", "North")[0].summary == "Infusion pump A-1: preventive maintenance"
