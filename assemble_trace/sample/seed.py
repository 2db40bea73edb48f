"""Makes the sample workspace: the forge with its upstream, and a clone to work in.

Every feature in the project's history goes the way that a learner's goes: planned, pushed,
judged by the forge's own check job, and merged by its maintainer.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from assemble_trace import practice_forge
from assemble_trace.errors import TraceError
from assemble_trace.models import Cell, PlanRequest
from assemble_trace.sample.content import SampleFeature, content_root, features, template
from assemble_trace.service import LEARNER, Service

Tell = Callable[[str], None]
NOTEBOOK = "predict-house-prices.ipynb"
_EMAIL = "learner@assemble-trace.example"


def upstream_name() -> str:
    """Return ``owner/name`` of the sample project on the forge."""
    values = template()
    return f"{values['github_owner']}/{values['project_slug']}"


async def make(data: Path, directory: Path, python: str, tell: Tell) -> Path:
    """Make what is missing of the sample workspace; what is there already is left alone.

    ``data`` is the folder of all state, ``directory`` where the clone goes, ``python`` an
    interpreter that has Ballet. Returns the notebook's path. Raises `TraceError`.
    """
    forge = data / "forge"
    status = practice_forge.ensure(forge, python=python)
    if not (forge / "sample-ready").exists():
        tell("Making the sample project with Ballet's template")
        _upstream(forge, python)
        await _history(data, forge, tell)
        (forge / "sample-ready").write_text("")
    practice_forge.add_user(forge, LEARNER, "A Learner", _EMAIL)
    practice_forge.choose_identity(forge, LEARNER)
    clone = directory / template()["project_slug"]
    if not (clone / ".git").exists():
        tell("Cloning the project for you")
        _clone(f"{status.url}/{upstream_name()}.git", clone)
        fork = f"{status.url}/{LEARNER}/{template()['project_slug']}.git"
        _git(clone, "remote", "add", "fork", fork)
        _git(clone, "config", "remote.pushDefault", "fork")
    notebook = clone / NOTEBOOK
    if not notebook.exists():
        source = content_root() / "sample" / NOTEBOOK
        notebook.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    return notebook


def _upstream(forge: Path, python: str) -> None:
    """Render the project with the project's own interpreter and put it on the forge."""
    render = Path(__file__).with_name("render.py")
    values = template()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "project")
        done = subprocess.run(
            [python, "-I", str(render), str(made)], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise TraceError(
                "sample_failed",
                f"The sample project could not be made with {python}:"
                f" {(done.stderr.strip() or 'no reason given').splitlines()[-1]}.",
                advice="Run assemble-trace doctor: it says whether that Python has Ballet.",
            )
        practice_forge.add_user(forge, values["github_owner"], values["full_name"], values["email"])
        practice_forge.add_repository(
            forge, upstream_name(), made / ".git", description="Predict house prices in Ames, Iowa"
        )


async def _history(data: Path, forge: Path, tell: Tell) -> None:
    """Contribute the accepted features, one after the other, each by its own author."""
    status = practice_forge.ensure(forge)
    wanted = features()
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder, "clone")
        _clone(f"{status.url}/{upstream_name()}.git", clone)
        for number, feature in enumerate(wanted, 1):
            tell(
                f"Merging feature {number} of {len(wanted)}:"
                f" {feature.feature_name.replace('_', ' ')} by {feature.name}"
            )
            practice_forge.add_user(forge, feature.login, feature.name, feature.email)
            service = Service(
                Path(folder, feature.login), login=feature.login, forge_directory=forge
            )
            try:
                await _contribute(service, feature, clone / "feature.py")
            finally:
                await service.close()


async def _contribute(service: Service, feature: SampleFeature, path: Path) -> None:
    request = PlanRequest(
        path=path.name,
        cells=[Cell(id="feature", index=0, source=feature.source)],
        feature=feature.feature_name,
    )
    view, _ = await service.plan(request, path)
    await service.start(view.trace.id)
    trace = await service.finished(view.trace.id)
    merged = trace.pull_request is not None and trace.pull_request.state == "merged"
    if trace.verdict != "accepted" or not merged:
        error = next((step.error for step in trace.steps if step.error), None)
        raise TraceError(
            "sample_failed",
            f"The sample feature {feature.feature_name} was not accepted and merged"
            f" ({error.message if error else trace.verdict}).",
            advice="Run assemble-trace doctor, then try again.",
        )


def _clone(url: str, target: Path) -> None:
    """Clone with plain git, and let it ask us for the practice forge's token."""
    helper = f'!"{sys.executable}" -P -m assemble_trace.cli forge credential'
    _git(
        target.parent,
        "clone",
        "--quiet",
        "--config",
        f"credential.helper={helper}",
        "--",
        url,
        target.name,
    )


def _git(folder: Path, *arguments: str) -> None:
    """Run git in a folder, which is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise TraceError(
            "clone_failed",
            f"git could not clone the sample project: {done.stderr.strip()}",
            advice="Check that the folder can be written, or name another with --directory.",
        )
