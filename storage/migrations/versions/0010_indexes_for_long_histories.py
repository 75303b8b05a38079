"""Indexes so that a publication and a command cost the same after years"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        op.f("ix_incidents_page_id_is_public_month_public_at"),
        "incidents",
        ["page_id", "is_public", "month", "public_at"],
    )
    op.create_index(op.f("ix_incidents_is_open_page_id"), "incidents", ["is_open", "page_id"])
    op.drop_index(op.f("ix_incidents_page_id_month"), "incidents")
    op.drop_index(op.f("ix_incidents_page_id_is_open"), "incidents")
