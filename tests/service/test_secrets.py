"""FEEDS 30 to 33: addresses that nobody can guess, kept as a hash, and in no log, error or dump."""

import logging
from pathlib import Path

import pytest

from scheduler.errors import StoreError, UsageError
from scheduler.service.links import LONGEST_URL, links
from scheduler.service.serving import Bind, listening
from scheduler.service.subscriptions import issue, reissue
from scheduler.store import revoke_token
from tests.service.running import NOW, Running, running
from tests.store.publications import a_small_quarter, published

PUBLIC = "https://calendars.st-elsewhere-regional-hospital.example"


def test_a_token_has_192_bits_and_its_address_is_short(service: Running) -> None:
    with service.store.writing() as connection:
        made = [
            issue(connection, "technicians/T00", f"Person {each}", base_url=PUBLIC, who="x", now=NOW)
            for each in range(50)
        ]

    secrets = {each.links.feed.removeprefix(f"{PUBLIC}/f/").removesuffix(".ics") for each in made}
    assert len(secrets) == 50
    assert {len(each) for each in secrets} == {32}
    assert all(len(each.links.feed) <= LONGEST_URL for each in made)


def test_an_address_that_some_programs_refuse_is_refused_before_it_is_given_out() -> None:
    with pytest.raises(UsageError, match=r"too long: with its token a calendar's address has 117 characters"):
        links("https://" + "c" * 62 + ".example", "s" * 32, "x")


@pytest.mark.parametrize(
    "address", ["calendars.example", "ftp://x.example", "https://u:p@x.example", "https://x.example?a=1", ""]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match=r"^--base-url: "):
        links(address, "s" * 32, "x")


@pytest.mark.parametrize(
    ("address", "is_inside"),
    [
        ("http://127.0.0.1:8080", True),
        ("https://10.1.2.3", True),
        ("https://[fd00::1]", True),
        ("https://intranet", True),
        ("https://cal.hospital.local", True),
        ("https://cal.hospital.example", False),
        ("https://8.8.8.8", False),
    ],
)
def test_an_address_inside_the_house_is_known(address: str, is_inside: bool) -> None:
    assert links(address, "s" * 32, "x").is_inside is is_inside


def test_a_rotated_token_is_revoked_and_its_successor_shows_the_same_calendar(service: Running) -> None:
    old = service.subscribed(to="Rita")
    with service.store.writing() as connection:
        new = reissue(connection, old.token.token_id, base_url=service.base, who="Ann", now=NOW)

    assert service.client.get(service.path_of(old)).status_code == 410
    assert service.client.get(service.path_of(new)).status_code == 200
    assert (new.token.feed_id, new.token.subscriber) == (old.token.feed_id, "Rita")


def test_a_person_has_one_address_of_a_calendar_at_a_time(service: Running) -> None:
    first = service.subscribed(to="Olga Ruiz")

    with pytest.raises(UsageError) as refused:
        service.subscribed(to=" olga  ruiz ")
    with service.store.writing() as connection:
        revoke_token(connection, first.token.token_id, who="Ann", now=NOW)
    second = service.subscribed(to="Olga Ruiz")

    number = first.token.token_id
    assert str(refused.value) == (
        f"Olga Ruiz has an address of technicians/T00 already, {number}. It cannot be shown again; "
        f"htm token rotate {number} makes another one."
    )
    assert second.token.token_id != number


def test_a_calendar_that_is_not_there_is_told_with_the_nearest(service: Running) -> None:
    with service.store.writing() as connection, pytest.raises(UsageError) as refused:
        issue(connection, "technician/T00", "Ann", base_url=PUBLIC, who="x", now=NOW)

    assert str(refused.value) == 'There is no calendar "technician/T00". Did you mean "technicians/T00"?'


def test_no_token_stands_in_a_log_an_error_or_the_database(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    quarter, folder = a_small_quarter(), tmp_path / "programme"
    folder.mkdir()
    published(folder, quarter.plan, quarter.facts)
    caplog.set_level(logging.DEBUG)
    with running(folder) as service:
        issued = service.subscribed()
        path, page = service.path_of(issued), issued.links.page
        secret = page.rpartition("/")[2]
        caplog.clear()
        answers = [
            service.client.get(path),
            service.client.post(path),
            service.client.get(page),
            service.client.get(f"{page}x"),
        ]
        service.client.get(f"/f/{secret}.ics?{secret}", headers={"User-Agent": "curl", "If-None-Match": secret})
        with monkeypatch.context() as patched:
            patched.setattr(service.service.shelf, "token", _fails_with(secret))
            answers.append(service.client.get(path))
            patched.setattr(service.service.shelf, "token", _breaks_with(secret))
            answers += [service.client.get(path), service.client.get(page)]
        answers.append(service.client.post(f"{page}/revoke"))
        service.service._fetches.write(service.store)
        logged = [record.getMessage() for record in caplog.records if record.name not in ("httpx", "httpcore")]
        logged = [line for line in logged if not line.startswith(("send_request", "receive_response"))]

    assert [each.status_code for each in answers] == [200, 405, 200, 404, 503, 503, 503, 200]
    assert any("a request failed" in line for line in logged)
    assert not [line for line in logged if secret in line and "httpcore" not in line]
    assert secret not in "".join(capfd.readouterr())
    assert not [file for file in folder.rglob("*") if file.is_file() and secret.encode() in file.read_bytes()]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "calendars.example"])
def test_tokens_do_not_cross_a_network_in_the_clear_unless_somebody_answers_for_it(host: str) -> None:
    with pytest.raises(UsageError) as refused:
        listening(Bind(host, 0))

    assert "--behind-tls-proxy" in str(refused.value)


def test_a_port_that_is_taken_is_told() -> None:
    with listening(Bind(port=0)) as first, pytest.raises(UsageError, match="Give another --port"):
        listening(Bind(port=first.getsockname()[1]))


def _fails_with(secret: str):  # type: ignore[no-untyped-def]
    def fail(_: str) -> None:
        raise StoreError("the disk is gone")

    return fail


def _breaks_with(secret: str):  # type: ignore[no-untyped-def]
    def fail(_: str) -> None:
        raise RuntimeError(f"a library says too much: /f/{secret}.ics")

    return fail
