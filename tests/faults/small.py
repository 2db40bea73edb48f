"""A forge with small projects, and a person who works on one of them through a fault proxy.

Nothing judges these projects: their upstream has no ballet.yml, so no check ever appears.
Each test has an upstream and a person of its own, so one forge process serves them all.
"""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import text

from assemble_trace import practice_forge
from assemble_trace.models import Cell, PlanRequest, Trace
from assemble_trace.service import Service
from assemble_trace.steps import Patience
from tests.elsewhere import Elsewhere
from tests.faults.proxy import FaultProxy, proxying

YAML = """\
project: {project_name: Small, project_slug: small, package_slug: small}
contrib: {module_name: small.features.contrib, module_path: src/small/features/contrib}
"""
#: Nobody judges here, so nobody waits long for a first check.
PATIENCE = Patience(poll=0.05, fork=20, appear=0.2, settle=0.2, finish=20, follow=0)
_numbers = itertools.count(1)


@dataclass
class Small:
    """A person at work on an upstream, with the fault proxy between them and the forge."""

    forge: Path
    proxy: FaultProxy
    upstream: str
    login: str
    token: str
    data: Path
    file: Path
    services: list[Service] = field(default_factory=list)

    @property
    def api(self) -> str:
        """Return the REST address that the person uses."""
        return f"{self.proxy.url}/api/v3"

    @property
    def fork(self) -> str:
        """Return the name that their fork gets."""
        return f"{self.login}/{self.upstream.partition('/')[2]}"

    def service(self, patience: Patience = PATIENCE) -> Service:
        """Open a service as one process does, signed in with a pasted token."""
        made = Service(self.data / "assemble-trace", patience=patience)
        made.keys.sign_in(self.token, self.api)
        self.services.append(made)
        return made

    def request(self, name: str = "one", **more: Any) -> PlanRequest:
        """Return the plan request for a feature of some name."""
        code = f"from ballet import Feature\n\n{name} = Feature('x', None)\n"
        cell = Cell(id="a", index=0, source=code)
        return PlanRequest(path=self.file.name, cells=[cell], **more)

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of the person's terminal."""
        return {
            **os.environ,
            "JUPYTER_DATA_DIR": str(self.data),
            "GITHUB_TOKEN": self.token,
            "GITHUB_API_URL": self.api,
            "CI": "",
        }

    def submitting(self, *options: str) -> subprocess.Popen[str]:
        """Start ``assemble-trace submit`` in a process of its own."""
        self.file.write_text(self.request().cells[0].source)
        return subprocess.Popen(
            [sys.executable, "-m", "assemble_trace.cli", "submit", str(self.file), *options],
            env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip

    # -- looking at the forge, past the proxy ----------------------------------------------

    def done(self, action: str) -> list[dict[str, Any]]:
        """Return what the forge's audit log says that this person changed."""
        with closing(sqlite3.connect(self.forge / "forge.db")) as connection:
            rows = connection.execute(
                "select repository, changes from audit where actor = ? and action = ? order by id",
                (self.login, action),
            ).fetchall()
        return [{"repository": name, **json.loads(changes)} for name, changes in rows]

    def pushes(self, branch: str) -> list[list[str | None]]:
        """Return how a branch of the fork moved, as the audit log tells it."""
        name = f"refs/heads/{branch}"
        return [
            one["references"][name]
            for one in self.done("push")
            if one["repository"] == self.fork and name in one["references"]
        ]

    def rest(self, method: str, path: str, body: Any = None, *, owner: bool = False) -> Any:
        """Ask the forge itself, as this person or as the upstream's owner."""
        login = self.upstream.partition("/")[0] if owner else self.login
        request = Request(
            f"{self.proxy.target}/api/v3{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {practice_forge.token(self.forge, login)}"},
        )
        with urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def commit_upstream(self) -> str:
        """Let the upstream's default branch move by one commit; returns the commit."""
        owner = practice_forge.token(self.forge, self.upstream.partition("/")[0])
        work = self.file.parent.parent / "owner"
        where = self.proxy.target.partition("://")[2]
        url = f"http://x:{owner}@{where}/{self.upstream}.git"
        git(work.parent, "clone", "--quiet", url, str(work))
        (work / "news.txt").write_text("News\n")
        git(work, "add", "--all")
        git(work, "commit", "--quiet", "--message", "News")
        git(work, "push", "--quiet", "origin", "main")
        return git(work, "rev-parse", "HEAD")

    def commit_on(self, branch: str) -> str:
        """Let a branch of the fork get a commit that was not sent from here; returns it."""
        tip = self.rest("GET", f"/repos/{self.fork}/git/ref/heads/{branch}")["object"]["sha"]
        tree = self.rest("GET", f"/repos/{self.fork}/git/commits/{tip}")["tree"]["sha"]
        body = {"message": "By hand", "tree": tree, "parents": [tip]}
        made: str = self.rest("POST", f"/repos/{self.fork}/git/commits", body)["sha"]
        self.rest("PATCH", f"/repos/{self.fork}/git/refs/heads/{branch}", {"sha": made})
        return made

    def expire_leases(self, service: Service) -> None:
        """Let time pass: every lease has run out."""
        with service.store.engine.begin() as connection:
            connection.execute(text("UPDATE submissions SET lease_until = 1"))


