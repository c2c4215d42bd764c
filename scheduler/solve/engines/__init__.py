"""Who solves neighbourhoods: this process, children of it, or the workers of a cluster. The plan is always the same."""

from scheduler.solve.engines.engine import Engine
from scheduler.solve.engines.opening import engine_for

__all__ = ["Engine", "engine_for"]
