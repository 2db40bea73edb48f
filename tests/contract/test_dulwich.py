"""Dulwich against the forge, as our client uses it."""

from __future__ import annotations

import urllib.parse

from dulwich.client import HttpGitClient
from dulwich.object_store import iter_tree_contents
from dulwich.objects import Blob, Commit
from dulwich.pack import pack_objects_to_data
from dulwich.repo import MemoryRepo

from tests.practice_forge.forge_in_a_thread import Practice


def test_fetch_without_blobs_and_push_from_memory(practice: Practice) -> None:
    ada = practice.user("ada")
    practice.rest("POST", "/repos/house/prices/forks", ada)
    tip = practice.rest("GET", "/repos/house/prices/branches/master")["commit"]["sha"].encode()
    reader = HttpGitClient(practice.url)
    memory = MemoryRepo()
    reader.fetch(
        "/house/prices.git",
        memory,
        determine_wants=lambda refs, depth=None: [tip],
        depth=1,
        filter_spec=b"blob:none",
    )
    tree = memory[memory[tip].tree]
    assert [entry.path for entry in tree.items()] == [b"README.md", b"src"]
    assert not any(
        entry.sha in memory for entry in iter_tree_contents(memory.object_store, tree.id)
    )

    blob = Blob.from_string(b"new = 1\n")
    tree.add(b"new.py", 0o100644, blob.id)
    commit = Commit()
    commit.tree, commit.parents, commit.message = tree.id, [tip], b"New\n"
    commit.author = commit.committer = b"Ada <ada@example.org>"
    commit.author_time = commit.commit_time = 1_700_000_000
    commit.author_timezone = commit.commit_timezone = 0
    writer = HttpGitClient(practice.url, username="x", password=urllib.parse.quote(ada))
    pushed = writer.send_pack(
        "/ada/prices.git",
        lambda refs: {b"refs/heads/mine": commit.id},
        lambda *_, **__: pack_objects_to_data([(one, None) for one in (blob, tree, commit)]),
    )
    assert pushed.ref_status == {b"refs/heads/mine": None}
    branch = practice.rest("GET", "/repos/ada/prices/branches/mine")
    assert branch["commit"]["sha"] == commit.id.decode()
