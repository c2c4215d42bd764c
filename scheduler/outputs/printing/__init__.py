"""Pages: every PDF of a plan is laid out here, from a template and data."""

from scheduler.outputs.printing.press import Press
from scheduler.outputs.printing.printer import Sheet

__all__ = ["Press", "Sheet"]
