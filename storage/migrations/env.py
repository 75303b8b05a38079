"""Alembic runs this; the connection is given by whoever migrates, and is in a transaction already."""

from __future__ import annotations

from alembic import context

from storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    render_as_batch=True,
    user_module_prefix="types.",
)
context.run_migrations()
