"""The changes that made revisions and what is owed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("change_id", sa.String(length=12), nullable=True))
    op.create_table(
        "page_changes",
        sa.Column("page_id", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_page_changes_page_id_pages")),
        sa.PrimaryKeyConstraint("page_id", "revision", name=op.f("pk_page_changes")),
    )
