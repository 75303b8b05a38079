"""Channels of their own for incidents"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("announcements", sa.Column("is_closed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "dedicated_channels",
        sa.Column("incident_number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("requested_by", sa.String(length=64), nullable=True),
        sa.Column("invited", sa.JSON(), nullable=False),
        sa.Column("archived_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_number"], ["incidents.number"], name=op.f("fk_dedicated_channels_incident_number")
        ),
        sa.PrimaryKeyConstraint("incident_number", name=op.f("pk_dedicated_channels")),
    )
    op.create_index(op.f("ix_dedicated_channels_channel"), "dedicated_channels", ["channel"])
