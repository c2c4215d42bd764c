"""The schema's history: a store is brought up to date with a backup first; one from a newer program is refused."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from scheduler.errors import UsageError
from scheduler.store.backup import back_up

REVISIONS = ("0001",)
"""Every schema that this program knows, oldest first."""
_SCRIPTS = Path(__file__).parent / "migrations"
_STAMP = table("alembic_version", column("version_num"))


def is_up_to_date(connection: Connection, name: str) -> bool:
    """Tell whether the schema is this program's; raises UsageError where it is newer or no store at all."""
    found = schema_of(connection)
    if found is None:
        if inspect(connection).get_table_names():
            raise UsageError(f"{name} holds tables that are not a store. Give another database with --database.")
        return False
    if found not in REVISIONS:
        raise UsageError(
            f"{name} was written by a newer htm-scheduler (schema {found}; this one knows up to {REVISIONS[-1]}). "
            "Update htm-scheduler; nothing was changed."
        )
    return found == REVISIONS[-1]


def bring_up_to_date(connection: Connection, name: str, now: datetime) -> None:
    """Migrate inside the writer's transaction; nothing is done where another process was first."""
    if is_up_to_date(connection, name):
        return
    if (before := schema_of(connection)) is not None:
        back_up(connection, before, now)
    _upgrade(connection)


def schema_of(connection: Connection) -> str | None:
    """Return the schema that a database has; None where it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(select(_STAMP.c.version_num)).scalars().all()
    return str(found[0]) if found else None


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
