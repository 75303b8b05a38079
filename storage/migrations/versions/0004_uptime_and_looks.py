"""What components went through, day by day; a page's weights, looks, language and archive"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STATUS = sa.Enum(
    "operational",
    "under_maintenance",
    "degraded_performance",
    "partial_outage",
    "major_outage",
    name="componentstatus",
    native_enum=False,
    length=32,
)


def upgrade() -> None:
    op.create_table(
        "spells",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.String(length=12), nullable=False),
        sa.Column("incident_number", sa.Integer(), nullable=False),
        sa.Column("component_id", sa.String(length=12), nullable=True),
        sa.Column("status", _STATUS, nullable=False),
        sa.Column("started_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["incident_number"], ["incidents.number"], name=op.f("fk_spells_incident_number")),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_spells_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spells")),
    )
    op.create_index(op.f("ix_spells_incident_number"), "spells", ["incident_number"])
    op.create_index(op.f("ix_spells_page_id_ended_at"), "spells", ["page_id", "ended_at"])
    op.create_table(
        "component_days",
        sa.Column("component_id", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("page_id", sa.String(length=12), nullable=False),
        sa.Column("seconds", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_component_days_page_id")),
        sa.PrimaryKeyConstraint("component_id", "day", name=op.f("pk_component_days")),
    )
    op.create_index(op.f("ix_component_days_page_id_day"), "component_days", ["page_id", "day"])
    op.create_table(
        "logos",
        sa.Column("page_id", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_logos_page_id")),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_logos")),
    )
    op.add_column("pages", sa.Column("rolled_until", types.UtcDateTime(timezone=True), nullable=True))
    op.add_column("pages", sa.Column("major_weight", sa.Integer(), nullable=False, server_default="100"))
    op.add_column("pages", sa.Column("partial_weight", sa.Integer(), nullable=False, server_default="30"))
    op.add_column("pages", sa.Column("degraded_weight", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("pages", sa.Column("has_archive", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("pages", sa.Column("locale", sa.String(length=16), nullable=False, server_default="en"))
    op.add_column("pages", sa.Column("accent", sa.String(length=16), nullable=True))
    op.add_column("pages", sa.Column("logo", sa.String(length=64), nullable=True))
    op.add_column("pages", sa.Column("links", sa.JSON(), nullable=False, server_default="{}"))
