"""FEEDS 27 to 35: what a calendar program gets, and what nobody gets."""

import gzip
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from icalendar import Calendar

from scheduler.domain.publication import FeedId
from scheduler.store import feed_body, revoke_token
from tests.service.running import NOW, Running, running, wait_for
from tests.store.publications import a_small_quarter, published, variants


@pytest.fixture(scope="module")
def path(service: Running) -> str:
    """The path of a subscribed calendar."""
    return service.path_of(service.subscribed())


def test_a_calendar_is_what_was_published_byte_by_byte(service: Running, path: str) -> None:
    with service.store.reading() as connection:
        stored = feed_body(connection, FeedId("technicians", "T00"))

    answer = service.client.get(path, headers={"Accept-Encoding": "identity"})

    assert stored is not None
    assert (answer.status_code, answer.content) == (200, stored.content)
    assert len(Calendar.from_ical(answer.content).events) > 1


def test_the_headers_say_what_it_is_and_keep_its_address_secret(service: Running, path: str) -> None:
    headers = service.client.get(path, headers={"Accept-Encoding": "identity"}).headers

    assert headers["content-type"] == "text/calendar; charset=utf-8"
    assert headers["content-disposition"] == 'inline; filename="T00.ics"'
    assert headers["cache-control"] == "private, no-cache"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["vary"] == "Accept-Encoding"
    assert not {"set-cookie", "location", "server"} & set(headers)


def test_an_entity_tag_names_one_body(service: Running, path: str) -> None:
    plain = service.client.get(path, headers={"Accept-Encoding": "identity"})
    with service.client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert plain.headers["etag"].strip('"').endswith(sha256(plain.content).hexdigest())
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'


@pytest.mark.parametrize("coding", ["", "identity", "gzip;q=0", "br", "gzip;q=nothing"])
def test_a_client_that_does_not_take_gzip_gets_none(service: Running, path: str, coding: str) -> None:
    assert "content-encoding" not in service.client.get(path, headers={"Accept-Encoding": coding}).headers


@pytest.mark.parametrize("coding", ["gzip", "br, gzip;q=0.5", "*", "deflate, x-gzip"])
def test_head_tells_the_same_as_get_without_a_body(service: Running, path: str, coding: str) -> None:
    got = service.client.get(path, headers={"Accept-Encoding": coding})
    told = service.client.head(path, headers={"Accept-Encoding": coding})

    assert told.status_code == got.status_code
    assert told.content == b""
    assert _without_date(told) == _without_date(got)


@pytest.mark.parametrize(
    ("tags", "status"),
    [
        ("{tag}", 304),
        ("W/{tag}", 304),
        ('"other", {tag}', 304),
        ('"other",W/{tag} , "third"', 304),
        ("*", 304),
        ('"other"', 200),
        ("{tag}x", 200),
        ("garbage", 200),
        ('""', 200),
        ("", 200),
    ],
)
def test_what_the_client_has_is_not_sent_again(service: Running, path: str, tags: str, status: int) -> None:
    tag = service.client.get(path).headers["etag"]

    answer = service.client.get(path, headers={"If-None-Match": tags.format(tag=tag)})

    assert answer.status_code == status
    assert bool(answer.content) == (status == 200)
    assert answer.headers["etag"] == tag


@pytest.mark.parametrize(("later", "status"), [(0, 304), (3600, 304), (-1, 200)])
def test_a_date_decides_where_there_is_no_tag(service: Running, path: str, later: int, status: int) -> None:
    changed = parsedate_to_datetime(service.client.get(path).headers["last-modified"])
    since = format_datetime(changed + timedelta(seconds=later), usegmt=True)

    assert service.client.get(path, headers={"If-Modified-Since": since}).status_code == status
    both = {"If-Modified-Since": since, "If-None-Match": '"other"'}
    assert service.client.get(path, headers=both).status_code == 200


@pytest.mark.parametrize(
    "since", ["yesterday", "", "Thu, 99 Foo 2026 00:00:00 GMT", "0", "Tue, 01 Dec 99999 00:00:00 GMT"]
)
def test_a_date_that_cannot_be_read_says_nothing(service: Running, path: str, since: str) -> None:
    assert service.client.get(path, headers={"If-Modified-Since": since}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Basic Zm9vOmJhcg=="},
        {"Accept": "image/png"},
        {"Range": "bytes=0-10"},
        {"Cookie": "a=b"},
        {"X-Forwarded-For": "1.2.3.4"},
    ],
)
def test_what_clients_add_is_harmless(service: Running, path: str, headers: dict[str, str]) -> None:
    usual = service.client.get(path)

    answer = service.client.get(path, params={"cacheBuster": "17", "x": "../../etc"}, headers=headers)

    assert (answer.status_code, answer.content) == (200, usual.content)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "PATCH"])
