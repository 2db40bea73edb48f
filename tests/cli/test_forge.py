from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from assemble_trace import practice_forge, sandbox
from assemble_trace.cli.forge import forge


@pytest.mark.parametrize(
    ("options", "shared", "network", "scheduler"),
    [
        ([], True, False, ""),
        (["--personal"], False, False, ""),
        (["--data-network", "--dask-scheduler", "tcp://h:1"], True, True, "tcp://h:1"),
    ],
)
def test_a_served_forge_is_shared_unless_said_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], shared: bool,
    network: bool, scheduler: str,
) -> None:  # fmt: skip
    served: list[Path] = []
    monkeypatch.setattr(practice_forge, "serve", lambda where, port, say: served.append(where))
    result = CliRunner().invoke(forge, ["serve", "--directory", str(tmp_path), *options])
    assert result.exit_code == 0, result.output
    settings = practice_forge.settings.load(tmp_path)
    assert served == [tmp_path]
    assert (settings.shared, settings.data_network) == (shared, network)
    assert settings.dask_scheduler == scheduler


def test_a_served_forge_says_how_contributed_code_is_shut_in(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "assemble_trace.cli", "forge", "serve"]
    with subprocess.Popen(
        [*command, "--directory", str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        process.terminate()
    sentence = sandbox.probe().sentence
    assert said == f"Contributed code is {sentence[0].lower()}{sentence[1:]}"
    assert said in (tmp_path / "forge.log").read_text()


def test_a_forge_that_is_started_for_a_person_serves_that_person(tmp_path: Path) -> None:
    practice_forge.settings.change(tmp_path, shared=True)
    practice_forge.ensure(tmp_path)
    try:
        assert practice_forge.settings.load(tmp_path).shared is False
    finally:
        practice_forge.stop(tmp_path)
