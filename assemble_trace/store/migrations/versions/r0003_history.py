"""The history: what it is searched by, what was read in, and what was put away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add error, shelf and imported, and a narrow table of words to search."""
    op.add_column("submissions", sa.Column("error", sa.String(64)))
    op.add_column(
        "submissions", sa.Column("shelf", sa.String(8), nullable=False, server_default="listed")
    )
    op.add_column("submissions", sa.Column("imported", sa.Float))
    op.create_table(
        "words",
        sa.Column(
            "submission",
            sa.String(36),
            sa.ForeignKey("submissions.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("text", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("words")
    for name in ("imported", "shelf", "error"):
        op.drop_column("submissions", name)
