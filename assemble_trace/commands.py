"""A command is a value; this is the one place where values become lines of bash."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence

from assemble_trace.models import Command, EnvRef, Shown

#: Reads the token from the environment when git asks for one; holds no secret itself.
CREDENTIAL_HELPER = (
    '!f() { test "$1" = get && echo username=x-access-token && echo "password=$GITHUB_TOKEN"; }; f'
)

#: C0 and C1 controls except tab and newline, and the characters that turn text around.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def git(*argv: str, cwd: str | None = None, env: dict[str, str | EnvRef] | None = None) -> Command:
    """Return a git command: typing it does exactly what the step does."""
    return Command(kind="git", argv=["git", *argv], cwd=cwd, env=env or {})


def write(path: str, text: str, cwd: str | None = None) -> Command:
    """Return the appearance of a file."""
    return Command(kind="write", argv=[path], stdin=text, cwd=cwd)


def instead(
    *argv: str,
    gh: Sequence[str] | None = None,
    stdin: str | None = None,
    cwd: str | None = None,
) -> Command:
    """Return what a person would use where the tool calls an API."""
    return Command(
        kind="instead", argv=list(argv), gh=list(gh) if gh else None, stdin=stdin, cwd=cwd
    )


def call(method: str, url: str, body: str | None = None, *, gh: Sequence[str]) -> Command:
    """Return a REST call as curl. The token arrives on stdin, from the environment."""
    argv = ["curl", "--silent", "--show-error", "--fail", "--header", "@-"]
    if method != "GET":
        argv += ["--request", method]
    if body is not None:
        argv += ["--header", "Content-Type: application/json", "--data", body]
    command = instead(*argv, url, gh=gh)
    return command.model_copy(update={"env": {"GITHUB_TOKEN": EnvRef(env="GITHUB_TOKEN")}})


def show(steps: Iterable[tuple[str, Sequence[Command]]]) -> dict[str, list[Shown]]:
    """Render the commands of all steps, in order, as a person would type them in one shell.

    A ``cd`` appears where the folder changes, as it would in a terminal.
    """
    shown: dict[str, list[Shown]] = {}
    folder: str | None = None
    for key, commands in steps:
        lines = shown.setdefault(key, [])
        for command in commands:
            if command.cwd is not None and command.cwd != folder:
                folder = command.cwd
                dashes = "-- " if folder.startswith("-") else ""
                lines.append(Shown(kind="shell", text=f"cd {dashes}{shlex.quote(plain(folder))}"))
            lines.append(render(command))
    return shown


def render(command: Command) -> Shown:
    """Render one command for bash, quoted so that bash gives back exactly its argv."""
    gh = _line(command.gh) if command.gh else None
    if command.kind == "write":
        return Shown(kind="write", text=_write(command.argv[0], command.stdin or ""))
    text = _line(command.argv)
    if _takes_token(command):
        text = f"printf 'Authorization: Bearer %s\\n' \"$GITHUB_TOKEN\" | {text}"
    else:
        text = "".join(f"{name}={_value(value)} " for name, value in command.env.items()) + text
    return Shown(kind=command.kind, text=text, gh=gh)


def _takes_token(command: Command) -> bool:
    return command.kind == "instead" and "@-" in command.argv


def _line(argv: Sequence[str]) -> str:
    return " ".join(shlex.quote(plain(word)) for word in argv)


def _value(value: str | EnvRef) -> str:
    return f'"${value.env}"' if isinstance(value, EnvRef) else shlex.quote(plain(value))


def plain(text: str) -> str:
    """Replace control and direction characters by U+FFFD, so that what is seen is what is."""
    return _CONTROLS.sub("\ufffd", text)


def _write(path: str, text: str) -> str:
    target = shlex.quote(plain(path))
    folder = shlex.quote(plain(path.rpartition("/")[0] or "."))
    if not text:
        return f"mkdir -p {folder} && touch {target}"
    mark = "EOF"
    while mark in text.splitlines():
        mark += "_"
    ending = "" if text.endswith("\n") else "\n"
    return f"mkdir -p {folder} && cat > {target} <<'{mark}'\n{text}{ending}{mark}"
