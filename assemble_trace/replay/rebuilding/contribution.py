"""What is known of somebody else's contribution, as a submission with a plan."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

import yaml
from dulwich.objects import ObjectID

from assemble_trace.models import (
    Cell,
    FileChange,
    Identity,
    Plan,
    Project,
    PullRequest,
    Rebuilt,
    Repository,
    Source,
    Submission,
)
from assemble_trace.redact import redact_value
from assemble_trace.replay.rebuilding import byhand
from assemble_trace.replay.rebuilding.exactness import Typed, typed
from assemble_trace.replay.rebuilding.line import Line

_SPACE = uuid.UUID("5b1e7c0e-4b0f-5d0e-9d53-0d1f6a2f7a11")
_MARKER = "ballet.yml"


@dataclass
class Contribution:
    """A branch of somebody's, in a repository that contributions go to.

    ``name`` tells it from every other one, ``fork_now`` is the fork where it is still there.
    ``line`` is None where its commits cannot be read, ``gone`` says why. ``main_here`` says
    whether a clone of the upstream has a branch of the main line's name.
    """

    name: str
    source: str
    upstream: Repository
    api: str
    git: str
    fork: str
    base_branch: str
    branch: str
    head: str
    line: Line | None
    gone: str = ""
    fork_now: Repository | None = None
    main_here: bool = True
    title: str = ""
    body: str = ""
    login: str = ""
    login_id: int = 0
    practice: bool = False
    pull_request: PullRequest | None = None
    created_at: datetime | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Return the id of its record: the same for the same commit of the same branch."""
        return str(uuid.uuid5(_SPACE, self.name))

    @property
    def directory(self) -> str:
        """Return the folder that a person would clone into."""
        last = self.upstream.full_name.rpartition("/")[2] or "project"
        return f"./{last}" if last.startswith("-") else last


@dataclass(frozen=True)
class ByHand:
    """How the commits are typed: for each, what; ``why`` says why that is not exact."""

    typed: list[Typed]
    why: str


def by_hand(made: Contribution) -> ByHand:
    """Return how to type the commits of a contribution."""
    if made.line is None:
        return ByHand([], made.gone)
    told = [typed(link.commit) for link in made.line.told]
    why = made.line.broken or next((why for _, why in told if why), "")
    found = [one for one, _ in told]
    lines = [one.model_dump() for one in byhand.commands(made.line, found, made.directory)]
    if not why and redact_value(lines) != lines:
        why = "It holds something that looks like a token, and no token is ever kept."
    return ByHand(found, why)


def submission(made: Contribution, hand: ByHand, short_id: str) -> Submission:
    """Return the record of a contribution, before any of its steps is told."""
    files = made.line.files() if made.line else []
    main = _main(files, made)
    files = [*(one for one in files if one is not main), *([main] if main else [])]
    plan = _plan(made, hand, files)
    begun = datetime.fromtimestamp(hand.typed[0].author.date, UTC) if hand.typed else None
    opened = made.created_at
    at = min([one for one in (begun, opened) if one] or [datetime.now(UTC)])
    cells = [Cell(id="rebuilt", index=0, source=main.content)] if main and main.content else []
    return Submission(
        id=made.id,
        short_id=short_id,
        created_at=at,
        kind="submit" if made.pull_request else "branch",
        status="submitted",
        source=Source(path=main.path if main else made.source, cells=cells),
        plan=plan,
        fork=made.fork_now,
        pull_request=made.pull_request,
        rebuilt=Rebuilt(
            kind="pull_request" if made.pull_request else "git",
            source=made.source,
            at=datetime.now(UTC),
            exact=not hand.why,
            why_not=hand.why,
            notes=made.notes,
        ),
    )


def _plan(made: Contribution, hand: ByHand, files: list[FileChange]) -> Plan:
    last = hand.typed[-1] if hand.typed else None
    message = last.message if last else ""
    project = _project(made)
    feature = (files[-1].path.rpartition("/")[2] if files else made.branch).partition(".")[0]
    return Plan(
        identity=Identity(
            id=made.login_id,
            login=made.login or (last.author.name if last else "somebody"),
            name=last.author.name if last else made.login,
            email=last.author.email if last else "",
            api=made.api,
            practice=made.practice,
        ),
        project=project,
        upstream=made.upstream,
        fork=made.fork,
        fork_exists=True,
        base=made.line.base.id if made.line else "",
        base_branch=made.base_branch,
        directory=made.directory,
        feature=feature.removeprefix("feature_"),
        files=files,
        formatted=False,
        branch=made.branch,
        message=message,
        title=made.title or message.partition("\n")[0] or made.branch,
        body=made.body,
        date=last.committer.date if last else 0,
        zone=last.committer.offset if last else 0,
        tree=made.line.head.tree if made.line else "",
        commit=made.head,
    )


def _main(files: list[FileChange], made: Contribution) -> FileChange | None:
    """Return the file that the contribution is about: the feature, else other code, else text."""
    texts = [one for one in files if one.kind in {"file", "executable"}]
    code = [one for one in texts if one.path.endswith(".py") and one.content.strip()]
    features = [one for one in code if one.path.rpartition("/")[2].startswith("feature_")]
    found = features or code or texts
    return found[-1] if found else None


def _project(made: Contribution) -> Project:
    """Return the project: a Ballet project where its marker says so, else just a repository."""
    name, contrib, kind = made.upstream.full_name.rpartition("/")[2], "", "git"
    text = _marker(made)
    try:
        config = yaml.safe_load(text) if text else None
        if isinstance(config, dict):
            name = str(config["project"]["project_name"])
            contrib, kind = str(config["contrib"]["module_path"]).strip("/"), "ballet"
    except (yaml.YAMLError, KeyError, TypeError):
        pass
    return Project(
        kind=kind,
        name=name,
        root="",
        upstream=made.upstream.full_name,
        api=made.api,
        git=made.git,
        contrib=contrib,
    )


def marker_of(line: Line) -> str | None:
    """Return the id of the project's marker file, as it stood where the line begins."""
    tree = line.store[ObjectID(line.base.tree.encode())]
    try:
        _, sha = tree[_MARKER.encode()]  # type: ignore[index]
    except KeyError:
        return None
    return str(sha.decode())


def _marker(made: Contribution) -> str:
    sha = marker_of(made.line) if made.line else None
    if sha is None or made.line is None or ObjectID(sha.encode()) not in made.line.store:
        return ""
    return made.line.store.get_raw(ObjectID(sha.encode()))[1].decode("utf-8", "replace")
