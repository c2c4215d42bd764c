"""What stands in the store after one publication, and after the next."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from icalendar import Event as VEvent

from scheduler.domain.calendar import Horizon
from scheduler.domain.ids import TechnicianId
from scheduler.errors import UsageError, VersionConflict
from scheduler.publishing import Order, publish_checked
from scheduler.store import (
    FeedId,
    feed_body,
    feed_events,
    feed_heads,
    files_of,
    find_store,
    issued_feeds,
    latest,
    open_store,
    version_of,
    versions,
)
from tests.builders import facts_of
from tests.outputs.synthetic import Quarter, a_quarter
from tests.store.publications import (
    MONDAY,
    a_publication,
    a_small_quarter,
    moved,
    planned_appointments,
    published,
    variants,
)
from tests.store.soundness import assert_whole

TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)
OWN = FeedId("technicians", "T00")


@pytest.fixture(scope="module")
def quarter() -> Quarter:
    return a_small_quarter()


def events_of(folder: Path, feed_id: FeedId = OWN, database: str | None = None) -> dict[str, VEvent]:
    with open_store(folder, database, MONDAY) as store, store.reading() as connection:
        body = feed_body(connection, feed_id)
        assert body is not None
        return {str(event["UID"]): event for event in Calendar.from_ical(body.content).events}


def test_a_published_plan_is_read_back_as_it_was(tmp_path: Path, quarter: Quarter, database: str | None) -> None:
    done = published(tmp_path, quarter.plan, quarter.facts, database=database, note="plan")

    with open_store(tmp_path, database, MONDAY) as store:
        assert assert_whole(store, {"plan": planned_appointments(quarter.plan, quarter.facts)}) == 1
        with store.reading() as connection:
            assert latest(connection) == done.version == version_of(connection, 1)
            assert files_of(connection, 1)["visits.csv"] == repr(quarter.plan.visits).encode()
    assert (done.new_events, done.changed_events, done.cancelled_events) == (len(_uids(quarter)), 0, 0)


def _uids(quarter: Quarter) -> set[str]:
    return {uid for _, uid, _ in planned_appointments(quarter.plan, quarter.facts)}


def test_what_was_issued_is_known_as_it_was_issued(tmp_path: Path, quarter: Quarter, database: str | None) -> None:
    """Publish → load = equal: the next publication starts from exactly what subscribers have."""
    from scheduler.outputs import issue_feeds

    issued = issue_feeds(quarter.plan, quarter.facts, (), MONDAY, "")
    published(tmp_path, quarter.plan, quarter.facts, database=database)

    with open_store(tmp_path, database, MONDAY) as store, store.reading() as connection:
        assert issued_feeds(connection) == issued


def test_publishing_the_same_plan_again_changes_no_byte(tmp_path: Path, quarter: Quarter, database: str | None) -> None:
    published(tmp_path, quarter.plan, quarter.facts, database=database)
    with open_store(tmp_path, database, MONDAY) as store, store.reading() as connection:
        before = [(head.feed_id, head.etag, head.changed_at) for head in feed_heads(connection)]

    done = published(tmp_path, quarter.plan, quarter.facts, database=database, at=TUESDAY)

    with open_store(tmp_path, database, MONDAY) as store, store.reading() as connection:
        assert [(head.feed_id, head.etag, head.changed_at) for head in feed_heads(connection)] == before
        assert {head.version for head in feed_heads(connection)} == {2}
    assert (done.version.number, done.changed_feeds, done.same_events) == (2, 0, len(_uids(quarter)))


def test_move_cancel_and_return_keep_the_name_and_raise_the_revision(
    tmp_path: Path, quarter: Quarter, database: str | None
) -> None:
    """12, 17, 18, 20, 21"""
    first, rest = quarter.plan.visits[-1], quarter.plan.visits[:-1]
    feed_id = FeedId("performers", "GE")
    plans = (
        quarter.plan,
        replace(quarter.plan, visits=(*rest, moved(first, timedelta(hours=2)))),
        replace(quarter.plan, visits=rest),
        quarter.plan,
    )
    seen = []
    for number, plan in enumerate(plans):
        published(tmp_path, plan, quarter.facts, database=database, at=MONDAY + timedelta(days=number))
        [event] = [each for each in events_of(tmp_path, feed_id, database).values() if "X-HTM-VISITS" in each]
        seen.append(event)

    assert len({str(event["UID"]) for event in seen}) == 1
    assert [int(event["SEQUENCE"]) for event in seen] == [0, 1, 2, 3]
    assert [event["STATUS"] for event in seen] == [seen[0]["STATUS"]] * 2 + ["CANCELLED", seen[0]["STATUS"]]
    assert [event["DTSTAMP"].dt for event in seen] == [MONDAY + timedelta(days=number) for number in range(4)]
    assert [event["LAST-MODIFIED"].dt for event in seen] == [event["DTSTAMP"].dt for event in seen]
    assert [event.start - seen[0].start for event in seen] == [timedelta(hours=hours) for hours in (0, 2, 2, 0)]


def test_only_the_feeds_that_a_change_concerns_change(tmp_path: Path, quarter: Quarter) -> None:
    vendor, rest = quarter.plan.visits[-1], quarter.plan.visits[:-1]
    published(tmp_path, quarter.plan, quarter.facts)
    done = published(
        tmp_path, replace(quarter.plan, visits=(*rest, moved(vendor, timedelta(hours=1)))), quarter.facts, at=TUESDAY
    )

    with open_store(tmp_path, None, MONDAY) as store, store.reading() as connection:
        changed = {str(head.feed_id) for head in feed_heads(connection) if head.changed_at == TUESDAY}
    assert changed == {"performers/GE", f"departments/{vendor.department}", f"sites/{vendor.site}", str(OWN)}
    assert (done.changed_feeds, done.changed_events, done.cancelled_events, done.new_events) == (4, 1, 0, 0)


def test_a_plan_does_not_cancel_what_it_does_not_speak_of(tmp_path: Path, quarter: Quarter) -> None:
    """The next quarter is published while visits of this one are still ahead."""
    next_quarter = replace(quarter.plan, visits=(), horizon=Horizon(date(2027, 4, 1), date(2027, 6, 30)))
    published(tmp_path, quarter.plan, quarter.facts)
    before = events_of(tmp_path)
    assert before

    done = published(tmp_path, next_quarter, quarter.facts, at=TUESDAY)

    assert events_of(tmp_path) == before
    assert (done.cancelled_events, done.changed_events) == (0, 0)


def test_a_visit_on_the_last_day_of_the_plan_is_cancelled_and_one_after_it_is_not(
    tmp_path: Path, quarter: Quarter
) -> None:
    days = sorted({visit.span.start.date() for visit in quarter.plan.visits})
    shorter = replace(quarter.plan, visits=(), horizon=Horizon(days[0], days[1]))
    published(tmp_path, quarter.plan, quarter.facts)

    published(tmp_path, shorter, quarter.facts, at=TUESDAY)

    for event in events_of(tmp_path).values():
        assert (event["STATUS"] == "CANCELLED") == (event.start.date() <= days[1])


def test_a_reader_who_is_gone_keeps_a_feed_of_cancelled_visits(tmp_path: Path, quarter: Quarter) -> None:
    published(tmp_path, quarter.plan, quarter.facts)
    others = {key: each for key, each in quarter.facts.programme.technicians.items() if key != OWN.scope}
    facts = facts_of(replace(quarter.facts.programme, technicians=others))

    published(tmp_path, replace(quarter.plan, visits=()), facts, at=TUESDAY)

    assert {event["STATUS"] for event in events_of(tmp_path).values()} == {"CANCELLED"}


def test_tombstones_leave_the_feed_after_their_days_and_a_notice_takes_their_place(
    tmp_path: Path, quarter: Quarter
) -> None:
    """19, 20: and a notice that stays the same keeps its stamps."""
    nothing = replace(quarter.plan, visits=())
    published(tmp_path, quarter.plan, quarter.facts)
    published(tmp_path, nothing, quarter.facts, at=TUESDAY)
    published(tmp_path, nothing, quarter.facts, at=TUESDAY + timedelta(days=30))
    [notice] = events_of(tmp_path).values()
    published(tmp_path, nothing, quarter.facts, at=TUESDAY + timedelta(days=31))

    assert [str(event["SUMMARY"]) for event in events_of(tmp_path).values()] == ["No visits planned"]
    assert events_of(tmp_path) == {str(notice["UID"]): notice}


def test_a_visit_handed_to_somebody_else_goes_on_from_its_revision_there(tmp_path: Path) -> None:
    """No revision of a name is given to two states, whoever's calendar they stand in."""
    quarter = a_quarter(2, 1)
    own = [visit for visit in quarter.plan.visits if visit.legs[0].technicians == ("T00",)]
    round_id, others = own[0].round_id, [visit for visit in quarter.plan.visits if visit.round_id != own[0].round_id]
    later = [moved(visit, timedelta(hours=1)) for visit in own if visit.round_id == round_id]
    leg_of_other = {visit.visit_id: replace(visit.legs[0], technicians=(TechnicianId("T01"),)) for visit in later}
    handed_over = [replace(visit, legs=(leg_of_other[visit.visit_id],)) for visit in later]
    published(tmp_path, quarter.plan, quarter.facts)
    published(tmp_path, replace(quarter.plan, visits=(*others, *later)), quarter.facts, at=TUESDAY)
    published(tmp_path, replace(quarter.plan, visits=(*others, *handed_over)), quarter.facts, at=WEDNESDAY)

    theirs, mine = events_of(tmp_path, FeedId("technicians", "T01")), events_of(tmp_path)
    [uid] = {uid for uid in mine if mine[uid]["STATUS"] == "CANCELLED"}
    assert (int(mine[uid]["SEQUENCE"]), int(theirs[uid]["SEQUENCE"])) == (2, 2)
    assert theirs[uid]["STATUS"] == "CONFIRMED"


