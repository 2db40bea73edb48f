"""Submits with the tool, then runs the exported script where nothing of it is there yet.

The forge's directory is copied before each submission. Afterwards the copy is served by a
forge of its own, real bash runs the script against it under a hostile home, and both forges
are compared: commits, trees, branches, the changing REST requests and the pull request.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assemble_trace.models import Cell, PlanRequest, Trace
from assemble_trace.pipeline import Refused
from assemble_trace.scripts import script
from assemble_trace.service import Service
from assemble_trace.steps import Patience
from tests.faults.proxy import FaultProxy, proxying
from tests.faults.small import YAML, add_upstream, git
from tests.practice_forge.forge_in_a_thread import Practice, practising
from tests.scripts import grammar, hostile
from tests.scripts.generated import Case

PATIENCE = Patience(poll=0.02, fork=20, appear=0, settle=0, finish=20, follow=0)
#: Name, default branch, and further files that could make another commit.
UPSTREAMS: list[tuple[str, str, dict[str, str]]] = [
    ("ames/small", "main", {}),
    ("ames/Slash.Y", "release/1.x", {}),
    (
        "ames/converts",
        "main",
        {
            ".gitattributes": "* text=auto eol=crlf\n*.py ident working-tree-encoding=UTF-16\n"
            "*.py filter=lfs diff=lfs merge=lfs\n",
            ".gitignore": "*.py\nuser_*\n",
        },
    ),
    ("ames/-dash", "main", {".gitignore": "src/\n"}),
]
#: Where contributions go in the last one.
ODD_FOLDER = "src/it's $(x) [é*] \\n/-\u202ehidden"


@dataclass
class Outcome:
    """What came of one case: refused with a code, or what differs."""

    refused: str | None = None
    foreseen: bool = False
    differences: list[str] = field(default_factory=list)
    trace: Trace | None = None


@dataclass
class Exact:
    """A forge to submit to, with the tool and the folders that go with it."""

    folder: Path
    practice: Practice
    proxy: FaultProxy
    service: Service
    environment: dict[str, str]
    _token: str = ""

    async def compare(
        self, case: Case, alter: Callable[[str], str] = str, revises: str | None = None
    ) -> Outcome:
        """Submit a case with the tool and by its script, and say what differs.

        ``alter`` changes the script before it is run. ``revises`` is the earlier submission
        to whose pull request it is added.
        """
        if case.moved:
            name, default, _ = UPSTREAMS[case.upstream]
            self._move(name, default, case.number)
        await self.sign_in(case)
        with self._copied() as copied:
            try:
                view, _ = await self.service.plan(request(case, revises), self.clone(case))
            except Refused as refused:
                return Outcome(refused=refused.code)
            planned = view.trace
            await self.service.start(planned.id)
            done = await self._done(planned.id)
            differences = [] if done.pull_request else [f"the tool failed: {_errors(done)}"]
            exported = planned if case.early else done
            differences += self._replay(exported, copied, f"same commit {done.commit}", alter)
        return Outcome(None, planned.commit == done.commit, differences, done)

    async def withdraw(self, trace: Trace) -> Outcome:
        """Take a submission back with the tool and by the script of that."""
        with self._copied() as copied:
            done = await self._done((await self.service.withdraw(trace.id)).trace.id)
            ending = "the pull request is closed and the branch is gone"
            return Outcome(None, True, self._replay(done, copied, ending), done)

    async def sign_in(self, case: Case) -> None:
        """Be the person of a case, where they live. Nothing was seen of them yet."""
        users = self.practice.forge.users
        self._token = users.token(users.add(case.login, case.name, case.email))
        _zone(case.zone)
        await self.service.sign_in(self._token, f"{self.proxy.url}/api/v3")

    def clone(self, case: Case) -> Path:
        """Return the folder in which a case is written."""
        return self.folder / f"clone-{case.upstream}"

    async def _done(self, name: str) -> Trace:
        await self.service.runner.wait(name)
        return (await self.service.view(name)).trace

    @contextmanager
    def _copied(self) -> Iterator[Path]:
        """Copy the forge's directory as it stands, and forget what was asked of it."""
        copied = self.folder / "copy"
        _copy(self.practice.directory, copied)
        self.proxy.seen.clear()
        try:
            yield copied
        finally:
            shutil.rmtree(copied)

    def _replay(
        self, trace: Trace, copied: Path, ending: str, alter: Callable[[str], str] = str
    ) -> list[str]:
        """Run a trace's script against a copy of the forge, and say what differs."""
        assert trace.plan is not None
        live, name = self.practice.directory, trace.plan.upstream.full_name.partition("/")[2]
        differences = grammar.problems(script(trace, "ps1").script)
        with practising(copied) as other, proxying(other.url) as proxy:
            differences += self._run(alter(script(trace, "sh").script), proxy.url, ending)
            differences += _differ("requests", _changes(self.proxy), _changes(proxy))
        differences += _differ("refs", _refs(live, name), _refs(copied, name))
        return differences + _differ("pulls", _pulls(live), _pulls(copied))

    def _run(self, text: str, url: str, ending: str) -> list[str]:
        """Run a script in an empty folder; what is wrong with how it ended."""
        empty, file = self.folder / "empty", self.folder / "script.sh"
        shutil.rmtree(empty, ignore_errors=True)
        empty.mkdir()
        file.write_bytes(text.encode())
        addresses = {"GITHUB_TOKEN": self._token, "API": f"{url}/api/v3", "GIT": url}
        over = subprocess.run(
            ["bash", str(file)], cwd=empty, env=self.environment | addresses,
            capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        wrong = []
        if over.returncode or not over.stdout.decode().endswith(f"\n{ending}\n"):
            wrong.append(f"the script ended with {over.returncode}:\n{over.stderr.decode()}")
        if not text.replace("\n", "").isprintable():
            wrong.append("the script holds what cannot be seen")
        return wrong

    def _move(self, name: str, default: str, number: int) -> None:
        """Let an upstream go on by one commit, which forks do not have yet."""
        work = self.folder / "owner" / str(number)
        token = self.practice.user("ames")
        url = self.practice.clone_url(name, token)
        work.parent.mkdir(exist_ok=True)
        git(work.parent, "clone", "--quiet", "--depth=1", url, str(work))
        (work / "news.txt").write_text(f"{number}\n")
        git(work, "add", "--force", "news.txt")
        git(work, "commit", "--quiet", "--message", f"News {number}")
        git(work, "push", "--quiet", "origin", f"HEAD:refs/heads/{default}")
        shutil.rmtree(work)


@contextmanager
def exact(folder: Path) -> Iterator[Exact]:
    """Serve a forge with some upstreams in a new folder, and open the tool on it."""
    folder.mkdir(parents=True, exist_ok=True)
    forge = folder / "forge"
    for number, (name, default, files) in enumerate(UPSTREAMS):
        add_upstream(
            forge, name, folder / f"source-{number}", judged=False, branch=default, files=files
        )
    zone = os.environ.get("TZ")
    with practising(forge) as practice, proxying(practice.url) as proxy:
        for number, (name, _, _) in enumerate(UPSTREAMS):
            clone = folder / f"clone-{number}"
            clone.mkdir()
            git(clone, "init", "--quiet")
            git(clone, "remote", "add", "origin", f"{proxy.url}/{name}.git")
            odd = json.dumps(ODD_FOLDER) if name == "ames/-dash" else ""
            path = "src/small/features/contrib"
            (clone / "ballet.yml").write_text(YAML.replace(path, odd or path))
        service = Service(folder / "data", patience=PATIENCE)
        try:
            yield Exact(folder, practice, proxy, service, hostile.make(folder / "home"))
        finally:
            _set_zone(zone)


def request(case: Case, revises: str | None = None) -> PlanRequest:
    return PlanRequest(
        path="a.ipynb",
        cells=[Cell(id=f"c{case.number}", index=0, source=case.source)],
        feature=case.feature,
        branch=case.branch,
        title=case.title,
        body=case.body,
        revises=revises,
    )


def _zone(minutes: int) -> None:
    """Let this process live so many minutes east of UTC."""
    hours, rest = divmod(abs(minutes), 60)
    _set_zone(f"<here>{'-' if minutes > 0 else '+'}{hours}:{rest:02d}")


def _set_zone(name: str | None) -> None:
    os.environ.pop("TZ", None)
    if name is not None:
        os.environ["TZ"] = name
    time.tzset()


def _copy(directory: Path, copied: Path) -> None:
    """Copy a forge's directory as it stands, while its server runs but nobody asks it."""
    shutil.copytree(
        directory, copied, symlinks=True,
        ignore=shutil.ignore_patterns("*.db", "*-wal", "*-shm", "port", "forge.json", "forge.lock"),
    )  # fmt: skip
    for name in ("forge.db", "jobs.db"):
        with (
            closing(sqlite3.connect(directory / name)) as old,
            closing(sqlite3.connect(copied / name)) as new,
        ):
            old.backup(new)


def _changes(proxy: FaultProxy) -> list[tuple[str, str, Any]]:
    """Return the REST requests that change something, in order."""
    return [
        (one.method, one.path, json.loads(one.body) if one.body else None)
        for one in proxy.seen
        if one.method != "GET" and one.path.startswith("/api/")
    ]


def _rows(directory: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(directory / "forge.db")) as connection:
        return connection.execute(query).fetchall()


def _refs(directory: Path, name: str) -> list[str]:
    """Return every branch of an upstream and its forks, and every head of a pull request."""
    found = []
    query = f"select uuid, owner_id from repositories where name = '{name}' order by id"
    for identifier, owner in _rows(directory, query):
        bare = directory / "repositories" / f"{identifier}.git"
        shown = "--format=%(objectname) %(tree) %(refname)"
        refs = git(bare, "for-each-ref", shown, "refs/heads", "refs/pull/*/head")
        found += [f"{owner} {line}" for line in refs.splitlines()]
    return found


def _pulls(directory: Path) -> list[tuple[Any, ...]]:
    columns = "repository_id, number, head_repository_id, head_branch, head_sha, base_branch"
    more = "base_sha, title, body, user_id, state"
    return _rows(directory, f"select {columns}, {more} from pulls order by 1, 2")


def _differ(what: str, expected: list[Any], found: list[Any]) -> list[str]:
    """Say what one list has and the other has not."""
    if expected == found:
        return []
    missing = [one for one in expected if one not in found]
    more = [one for one in found if one not in expected]
    return [f"{what}: missing {missing}, too many {more}, or in another order"]


def _errors(trace: Trace) -> str:
    return "; ".join(
        f"{one.key}: {one.error.code} {one.error.message}" for one in trace.steps if one.error
    )
