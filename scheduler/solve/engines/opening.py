"""The engine that the settings ask for."""

from scheduler.domain.plan import Settings
from scheduler.errors import UsageError
from scheduler.solve.engines.cluster import DEFAULT_ADDRESS, Cluster
from scheduler.solve.engines.engine import Engine
from scheduler.solve.engines.inline import Inline
from scheduler.solve.engines.pool import Pool

INLINE, POOL, DASK = "inline", "pool", "dask"
ENGINES = (INLINE, POOL, DASK)


def engine_for(settings: Settings) -> Engine:
    """Raises UsageError if there is no such engine, or it cannot be reached."""
    if settings.engine == INLINE:
        return Inline()
    if settings.engine == POOL:
        return Pool(settings.workers)
    if settings.engine == DASK:
        return Cluster(settings.cluster or DEFAULT_ADDRESS, settings.workers)
    raise UsageError(f'--engine: "{settings.engine}" is none of {", ".join(ENGINES)}.')
