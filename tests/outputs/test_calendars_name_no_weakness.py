"""Whatever releases, procedures and advisories are called: nobody but those who do the work reads it in a calendar."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.calendar import parse_quarter
from scheduler.domain.facts import Facts
from scheduler.domain.ids import ProcedureName
from scheduler.domain.obligation import Install, Obligation
from scheduler.domain.plan import Plan, Settings
from scheduler.domain.publication import IssuedFeed
from scheduler.inputs import read_programme
from scheduler.obligations import owed
from scheduler.outputs.calendars.files import first_published
from scheduler.outputs.calendars.issuing import issue_feeds
from scheduler.outputs.worklists.content import readers
from scheduler.solve import Silence, solve

EXAMPLES = Path(__file__).parents[2] / "examples"
TODAY = date(2026, 12, 1)
WEAKNESS = re.compile(r"cve|cvss|vulnerab|exploit|kev\b|icsma|advisor|severity|critical|patch|weakness", re.IGNORECASE)
NAMES = st.one_of(
    st.from_regex(r"CVE-20[0-9]{2}-[0-9]{4,6}", fullmatch=True),
    st.from_regex(r"ICSMA-2[0-9]-[0-9]{3}-01 critical vulnerabilit(y|ies)", fullmatch=True),
    st.sampled_from(
        ["Fix, actively exploited (KEV)", "URGENT\r\nSUMMARY:exploit;\\n", "Ⅴulnerability 9.8 🛑", "patch; x"]
    ),
)


@cache
def planned(name: str) -> tuple[Plan, Facts]:
    """The plan of an example as it is committed."""
    facts = Facts(read_programme(EXAMPLES / name, today=TODAY).programme, TODAY, parse_quarter("2027Q1"))
    return solve(owed(facts), facts, Settings(), Silence()), facts


def renamed(name: str, draw: Callable[[], str]) -> tuple[Plan, Facts]:
    """The same plan where everything that may speak of a weakness does, in every place that has a name for it."""
    plan, facts = planned(name)
    programme = facts.programme
    called = {row.procedure: ProcedureName(draw()) for row in programme.procedures}
    procedures = [replace(row, procedure=called[row.procedure], basis_reference=draw()) for row in programme.procedures]
    assets = {
        tag: replace(asset, serial_number=secret, software_version=secret, hostname=secret, cmdb_id=secret, mac=secret)
        for secret in [draw()]
        for tag, asset in programme.assets.items()
    }
    patches = [replace(one, patch=draw(), version=draw(), advisory=draw(), cves=(draw(),)) for one in programme.patches]
    tasks = [_renamed(task, called[task.name], draw()) for task in plan.obligations]
    visits = [replace(visit, reason=draw()) for visit in plan.visits[:3]]
    told = replace(plan, obligations=tuple(tasks), visits=(*visits, *plan.visits[3:]))
    changed = replace(programme, procedures=tuple(procedures), assets=assets, patches=tuple(patches))
    return told, Facts(changed, facts.today, facts.horizon)


def _renamed(task: Obligation, called: ProcedureName, secret: str) -> Obligation:
    install = task.install
    if install is not None:
        patch = replace(install.patch, patch=secret, version=secret, advisory=secret, cves=(secret,))
        install = Install(patch, install.deadline, secret, install.clock_start, install.is_interrupt, install.stage)
    return replace(task, procedure=replace(task.procedure, procedure=called), reason=secret, install=install)


def text_of(feed: IssuedFeed) -> str:
    """All that somebody who has the feed can read, its file's name among it; long lines are put together again."""
    return feed.file_name + "\n" + feed.content.decode().replace("\r\n ", "")


def hold(name: str, draw: Callable[[], str]) -> None:
    """No weakness in any calendar or worklist of those who do not do the work; those who do read what it is called."""
    drawn: list[str] = []

    def secret() -> str:
        drawn.append(draw())
        return drawn[-1]

    plan, facts = renamed(name, secret)

    feeds = issue_feeds(plan, facts, (), first_published(TODAY), "../../report.html")

    reduced = [text_of(feed) for feed in feeds if feed.feed_id.kind != "technicians"]
    own = [text_of(feed) for feed in feeds if feed.feed_id.kind == "technicians"]
    assert any("software update" in text for text in reduced)
    for text in reduced:
        assert WEAKNESS.findall(text) == []
        assert [one for one in drawn if one in text] == []
    assert any(WEAKNESS.search(text) for text in own)
    for worklist in (reader.worklist() for reader in readers(plan, facts)):
        if worklist.folder == "departments":
            assert [line.work for line in worklist.lines if WEAKNESS.search(line.work + line.where + line.bring)] == []


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.data())
def test_calendars_of_a_patched_system_name_no_weakness(data: st.DataObject) -> None:
    hold("patched-system", lambda: data.draw(NAMES))


@pytest.mark.slow
def test_calendars_of_a_campaign_name_no_weakness() -> None:
    secrets = iter(f"CVE-2026-{number} critical vulnerability" for number in range(100_000))

    hold("campaign", lambda: next(secrets))


def test_those_who_install_read_on_their_worklist_and_in_their_feed_which_version() -> None:
    plan, facts = planned("patched-system")
    versions = {one.install.patch.version for one in plan.obligations if one.install is not None and one.is_open}

    own = [each.worklist() for each in readers(plan, facts) if each.folder == "technicians"]
    feeds = issue_feeds(plan, facts, (), first_published(TODAY), "../../report.html")

    read = {
        version for each in own for line in each.lines for version in versions if f"to version {version}" in line.work
    }
    assert read == versions
    in_feeds = {version for feed in feeds for version in versions if f"to version {version}" in text_of(feed)}
    assert in_feeds == versions
