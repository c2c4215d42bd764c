"""Who fetched last: gathered in memory, and written seldom, so that reading a calendar writes nothing."""

import logging
from datetime import datetime

from scheduler.errors import SchedulerError
from scheduler.store import Fetch, Store, note_fetches

_LOG = logging.getLogger("htm.service")


class Fetches:
    """The last fetch of each token since it was last written."""

    def __init__(self) -> None:
        self._last: dict[str, Fetch] = {}

    def note(self, token_id: str, at: datetime, client: str) -> None:
        """Remember a fetch."""
        self._last[token_id] = Fetch(token_id, at, client)

    def write(self, store: Store) -> None:
        """Write what was gathered; if the store is out of reach, it is kept for the next time."""
        gathered, self._last = self._last, {}
        if not gathered:
            return
        try:
            with store.writing() as connection:
                note_fetches(connection, gathered.values())
        except SchedulerError as error:
            self._last = gathered | self._last
            _LOG.warning("who fetched last cannot be written: %s", error)
