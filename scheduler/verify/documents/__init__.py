"""Whether the documents of a folder say what its plan says: no visit lost, moved or told twice on the way to paper."""

from pathlib import Path

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Violation
from scheduler.verify.documents.feeds import wrong_feeds
from scheduler.verify.documents.figures import wrong_figures
from scheduler.verify.documents.folder import wrong_files
from scheduler.verify.documents.tables import wrong_tables

__all__ = ["verify_files"]


def verify_files(out: Path, plan: Plan, facts: Facts) -> tuple[Violation, ...]:
    """Check the files of a folder against the plan that was read from its tables."""
    return (
        *wrong_files(out, plan, facts),
        *wrong_tables(out, plan, facts),
        *wrong_figures(out, plan, facts),
        *wrong_feeds(out, plan, facts),
    )
