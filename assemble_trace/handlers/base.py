"""What every handler shares: models in and out, and from an error to a status, once."""

from __future__ import annotations

import json
from typing import Any, TypeVar, get_origin

from jupyter_server.base.handlers import APIHandler
from pydantic import ValidationError
from tornado.web import HTTPError

from assemble_trace.errors import TraceError
from assemble_trace.models import ErrorBody, ErrorRecord, Model
from assemble_trace.pipeline import Refused
from assemble_trace.redact import redact
from assemble_trace.service import Service

M = TypeVar("M", bound=Model)

RESOURCE = "assemble_trace"
_STATUS = {
    "trace_not_found": 404,
    "page_not_found": 404,
    "step_not_found": 404,
    "path_not_found": 404,
    "sandbox_missing": 404,
    "pull_request_missing": 404,
    "repository_missing": 404,
    "folder_missing": 404,
    "branch_missing": 404,
    "sandbox_impossible": 409,
    "objects_missing": 409,
    "already_running": 409,
    "nothing_to_do": 409,
    "no_pull_request": 409,
    "under_way": 409,
    "already_merged": 409,
    "already_withdrawn": 409,
    "nothing_to_withdraw": 409,
    "nothing_to_export": 409,
    "record_kept": 409,
    "record_differs": 409,
    "imported_record": 409,
    "bundle_too_large": 413,
    "forge_unreachable": 502,
    "forge_failed": 502,
    "rate_limited": 503,
    "request_malformed": 400,
}


class Handler(APIHandler):  # type: ignore[misc]
    """A JSON handler. A `TraceError` becomes an `ErrorBody`; nothing else leaves the server."""

    @property
    def service(self) -> Service:
        """Return the learner's service."""
        found: Service = self.settings["assemble_trace_service"]
        return found

    def take(self, model: type[M]) -> M:
        """Parse the request's body. Raises ``request_malformed`` with what is wrong."""
        try:
            return model.model_validate_json(self.request.body or b"{}")
        except ValidationError as problem:
            raise _malformed(problem) from problem

    def ask(self, model: type[M]) -> M:
        """Parse the address's query. Raises ``request_malformed`` with what is wrong.

        Jupyter adds names of its own to a query: those are no concern of ours.
        """
        given: dict[str, Any] = {}
        for name, field in model.model_fields.items():
            if values := self.get_query_arguments(name):
                given[name] = values if get_origin(field.annotation) is list else values[-1]
        try:
            return model.model_validate(given)
        except ValidationError as problem:
            raise _malformed(problem) from problem

    def give(self, model: Model, status: int = 200) -> None:
        """Answer with a model."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(model.model_dump_json())

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with an `ErrorBody`, whatever happened."""
        problem = kwargs.get("exc_info", (None, None, None))[1]
        submission = problem.submission if isinstance(problem, Refused) else None
        if isinstance(problem, TraceError):
            status_code = _STATUS.get(problem.code, 422)
        elif isinstance(problem, HTTPError):
            words = problem.log_message or problem.reason or "The request was refused"
            problem = TraceError("http_error", f"{words}.")
        else:
            problem = TraceError(
                "internal_error",
                "Assemblé Trace itself made a mistake here.",
                advice="Try again. If it happens again, report it with the server's log.",
            )
        record = ErrorRecord(
            code=problem.code,
            message=redact(problem.message),
            advice=redact(problem.advice),
            details=json.loads(redact(json.dumps(problem.details))),
        )
        self.give(ErrorBody(error=record, submission=submission), status_code)

    def log_exception(self, kind: Any, problem: Any, trace: Any) -> None:
        """Log what nobody foresaw; an error meant for people is an answer, not an incident."""
        if not isinstance(problem, TraceError):
            super().log_exception(kind, problem, trace)


def _malformed(problem: ValidationError) -> TraceError:
    first = problem.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return TraceError(
        "request_malformed",
        f"The request cannot be read: {where or 'body'}: {first['msg']}.",
        advice="Reload the page: it may be older than the server.",
    )
