"""The journeys, each a straight line: files → Programme → Obligations → Plan → VerifiedPlan → documents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from scheduler.census import Census, census_of
from scheduler.changes import changed
from scheduler.domain.calendar import Horizon
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Plan, Settings, VerifiedPlan
from scheduler.domain.programme import Programme
from scheduler.errors import Problem, UsageError
from scheduler.solve.progress import Progress
from scheduler.what_if import Setting, Tried, from_bound, from_plan

if TYPE_CHECKING:
    from scheduler.compliance import Report
    from scheduler.outputs import Wanted
    from scheduler.outputs.advised import Advised
    from scheduler.recording import Asked, Recorded
    from scheduler.recording.journal import Bearer
    from scheduler.recording.match_proposals import Proposed
    from scheduler.verify import Verdict


class Watch(Progress, Protocol):
    """Whoever follows a journey: hears of each stage, may ask it to stop, and alone knows the clock."""

    def seconds(self) -> Mapping[str, float]:
        """The seconds of each stage so far."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A programme that was read without an error, with what it owes in the horizon."""

    facts: Facts
    obligations: tuple[Obligation, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A checked plan and the warnings of its input."""

    verified: VerifiedPlan
    facts: Facts
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class AppendixRequest:
    """Which appendices to write: from which folder, seen when, for which period, with which plan, and which of them."""

    folder: Path
    today: date
    horizon: Horizon
    wanted: "Wanted"
    plan: Path | None = None
    max_set_aside: int = 0


@dataclass(frozen=True, slots=True)
class Appended:
    """The files of appendices, and the warnings of the input."""

    files: tuple[Path, ...]
    warnings: tuple[Problem, ...]


def open_programme(folder: Path, today: date, horizon: Horizon, max_set_aside: int, watch: Watch) -> Opened:
    """Read the folder and say what is owed. Raises InputError with every problem of every file."""
    facts, warnings = read_facts(folder, today, horizon, max_set_aside, watch)
    return with_what_is_owed(facts, warnings, watch)


def read_facts(
    folder: Path, today: date, horizon: Horizon, max_set_aside: int, watch: Watch
) -> tuple[Facts, tuple[Problem, ...]]:
    """Read the folder, with its warnings. Raises InputError with every problem of every file."""
    programme, warnings = read_tables(folder, today, max_set_aside, watch)
    return Facts(programme, today, horizon), warnings


def read_tables(folder: Path, today: date, max_set_aside: int, watch: Watch) -> tuple[Programme, tuple[Problem, ...]]:
    """Read the folder before it is known for which days. Raises InputError with every problem of every file."""
    from scheduler.inputs import read_programme
    from scheduler.recording.together import reading as nobody_writing

    watch.stage("Reading the files", 0)
    with nobody_writing(folder):
        reading = read_programme(folder, max_set_aside=max_set_aside, today=today)
    return reading.programme, reading.warnings


def with_what_is_owed(facts: Facts, warnings: tuple[Problem, ...], watch: Watch) -> Opened:
    """Say what is owed by a programme that was read."""
    from scheduler.obligations import owed

    watch.stage("Working out what is owed", 0)
    return Opened(facts, owed(facts), warnings)


def check(folder: Path, today: date, horizon: Horizon, max_set_aside: int, watch: Watch) -> tuple[Opened, Census]:
    """Read the folder and count what is in it."""
    opened = open_programme(folder, today, horizon, max_set_aside, watch)
    return opened, census_of(opened.obligations, opened.facts)


def plan(
    folder: Path, today: date, horizon: Horizon, settings: Settings, watch: Watch, max_set_aside: int = 0
) -> Planned:
    """Plan the horizon and check the plan. Raises PlanFault if the check finds anything."""
    opened = open_programme(folder, today, horizon, max_set_aside, watch)
    return plan_facts(opened.facts, opened.obligations, opened.warnings, settings, watch)


def plan_facts(
    facts: Facts, obligations: tuple[Obligation, ...], warnings: tuple[Problem, ...], settings: Settings, watch: Watch
) -> Planned:
    """Plan what is owed and check the plan, in several processes where there is a core to spare.

    Raises PlanFault if the check finds anything. The first plan is checked as well, so that it is known to be there.
    """
    from scheduler.solve import solve
    from scheduler.verify import verify_rules, verifying

    draft = solve(obligations, facts, settings, watch, lambda first: not verify_rules(first, facts).violations)
    watch.stage("Checking the plan", 0)
    with verifying(draft, facts) as begun:
        return Planned(begun.whole().verified(), facts, warnings)


def what_if(
    folder: Path,
    today: date,
    horizon: Horizon,
    settings: Sequence[Setting],
    how: Settings,
    watch: Watch,
    max_set_aside: int = 0,
    *,
    bound_only: bool = False,
) -> list[Tried]:
    """Plan the programme under each setting, or only prove what is possible; those finished when told to stop."""
    opened = open_programme(folder, today, horizon, max_set_aside, watch)
    programmes = [changed(opened.facts.programme, setting.changes) for setting in settings]
    found: list[Tried] = []
    for number, (setting, programme) in enumerate(zip(settings, programmes, strict=True), start=1):
        watch.stage(f"{setting.name} ({number} of {len(settings)})", 0)
        tried = _tried(setting, Facts(programme, today, horizon), how, watch, bound_only=bound_only)
        if watch.stop_requested():
            break
        found.append(tried)
    return found


def _tried(setting: Setting, facts: Facts, how: Settings, watch: Watch, *, bound_only: bool) -> Tried:
    from scheduler.obligations import owed
    from scheduler.solve import look_ahead, solve
    from scheduler.verify import verify

    obligations = owed(facts)
    if bound_only:
        outlook = look_ahead(obligations, facts, watch)
        return from_bound(setting, obligations, outlook.bound, outlook.counts.largest)
    draft = solve(obligations, facts, how, watch)
    watch.stage("Checking the plan", 0)
    return from_plan(setting, verify(draft, facts).verified().plan)


def write(planned: Planned, out: Path, watch: Watch, peak_memory_mb: int) -> VerifiedPlan:
    """Write the folder out, whole or not at all, with the seconds of each stage so far."""
    from scheduler.outputs import write_folder

    watch.stage("Writing the documents", 0)
    timed = replace(planned.verified.plan, stage_seconds=dict(watch.seconds()))
    verified = replace(planned.verified, plan=timed)
    write_folder(verified, planned.facts, out, peak_memory_mb=peak_memory_mb)
    return verified


@dataclass(frozen=True, slots=True)
class Checked:
    """What `verify` says of a plan's folder, with the facts it was held against."""

    verdict: "Verdict"
    facts: Facts


def check_folder(
    folder: Path, out: Path, watch: Watch, meanwhile: Callable[[Plan, Facts], None] = lambda _plan, _facts: None
) -> Checked:
    """Check a plan's folder against the raw files: its tables, then its documents. No solver takes part.

    `meanwhile` may begin with a plan in which nothing was found so far; the verdict still has the last word.
    """
    from scheduler.obligations.reserve import with_reserve_for
    from scheduler.outputs import read_plan, read_plan_dates, read_published
    from scheduler.verify import expecting, verify_folder

    today, horizon, set_aside = read_plan_dates(out)
    facts, warnings = read_facts(folder, today, horizon, set_aside, watch)
    with expecting(facts) as expected:
        opened = with_what_is_owed(facts, warnings, watch)
        watch.stage("Checking the plan", 0)
        facts = facts.with_published(read_published(out))
        if facts.published:
            facts = with_reserve_for(opened.obligations, facts)
        written = read_plan(out, facts, opened.obligations)
        verdict = verify_folder(written, facts, out, expected.result, lambda: meanwhile(written, facts))
    return Checked(verdict, facts)


def verify_folder(folder: Path, out: Path, watch: Watch) -> "Verdict":
    """Say whether a plan's folder holds: every rule, nothing unseen, and it adds up."""
    return check_folder(folder, out, watch).verdict


def record(
    folder: Path, file: Path, asked: "Asked", today: date, watch: Watch, plan: Path | None, bearer: "Bearer"
) -> "Recorded":
    """Add what a list of work orders tells to the programme's tables, whole or not at all, and say what follows."""
    from scheduler.recording.journal import record_with_trail

    watch.stage("Recording", 0)
    return record_with_trail(folder, file, asked, today, plan, bearer)


def compliance(
    folder: Path, today: date, period: Horizon, max_set_aside: int, watch: Watch
) -> tuple["Report", tuple[Problem, ...]]:
    """Count what fell due in a period and what became of it, with the warnings of the files."""
    from scheduler.compliance import owed_work, report
    from scheduler.inputs import read_programme
    from scheduler.recording.together import reading as nobody_writing

    watch.stage("Reading the files", 0)
    with nobody_writing(folder):
        reading = read_programme(folder, max_set_aside=max_set_aside, today=today)
    watch.stage("Counting", 0)
    facts = Facts(reading.programme, today, period)
    return report(owed_work(facts), today, period), reading.warnings


def advisories(folder: Path, today: date, watch: Watch, max_set_aside: int = 0) -> "Advised":
    """Say what the advisories of a folder mean for its models and assets."""
    from scheduler.inputs import read_programme
    from scheduler.outputs.advised import Advised
    from scheduler.recording.together import reading as nobody_writing
    from scheduler.risk.advisories.exposure import exposures_of

    watch.stage("Reading the files", 0)
    with nobody_writing(folder):
        reading = read_programme(folder, max_set_aside=max_set_aside, today=today)
    watch.stage("Matching the advisories", 0)
    return Advised(reading.programme, exposures_of(reading.programme, today), reading.warnings, today)


def propose_matches(folder: Path, advised: "Advised", *, dry_run: bool) -> "Proposed":
    """Write the likely matches where a planner answers them."""
    from scheduler.recording.match_proposals import propose

    matches = (match for exposure in advised.likely for match in exposure.matches)
    return propose(folder, advised.programme, matches, dry_run=dry_run)


def appendix(request: AppendixRequest, out: Path, watch: Watch, *, dry_run: bool = False) -> Appended:
    """Write the contract's appendices from the same files as the schedule; with a plan, also what it makes of them."""
    from scheduler.outputs import read_plan, try_appendix_folder, write_appendix_folder

    opened = open_programme(request.folder, request.today, request.horizon, request.max_set_aside, watch)
    facts = opened.facts
    plan = None if request.plan is None else read_plan(request.plan, facts, opened.obligations)
    if plan is not None and plan.fingerprint != facts.programme.fingerprint:
        raise UsageError(
            f"The plan in {request.plan} was made from other tables than {request.folder} has now. "
            "Plan again, or leave --plan out."
        )
    watch.stage("Writing the appendix", 0)
    write = try_appendix_folder if dry_run else write_appendix_folder
    return Appended(write(facts, plan, request.wanted, out), opened.warnings)