def test_two_planners_at_once_meet_a_conflict_and_nothing_is_overwritten(
    tmp_path: Path, quarter: Quarter, database: str | None
) -> None:
    first, second, _ = variants(quarter)
    published(tmp_path, first, quarter.facts, database=database, after=0)
    published(tmp_path, second, quarter.facts, database=database, after=1, note="theirs")

    with pytest.raises(VersionConflict) as refused:
        published(tmp_path, first, quarter.facts, database=database, after=1)

    assert str(refused.value) == (
        "The latest version is version 2, published by Ann at 2026-12-01 12:00 UTC, not 1; nothing was published. "
        "See what changed with `htm diff 1 2`, plan again from there, and publish with --if-version 2."
    )
    with open_store(tmp_path, database, MONDAY) as store, store.reading() as connection:
        assert [each.note for each in versions(connection)] == ["theirs", ""]


@pytest.mark.parametrize("expected", [0, 2])
def test_who_expects_no_version_or_one_to_come_is_shown_their_own_folder(
    tmp_path: Path, quarter: Quarter, expected: int
) -> None:
    published(tmp_path, quarter.plan, quarter.facts)

    with pytest.raises(VersionConflict, match="See what changed with `htm diff OUT 1`, plan again"):
        published(tmp_path, quarter.plan, quarter.facts, after=expected)


