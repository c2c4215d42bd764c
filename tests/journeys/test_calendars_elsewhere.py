"""The feeds read by another library than the one that wrote them: ical.js, which Thunderbird and Nextcloud use."""

import json
import subprocess
from datetime import UTC
from pathlib import Path

import icalendar
import pytest

from tests.journeys.command import plan

READER = Path(__file__).with_name("read_calendars.mjs")


@pytest.mark.slow
def test_ical_js_reads_the_same_events_as_icalendar(root: Path, tmp_path: Path) -> None:
    subprocess.run(["npm", "install", "--silent", "ical.js@2"], cwd=tmp_path, check=True, capture_output=True)
    plan(root / "examples" / "community-hospital", tmp_path / "out")
    feeds = sorted((tmp_path / "out" / "calendars").rglob("*.ics"))

    done = subprocess.run(["node", READER, *feeds], cwd=tmp_path, capture_output=True, text=True, check=True)

    theirs = {Path(feed["path"]): [tuple(event) for event in feed["events"]] for feed in json.loads(done.stdout)}
    assert theirs == {feed: _events(feed) for feed in feeds}
    assert sum(map(len, theirs.values())) > 100


def _events(feed: Path) -> list[tuple[str, str, str]]:
    calendar = icalendar.Calendar.from_ical(feed.read_bytes())
    return [
        (str(event["UID"]), _instant(event.start), _instant(event.end))  # type: ignore[attr-defined]
        for event in calendar.walk("VEVENT")
    ]


def _instant(when: object) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")  # type: ignore[attr-defined]
