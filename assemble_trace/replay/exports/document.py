"""A submission as JSON, in a shape that is published."""

from __future__ import annotations

import json
from typing import Any, Final, Literal

from pydantic import Field

from assemble_trace.models import Model, Moment, Shown, StepKey, Trace
from assemble_trace.replay.exports.material import Material

SCHEMA_ID: Final = "https://assemble-trace.org/schemas/trace-1.json"


class TraceDocument(Model):
    """One submission: its record, the lines that a person would type, and how it came about.

    ``missing`` says in sentences what the record does not tell.
    """

    schema_id: Literal["https://assemble-trace.org/schemas/trace-1.json"] = Field(alias="$schema")
    trace: Trace
    shown: dict[StepKey, list[Shown]]
    moments: list[Moment]
    missing: list[str]


def document(material: Material) -> bytes:
    """Return a submission as JSON in ASCII, the same bytes for the same record."""
    made = TraceDocument.model_validate(
        {
            "$schema": SCHEMA_ID,
            "trace": material.trace,
            "shown": material.view.shown,
            "moments": material.replay.moments,
            "missing": material.replay.missing,
        }
    )
    fields = made.model_dump(mode="json", by_alias=True)  # what is no number becomes null
    # what is not ASCII is escaped: no mark that turns text around stands in the file
    return (json.dumps(fields, indent=2, allow_nan=False) + "\n").encode()


def schema() -> dict[str, Any]:
    """Return the JSON Schema of such documents."""
    made = TraceDocument.model_json_schema(mode="serialization", by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
    } | made


def published() -> str:
    """Return the schema as it stands in the documentation."""
    return json.dumps(schema(), indent=2, sort_keys=True)
