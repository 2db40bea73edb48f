"""``assemble-trace doctor``: what is installed, what is missing, how to get it."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

import click

from assemble_trace import practice_forge, sandbox
from assemble_trace.cli import common
from assemble_trace.cli.interpreter import RECIPE, ballet_problem, ballet_version, project_python

#: The oldest git whose ``merge-tree`` the practice forge can use.
GIT = (2, 38)
_OPTIONAL = {"jupyterlab": "pip install 'assemble-trace[lab]'"}


@click.command()
def doctor() -> None:
    """Say what is installed, what is missing, and how to get it."""
    missing = 0
    for name, found, remedy in _findings():
        click.echo(f"{'ok     ' if found else 'MISSING'} {name:<22} {found or remedy}")
        missing += not found
    mark, said = _isolation()
    click.echo(f"{mark:<7} {'isolation':<22} {said}")
    sys.exit(common.ENVIRONMENT if missing else common.ACCEPTED)


def _findings() -> list[tuple[str, str, str]]:
    """Return (what, what was found, how to get it), one line each."""
    python = project_python()
    ballet = ballet_version(python) if python else ""
    problem = ballet_problem(python) if python else ""
    forge = practice_forge.status(common.data_folder() / "forge")
    return [
        ("system", _system(), "use Linux, macOS, or Windows by WSL2"),
        ("Python", platform.python_version(), ""),
        ("git", _git(), "install git 2.38 or later from your system's packages"),
        ("git http-backend", _backend(), "install git with its http backend"),
        *(_package(name, remedy) for name, remedy in _OPTIONAL.items()),
        (
            "Ballet",
            f"{ballet} in {python}" if ballet and not problem else "",
            problem or f"make an environment with Python 3.11 and run: {RECIPE}",
        ),
        ("state", str(common.data_folder()), ""),
        ("practice forge", forge.url if forge else "not running; started when needed", ""),
    ]


def _isolation() -> tuple[str, str]:
    """How code of others is shut in here. Without it one's own still runs, with limits only."""
    found = sandbox.probe()
    if found.mode == "none":
        return "LIMITED", f"limits only: {found.why}"
    user = "own user" if found.own_user else f"same user. {found.why}"
    abi = f" ABI {found.landlock}" if found.mode == "landlock" else ""
    return "ok", f"{found.mode}{abi}, {user}"


def _system() -> str:
    name = platform.system()
    return {"Linux": "Linux", "Darwin": "macOS"}.get(name, "")


def _git() -> str:
    if not shutil.which("git"):
        return ""
    said = subprocess.run(["git", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)\.(\d+)", said)
    return said.strip() if found and (int(found[1]), int(found[2])) >= GIT else ""


def _backend() -> str:
    if not shutil.which("git"):
        return ""
    where = subprocess.run(
        ["git", "--exec-path"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return shutil.which("git-http-backend", path=where) or ""


def _package(name: str, remedy: str) -> tuple[str, str, str]:
    try:
        return name, version(name), ""
    except PackageNotFoundError:
        return name, "", remedy
