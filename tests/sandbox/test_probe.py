from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assemble_trace import sandbox
from assemble_trace.sandbox import bubblewrap, enclosing, probe
from assemble_trace.sandbox.inside import landlock
from assemble_trace.sandbox.interpreter import folders

# The package's name for it is the function.
probing = sys.modules["assemble_trace.sandbox.probe"]


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find out again, and forget it afterwards."""
    monkeypatch.setattr(probing, "probe", probing._probe.__wrapped__)


def test_bubblewrap_is_in_force_here() -> None:
    found = probe()
    assert found.mode == "bubblewrap"
    assert found.sentence.startswith("Shut in by bubblewrap")


@pytest.mark.usefixtures("anew")
def test_without_bubblewrap_it_is_landlock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bubblewrap, "program", lambda: None)
    found = probing.probe()
    assert found.mode == "landlock"
    assert found.landlock == landlock.version()
    assert "Landlock" in found.sentence


@pytest.mark.usefixtures("anew")
def test_bubblewrap_that_does_not_work_is_not_in_force(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "bwrap"
    broken.write_text(
        "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n"
    )
    broken.chmod(0o755)
    monkeypatch.setattr(bubblewrap, "program", lambda: str(broken))
    monkeypatch.setattr(landlock, "version", lambda: 0)
    found = probing.probe()
    assert found.mode == "none"
    assert "No permissions to create new namespace" in found.why
    assert "no Landlock" in found.why
    assert "install bubblewrap" in found.why
    assert found.sentence.startswith("Not isolated: limits only.")
    assert not found.warm


@pytest.mark.usefixtures("anew")
def test_something_that_shuts_nothing_in_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    open_door = tmp_path / "bwrap"
    open_door.write_text('#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift 6\nexec "$@"\n')
    open_door.chmod(0o755)
    monkeypatch.setattr(bubblewrap, "program", lambda: str(open_door))
    problem = probing.trial(sandbox.Isolation("bubblewrap"))
    assert "it could read another's file" in problem


def test_a_folder_that_others_may_not_enter_is_not_reachable(tmp_path: Path) -> None:
    inner = tmp_path / "closed" / "inner"
    inner.mkdir(parents=True)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_mode & 1 == 0:
            break
    inner.parent.chmod(0o700)
    assert enclosing.unreachable([str(inner)], whole=False) == ""
    assert enclosing.unreachable([str(inner)], whole=True) == str(inner.parent)


def test_the_folders_of_a_python_are_enough_to_run_it() -> None:
    found = folders(sys.executable)
    assert any(Path(os.__file__).is_relative_to(one) for one in found)
    assert any(Path(sys.executable).is_relative_to(one) for one in found)


def test_what_runs_inside_is_python_3_8_and_the_standard_library() -> None:
    for file in sandbox.INSIDE.glob("*.py"):
        tree = ast.parse(file.read_text(), feature_version=(3, 8))
        names = {
            (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
            for node in ast.walk(tree)
            if (isinstance(node, ast.ImportFrom) and not node.level) or isinstance(node, ast.Import)
        }
        assert {name.partition(".")[0] for name in names} <= {*sys.stdlib_module_names}


def test_it_is_loaded_by_its_path_without_our_package() -> None:
    entering = str(sandbox.INSIDE / "entering.py")
    code = (
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('e', {entering!r})\n"
        "module = importlib.util.module_from_spec(spec); spec.loader.exec_module(module)\n"
        f"keeping = module.load({str(sandbox.INSIDE)!r}, 'keeping')\n"
        "told = keeping.keep(lambda: 3, wall_seconds=9, memory_bytes=None, disk_bytes=None,"
        " scratch=None)\n"
        "print(told['exit_code'], 'assemble_trace' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "3 False\n"
