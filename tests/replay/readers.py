"""What is true of every replay and of every copy, looked at with the formats' own readers."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import jsonschema
import nbformat

from assemble_trace.models import Replay
from assemble_trace.replay.pace import LONGEST
from assemble_trace.replay.playing import Playing
from assemble_trace.replay.taking import Taking
from assemble_trace.store import Store

_SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "reference" / "trace.schema.json"
_VALIDATOR = jsonschema.Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))


def consistent(replay: Replay) -> None:
    """See that time goes forward, that no pause is long, and that it ends with the record."""
    played = [one.played for one in replay.moments]
    offsets = [one.offset for one in replay.moments]
    assert played == sorted(played)
    assert offsets == sorted(offsets)
    pauses = [later - one for one, later in itertools.pairwise(played)]
    assert max(pauses, default=0) <= LONGEST + 0.001
    assert [mark.played for mark in replay.marks] == sorted(mark.played for mark in replay.marks)
    trace = replay.view.trace
    for record in trace.steps:
        mine = [one for one in replay.moments if one.step == record.key]
        if not mine:
            assert record.status == "pending"
            continue
        last = mine[-1]
        assert last.requests == len(record.requests)
        known = (last.status, last.progress, last.outcome or {}, last.error)
        assert known == (record.status, record.progress, record.outcome, record.error)
        if record.status in {"passed", "failed"}:
            assert last.lines == len(replay.view.shown[record.key])
    if replay.moments:
        assert replay.moments[-1].since == len(trace.since_then)
        assert (replay.moments[-1].verdict or "none") == trace.verdict


def readable(store: Store, name: str) -> None:
    """See that a submission plays, and that its copies are read by who reads such files."""
    consistent(Playing(store).replay(name))
    taking = Taking(store)
    _VALIDATOR.validate(json.loads(taking.copy(name, "json").data))
    nbformat.validate(nbformat.reads(taking.copy(name, "ipynb").data.decode(), 4))
    assert taking.copy(name, "md").data.decode().startswith("# ")
    html = taking.copy(name, "html").data.decode()
    assert html.startswith("<!doctype html>")
    [data] = re.findall(r'<script type="application/json" id="replay">(.*?)</script>', html, re.S)
    Replay.model_validate_json(data)
    header, *events = map(json.loads, taking.copy(name, "cast").data.decode().splitlines())
    assert header["version"] == 2
    assert {kind for _, kind, _ in events} <= {"o", "m"}
