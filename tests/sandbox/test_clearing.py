from __future__ import annotations

import os
from pathlib import Path

from assemble_trace.sandbox import clear


def test_a_folder_with_everything_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "inner" / "more").mkdir(parents=True)
    (folder / "inner" / "more" / "file").write_text("x")
    (folder / "file").write_text("x")
    os.mkfifo(folder / "pipe")
    clear(str(folder))
    assert list(tmp_path.iterdir()) == []


def test_links_are_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("kept")
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    (folder / "link").symlink_to(kept)
    (folder / "inner" / "link").symlink_to(kept)
    (folder / "inner" / "file").symlink_to(kept / "file")
    clear(str(folder))
    assert not folder.exists()
    assert (kept / "file").read_text() == "kept"


def test_a_link_in_the_folders_place_is_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("kept")
    (tmp_path / "folder").symlink_to(kept)
    clear(str(tmp_path / "folder"))
    assert (kept / "file").read_text() == "kept"


def test_deeper_than_any_path_can_name(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    here = os.open(folder, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("deep" * 10, dir_fd=here)
        inner = os.open("deep" * 10, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    clear(str(folder))
    assert not folder.exists()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    clear(str(tmp_path / "nothing"))
    assert list(tmp_path.iterdir()) == []
