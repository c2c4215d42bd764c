"""The report in a real browser: does a stranger find what a ward gets next week?"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from scheduler.outputs.report import write_report
from tests.outputs.synthetic import a_quarter

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    quarter, folder = a_quarter(3, 3), tmp_path_factory.mktemp("report")
    write_report(quarter.plan, quarter.facts, folder)
    return Path(folder / "report.html").as_uri()


@pytest.fixture(scope="module")
def opened(address: str) -> Iterator[tuple[Page, list[str]]]:
    """The page, with everything that it complained of or asked the network for."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page()
        heard: list[str] = []
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("request", lambda request: heard.append(request.url))
        page.goto(address)
        yield page, heard
        browser.close()


def test_the_page_asks_for_nothing_but_itself_and_complains_of_nothing(
    opened: tuple[Page, list[str]], address: str
) -> None:
    assert opened[1] == [address]


def test_typing_a_wards_name_shows_what_it_gets_in_the_week(opened: tuple[Page, list[str]]) -> None:
    page, _ = opened

    page.fill("#find-department", "4w")
    page.select_option("#week", "2027-W02")

    said = page.inner_text("#department-said")
    rows = page.locator("#department-visits tbody tr")
    assert said.startswith("4W: 12 visits in 2027-W02")
    assert rows.count() == 12
    assert rows.first.inner_text().startswith("Tue 12 Jan 2027\t08:00–08:40\tPUMP-00-0112-0")


def test_the_week_after_is_one_click_away(opened: tuple[Page, list[str]]) -> None:
    page, _ = opened
    page.select_option("#week", "2027-W02")

    page.click("#week-after")

    assert page.input_value("#week") == "2027-W03"


def test_an_events_link_opens_its_week_and_marks_it(opened: tuple[Page, list[str]], address: str) -> None:
    page, _ = opened
    uid = page.evaluate(
        "JSON.parse(document.getElementById('departments-content').textContent).visits.map(v => v[11]).pop()"
    )
    words = page.evaluate("JSON.parse(document.getElementById('departments-content').textContent).words")

    page.goto(f"{address}#{words[uid]}")
    page.evaluate("dispatchEvent(new HashChangeEvent('hashchange'))")

    assert page.locator("#department-visits tr.found").count() >= 1


def test_search_narrows_the_list_of_what_is_not_placed(opened: tuple[Page, list[str]]) -> None:
    page, _ = opened

    page.fill("#find-trouble", "no open downtime")

    assert page.inner_text("#trouble-said") == f"{page.locator('#troubles tbody tr').count()} found"
    assert 0 < page.locator("#troubles tbody tr").count() < 10
