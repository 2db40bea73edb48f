"""From what a forge or the network said to what a person can act on."""

from __future__ import annotations

from typing import Any

import requests
from github import GithubException

from assemble_trace.errors import TraceError


def translate(problem: Exception, api: str) -> TraceError:
    """Return the `TraceError` for an exception of a REST call to ``api``."""
    if isinstance(problem, TraceError):
        return problem
    if isinstance(problem, requests.exceptions.RequestException):
        return unreachable(api)
    if isinstance(problem, GithubException):
        return _from_answer(problem, api)
    return TraceError(
        "forge_misunderstood",
        f"The forge at {api} answered in a way that was not understood ({type(problem).__name__}).",
        advice="Check that the address is GitHub's API, then try again.",
    )


def unreachable(address: str) -> TraceError:
    """Return the error for a forge that does not answer."""
    return TraceError(
        "forge_unreachable",
        f"The forge at {address} does not answer.",
        advice="Check the network. For the practice forge: assemble-trace forge status",
    )


def _from_answer(problem: GithubException, api: str) -> TraceError:
    said = _words(problem.data)
    headers = {name.lower(): value for name, value in (problem.headers or {}).items()}
    if problem.status == 401:
        return TraceError(
            "token_refused",
            f"The forge at {api} does not accept the token: it is wrong or was revoked.",
            advice="Sign in again with the identity button.",
        )
    if problem.status in (403, 429) and (
        "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"
    ):
        wait = headers.get("retry-after", "60")
        return TraceError(
            "rate_limited",
            "The forge asks for a pause: too many requests were made.",
            advice=f"Wait about {wait} seconds, then press Resume.",
            details={"retry_after": wait},
        )
    if problem.status == 403 and "archived" in said.lower():
        return archived()
    if problem.status in (403, 404):
        return TraceError(
            "not_allowed" if problem.status == 403 else "not_found",
            f"The forge refused: {said or problem.status}.",
            advice="Check that the repository exists and that the token may use it.",
        )
    if problem.status >= 500:
        return TraceError(
            "forge_failed",
            f"The forge had a problem of its own (status {problem.status}).",
            advice="Nothing is lost. Wait a little, then press Resume.",
        )
    return TraceError(
        "forge_refused",
        f"The forge refused: {said or problem.status}.",
        advice="Read what it says, change the submission and try again.",
    )


def archived(name: str = "The upstream repository") -> TraceError:
    """Return the error for a repository that takes no more changes."""
    return TraceError(
        "upstream_archived",
        f"{name} is archived: it can be read, but takes no pull requests.",
        advice="Ask its owner to unarchive it, or choose another project.",
    )


def _words(data: Any) -> str:
    if not isinstance(data, dict):
        return ""
    parts = [str(data.get("message", ""))]
    for one in data.get("errors") or []:
        parts.append(str(one.get("message", "")) if isinstance(one, dict) else str(one))
    return ": ".join(part for part in parts if part)
