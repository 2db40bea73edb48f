"""What each page shows: from the forge's records to the values of a template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import pull_shapes
from .card import Card, card_of
from .forge import Forge
from .git import FileDiff
from .markdown import to_html
from .problems import not_found
from .records import CheckRun, Event, Pull, Remark, User
from .report import STAGES

Values = tuple[str, dict[str, Any]]
View = Callable[..., Values]

_MAX_FILES = 300
_MAX_ROWS = 1500
_MAX_TEXT = 400_000

_TONES = {"open": ("good", "Open"), "closed": ("bad", "Closed"), "merged": ("done", "Merged")}
_RESULTS = {
    "success": ("good", "✓", "Passed"),
    "failure": ("bad", "✗", "Failed"),
    "timed_out": ("bad", "✗", "Timed out"),
    "cancelled": ("none", "–", "Cancelled"),
    "skipped": ("none", "–", "Skipped"),
    "neutral": ("none", "–", "Neutral"),
    "action_required": ("wait", "!", "Action required"),
    "queued": ("wait", "○", "Waiting"),
    "in_progress": ("wait", "●", "Running"),
}
_EVENTS = {
    "opened": ("○", "opened this pull request"),
    "synchronized": ("↑", "pushed {sha}"),
    "closed": ("✗", "closed this"),
    "reopened": ("○", "reopened this"),
    "merged": ("✓", "merged this as {sha}"),
}
_REVIEWS = {
    "APPROVED": "approved this",
    "CHANGES_REQUESTED": "requested changes",
    "COMMENTED": "reviewed this",
}


@dataclass(frozen=True)
class Row:
    """A line of a diff. ``kind`` is add, del, hunk or nothing."""

    kind: str
    old: str
    new: str
    sign: str
    text: str


@dataclass(frozen=True)
class FileView:
    """A file of a diff, with its lines."""

    path: str
    previous: str | None
    status: str
    additions: int
    deletions: int
    rows: list[Row]
    left_out: int


@dataclass(frozen=True)
class Listed:
    """A pull request in a list."""

    pull: Pull
    tone: str
    word: str
    author: str


@dataclass(frozen=True)
class RunView:
    """A check run; ``summary`` is HTML, ``open`` shows it at once."""

    name: str
    title: str
    tone: str
    mark: str
    word: str
    open: bool
    summary: str


@dataclass(frozen=True)
class Group:
    """The check runs of one commit, and what they found out together."""

    title: str
    sha: str
    runs: list[RunView]
    card: Card | None


@dataclass(frozen=True)
class Item:
    """Something in the conversation; ``body`` is HTML, or None for an event."""

    at: str
    order: int
    who: str
    bot: bool
    mark: str
    words: str
    body: str | None
    anchor: str


def index(forge: Forge, actor: User | None) -> Values:
    """Every repository that may be seen."""
    return "index.html", {"repositories": forge.repositories.visible(actor)}


def repository(forge: Forge, actor: User | None, owner: str, name: str) -> Values:
    """A repository: pull requests, commits, files, README."""
    one = forge.repositories.get(owner, name.removesuffix(".git"), actor)
    bare = forge.repositories.bare(one)
    head = bare.branch(one.default_branch)
    files = (
        [each for each in bare.tree(head, recursive=True) if each.type == "blob"] if head else []
    )
    readme = next(
        (f for f in files if f.path.lower() in ("readme.md", "readme", "readme.txt")), None
    )
    pulls = forge.pulls.find(one, state="all")
    authors = forge.users.by_ids({each.user_id for each in pulls})
    listed = [_listed(each, authors[each.user_id]) for each in pulls]
    return "repository.html", {
        "repository": one,
        "parent": forge.repositories.by_id(one.parent_id) if one.parent_id else None,
        "head": head,
        "open_pulls": [each for each in listed if each.pull.state == "open"],
        "closed_pulls": [each for each in listed if each.pull.state != "open"],
        "commits": bare.commits(head, limit=8) if head else [],
        "files": files[:_MAX_FILES],
        "more_files": max(0, len(files) - _MAX_FILES),
        "readme_name": readme.path if readme else "",
        "readme": to_html(_decoded(bare.blob(readme.sha))) if readme else "",
    }


def pull(forge: Forge, actor: User | None, owner: str, name: str, number: str, tab: str) -> Values:
    """A pull request, one of its four sides."""
    one = forge.repositories.get(owner, name, actor)
    found = forge.pulls.get(one, int(number[:15]))
    bare = forge.repositories.bare(one)
    source = forge.repositories.by_id(found.head_repository_id)
    tone, word = _tone(found)
    counted = pull_shapes.measure(forge, one, found)
    runs = forge.check_runs.find(one, found.head_sha)
    after = forge.check_runs.find(one, found.merge_commit_sha) if found.merge_commit_sha else []
    start = pull_shapes.start_of(bare, found)
    wanted: dict[str, Callable[[], dict[str, Any]]] = {
        "": lambda: {
            "timeline": _timeline(forge, found),
            "cards": [card for card in (card_of(runs), card_of(after)) if card],
            "summary_checks": [_run(run) for run in (*_untold(runs), *_untold(after))],
        },
        "/commits": lambda: {"commits": bare.commits(f"^{found.base_sha}", found.head_sha)},
        "/files": lambda: {"diff": [_file(each) for each in bare.diff(start, found.head_sha)]},
        "/checks": lambda: {
            "checks": _groups(("On the head", found.head_sha, runs))
            + _groups(("After the merge", found.merge_commit_sha or "", after))
        },
    }
    return "pull.html", {
        "repository": one,
        "pull": found,
        "tone": tone,
        "word": word,
        "author": forge.users.by_id(found.user_id).login,
        "head_label": f"{source.owner.login}:{found.head_branch}",
        "counted": counted,
        "address": f"{one.full_name}/pull/{found.number}",
        "tab": tab,
        "tabs": [
            ("", "Conversation"),
            ("/commits", f"Commits {counted.commits}"),
            ("/files", f"Files {counted.files}"),
            ("/checks", f"Checks {len(runs) + len(after)}"),
        ],
        **wanted[tab](),
    }


def commit(forge: Forge, actor: User | None, owner: str, name: str, sha: str) -> Values:
    """A commit with its changes and checks."""
    one = forge.repositories.get(owner, name, actor)
    bare = forge.repositories.bare(one)
    found = bare.commit(sha)
    files = bare.diff(found.parents[0] if found.parents else None, sha)
    return "commit.html", {
        "repository": one,
        "commit": found,
        "rest": found.message.partition("\n")[2].strip(),
        "checks": _groups(("Checks", sha, forge.check_runs.find(one, sha))),
        "diff": [_file(each) for each in files],
    }


def blob(forge: Forge, actor: User | None, owner: str, name: str, sha: str, path: str) -> Values:
    """A file at a commit."""
    one = forge.repositories.get(owner, name, actor)
    data = forge.repositories.bare(one).file(sha, path)
    if data is None:
        raise not_found()
    text = None if b"\0" in data[:8000] or len(data) > _MAX_TEXT else _decoded(data)
    markdown = text is not None and path.lower().endswith(".md")
    return "blob.html", {
        "repository": one,
        "sha": sha,
        "path": path,
        "length": len(data),
        "text": text,
        "rendered": to_html(text or "") if markdown else "",
    }


# --- parts ---------------------------------------------------------------------------------


def _listed(one: Pull, author: User) -> Listed:
    return Listed(one, *_tone(one), author.login)


def _tone(one: Pull) -> tuple[str, str]:
    return _TONES["merged" if one.merged_at else one.state]


def _groups(*given: tuple[str, str, list[CheckRun]]) -> list[Group]:
    return [
        Group(title, sha, [_run(run) for run in runs], card_of(runs))
        for title, sha, runs in given
        if runs
    ]


def _untold(runs: list[CheckRun]) -> list[CheckRun]:
    """The runs that no card speaks of."""
    return [run for run in runs if run.external_id not in STAGES] if card_of(runs) else runs


def _run(run: CheckRun) -> RunView:
    tone, mark, word = _RESULTS[run.conclusion or run.status]
    summary = to_html(run.summary or "")
    return RunView(run.name, run.title or "", tone, mark, word, tone == "bad", summary)


def _timeline(forge: Forge, one: Pull) -> list[Item]:
    """Everything that happened and was said, oldest first."""
    events, remarks = forge.pulls.events(one), forge.remarks.find(one)
    ids = {one.user_id, *(e.user_id for e in events), *(r.user_id for r in remarks)}
    people = forge.users.by_ids(ids)
    items = [_event(each, people[each.user_id]) for each in events]
    items += [_remark(each, people[each.user_id]) for each in remarks]
    if one.body:
        author = people[one.user_id]
        items.append(
            Item(
                one.created_at,
                1,
                author.login,
                _bot(author),
                "",
                "described it",
                to_html(one.body),
                "description",
            )
        )
    return sorted(items, key=lambda item: (item.at, item.order))


def _event(one: Event, who: User) -> Item:
    mark, words = _EVENTS[one.kind]
    words = words.format(sha=(one.commit_sha or "")[:7])
    # Times are whole seconds: within one, remarks come before what follows from them.
    order = {"opened": 0, "synchronized": 2}.get(one.kind, 4)
    return Item(one.created_at, order, who.login, _bot(who), mark, words, None, f"event-{one.id}")


def _remark(one: Remark, who: User) -> Item:
    words = "commented"
    if one.kind == "review":
        words = _REVIEWS.get(one.state or "", "reviewed this")
    elif one.kind == "line":
        words = f"commented on {one.path}" + (f", line {one.line}" if one.line else "")
    body = to_html(one.body) if one.body else None
    return Item(one.created_at, 3, who.login, _bot(who), "✎", words, body, f"remark-{one.id}")


def _bot(who: User) -> bool:
    return who.role == "maintainer"


def _file(one: FileDiff) -> FileView:
    rows = _rows(one.patch or "")
    return FileView(
        one.path, one.previous, one.status, one.additions, one.deletions,
        rows[:_MAX_ROWS], max(0, len(rows) - _MAX_ROWS),
    )  # fmt: skip


def _rows(patch: str) -> list[Row]:
    rows = []
    old = new = 0
    for line in patch.split("\n") if patch else []:
        sign, text = line[:1], line[1:]
        if sign == "@":
            old, new = (int(word[1:].partition(",")[0]) for word in line.split(" ")[1:3])
            rows.append(Row("hunk", "", "", "", line))
        elif sign == "+":
            rows.append(Row("add", "", str(new), "+", text))
            new += 1
        elif sign == "-":
            rows.append(Row("del", str(old), "", "−", text))
            old += 1
        elif sign == "\\":
            rows.append(Row("hunk", "", "", "", text.strip()))
        else:
            rows.append(Row("", str(old), str(new), "", text))
            old, new = old + 1, new + 1
    return rows


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")
