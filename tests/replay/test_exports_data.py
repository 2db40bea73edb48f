"""A submission as JSON and as an asciicast: read by programs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from assemble_trace.errors import TraceError
from assemble_trace.models import Trace, TraceView
from assemble_trace.replay.exports import EXPORTS, Material
from assemble_trace.replay.exports.document import published
from assemble_trace.replay.taking import Taking
from assemble_trace.replay.timeline import timeline
from tests.replay.hostile import hostile
from tests.replay.kept import accepted, new_store
from tests.replay.literal import step, view, whole

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "reference" / "trace.schema.json"
#: Colours and weights, which is all that a recording may ask of a terminal.
STYLE = re.compile(r"\x1b\[[0-9;]*m")
CONTROLS = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]")


def made(shown: TraceView, format: str) -> bytes:
    return EXPORTS[format].make(Material(timeline(shown, []), lambda: b""))


def recording(shown: TraceView) -> tuple[dict[str, Any], list[tuple[float, str, str]]]:
    first, *rest = made(shown, "cast").decode().splitlines()
    return json.loads(first), [tuple(json.loads(one)) for one in rest]


def test_the_published_schema_is_the_models_own() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == published() + "\n", "run make schema"


@pytest.mark.parametrize("shown", [whole(), hostile(), view(step("lint"), status="planned")])
def test_json_validates_and_gives_the_record_back(shown: TraceView) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    data = made(shown, "json")

    document = json.loads(data)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["$schema"] == schema["$id"]
    assert Trace.model_validate(document["trace"]) == shown.trace
    assert data.isascii()
    assert b"\x1b" not in data


def test_the_schema_refuses_what_is_no_trace() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    document = json.loads(made(whole(), "json"))
    document["trace"]["steps"][0]["status"] = "splendid"

    with pytest.raises(jsonschema.ValidationError, match="splendid"):
        jsonschema.Draft202012Validator(schema).validate(document)


def test_what_is_no_number_is_null_in_json() -> None:
    shown = view(step("lint", status="passed", began=0, ended=1, outcome={"gain": float("nan")}))

    document = json.loads(made(shown, "json"), parse_constant=pytest.fail)

    assert document["trace"]["steps"][0]["outcome"] == {"gain": None}


def test_a_recording_says_when_each_step_begins() -> None:
    header, events = recording(whole())

    assert {name: header[name] for name in ("version", "width", "height")} == {
        "version": 2,
        "width": 80,
        "height": 24,
    }
    assert [text for _, kind, text in events if kind == "m"] == [
        "Lint", "Fork", "Commit", "Push", "CI", "Since then",
    ]  # fmt: skip
    times = [at for at, _, _ in events]
    assert times == sorted(times)
    assert header["duration"] == times[-1]


def test_a_recording_shows_what_was_typed_bit_by_bit_and_fits_its_columns() -> None:
    _, events = recording(whole())

    whole_text = STYLE.sub("", "".join(text for _, kind, text in events if kind == "o"))
    assert "  $ git push fork ada/feature-rooms\r\n" in whole_text
    assert "  ✓ Acceptance: It helps\r\n" in whole_text
    assert "│  ✓  The feature was accepted.  │" in whole_text
    assert max(len(line) for line in whole_text.splitlines()) <= 80
    assert len([text for _, kind, text in events if kind == "o" and "\n" not in text]) > 40


def test_a_recording_moves_no_cursor_and_sets_no_title() -> None:
    _, events = recording(hostile())

    for _, kind, text in events:
        assert kind in {"o", "m"}
        assert CONTROLS.findall(STYLE.sub("", text)) == []
        assert "\r" not in text.replace("\r\n", "")


def test_where_nothing_happened_there_is_nothing_to_record() -> None:
    with pytest.raises(TraceError) as refused:
        made(view(step("lint"), status="planned"), "cast")

    assert refused.value.code == "nothing_to_export"


def test_every_format_can_be_taken_and_has_a_name_of_its_own(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    kept = accepted(store, tmp_path / "work")

    copies = {format: Taking(store).copy(kept.short_id, format) for format in EXPORTS}

    assert {format: copy.name for format, copy in copies.items()} == {
        format: f"{kept.short_id}.{export.ending}" for format, export in EXPORTS.items()
    }
    assert len({copy.name for copy in copies.values()}) == len(EXPORTS)
    assert all(copy.data for copy in copies.values())
    assert {format: Taking(store).copy(kept.id, format) for format in EXPORTS} == copies
    with pytest.raises(TraceError, match="format is one of"):
        Taking(store).copy(kept.id, "exe")
    with pytest.raises(TraceError, match="no trace called"):
        Taking(store).copy("nobody", "md")
    store.close()
