"""``assemble-trace project``: for those who look after a Ballet project."""

from __future__ import annotations

import subprocess
from pathlib import Path

import click

from assemble_trace.errors import TraceError
from assemble_trace.projects.workflow import PLACE, workflow

NEXT = """\
Wrote {place}, for the default branch {branch}.

Next:
  1. Look at the line ASSEMBLE_TRACE in it: it must name a version that pip can install.
  2. git add {place}
     git commit --message "Judge contributions on GitHub Actions"
     git push
  3. On GitHub, under Settings → Actions → General, let every outside contributor's first run wait
     for your approval, and under Settings → Branches require the checks Project structure,
     Feature API and Feature acceptance before a merge."""


@click.group()
def project() -> None:
    """Look after a Ballet project."""


@project.command("init-ci")
@click.option("--force", is_flag=True, help="Write over a workflow that is there already.")
def init_ci(force: bool) -> None:
    """Write a GitHub Actions workflow that judges contributions: four check runs and a report.

    It goes into the Ballet project around the current folder. Nothing is committed or sent.
    """
    here = Path.cwd()
    root = next((one for one in (here, *here.parents) if (one / "ballet.yml").is_file()), None)
    if root is None:
        raise TraceError(
            "project_not_found",
            f"{here} is not in a Ballet project: there is no ballet.yml here or above.",
            advice="Go to the project's folder first.",
        )
    branch = _default_branch(root)
    try:
        text = workflow(branch)
    except ValueError:
        raise click.UsageError(
            f"The default branch {branch!r} has a name that cannot be written into a workflow."
        ) from None
    target = root / PLACE
    if target.is_symlink() or (target.exists() and not force):
        raise click.UsageError(f"{PLACE} is there already. To write over it, add --force.")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    click.echo(NEXT.format(place=PLACE.as_posix(), branch=branch))


def _default_branch(root: Path) -> str:
    """Return what origin's default branch is called, else the branch that we are on, or main."""
    for asked in (("refs/remotes/origin/HEAD",), ("HEAD",)):
        done = subprocess.run(
            ["git", "symbolic-ref", "--quiet", "--short", *asked],
            cwd=root, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode == 0:
            return done.stdout.strip().removeprefix("origin/")
    return "main"
