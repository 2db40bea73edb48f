"""A command is a value; this is the one place where values become lines of bash."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Sequence

from assemble_trace.models import Command, EnvRef, Shown

#: Reads the token from the environment when git asks for one; holds no secret itself.
CREDENTIAL_HELPER = (
    '!f() { test "$1" = get && echo username=x-access-token && echo "password=$GITHUB_TOKEN"; }; f'
)

#: How a word is written, so that the shell gives back exactly it.
Quote = Callable[[str], str]
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\", "'": "\\'"}

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


def call(
    method: str, url: str, body: str | None = None, *, gh: Sequence[str], patient: int = 0
) -> Command:
    """Return a REST call as curl. The token arrives on stdin, from the environment.

    ``patient`` is for how many seconds to ask again where the forge has nothing yet.
    """
    argv = ["curl", "--silent", "--show-error", "--fail", "--header", "@-"]
    if patient:
        argv += ["--retry", str(patient), "--retry-delay", "1", "--retry-all-errors"]
    if method != "GET":
        argv += ["--request", method]
    if body is not None:
        argv += ["--header", "Content-Type: application/json", "--data", body]
    command = instead(*argv, url, gh=gh)
    return command.model_copy(update={"env": {"GITHUB_TOKEN": EnvRef(env="GITHUB_TOKEN")}})


def quote(word: str) -> str:
    """Write a word for bash. What cannot be seen is written in bytes, so it stays what it is."""
    if word.isprintable():
        return shlex.quote(word)
    return "$'" + "".join(map(_escaped, word)) + "'"


def _escaped(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    if char.isprintable():
        return char
    return "".join(f"\\x{byte:02x}" for byte in char.encode())


def show(
    steps: Iterable[tuple[str, Sequence[Command]]], word: Quote = quote
) -> dict[str, list[Shown]]:
    """Render the commands of all steps, in order, as a person would type them in one shell.

    A ``cd`` appears where the folder changes, as it would in a terminal. ``word`` writes the
    words of what is run.
    """
    shown: dict[str, list[Shown]] = {}
    folder: str | None = None
    for key, commands in steps:
        lines = shown.setdefault(key, [])
        for command in commands:
            if command.cwd is not None and command.cwd != folder:
                folder = command.cwd
                lines.append(Shown(kind="shell", text=f"cd {_operand(folder)}"))
            lines.append(render(command, word))
    return shown


def render(command: Command, word: Quote = quote) -> Shown:
    """Render one command for bash, quoted so that bash gives back exactly its argv."""
    gh = _line(command.gh, quote) if command.gh else None
    if command.kind == "write":
        return Shown(kind="write", text=_write(command.argv[0], command.stdin or ""))
    text = _line(command.argv, word)
    if takes_token(command):
        text = f"printf 'Authorization: Bearer %s\\n' \"$GITHUB_TOKEN\" | {text}"
    else:
        text = "".join(f"{name}={_value(value)} " for name, value in command.env.items()) + text
    return Shown(kind=command.kind, text=text, gh=gh)


def takes_token(command: Command) -> bool:
    """Say whether a command is a REST call, which reads its token from stdin."""
    return command.kind == "instead" and "@-" in command.argv


def _line(argv: Sequence[str], word: Quote) -> str:
    return " ".join(map(word, argv))


def _value(value: str | EnvRef) -> str:
    return f'"${value.env}"' if isinstance(value, EnvRef) else quote(value)


def plain(text: str) -> str:
    """Replace control and direction characters by U+FFFD, so that what is seen is what is."""
    return _CONTROLS.sub("\ufffd", text)


def _operand(path: str) -> str:
    """Write a path that no command takes for an option."""
    return ("-- " if path.startswith("-") else "") + quote(path)


def _write(path: str, text: str) -> str:
    """Write the appearance of a file, to the byte."""
    folder = path.rpartition("/")[0]
    begin = f"mkdir -p {_operand(folder)} && " if folder else ""
    if not text:
        return f"{begin}touch {_operand(path)}"
    *lines, last = text.split("\n")
    if not last and all(map(str.isprintable, lines)):
        mark = "EOF"
        while mark in lines:
            mark += "_"
        return f"{begin}cat > {quote(path)} <<'{mark}'\n{text}{mark}"
    # a here-document always ends with a newline, and shows what cannot be seen as nothing
    parts = ["printf '%s\\n' \\\n" + " \\\n".join(map(quote, lines)) + "\n"] if lines else []
    parts += [f"printf '%s' {quote(last)}\n"] if last else []
    return f"{begin}{{\n{''.join(parts)}}} > {quote(path)}"
