"""What subscribed programs show after each publication: vdirsyncer and khal, ical.js, and a browser with axe-core."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.outputs.calendars.feeds import feeds
from tests.service.running import NOW, Running, running, wait_for
from tests.store.publications import a_small_quarter, published, variants

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.slow

Shown = list[tuple[str, str]]
"""Start (UTC) and summary of each appointment, sorted."""


def planned(plan: Plan, facts: Facts) -> Shown:
    """What the technician's calendar must show."""
    own = next(reader for reader in feeds(plan, facts) if (reader.folder, reader.scope) == ("technicians", "T00"))
    return sorted((f"{event.starts_at:%Y-%m-%d %H:%M}", event.summary) for event in own.events)


def test_vdirsyncer_khal_and_ical_js_show_exactly_each_new_plan(tmp_path: Path) -> None:
    quarter, folder = a_small_quarter(), tmp_path / "programme"
    folder.mkdir()
    first, moved, fewer = variants(quarter)
    subprocess.run(["npm", "install", "--silent", "ical.js@2"], cwd=tmp_path, check=True, capture_output=True)
    published(folder, first, quarter.facts)
    with running(folder) as service:
        path = service.path_of(service.subscribed())
        programs = _Programs(tmp_path, f"{service.base}{path}")
        for number, plan in enumerate((first, moved, fewer, first), start=1):
            if number > 1:
                published(folder, plan, quarter.facts, at=NOW + timedelta(hours=number))
                wait_for(lambda number=number: service.service.shelf.version == number)
            answer = service.client.get(path)

            assert programs.khal() == planned(plan, quarter.facts)
            assert programs.ical_js(answer.content) == planned(plan, quarter.facts)
            same = service.client.get(path, headers={"If-None-Match": answer.headers["etag"]})
            assert (same.status_code, same.content) == (304, b"")


class _Programs:
    """Clients that subscribe to one address."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        (folder / "vdirsyncer").write_text(
            f'[general]\nstatus_path = "{folder / "status"}"\n'
            '[pair plan]\na = "mine"\nb = "theirs"\ncollections = null\nconflict_resolution = "b wins"\n'
            f'[storage mine]\ntype = "filesystem"\npath = "{folder / "mine"}"\nfileext = ".ics"\n'
            f'[storage theirs]\ntype = "http"\nurl = "{address}"\n'
        )
        (folder / "khal").write_text(
            f"[calendars]\n[[plan]]\npath = {folder / 'mine'}\nreadonly = True\n"
            "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
            "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            f"[sqlite]\npath = {folder / 'khal.db'}\n"
        )
        (folder / "mine").mkdir()
        self._run("vdirsyncer", "-c", folder / "vdirsyncer", "discover")

    def khal(self) -> Shown:
        """Synchronise, and return what khal lists, without tombstones, each appointment once."""
        self._run("vdirsyncer", "-c", self._folder / "vdirsyncer", "sync")
        form = "{start}|{title}"
        words = ("list", "--once", "-df", "", "-f", form, "2026-12-01", "120d")
        said = self._run("khal", "-c", self._folder / "khal", *words)
        rows = [line.partition("|") for line in said.splitlines() if "|" in line]
        return sorted((start, title.strip()) for start, _, title in rows if not title.startswith("CANCELLED: "))

    def ical_js(self, content: bytes) -> Shown:
        feed = self._folder / "feed.ics"
        feed.write_bytes(content)
        code = """
            import ICAL from 'ical.js';
            import fs from 'fs';
            const feed = new ICAL.Component(ICAL.parse(fs.readFileSync('feed.ics', 'utf8')));
            const events = feed.getAllSubcomponents('vevent').map(each => name => each.getFirstPropertyValue(name));
            const shown = events.filter(value => value('status') !== 'CANCELLED');
            const rows = shown.map(value => [value('dtstart').toJSDate().toISOString(), value('summary')]);
            console.log(JSON.stringify(rows));
        """
        (self._folder / "read.mjs").write_text(code)
        said = subprocess.run(["node", "read.mjs"], cwd=self._folder, capture_output=True, text=True, check=True).stdout
        return sorted(
            (f"{datetime.fromisoformat(start).astimezone(UTC):%Y-%m-%d %H:%M}", title)
            for start, title in json.loads(said)
        )

    def _run(self, program: str, *words: object) -> str:
        command: Sequence[str] = [str(Path(sys.executable).with_name(program)), *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, input="y\n" * 5, cwd=self._folder, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("base", ["", "https://calendars.hospital.example"])
def test_the_page_has_no_finding_of_axe_and_asks_for_nothing_elsewhere(
    service: Running, tmp_path: Path, scheme: str, base: str
) -> None:
    subprocess.run(["npm", "install", "--silent", "axe-core@4"], cwd=tmp_path, check=True, capture_output=True)
    issued = service.subscribed()
    service.service.served.base_url = base or service.base
    heard: list[str] = []
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
            page = browser.new_page(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
            page.on("console", lambda message: heard.append(message.text))
            page.on("pageerror", lambda error: heard.append(str(error)))
            page.on("request", lambda request: heard.append(request.url))
            page.goto(issued.links.page)
            asked = [each for each in heard if not each.startswith(("data:", service.base))]
            page.add_script_tag(path=tmp_path / "node_modules" / "axe-core" / "axe.min.js")
            findings = page.evaluate("async () => (await axe.run()).violations.map(each => [each.id, each.impact])")
            wider = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            browser.close()
    finally:
        service.service.served.base_url = service.base

    assert (asked, findings, wider) == ([], [], False)
