"""The forge's maintainer: a bot that does what the project's ballet.yml says."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import yaml

from . import report
from .bare import Bare
from .git import Person
from .problems import Problem
from .pulls import Pulls
from .records import Pull, Repository, User
from .remarks import Remarks
from .report import Finding
from .repositories import Repositories
from .users import Users

log = logging.getLogger(__name__)

#: The project's configuration, at the root of the repository.
CONFIGURATION = "ballet.yml"


@dataclass(frozen=True)
class Wishes:
    """What ballet.yml says under ``github`` and ``contrib``, with Ballet's own defaults."""

    merge_accepted: bool = False
    close_rejected: bool = False
    pruning: str = "no_action"
    contrib: str = ""


class Maintainer:
    """Comments, merges, closes and prunes."""

    def __init__(
        self, users: Users, repositories: Repositories, pulls: Pulls, remarks: Remarks
    ) -> None:
        self._users = users
        self._repositories = repositories
        self._pulls = pulls
        self._remarks = remarks

    def after_head(self, pull: Pull, sha: str, finding: Finding) -> None:
        """A head was judged. Act only if it still is the head."""
        if pull.state != "open" or pull.head_sha != sha:
            return
        base = self._repositories.by_id(pull.repository_id)
        wishes = read_wishes(self._repositories.bare(base), pull.base_sha)
        bot = self._users.maintainer()
        if finding.verdict == "accepted":
            self._say(base, pull, bot, "verdict", sha, f"Accepted. {_reason(finding)}")
            if wishes.merge_accepted:
                self._merge(base, pull, bot, sha)
        elif finding.verdict == "rejected":
            self._say(base, pull, bot, "verdict", sha, f"Rejected. {_reason(finding)}")
            if wishes.close_rejected:
                self._pulls.set_state(pull, bot, "closed")
        else:
            self._say(base, pull, bot, "verdict", sha, f"No verdict. {_reason(finding)}")

    def _merge(self, base: Repository, pull: Pull, bot: User, sha: str) -> None:
        try:
            self._pulls.merge(pull, bot, sha=sha)
        except Problem as problem:
            if problem.status == 409:
                return  # there is a newer head, which will be judged by itself
            self._say(
                base, pull, bot, "unmerged", sha,
                f"It was accepted, but does not merge: {pull.base_branch} has moved since. "
                f"Bring the branch up to date with {pull.base_branch} and push again.",
            )  # fmt: skip

    def after_merge(self, pull: Pull, commit: str, finding: Finding) -> None:
        """A merge was looked at for features that it made redundant."""
        base = self._repositories.by_id(pull.repository_id)
        bare = self._repositories.bare(base)
        wishes = read_wishes(bare, commit)
        paths = [path for path in report.redundant(finding.report) if _is_feature(path, wishes)]
        if not paths or wishes.pruning not in ("commit_to_master", "make_pull_request"):
            return
        bot = self._users.maintainer()
        named = ", ".join(f"`{path}`" for path in paths)
        branch = pull.base_branch
        if wishes.pruning == "make_pull_request":
            branch = f"prune-{commit[:12]}"
        message = f"Remove redundant features\n\nMade redundant by #{pull.number}:\n\n"
        message += "".join(f"* {path}\n" for path in paths)
        removal = self._remove(base, bare, bot, branch, pull.base_branch, commit, paths, message)
        if removal is None:
            return
        if wishes.pruning == "commit_to_master":
            said = f"Pruned. This made {named} redundant; `{removal}` removes it."
        else:
            proposal = self._pulls.open(
                base, bot, title="Remove redundant features", body=message.partition("\n\n")[2],
                head=branch, base_branch=pull.base_branch,
            )  # fmt: skip
            said = f"Pruning proposed. This made {named} redundant; see #{proposal.number}."
        self._say(base, pull, bot, "pruned", commit, said)

    def _remove(
        self,
        base: Repository,
        bare: Bare,
        bot: User,
        branch: str,
        onto: str,
        commit: str,
        paths: list[str],
        message: str,
    ) -> str | None:
        """Commit the removal of files; the new commit, or None if there is nothing to remove."""
        with self._repositories.lock(base):
            tip = bare.branch(onto)
            old = bare.branch(branch)
            if tip is None or (branch != onto and old is not None):
                return None
            present = [path for path in paths if bare.file(tip, path) is not None]
            if not present:
                return None
            # The same merge gives the same commit, whenever it is looked at.
            who = Person(bot.name, bot.email, bare.commit(commit).committer.date)
            tree = bare.write_tree(tip, [("100644", None, path) for path in present])
            removal = bare.write_commit(tree, [tip], message, who, who)
            if not bare.update(f"refs/heads/{branch}", removal, old):
                return None
        updates = {f"refs/heads/{branch}": [old, removal]}
        self._repositories.note_push(base, bot, updates)
        self._pulls.follow_push(base, bot, updates)
        return removal

    def _say(self, base: Repository, pull: Pull, bot: User, what: str, sha: str, text: str) -> None:
        """Comment once: a job that was interrupted comes here a second time."""
        self._remarks.comment(base, pull, bot, text, key=f"{what}/{pull.id}/{sha}")


def read_wishes(bare: Bare, commit: str) -> Wishes:
    """Read ballet.yml at a commit; what cannot be read wishes nothing."""
    try:
        loaded = yaml.safe_load(bare.file(commit, CONFIGURATION) or b"")
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        loaded = None
    github, contrib = _section(loaded, "github"), _section(loaded, "contrib")
    return Wishes(
        merge_accepted=_yes(github.get("auto_merge_accepted_features")),
        close_rejected=_yes(github.get("auto_close_rejected_features")),
        pruning=str(github.get("pruning_action") or "no_action"),
        contrib=str(contrib.get("module_path") or ""),
    )


def _section(loaded: object, name: str) -> dict[str, Any]:
    """A section of ballet.yml, at the top or under Ballet's ``default`` environment."""
    if not isinstance(loaded, dict):
        return {}
    section = loaded.get(name)
    if section is None and isinstance(loaded.get("default"), dict):
        section = loaded["default"].get(name)
    return section if isinstance(section, dict) else {}


def _yes(value: object) -> bool:
    return value is True or str(value).lower() in ("yes", "true", "on")


def _is_feature(path: str, wishes: Wishes) -> bool:
    """Only features may be removed, whatever the report says."""
    parts = PurePosixPath(path)
    return (
        bool(wishes.contrib)
        and ".." not in parts.parts
        and parts.is_relative_to(wishes.contrib)
        and parts.name.startswith("feature_")
        and parts.suffix == ".py"
    )


def _reason(finding: Finding) -> str:
    """One sentence: of the stage that did not pass, or of the acceptance."""
    for output in finding.outputs.values():
        if output.conclusion not in ("success", "skipped"):
            return output.title
    return finding.outputs["acceptance"].title
