"""The contract's appendix: what is done how often and by whom, from the schedule's own data, in five formats."""

from scheduler.outputs.appendix.writing import appendices, write_appendix
from scheduler.outputs.wanted import Wanted

__all__ = ["Wanted", "appendices", "write_appendix"]
