"""A branch in a repository on this computer, as its commits tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from dulwich.errors import NotGitRepository
from dulwich.objects import Commit, ObjectID, ShaFile
from dulwich.repo import Repo
from dulwich.walk import ORDER_TOPO

from assemble_trace.errors import TraceError
from assemble_trace.models import Repository
from assemble_trace.projects.origin import parse
from assemble_trace.replay.rebuilding.changes import OddTree
from assemble_trace.replay.rebuilding.contribution import Contribution
from assemble_trace.replay.rebuilding.line import line_of, nothing, too_much

#: What the main line is called where the repository does not say.
_MAIN = ("main", "master", "trunk", "develop")
#: More commits than these are nobody's contribution.
MOST_COMMITS = 300
#: So far back is looked for the merge that took a branch in.
_BACK = 20_000


def branch(folder: Path, name: str) -> Contribution:
    """Read a branch of the repository that a folder is in. Changes nothing in it.

    Waits for the disk. Raises ``repository_missing``, ``branch_missing``, ``base_missing``,
    ``nothing_to_rebuild`` or ``too_much_to_rebuild``.
    """
    try:
        with Repo.discover(str(folder)) as repo:
            return _contribution(repo, name)
    except NotGitRepository as problem:
        raise TraceError(
            "repository_missing",
            f"{folder} is not in a git repository.",
            advice="Name a folder that git knows: one in which git status works.",
        ) from problem


def _contribution(repo: Repo, name: str) -> Contribution:
    where, tip = _tip(repo, name)
    main, mains, here = _main(repo, where)
    root = Path(repo.path).resolve()
    api, git, full_name = _home(repo, root)
    made = Contribution(
        name=f"{root} {name} {tip}",
        source=f"{name} in {root}",
        upstream=Repository(id=0, full_name=full_name, default_branch=main, clone_url=str(root)),
        api=api,
        git=git,
        fork=full_name,
        base_branch=main,
        branch=where,
        head=tip,
        line=None,
        main_here=here,
    )
    try:
        line = line_of(repo.object_store, _own(repo, tip, mains))
        line.read()
    except OddTree as odd:
        made.gone = f"Its files cannot be told: {odd}."
    except (KeyError, ValueError):
        made.gone = "Some of its commits or folders are not in this repository."
    else:
        made.line = line
    return made


def _tip(repo: Repo, name: str) -> tuple[str, str]:
    """Return a branch's own name and its tip: one of this repository, or one of a remote."""
    refs = repo.refs.as_dict()
    for ref in (f"refs/heads/{name}", f"refs/remotes/{name}", f"refs/remotes/origin/{name}"):
        tip = refs.get(ref.encode())  # type: ignore[call-overload]
        if tip is not None:
            own = name.partition("/")[2] if ref == f"refs/remotes/{name}" else name
            return own or name, tip.decode()
    there = sorted(_names(refs))[:10]
    raise TraceError(
        "branch_missing",
        f"There is no branch called {name!r} here.",
        advice=f"There are: {', '.join(there)}." if there else "It has no branches at all.",
    )


def _names(refs: Iterable[bytes]) -> Iterable[str]:
    lead = b"refs/heads/"
    return (
        ref.removeprefix(lead).decode("utf-8", "replace") for ref in refs if ref.startswith(lead)
    )


def _main(repo: Repo, name: str) -> tuple[str, list[str], bool]:
    """Return the main line's name, its tips here and on remotes, and whether it is here.

    It is called what origin calls it, else by a usual name.
    """
    refs = repo.refs.as_dict()
    said = repo.refs.read_loose_ref(b"refs/remotes/origin/HEAD")  # type: ignore[arg-type]
    told = (said or b"").removeprefix(b"ref: refs/remotes/origin/").strip().decode()
    possible = [one for one in (told, *_MAIN) if one and (one != name or one in _MAIN)]
    for main in possible:
        leads = ["refs/remotes/upstream", "refs/remotes/origin"]
        if main != name:
            leads.append("refs/heads")
        tips = [refs.get(f"{lead}/{main}".encode()) for lead in leads]  # type: ignore[call-overload]
        if found := [tip.decode() for tip in tips if tip]:
            return main, found, tips[-1] is not None and main != name
    raise TraceError(
        "base_missing",
        f"The repository has no main line that {name!r} could have started from.",
        advice="It is looked for as what origin's HEAD says, and as main, master, trunk, develop.",
    )


def _own(repo: Repo, tip: str, mains: Sequence[str]) -> list[str]:
    """Return a branch's own commits, oldest first, also where the main line has taken them in."""
    walker = repo.get_walker(
        include=[ObjectID(tip.encode())],
        exclude=[ObjectID(_before(repo, tip, main).encode()) for main in mains],
        order=ORDER_TOPO,
        max_entries=MOST_COMMITS + 1,
    )
    found = [entry.commit.id.decode() for entry in walker]
    if len(found) > MOST_COMMITS:
        raise too_much(f"It has more than {MOST_COMMITS} commits of its own")
    if not found:
        raise nothing()
    return found[::-1]


def _before(repo: Repo, tip: str, main: str) -> str:
    """Return a main line as it was before a merge took the branch in, else as it is."""
    wanted, at = tip.encode(), main.encode()
    for _ in range(_BACK):
        found = _object(repo, at)
        if not isinstance(found, Commit) or not found.parents:
            break
        if wanted in found.parents[1:]:
            return found.parents[0].decode()
        at = found.parents[0]
    return main


def _object(repo: Repo, name: bytes) -> ShaFile | None:
    try:
        return repo.object_store[ObjectID(name)]
    except KeyError:  # a shallow clone ends somewhere
        return None


def _home(repo: Repo, root: Path) -> tuple[str, str, str]:
    """Return REST address, git address and name of the forge's repository; names alone without."""
    try:
        return parse(repo.get_config().get((b"remote", b"origin"), b"url").decode())
    except (KeyError, TraceError, UnicodeDecodeError):
        return "", "", f"local/{root.name}"
