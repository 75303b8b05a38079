"""What was set right, what is internal, and who did what"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_LONG_AGO = sa.text("'1970-01-01 00:00:00'")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("actor_slack_id", sa.String(length=64), nullable=True),
        sa.Column("origin", sa.String(length=128), nullable=False),
        sa.Column("incident_number", sa.Integer(), nullable=True),
        sa.Column("page_slug", sa.String(length=63), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"])
    op.create_index(op.f("ix_audit_incident_number"), "audit", ["incident_number"])
    op.create_table(
        "corrections",
        sa.Column("update_id", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("author_slack_id", sa.String(length=64), nullable=True),
        sa.Column("at", types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["update_id"], ["updates.id"], name=op.f("fk_corrections_update_id")),
        sa.PrimaryKeyConstraint("update_id", "position", name=op.f("pk_corrections")),
    )
    # Columns are added one by one: SQLite would have to make the table anew for more, which its foreign keys forbid.
    op.add_column(
        "incidents",
        sa.Column("started_at", types.UtcDateTime(timezone=True), nullable=False, server_default=_LONG_AGO),
    )
    op.add_column("incidents", sa.Column("public_at", types.UtcDateTime(timezone=True), nullable=True))
    op.add_column("incidents", sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("incidents", sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("incidents", sa.Column("cancelled_at", types.UtcDateTime(timezone=True), nullable=True))
    op.add_column("incidents", sa.Column("cancel_reason", sa.Text(), nullable=True))
    op.add_column("incidents", sa.Column("canceller_name", sa.Text(), nullable=True))
    op.add_column("incidents", sa.Column("canceller_slack_id", sa.String(length=64), nullable=True))
    op.add_column("updates", sa.Column("is_internal", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("updates", sa.Column("is_withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE incidents SET started_at = created_at, public_at = created_at, is_open = (status <> 'resolved')")
    op.drop_index(op.f("ix_incidents_page_id_created_at"), "incidents")
    op.drop_index(op.f("ix_incidents_page_id_status"), "incidents")
    op.create_index(op.f("ix_incidents_page_id_is_open"), "incidents", ["page_id", "is_open"])
    op.create_index(op.f("ix_incidents_page_id_public_at"), "incidents", ["page_id", "public_at"])
