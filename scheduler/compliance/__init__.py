"""Compliance: of the work that fell due, what was done in its window, late or not at all, and why."""

from scheduler.compliance.figures import Figures, Report, report
from scheduler.compliance.owed_work import OwedWork, Standing, owed_work

__all__ = ["Figures", "OwedWork", "Report", "Standing", "owed_work", "report"]
