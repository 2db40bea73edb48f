"""The history: what it is searched by, what was read in, and what was put away."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from assemble_trace.store.tables import steps, submissions, words
from assemble_trace.store.wording import stands_at, words_of

revision = "0003"
down_revision = "0002"

#: What the history is ordered and filtered by.
_SEARCHED = ("created_at", "id", "status", "verdict", "step", "error", "shelf", "project", "path")


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
    op.drop_index("submissions_by_age", "submissions")
    op.create_index("submissions_by_age", "submissions", list(_SEARCHED))
    _read_what_there_is(op.get_bind())


def _read_what_there_is(connection: sa.Connection) -> None:
    """Find the words of each submission, and where each failed one stands."""
    names = connection.execute(sa.select(submissions.c.id)).scalars().all()
    for name in names:
        document = connection.execute(
            sa.select(submissions.c.document).where(submissions.c.id == name)
        ).scalar_one()
        text = words_of(json.loads(document))
        connection.execute(sa.insert(words).values(submission=name, text=text))
        records = connection.execute(
            sa.select(steps.c.document).where(steps.c.submission == name).order_by(steps.c.position)
        ).scalars()
        stands = stands_at(json.loads(record) for record in records)
        if stands:
            connection.execute(
                sa.update(submissions).where(submissions.c.id == name).values(stands)
            )


def downgrade() -> None:
    """Drop them again."""
    op.drop_index("submissions_by_age", "submissions")
    op.create_index("submissions_by_age", "submissions", ["created_at"])
    op.drop_table("words")
    for name in ("imported", "shelf", "error"):
        op.drop_column("submissions", name)
