"""``assemble-trace demo``: the sample workspace, one press from a judged pull request."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click
from rich.console import Console

from assemble_trace.cli import common
from assemble_trace.cli.cells import request
from assemble_trace.cli.interpreter import RECIPE, project_python
from assemble_trace.cli.submit import press
from assemble_trace.errors import TraceError
from assemble_trace.models import TraceView
from assemble_trace.sample.seed import make
from assemble_trace.service import Service

#: The notebook's cell that holds a good feature.
GOOD = "total-bathrooms"
#: The demo is offline: Lab need not ask for news and newer versions of its own.
_CALM = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}


@click.command()
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the sample project is cloned to. Left out: beside the traces.",
)
@click.option("--port", type=click.IntRange(1, 65535), help="Lab's port.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--once", is_flag=True, help="No Lab: submit the sample's good feature and leave.")
@click.option("--json", "as_json", is_flag=True, help="With --once: print the trace as JSON.")
def demo(
    directory: Path | None, port: int | None, no_browser: bool, once: bool, as_json: bool
) -> None:
    """Make the sample workspace and open Lab in it."""
    if as_json and not once:
        raise click.UsageError("--json goes with --once.")
    out = common.console(stderr=True)
    python = project_python()
    if python is None:
        raise TraceError(
            "ballet_missing",
            "No Python with Ballet was found: Ballet needs Python 3.11 or older.",
            advice=f"Make an environment with such a Python, run {RECIPE} in it, and set"
            " ASSEMBLE_TRACE_PYTHON to its python.",
        )
    data = common.data_folder()
    where = (directory or data / "demo").absolute()
    if not once and find_spec("jupyterlab") is None:
        raise TraceError(
            "lab_missing",
            "JupyterLab is not installed beside Assemblé Trace.",
            advice="Install it with: pip install jupyterlab",
        )
    if once:
        sys.exit(common.run(_once(data, where, python, as_json, out)))
    notebook = common.run(make(data, where, python, out.print))
    sys.exit(_lab(data, notebook, port, no_browser))


async def _once(data: Path, where: Path, python: str, as_json: bool, out: Console) -> int:
    notebook = await make(data, where, python, out.print)
    service = Service(data, environment=os.environ)
    try:
        view, code = await press(service, request(notebook, GOOD), notebook, None, out)
    finally:
        await service.close()
    _print(view, as_json)
    return code


def _print(view: TraceView, as_json: bool) -> None:
    if as_json:
        common.print_json(view)
    else:
        common.print_trace(view, common.console())


def _lab(data: Path, notebook: Path, port: int | None, no_browser: bool) -> int:
    """Open Lab on the notebook, in a process of its own, until it ends."""
    root = notebook.parent
    options = [f"--ServerApp.root_dir={root}", f"--LabApp.default_url=/lab/tree/{notebook.name}"]
    if port:
        options.append(f"--ServerApp.port={port}")
    if no_browser:
        options.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    command = [sys.executable, "-P", "-m", "jupyterlab", *options]
    config = data / "demo-config"
    (config / "labconfig").mkdir(parents=True, exist_ok=True)
    (config / "labconfig" / "page_config.json").write_text(json.dumps(_CALM))
    paths = [os.environ.get("JUPYTER_CONFIG_PATH"), str(config)]
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}
    try:
        return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return common.ACCEPTED
