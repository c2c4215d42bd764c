"""The page of changes in a real browser: does somebody find the own changes, and nothing else?"""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from scheduler.outputs.comparison import compare, difference_html, read_side
from scheduler.outputs.plan_json import write_plan_json
from scheduler.outputs.tables import write_tables
from tests.outputs.synthetic import a_quarter

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")]


def test_a_name_shows_the_own_changes_and_nothing_else(tmp_path: Path) -> None:
    quarter = a_quarter(3, 2)
    fewer = replace(quarter.plan, visits=tuple(visit for n, visit in enumerate(quarter.plan.visits) if n % 4))
    for name, plan in (("old", quarter.plan), ("new", fewer)):
        (tmp_path / name).mkdir()
        write_tables(plan, quarter.facts, tmp_path / name)
        write_plan_json(plan, quarter.facts, tmp_path / name, 0)
    found = compare(read_side(tmp_path / "old", "old"), read_side(tmp_path / "new", "new"))
    own = [change.visit.asset_tag for change in found.changes if "T01" in change.technicians]
    assert 0 < len(own) < len(found.changes)
    (tmp_path / "changes.html").write_text(difference_html(found), encoding="utf-8")
    address, heard = (tmp_path / "changes.html").as_uri(), []

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("request", lambda request: heard.append(request.url))
        page.goto(address)
        every = page.locator("#changes tbody tr:visible").count()
        page.click("button[data-value=T01]")
        shown = page.locator("#changes tbody tr:visible td:first-child").all_inner_texts()
        said = page.inner_text("#shown")
        browser.close()

    assert every == len(found.changes)
    assert [text.split("\n")[0] for text in shown] == own
    assert said == f"{len(own)} of {every} shown"
    assert heard == [address]
