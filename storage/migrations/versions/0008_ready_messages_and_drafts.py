"""Ready-made messages of pages, and who has a form open on which incident"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ready_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=75), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_ready_messages_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ready_messages")),
        sa.UniqueConstraint("page_id", "name", name=op.f("uq_ready_messages_page_id_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "open_forms",
        sa.Column("view_id", sa.String(length=64), nullable=False),
        sa.Column("incident_number", sa.Integer(), nullable=False),
        sa.Column("slack_id", sa.String(length=64), nullable=False),
        sa.Column("opened_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["incident_number"], ["incidents.number"], name=op.f("fk_open_forms_incident_number")),
        sa.PrimaryKeyConstraint("view_id", name=op.f("pk_open_forms")),
    )
    op.create_index(op.f("ix_open_forms_incident_number"), "open_forms", ["incident_number"])
