"""Attempts: what a submission follows, and which attempt it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add kind, attempt and what is revised."""
    op.add_column(
        "submissions", sa.Column("kind", sa.String(16), nullable=False, server_default="submit")
    )
    op.add_column(
        "submissions", sa.Column("attempt", sa.Integer, nullable=False, server_default="1")
    )
    op.add_column("submissions", sa.Column("revises", sa.String(36)))
    op.create_index("submissions_by_revises", "submissions", ["revises"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_index("submissions_by_revises", "submissions")
    for name in ("revises", "attempt", "kind"):
        op.drop_column("submissions", name)
