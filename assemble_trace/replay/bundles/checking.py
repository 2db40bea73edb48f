"""Whether a record that somebody else wrote is one that can be kept and shown here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from assemble_trace.models import STEP_KEYS, Model, Plan, StepRecord, Submission
from assemble_trace.replay.bundles.words import refused
from assemble_trace.store.carrying import Carried

M = TypeVar("M", bound=Model)

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHORT_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,55})")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_REPOSITORY = re.compile(r"[\w.-]{1,100}/[\w.-]{1,100}", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\"'<>\\]{1,500}")
_FOLDER = re.compile(r"/[^\x00-\x1f\x7f]{0,500}")
#: The last second that a date can name, and the largest offset of a zone.
_LAST, _ZONE = 253_402_300_799, 86_399


def check(carried: Carried) -> None:
    """Refuse a record whose documents are not those of one submission, or that misleads."""
    submission = _document(Submission, carried.document)
    if not _ID.fullmatch(submission.id) or not _SHORT_ID.fullmatch(submission.short_id):
        raise refused("its id is none")
    if _ID.fullmatch(submission.short_id):
        raise refused("its short id is another's id")
    if submission.status == "planned":
        raise refused("it holds a plan that was never sent")
    if not 1 <= submission.attempt <= 100_000:
        raise refused("its attempt has no number")
    if any("\0" in text for text in (submission.source.path, *_titles(submission))):
        raise refused("its title is no text")
    steps = [_document(StepRecord, one) for one in carried.steps]
    keys = [step.key for step in steps]
    if keys != sorted(set(keys), key=STEP_KEYS.index):
        raise refused("its steps are not in order")
    numbers = [one.sequence for one in carried.events]
    if numbers != sorted(set(numbers)) or max(numbers, default=0) > carried.sequence:
        raise refused("its events are not in order")
    _environment(carried.environment)
    happened = [
        _document(StepRecord if one.kind in STEP_KEYS else Submission, one.document)
        for one in carried.events
    ]
    if any(isinstance(one, Submission) and one.id != submission.id for one in happened):
        raise refused("its events are another's")
    recorded = [*steps, *(one for one in happened if isinstance(one, StepRecord))]
    if not all(command.argv for step in recorded for command in step.commands):
        raise refused("one of its commands has no words")
    if not all(_told(step.outcome.get("checks", [])) for step in recorded):
        raise refused("what it says of its checks is nothing that is known")
    for one in (submission, *steps, *happened):
        if any(moment.tzinfo is None for moment in _moments(one)):
            raise refused("one of its times has no zone")
    for one in (submission, *happened):
        if isinstance(one, Submission):
            _places(one)


def missing(carried: Carried) -> list[str]:
    """Return in sentences which git objects should be there and are not."""
    submission = Submission.model_validate_json(carried.document)
    steps = [StepRecord.model_validate_json(one) for one in carried.steps]
    made = any(step.key == "commit" and step.status == "passed" for step in steps)
    plan = submission.plan
    if plan is None or not made or submission.rebuilt is not None:
        return []
    there = {sha for sha, _, _ in carried.objects}
    wanted = {plan.commit, plan.tree, *map(_blob, (file.content for file in plan.files))}
    if wanted <= there:
        return []
    return [
        f"{len(wanted - there)} of its git objects are missing. It can be played, but its files"
        " cannot all be opened as they were."
    ]


def _document(model: type[M], text: str) -> M:
    try:
        return model.model_validate_json(text)
    except ValidationError as problem:
        raise refused("its record has parts that are unknown here") from problem


def _told(checks: Any) -> bool:
    """Say whether this is what a step says of check runs."""
    return isinstance(checks, list) and all(
        isinstance(one, dict)
        and one.keys() >= {"name", "status", "conclusion", "title"}
        and all(isinstance(value, str | None) for value in one.values())
        for one in checks
    )


def _environment(text: str) -> None:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise refused("its versions are not told")


def _titles(submission: Submission) -> Iterator[str]:
    if submission.plan:
        yield from (submission.plan.title, submission.plan.project.name)


def _moments(value: Any) -> Iterator[datetime]:
    """Yield every time in a record."""
    if isinstance(value, datetime):
        yield value
    elif isinstance(value, BaseModel):
        for _, one in value:
            yield from _moments(one)
    elif isinstance(value, list):
        for one in value:
            yield from _moments(one)


def _places(submission: Submission) -> None:
    """Refuse addresses that a browser would not take for those of a page."""
    plan, pull = submission.plan, submission.pull_request
    if pull and (not _REPOSITORY.fullmatch(pull.repository) or not 0 < pull.number < 2**31):
        raise refused("its pull request is in no repository")
    if pull and pull.url and not _ADDRESS.fullmatch(pull.url):
        raise refused("its pull request has no address")
    if plan is not None:
        _planned(plan, submission)


def _planned(plan: Plan, submission: Submission) -> None:
    """Refuse a plan of which not even what everybody knows is told.

    What was rebuilt from a folder has no address, and what it rests on may be gone.
    """
    project, rebuilt = plan.project, submission.rebuilt
    addresses = [project.git, project.api, plan.upstream.clone_url]
    if rebuilt and rebuilt.kind == "git" and submission.pull_request is None:
        if not _FOLDER.fullmatch(addresses.pop()):
            raise refused("its repository is in no folder")
        addresses = [one for one in addresses if one]
    if not all(_ADDRESS.fullmatch(address) for address in addresses):
        raise refused("one of its addresses is none")
    if not 0 <= plan.date <= _LAST or abs(plan.zone) > _ZONE:
        raise refused("its commit has no date")
    ids = [plan.commit, plan.tree, plan.base, plan.parent or plan.base]
    if rebuilt:
        ids = [one for one in ids if one]
    if not all(_COMMIT.fullmatch(one) for one in ids):
        raise refused("its commit has no id")


def _blob(text: str) -> str:
    data = text.encode()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