def test_who_expects_a_version_where_there_is_none_is_told(tmp_path: Path, quarter: Quarter) -> None:
    with pytest.raises(VersionConflict) as refused:
        published(tmp_path, quarter.plan, quarter.facts, after=3)

    assert str(refused.value) == (
        "Nothing is published yet, so not version 3 either; nothing was published now. "
        "Publish with --if-version 0, or look whether --database names the right store."
    )


def test_the_plans_of_another_programme_are_refused(tmp_path: Path, quarter: Quarter) -> None:
    published(tmp_path, quarter.plan, quarter.facts)
    other = facts_of(replace(quarter.facts.programme, name="Other"))
    publication = a_publication(quarter.plan, other)

    with pytest.raises(UsageError, match='--renamed-from "') as refused:
        publish_checked(publication, other, tmp_path, Order("Ann", TUESDAY))
    done = publish_checked(
        publication, other, tmp_path, Order("Ann", TUESDAY, renamed_from=quarter.facts.programme.name)
    )

    assert f'holds the plans of "{quarter.facts.programme.name}", not of "Other"' in str(refused.value)
    assert done.version.number == 2


def test_appointments_link_to_the_report_where_it_can_be_read_and_nowhere_else(
    tmp_path: Path, quarter: Quarter
) -> None:
    """24"""
    publication = a_publication(quarter.plan, quarter.facts)
    published(tmp_path, quarter.plan, quarter.facts)
    assert not any("URL" in event for event in events_of(tmp_path).values())

    order = Order("Ann", TUESDAY, report="https://plans.example.org/report.html")
    publish_checked(publication, quarter.facts, tmp_path, order)

    for uid, event in events_of(tmp_path).items():
        assert str(event["URL"]) == f"https://plans.example.org/report.html#{uid}"
        assert int(event["SEQUENCE"]) == 1


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path, quarter: Quarter) -> None:
    order = Order("Ann", MONDAY, dry_run=True)
    publication = a_publication(quarter.plan, quarter.facts)

    dry = publish_checked(publication, quarter.facts, tmp_path, order)

    assert find_store(tmp_path, None, MONDAY) is None
    assert list(tmp_path.iterdir()) == []
    assert dry == publish_checked(publication, quarter.facts, tmp_path, replace(order, dry_run=False))


def test_nothing_published_is_an_answer_too(tmp_path: Path, database: str | None) -> None:
    with open_store(tmp_path, database, MONDAY) as store, store.reading() as connection:
        assert latest(connection) is None
        assert (versions(connection), feed_heads(connection), issued_feeds(connection)) == ((), (), ())
        assert feed_body(connection, OWN) is None
        assert feed_events(connection, OWN) == ()
        with pytest.raises(UsageError, match=r"There is no version 1. Nothing was published yet."):
            version_of(connection, 1)


def test_times_are_kept_to_the_second_and_in_utc(tmp_path: Path, quarter: Quarter, database: str | None) -> None:
    at = datetime(2026, 12, 1, 12, 0, 0, 999_999, tzinfo=UTC)
    published(tmp_path, quarter.plan, quarter.facts, database=database, at=at)

    with open_store(tmp_path, database, MONDAY) as store, store.reading() as connection:
        found = latest(connection)
        assert found is not None
        assert found.published_at == at
        assert {head.changed_at for head in feed_heads(connection)} == {MONDAY}