def test_a_calendar_can_only_be_read(service: Running, path: str, method: str) -> None:
    answer = service.client.request(method, path)

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_every_wrong_address_gets_the_same_answer(service: Running, path: str) -> None:
    wrong = [
        "/f/" + "a" * 32 + ".ics",
        "/f/short.ics",
        "/f/.ics",
        "/f/" + "a" * 5_000 + ".ics",
        "/f/%00%0d%0aX: y.ics",
        path.removesuffix(".ics"),
        path + "/",
        path.upper(),
        path[:-5] + ".ics",
        "/f/../" + path,
        "/s/" + "a" * 32,
        "/nothing",
        "/docs",
    ]

    answers = [service.client.get(each) for each in wrong]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(_without_date(each).items())) for each in answers}) == 1


def test_a_revoked_calendar_is_gone_at_once_and_no_other_is(service: Running, path: str) -> None:
    issued = service.subscribed(to="Bob")
    revoked = service.path_of(issued)
    tag = service.client.get(revoked).headers["etag"]
    with service.store.writing() as connection:
        revoke_token(connection, issued.token.token_id, who="Ann", now=NOW)

    answers = [
        service.client.get(revoked),
        service.client.get(revoked, headers={"If-None-Match": tag}),
        service.client.head(revoked),
        service.client.get(issued.links.page),
    ]

    assert [answer.status_code for answer in answers] == [410] * 4
    assert service.client.get(path).status_code == 200


def test_the_next_version_is_served_and_only_what_changed_has_another_tag(tmp_path: Path) -> None:
    quarter = a_small_quarter()
    first, _, fewer = variants(quarter)
    folder = tmp_path / "programme"
    folder.mkdir()
    published(folder, first, quarter.facts)
    with running(folder) as service:
        paths = [service.path_of(service.subscribed(feed)) for feed in ("technicians/T00", "sites/North")]
        before = [service.client.get(each).headers["etag"] for each in paths]
        published(folder, first, quarter.facts, at=NOW)
        wait_for(lambda: service.service.shelf.version == 2)
        same = [service.client.get(each).headers["etag"] for each in paths]
        published(folder, fewer, quarter.facts, at=NOW + timedelta(hours=1))
        wait_for(lambda: service.service.shelf.version == 3)
        after = [service.client.get(each).headers["etag"] for each in paths]

    assert same == before
    assert after[0] != before[0]


def test_nothing_published_is_no_empty_calendar(tmp_path: Path) -> None:
    with running(tmp_path / "empty") as service:
        assert service.client.get("/health").status_code == 503


def test_bytes_that_are_not_those_of_their_tag_are_never_sent(tmp_path: Path) -> None:
    quarter, folder = a_small_quarter(), tmp_path / "programme"
    folder.mkdir()
    published(folder, quarter.plan, quarter.facts)
    _spoil(folder / ".htm" / "store.sqlite", "technicians")
    with running(folder) as service:
        spoiled = service.client.get(service.path_of(service.subscribed()))
        whole = service.client.get(service.path_of(service.subscribed("sites/North")))

    assert (spoiled.status_code, spoiled.headers["retry-after"]) == (503, "60")
    assert "VCALENDAR" not in spoiled.text
    assert whole.status_code == 200


def test_a_store_that_fails_answers_503_and_serves_again_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quarter, folder = a_small_quarter(), tmp_path / "programme"
    folder.mkdir()
    published(folder, quarter.plan, quarter.facts)
    with running(folder) as service:
        path = service.path_of(service.subscribed())
        with monkeypatch.context() as patched:
            patched.setattr(service.service.shelf, "token", _fails)
            failing = service.client.get(path)
        again = service.client.get(path)

    assert (failing.status_code, again.status_code) == (503, 200)


def test_who_guesses_has_to_wait_and_who_subscribed_has_not(tmp_path: Path) -> None:
    quarter, folder = a_small_quarter(), tmp_path / "programme"
    folder.mkdir()
    published(folder, quarter.plan, quarter.facts)
    with running(folder, misses_a_minute=5, hits_a_minute=20) as service:
        path = service.path_of(service.subscribed())
        guesses = [service.client.get("/f/" + f"{each:032}" + ".ics") for each in range(8)]
        hits = [service.client.get(path) for _ in range(22)]

    assert [each.status_code for each in guesses] == [404] * 5 + [429] * 3
    assert int(guesses[-1].headers["retry-after"]) >= 1
    assert [each.status_code for each in hits][:20] == [200] * 20
    assert hits[-1].status_code == 429


def _fails(_: str) -> None:
    from scheduler.errors import StoreError

    raise StoreError("the disk is gone")


def _spoil(database: Path, kind: str) -> None:
    """Change the kept bytes of one kind of feeds behind the program's back."""
    import sqlite3

    with sqlite3.connect(database) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(
            "UPDATE content SET gzipped = ? WHERE digest IN (SELECT digest FROM version_feed WHERE kind = ?)",
            (gzip.compress(b"BEGIN:VCALENDAR\r\n<html>"), kind),
        )
    connection.close()


def _without_date(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "date"}
