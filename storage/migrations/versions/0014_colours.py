"""Colours of a page's own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pages", sa.Column("colours", sa.JSON(), nullable=False, server_default="{}"))
