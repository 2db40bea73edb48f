"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _of_submission(**options: bool) -> sa.Column[str]:
    return sa.Column(
        "submission",
        sa.String(36),
        sa.ForeignKey("submissions.id", ondelete="CASCADE"),
        **options,  # type: ignore[arg-type]
    )


def upgrade() -> None:
    """Create submissions, steps, events and objects."""
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("short_id", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("project", sa.Text),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("step", sa.String(16)),
        sa.Column("digest", sa.String(64)),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("environment", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("cancel", sa.Integer, nullable=False, server_default="0"),
        sa.Column("lease_owner", sa.String(64)),
        sa.Column("lease_until", sa.Float),
    )
    op.create_index("submissions_by_age", "submissions", ["created_at"])
    op.create_index("submissions_by_digest", "submissions", ["digest"])
    op.create_table(
        "steps",
        _of_submission(primary_key=True),
        sa.Column("key", sa.String(16), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True),
        _of_submission(nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.UniqueConstraint("submission", "sequence"),
    )
    op.create_table(
        "objects",
        _of_submission(primary_key=True),
        sa.Column("sha", sa.String(40), primary_key=True),
        sa.Column("type", sa.String(8), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """Drop everything."""
    for table in ("objects", "events", "steps", "submissions"):
        op.drop_table(table)
