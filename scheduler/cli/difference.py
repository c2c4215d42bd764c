"""What `htm diff` prints: imported late, since it knows the documents."""

from datetime import UTC, datetime
from pathlib import Path

from scheduler.cli.screen import say, say_json, thousands
from scheduler.comparing import Versions, difference_of, write_page
from scheduler.outputs.comparison import (
    ChangeKind,
    Difference,
    Group,
    by_department,
    by_technician,
    difference_html,
    difference_record,
)
from scheduler.outputs.comparison.lines import kinds_said, visit_said
from scheduler.outputs.words import shortened

SHOWN = 50
LONGEST_WHY = 300
"""On the screen; the page and --json have all of it."""


def show(
    old: str, new: str, programme: Path, database: str | None, html: Path | None, *, every: bool, as_json: bool
) -> None:
    """Print the difference, and write its page to `html`."""
    difference = difference_of(old, new, Versions(programme, database, datetime.now(UTC)))
    if html is not None:
        write_page(difference_html(difference), html)
    if as_json:
        say_json(difference_record(difference))
        return
    _tell(difference, None if every else SHOWN)
    if html is not None:
        say(f"\nWritten to {html}.")


def _tell(difference: Difference, limit: int | None) -> None:
    say(f"{difference.old.name} -> {difference.new.name}")
    for kind in ChangeKind:
        say(f"{thousands(difference.count(kind)):>10} {kind}")
    say(f"{thousands(difference.same):>10} as before")
    if difference.outside:
        say(f"{thousands(difference.outside):>10} on days of which the new plan does not speak: they stand")
    for change in difference.changes[:limit]:
        say(f"\n{change.visit.asset_tag} ({change.visit.modality}) {kinds_said(change)}: {change.visit_id}")
        say(f"  {visit_said(change.before)} -> {visit_said(change.after)}")
        say(f"  {shortened(change.why, LONGEST_WHY)}")
    if limit is not None and len(difference.changes) > limit:
        say(f"\n… and {thousands(len(difference.changes) - limit)} more; --all lists them.")
    _tell_groups("technician", by_technician(difference))
    _tell_groups("department", by_department(difference))


def _tell_groups(heading: str, groups: tuple[Group, ...]) -> None:
    if not groups:
        return
    width = max(len(heading), *(len(group.name) for group in groups))
    say(f"\n{heading:{width}}" + "".join(f"{kind:>12}" for kind in ChangeKind))
    for group in groups:
        say(f"{group.name:{width}}" + "".join(f"{group.count(kind) or '':>12}" for kind in ChangeKind))
