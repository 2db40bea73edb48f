"""The tables. Documents are JSON text, already redacted; columns are what is searched by."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

submissions = Table(
    "submissions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("short_id", String(64), nullable=False, unique=True),
    Column("created_at", Float, nullable=False),
    Column("status", String(16), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("project", Text),
    Column("path", Text, nullable=False),
    Column("step", String(16)),
    Column("kind", String(16), nullable=False, server_default="submit"),
    Column("attempt", Integer, nullable=False, server_default="1"),
    Column("revises", String(36)),
    Column("digest", String(64)),
    Column("document", Text, nullable=False),
    Column("environment", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("cancel", Integer, nullable=False, server_default="0"),
    Column("lease_owner", String(64)),
    Column("lease_until", Float),
    Column("error", String(64)),
    Column("shelf", String(8), nullable=False, server_default="listed"),
    Column("imported", Float),
    # Everything that the history is filtered by: documents are long, and are not read for it.
    Index(
        "submissions_by_age",
        *("created_at", "id", "status", "verdict", "step", "error", "shelf", "project", "path"),
    ),
    Index("submissions_by_digest", "digest"),
    Index("submissions_by_revises", "revises"),
)

steps = Table(
    "steps",
    metadata,
    Column(
        "submission", String(36), ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("key", String(16), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("document", Text, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "submission", String(36), ForeignKey("submissions.id", ondelete="CASCADE"), nullable=False
    ),
    Column("sequence", Integer, nullable=False),
    Column("at", Float, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("document", Text, nullable=False),
    UniqueConstraint("submission", "sequence"),
)

words = Table(
    "words",
    metadata,
    Column(
        "submission", String(36), ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("text", Text, nullable=False),
)

objects = Table(
    "objects",
    metadata,
    Column(
        "submission", String(36), ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("sha", String(40), primary_key=True),
    Column("type", String(8), nullable=False),
    Column("data", LargeBinary, nullable=False),
)
