"""Freezing a plan: where the code goes, and the commit that will come of it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from assemble_trace.models import Identity, Plan, Project
from assemble_trace.pipeline.connections import Connection
from assemble_trace.projects import Look, kind_of
from assemble_trace.steps.commit import author


def look_at(plan: Plan, connection: Connection) -> Look:
    """Return a look at the folders of the plan's base."""
    return lambda path: connection.workspace.folder(plan.base, path)


def freeze(plan: Plan, code: str, connection: Connection) -> None:
    """Place the code on the plan's base, and set files, tree and commit.

    On an earlier attempt's branch the code takes the place of that attempt's.
    """
    if plan.parent is None:
        look = look_at(plan, connection)
        plan.files = kind_of(plan.project).place(
            plan.project, plan.identity, plan.feature, code, look
        )
    plan.tree, plan.commit = connection.workspace.build(
        plan.start, plan.files, plan.message, author(plan)
    )


def digest(project: Project, identity: Identity, upstream: str, code: str) -> str:
    """Name the content: the same code, by the same person, for the same upstream."""
    who = f"{project.api} {identity.id} {upstream}"
    return hashlib.sha256(f"{who}\n{code}".encode()).hexdigest()


def local_zone() -> int:
    """Return this machine's time zone, in seconds east of UTC."""
    offset = datetime.now().astimezone().utcoffset()
    return int(offset.total_seconds()) // 60 * 60 if offset else 0