async def press(service: Service, small: Small, request: PlanRequest | None = None) -> Trace:
    """Plan, press Submit and wait until the submission rests."""
    view, existing = await service.plan(request or small.request(), small.file)
    assert not existing
    return await go_on(service, view.trace.id)


async def go_on(service: Service, name: str) -> Trace:
    """Press Submit or Resume, and wait until the submission rests."""
    await service.start(name)
    await service.runner.wait(name)
    return (await service.view(name)).trace


def states(trace: Trace) -> list[str]:
    """Return the status of each step, in order."""
    return [step.status for step in trace.steps]


def error(trace: Trace, key: str) -> str | None:
    """Return the code of a step's error."""
    found = next(step for step in trace.steps if step.key == key).error
    return found.code if found else None


def once(small: Small, trace: Trace) -> None:
    """See that the forge has exactly one fork, branch, commit and pull request for a trace."""
    assert trace.plan is not None and trace.pull_request is not None
    assert [one["repository"] for one in small.done("repository.fork")] == [small.fork]
    assert small.pushes(trace.plan.branch) == [[None, trace.plan.commit]]
    opened = small.done("pull_request.open")
    assert [one["head_sha"] for one in opened] == [trace.plan.commit]
    assert opened[0]["number"] == trace.pull_request.number


@pytest.fixture(scope="session")
def small_forge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A running forge's directory."""
    directory = tmp_path_factory.mktemp("small") / "forge"
    practice_forge.ensure(directory)
    practice_forge.add_user(directory, "ames", "Ames", "ames@example.org")
    yield directory
    practice_forge.stop(directory)


@pytest.fixture(scope="session")
def new_small(
    small_forge: Path, tmp_path_factory: pytest.TempPathFactory, elsewhere: Elsewhere
) -> Iterator[Callable[..., Small]]:
    """A function that makes a person, an upstream and a fault proxy.

    What was recorded is carried into another store in the end, and compared.
    """
    open_proxies = []
    made: list[Small] = []

    def make(*, judged: bool = False) -> Small:
        folder = tmp_path_factory.mktemp("person")
        number = next(_numbers)
        upstream, login = f"ames/small-{number}", f"ada-{number}"
        token = practice_forge.add_user(small_forge, login, "Ada L.", f"{login}@example.org")
        add_upstream(small_forge, upstream, folder / "source", judged=judged)
        target = practice_forge.ensure(small_forge).url
        manager = proxying(target)
        proxy = manager.__enter__()
        open_proxies.append(manager)
        clone = folder / "clone"
        clone.mkdir()
        git(clone, "init", "--quiet", "--initial-branch=main")
        git(clone, "remote", "add", "origin", f"{proxy.url}/{upstream}.git")
        (clone / "ballet.yml").write_text(YAML)
        person = Small(
            small_forge, proxy, upstream, login, token, folder / "data", clone / "cells.py"
        )
        made.append(person)
        return person

    yield make
    for manager in open_proxies:
        manager.__exit__(None, None, None)
    for person in made:
        elsewhere.check(person.data / "assemble-trace" / "traces.db")


@pytest.fixture
def small(new_small: Callable[..., Small]) -> Small:
    """A person, an upstream and a fault proxy of the test's own."""
    return new_small()


def add_upstream(
    forge: Path,
    name: str,
    source: Path,
    *,
    judged: bool,
    branch: str = "main",
    files: dict[str, str] | None = None,
) -> None:
    """Put a repository of a few small files, and of further ones, on the forge."""
    contrib = source / "src" / "small" / "features" / "contrib"
    contrib.mkdir(parents=True)
    git(source, "init", "--quiet", f"--initial-branch={branch}")
    (contrib / "__init__.py").write_text("")
    (source / "README.md").write_text("# Small\n")
    if judged:
        (source / "ballet.yml").write_text(YAML)
    git(source, "add", "--all")
    for path, content in (files or {}).items():
        (source / path).write_text(content)
        git(source, "add", "--force", path)
    git(source, "commit", "--quiet", "--message", "Begin")
    practice_forge.add_repository(forge, name, source / ".git")


def git(cwd: Path, *argv: str, env: dict[str, str] | None = None) -> str:
    """Run git as a person without settings of their own; what it printed."""
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
           for key, value in (("NAME", "Ames"), ("EMAIL", "ames@example.org"))}  # fmt: skip
    plain = {
        "PATH": os.environ["PATH"], "HOME": str(cwd), "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0",
    }  # fmt: skip
    over = subprocess.run(
        ["git", *argv], cwd=cwd, env=plain | who | (env or {}), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert over.returncode == 0, over.stderr
    return over.stdout.strip()
