"""Channels that are tied to a page beside its own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_channels",
        sa.Column("page_id", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_page_channels_page_id")),
        sa.PrimaryKeyConstraint("page_id", "channel", name=op.f("pk_page_channels")),
    )
    op.create_index(op.f("ix_page_channels_channel"), "page_channels", ["channel"])
