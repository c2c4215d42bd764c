"""Alembic's way in: migrations run on the connection, and in the transaction, that the store lends."""

from alembic import context

from scheduler.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
