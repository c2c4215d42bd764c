"""Changes of a programme in thought: one technician less, one window more; said in words that `--set` reads."""

from scheduler.changes.change import Change, changed
from scheduler.changes.grammar import GRAMMAR, parse_setting

__all__ = ["GRAMMAR", "Change", "changed", "parse_setting"]
