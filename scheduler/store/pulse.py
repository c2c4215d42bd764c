"""Whether anything was committed since: a question so cheap that it can be asked at every request."""

from sqlalchemy import Engine

from scheduler.store.database import in_words


class Pulse:
    """Holds one connection; whoever holds it asks from one thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with in_words(engine):
            self._connection = engine.raw_connection()
        self.is_cheap = engine.dialect.name == "sqlite"
        """Whether no server has to be asked."""
        self._question = "PRAGMA data_version" if self.is_cheap else "SELECT coalesce(max(number), 0) FROM audit"

    def beat(self) -> int:
        """Return a number that differs from the last one if another connection has committed a deed since."""
        with in_words(self._engine):
            cursor = self._connection.cursor()
            cursor.execute(self._question)
            found = cursor.fetchone()
            if not self.is_cheap:
                self._connection.rollback()
            return int(found[0]) if found else 0

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()
