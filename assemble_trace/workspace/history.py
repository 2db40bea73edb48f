"""Commits of somebody else, fetched into memory to be read: first their trees, then some files."""

from __future__ import annotations

from collections.abc import Iterable

from dulwich.errors import GitProtocolError, HangupException
from dulwich.repo import MemoryRepo

from assemble_trace.errors import TraceError
from assemble_trace.traffic import Observe

from .problems import problems
from .remote import remote


class History:
    """The newest commits of one line of a remote. Nothing touches the disk.

    Its methods wait for the network, so call them off the event loop.
    """

    def __init__(self, url: str, token: str, observe: Observe) -> None:
        self._url, self._token, self._observe = url, token, observe
        self.repo = MemoryRepo()

    def fetch(self, commit: str, depth: int) -> bool:
        """Fetch a commit and those before it with their trees, ``depth`` of them, without files.

        Returns False where the remote has no such commit any more.
        """
        try:
            self._get([commit], depth=depth, filter_spec=b"blob:none")
        except TraceError as problem:
            if isinstance(problem.__cause__, GitProtocolError | HangupException | KeyError):
                return False
            raise
        return commit.encode() in self.repo.object_store  # type: ignore[operator]

    def fetch_files(self, blobs: Iterable[str]) -> None:
        """Fetch the contents of files by their ids; what is here already is not asked for."""
        store = self.repo.object_store
        missing = sorted({one for one in blobs if one.encode() not in store})  # type: ignore[operator]
        if missing:
            self._get(missing)

    def _get(self, wanted: list[str], **options: object) -> None:
        names = [one.encode() for one in wanted]
        client, path = remote(self._url, self._token, self._observe)
        with problems(self._url):
            client.fetch(
                path,
                self.repo,
                determine_wants=lambda refs, depth=None: names,  # type: ignore[arg-type]
                protocol_version=2,
                **options,  # type: ignore[arg-type]
            )
