"""Retired pages"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pages", sa.Column("retired_at", types.UtcDateTime(timezone=True), nullable=True))
