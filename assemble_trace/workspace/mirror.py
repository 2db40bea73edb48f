"""A copy of an upstream on the disk, with its files and its history, to judge a commit on."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from dulwich.objects import ObjectID, ShaFile
from dulwich.refs import Ref
from dulwich.repo import Repo

from assemble_trace.errors import TraceError

from .problems import problems
from .remote import remote

_ONE_AT_A_TIME = threading.Lock()


class Wanted(NamedTuple):
    """A commit, and the branch of a repository on which it is."""

    url: str
    branch: str
    commit: str


def mirror(folder: Path, token: str, wanted: Sequence[Wanted], made: Iterable[ShaFile]) -> Path:
    """Bring a bare repository under ``folder`` up to date, and put objects made here into it.

    It is the first one's that is ``wanted``, the others are added to it. Returns its path. Only
    what is new since the last time is fetched. Waits for the network, so call it off the event
    loop. Raises ``base_missing`` when a commit is no longer to be had.
    """
    path = folder / f"{hashlib.sha256(wanted[0].url.encode()).hexdigest()[:16]}.git"
    with _ONE_AT_A_TIME:
        repo = Repo(str(path)) if path.is_dir() else _new(path)
        try:
            for one in wanted:
                if ObjectID(one.commit.encode()) not in repo.object_store:
                    _fetch(repo, one, token)
                if ObjectID(one.commit.encode()) not in repo.object_store:
                    raise _missing(one)
            for thing in made:
                repo.object_store.add_object(thing)
        finally:
            repo.close()
    return path


def _new(path: Path) -> Repo:
    path.mkdir(parents=True)
    return Repo.init_bare(str(path))


def _fetch(repo: Repo, wanted: Wanted, token: str) -> None:
    client, where = remote(wanted.url, token, lambda request: None)
    ref = Ref(f"refs/heads/{wanted.branch}".encode())
    with problems(wanted.url):
        found = client.fetch(
            where,
            repo,
            determine_wants=lambda refs, depth=None: [refs[ref]] if ref in refs else [],
            ref_prefix=[ref],
            protocol_version=2,
        )
    tip = found.refs.get(ref)
    if tip:
        # what is known already need not come again; one name a repository and branch
        name = hashlib.sha256(f"{wanted.url} {wanted.branch}".encode()).hexdigest()[:16]
        repo.refs[Ref(f"refs/mirrored/{name}".encode())] = tip


def _missing(wanted: Wanted) -> TraceError:
    return TraceError(
        "base_missing",
        f"The commit {wanted.commit[:10]}, which the plan rests on, is no longer on the branch"
        f" {wanted.branch!r}.",
        advice="Open the preview again: it plans on the newest commit.",
    )
