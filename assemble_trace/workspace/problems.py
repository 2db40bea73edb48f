"""What goes wrong between here and a remote, in words."""

from __future__ import annotations

from typing import Any

import urllib3
from dulwich.client import HTTPUnauthorized
from dulwich.errors import GitProtocolError, HangupException, NotGitRepository, SendPackError

from assemble_trace.errors import TraceError


class problems:
    """Turns what dulwich and urllib3 raise into `TraceError`."""

    def __init__(self, url: str, *, pushing: bool = False) -> None:
        self._url = url
        self._pushing = pushing

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: Any, problem: BaseException | None, _trace: Any) -> None:
        if isinstance(problem, HTTPUnauthorized):
            raise TraceError(
                "token_refused",
                f"The forge does not let this token use {self._url}.",
                advice="Sign in again with the identity button.",
            ) from problem
        if isinstance(problem, NotGitRepository):
            raise TraceError(
                "not_found",
                f"There is no git repository at {self._url}.",
                advice="Check the address of the project's origin.",
            ) from problem
        lost = (urllib3.exceptions.HTTPError, OSError, HangupException)
        if isinstance(problem, lost) or isinstance(getattr(problem, "__cause__", None), lost):
            raise TraceError(
                "forge_unreachable",
                f"The forge at {self._url} does not answer.",
                advice="Check the network, then press Resume.",
            ) from problem
        if isinstance(problem, SendPackError | GitProtocolError) and self._pushing:
            raise push_refused(str(problem)) from problem
        if isinstance(problem, GitProtocolError):
            raise TraceError(
                "forge_misunderstood",
                f"Git could not read from {self._url}: {problem}.",
                advice="Check that your token may read the repository, then try again.",
            ) from problem


def branch_taken(branch: str) -> TraceError:
    """Return the error for a branch that holds something else."""
    return TraceError(
        "branch_taken",
        f"Your fork already has a branch called {branch!r}, with other work on it.",
        advice="Choose another branch name in the preview and submit again.",
    )


def branch_moved(branch: str, there: str | None) -> TraceError:
    """Return the error for a branch of a submission that does not hold what was sent to it."""
    said = f"points to {there[:10]}, which was not sent from here" if there else "is gone"
    return TraceError(
        "branch_moved",
        f"The branch {branch!r} on your fork {said}.",
        advice="Nothing was changed. Look at the branch on the forge and decide what it should be.",
    )


def push_refused(said: str) -> TraceError:
    """Return the error for a push to which the remote said no."""
    return TraceError(
        "push_refused",
        f"The forge refused the push: {said}.",
        advice="Nothing was changed. Read what it says, then press Resume or submit again.",
    )
