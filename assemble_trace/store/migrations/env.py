"""How alembic reaches the store: over the connection that `open_store` hands it."""

from __future__ import annotations

from alembic import context

from assemble_trace.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
