from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.practice_forge import add_user, token
from assemble_trace.practice_forge.problems import Problem
from tests.practice_forge.forge_in_a_thread import Practice


def test_a_token_is_in_one_file_of_mode_0600_and_hashed_elsewhere(practice: Practice) -> None:
    plain = practice.user("ada")
    path = practice.directory / "tokens" / "ada"
    assert path.read_text().strip() == plain
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    practice.rest("GET", "/user", plain)
    for file in practice.directory.rglob("*"):
        if file.is_file() and file != path:
            assert plain.encode() not in file.read_bytes(), file


@pytest.mark.parametrize(
    "header",
    ["token {0}", "Bearer {0}", "bearer {0}", "Basic {1}"],
)
def test_every_way_to_send_a_token(practice: Practice, header: str) -> None:
    plain = practice.user("ada")
    basic = base64.b64encode(f"anybody:{plain}".encode()).decode()
    reply = practice.call("GET", "/api/v3/user", Authorization=header.format(plain, basic))
    assert reply.status == 200
    assert reply.body["login"] == "ada"
    assert reply.headers["X-OAuth-Scopes"] == "read:user, repo"


def test_a_wrong_or_revoked_token_is_401(practice: Practice) -> None:
    plain = practice.user("ada")
    wrong = practice.call("GET", "/api/v3/user", "atf_" + "0" * 40)
    assert (wrong.status, wrong.body["message"]) == (401, "Bad credentials")
    assert practice.forge.users.revoke(practice.forge.users.get("ada")) == 1
    assert practice.call("GET", "/api/v3/user", plain).status == 401
    # Even for what anybody may read: a client must learn that its token is worthless.
    assert practice.call("GET", "/api/v3/repos/house/prices", plain).status == 401
    assert practice.user("ada") != plain


def test_logins_ignore_case(practice: Practice) -> None:
    practice.user("ada")
    assert practice.rest("GET", "/users/ADA")["login"] == "ada"
    assert add_user(practice.directory, "Ada", "Ada", "ada@example.org") == token(
        practice.directory, "ada"
    )


@pytest.mark.parametrize(
    "login", ["", "-a", "a-", "a--b", "../x", "a/b", "a" * 40, "é", "a\n", "."]
)
def test_names_that_could_become_paths_are_refused(practice: Practice, login: str) -> None:
    with pytest.raises(Problem):
        practice.forge.users.add(login, "Name", "a@example.org")


def test_a_token_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(TraceError) as caught:
        token(tmp_path, "ada")
    assert caught.value.code == "forge_no_token"


def test_every_change_is_in_the_audit_log_for_admins_only(
    practice: Practice, tmp_path: Path
) -> None:
    ada, root = practice.user("ada"), practice.user("root", role="admin")
    practice.propose(tmp_path, "ada", "mine", {"new.py": "n = 1\n"})
    practice.rest("POST", "/repos/house/prices/issues/1/comments", ada, {"body": "Hello"})

    assert practice.call("GET", "/_forge/audit").status == 401
    assert practice.call("GET", "/_forge/audit", ada).status == 403
    lines = practice.call("GET", "/_forge/audit", root).body
    assert [line["action"] for line in lines][:4] == [
        "comment.create",
        "pull_request.open",
        "push",
        "repository.fork",
    ]
    push = lines[2]
    assert push["actor"] == "ada"
    assert push["repository"] == "ada/prices"
    assert push["path"] == "/ada/prices.git/git-receive-pack"
    [(name, (old, new))] = push["changes"]["references"].items()
    assert (name, old, len(new)) == ("refs/heads/mine", None, 40)
    assert len(push["request_id"]) == 32
    assert ada not in str(lines)
