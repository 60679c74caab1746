"""Run by Alembic, always on the connection it is given: see `storage.migrate`."""

from alembic import context

from storage.migrate import CONTEXT_OPTIONS

context.configure(connection=context.config.attributes["connection"], **CONTEXT_OPTIONS)
with context.begin_transaction():
    context.run_migrations()
