"""FEEDS 37 and 38: what a person sees who subscribes."""

import re

import pytest

from scheduler.service.app import Service
from tests.service.running import Running


def test_a_page_has_the_link_of_each_program(service: Running) -> None:
    service.service.served.base_url = "https://cal.hospital.example"
    try:
        issued = service.subscribed()
        secret = issued.links.page.rpartition("/")[2]
        text = service.client.get(f"/s/{secret}").text
    finally:
        service.service.served.base_url = service.base

    feed = f"cal.hospital.example/f/{secret}.ics"
    assert text.count(f'href="webcal://{feed}"') == 2
    assert f'href="https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F{feed.replace("/", "%2F")}"' in text
    assert 'href="https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fcal.hospital.example' in text
    assert 'href="https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2Fcal.hospital.example' in text
    assert f">https://{feed}</textarea>" in text
    assert "data:image/svg+xml" in text
    assert "12 to 24 hours" in text
    assert "only inside the hospital" not in text


def test_an_address_inside_the_house_offers_no_service_that_cannot_reach_it(service: Running) -> None:
    text = service.client.get(service.subscribed().links.page).text

    assert "only inside the hospital" in text
    assert "calendar.google.com" not in text
    assert "outlook.live.com" not in text


def test_a_page_tells_when_the_calendar_was_last_fetched_and_by_what(service: Running) -> None:
    issued = service.subscribed()
    before = service.client.get(issued.links.page).text
    service.client.get(service.path_of(issued), headers={"User-Agent": "Thunder<bird>/140"})
    service.service._fetches.write(service.store)

    after = service.client.get(issued.links.page).text

    assert "not yet" in before
    assert re.search(r"Last fetched</dt><dd>[0-9-]{10} [0-9:]{5} UTC by Thunder&lt;bird&gt;/140", after)


def test_revoking_on_the_page_stops_the_calendar(service: Running) -> None:
    issued = service.subscribed()

    said = service.client.post(f"{issued.links.page}/revoke")

    assert (said.status_code, "was revoked" in said.text) == (200, True)
    assert service.client.get(service.path_of(issued)).status_code == 410
    assert service.client.post(f"{issued.links.page}/revoke").status_code == 410


def test_no_name_of_a_subscriber_becomes_a_part_of_the_page(service: Running) -> None:
    text = service.client.get(service.subscribed(to='<script>alert(1)</script>"').links.page).text

    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize("path", ["/", "/robots.txt", "/style.css", "/health"])
def test_what_is_public_is_short_and_has_the_security_headers(service: Running, path: str) -> None:
    answer = service.client.get(path)

    assert answer.status_code == 200
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_robots_are_not_kept_out(service: Running) -> None:
    assert service.client.get("/robots.txt").text == "User-agent: *\nDisallow:\n"


def test_the_description_of_the_api_names_the_calendar(service: Running) -> None:
    schema = service.client.get("/openapi.json").json()

    assert "/f/{secret}.ics" in schema["paths"]
    assert isinstance(service.service, Service)
