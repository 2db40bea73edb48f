"""What must differ between two submissions, such as branch and commit, replaced by what it is.

Two people who type the same have different names in it. Without the names, lines are equal
exactly if the same was done.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from assemble_trace.commands import plain, quote, render
from assemble_trace.models import Command, EnvRef, Plan, Trace

#: A word that stands for a name. People do not type such quotation marks.
_STANDS = re.compile("‹[^›]*›")
#: What a person chooses freely, so that the whole word stands for it.
_CHOSEN = {"user.name": "‹name›", "user.email": "‹address›"}
_MESSAGE = "--message="


class Names:
    """The names of one submission, and texts without them."""

    def __init__(self, trace: Trace) -> None:
        plan = trace.plan
        known = _of_plan(plan) if plan else {}
        if trace.fork:
            known |= {trace.fork.clone_url: "fork's address", trace.fork.full_name: "fork"}
        if trace.pull_request:
            repository, number = trace.pull_request.repository, trace.pull_request.number
            known |= dict.fromkeys(
                (f"{repository}/pulls/{number}", f"{repository}#{number}"), "pull request"
            )
        self._known = {name: f"‹{what}›" for name, what in known.items() if name}
        longest = sorted(self._known, key=len, reverse=True)
        words = "|".join(map(re.escape, longest))
        self._pattern = re.compile(rf"(?<![\w.-])(?:{words})(?![\w.-])") if longest else None

    def without(self, text: str) -> str:
        """Return a text with what each name stands for in its place."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: self._known[found.group()], text)

    def lines(self, commands: Sequence[Command]) -> list[str]:
        """Return commands as lines without names. A file's content is compared elsewhere."""
        return [plain(line) for command in commands for line in self._line(command)]

    def _line(self, command: Command) -> list[str]:
        if command.kind == "write":
            return [f"cat > {self.without(command.argv[0])}"]
        argv = list(command.argv)
        kept = 2 if argv[0] in {"git", "python"} else 1
        words = [_told(argv[at - 1], word) or self.without(word) for at, word in enumerate(argv)]
        words[:kept] = argv[:kept]
        env: dict[str, str | EnvRef] = {
            key: "‹date›" if key.endswith("_DATE") else value for key, value in command.env.items()
        }
        bare = command.model_copy(update={"argv": words, "env": env})
        return render(bare, _quoted).text.replace("'‹date›'", "‹date›").split("\n")


def _of_plan(plan: Plan) -> dict[str, str]:
    file = plan.files[-1].path if plan.files else ""
    folder, _, last = file.rpartition("/")
    login = plan.fork.partition("/")[0]
    return {
        plan.base: "base",
        plan.base[:10]: "base",
        plan.commit: "commit",
        plan.tree: "tree",
        plan.parent or "": "earlier commit",
        (plan.parent or "")[:10]: "earlier commit",
        plan.upstream.clone_url: "upstream's address",
        plan.upstream.full_name: "upstream",
        plan.fork: "fork",
        f"{plan.project.git}/{plan.fork}.git": "fork's address",
        f"{login}:{plan.branch}": "head",
        plan.branch: "branch",
        plan.project.api: "api",
        plan.project.git: "forge",
        plan.directory: "folder",
        file: "file",
        folder: "own folder",
        last: "file",
        f"{plan.identity.name or plan.identity.login} <{plan.identity.email}>": "author",
        json.dumps(plan.title, ensure_ascii=False)[1:-1]: "title",
        json.dumps(plan.body, ensure_ascii=False)[1:-1]: "text",
    }


def _told(option: str, word: str) -> str | None:
    """Return what stands for the whole of a word that is somebody's own choice."""
    return f"{_MESSAGE}‹message›" if word.startswith(_MESSAGE) else _CHOSEN.get(option)


def _quoted(word: str) -> str:
    """Quote a word for bash; what stands for a name needs no quotes of its own."""
    like = _STANDS.sub("name", word)
    return word if quote(like) == like else quote(word)
