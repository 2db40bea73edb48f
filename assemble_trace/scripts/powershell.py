"""A trace as a script for PowerShell, which both Windows PowerShell 5.1 and 7 can read.

The file is ASCII: 5.1 reads files without a mark in the code page of its machine, and takes
typographic quotes for quotes.
"""

from __future__ import annotations

from assemble_trace.commands import CREDENTIAL_HELPER, takes_token
from assemble_trace.models import Command, EnvRef, StepKey, Trace
from assemble_trace.scripts.common import (
    Addresses,
    addresses,
    call_of,
    fork_of,
    heading,
    held,
    introduction,
    piece,
    plan_of,
    working,
)

#: What the script looks at before and after the lines of some steps.
_AROUND: dict[StepKey, tuple[str, str]] = {
    "commit": ("", "commit.ps1"),
    "delete_branch": ("delete_branch.ps1", ""),
}
_SHORT = {"\n": r"\n", "\t": r"\t", "\r": r"\r", "\\": r"\\"}


def _lines(trace: Trace) -> dict[StepKey, str]:
    """Return each step's lines, as they stand in the script."""
    where = addresses(plan_of(trace))
    folder: str | None = None
    found: dict[StepKey, str] = {}
    for step in working(trace):
        text = ""
        for command in step.commands:
            if step.key == "lint":
                text += _remark(command)
                continue
            if command.cwd is not None and command.cwd != folder:
                folder = command.cwd
                text += f"Set-Location -LiteralPath {quote(folder)}\n"
            text += _command(command, where)
        found[step.key] = text
    return found


def whole(trace: Trace) -> str:
    """Return the whole script."""
    plan, lines = plan_of(trace), _lines(trace)
    where = addresses(plan)
    parts = [f"# {line}".rstrip() + "\n" for line in introduction(trace, "PowerShell, git")]
    values = {
        "API": quote(where.api),
        "GIT": quote(where.git),
        "HELPER": quote(CREDENTIAL_HELPER),
        "FORK": f"($Git + {quote(f'/{fork_of(trace)}.git')})",
        "REF": quote(f"refs/heads/{plan.branch}"),
        "HELD": ", ".join(map(quote, held(plan))),
    }
    parts.append(piece("begin.ps1", values))
    withdrawing = trace.kind == "withdraw"
    if not withdrawing:
        folder = f"There is {plan.directory} already: run this in an empty folder."
        parts.append(f"    $Commit = '{plan.commit}'\n")
        parts.append(
            f"    if (Test-Path -LiteralPath {quote(plan.directory)}) {{ throw {quote(folder)} }}\n"
        )
    for step in working(trace):
        parts.append(f"\n    # {_ascii(heading(step))}\n")
        if step.key != "lint":
            parts.append(f"    Write-Host {quote(step.title)}\n")
        before, after = _AROUND.get(step.key, ("", ""))
        parts.append(before and piece(before, values))
        parts += [f"    {line}\n" for line in lines[step.key].splitlines()]
        parts.append(after and piece(after, values))
    parts.append(piece("withdrawn.ps1" if withdrawing else "end.ps1", values))
    return "".join(parts)


def quote(word: str) -> str:
    """Write a word: as it is where that is safe, else through `Text`, which reads ``\\uXXXX``."""
    if word.isascii() and word.isprintable() and "\\" not in word:
        return "'" + word.replace("'", "''") + "'"
    return "(Text '" + "".join(map(_escaped, word)) + "')"


def _escaped(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    if char == "'":
        return "''"
    if char.isascii() and char.isprintable():
        return char
    pairs = char.encode("utf-16-be")
    return "".join(f"\\u{pairs[at : at + 2].hex()}" for at in range(0, len(pairs), 2))


def _command(command: Command, where: Addresses) -> str:
    if command.kind == "write":
        return _write(command.argv[0], command.stdin or "")
    if takes_token(command):
        return _call(command, where)
    words = ", ".join(_word(word, where) for word in command.argv[1:])
    given = "; ".join(
        f"{name} = {quote(value)}"
        for name, value in command.env.items()
        if not isinstance(value, EnvRef)
    )
    return f"Invoke-Git @({words})" + (f" @{{ {given} }}\n" if given else "\n")


def _write(path: str, text: str) -> str:
    written = "\n".join(f"    {quote(line)}" for line in text.split("\n"))
    return f"Write-Text {quote(path)} @(\n{written}\n)\n"


def _call(command: Command, where: Addresses) -> str:
    call = call_of(command)
    body = "" if call.body is None else f" -Body {quote(call.body)}"
    patient = f" -Patient {call.patient}" if call.patient else ""
    other = f"# or: {' '.join(map(quote, command.gh))}\n" if command.gh else ""
    return f"{other}Invoke-Forge {call.method} {_word(call.url, where)}{body}{patient}\n"


def _word(text: str, where: Addresses) -> str:
    found = where.split(text)
    if not found:
        return quote(text)
    return f"({'$Api' if found[0] == 'API' else '$Git'} + {quote(found[1])})"


def _remark(command: Command) -> str:
    if command.kind != "instead":
        return ""
    return f"# {' '.join(map(quote, command.argv))}\n"


def _ascii(text: str) -> str:
    return text.encode("ascii", "replace").decode()
