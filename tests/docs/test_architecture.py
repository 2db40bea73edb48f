"""docs/architecture.md, the tree and the import rules say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """Return the text under a heading of the second level."""
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rooms() -> set[str]:
    """Return the rooms that have a line: the first cell of each row is a path from the root."""
    return set(re.findall(r"^\| `([^`]+)` \|", section("Rooms"), flags=re.MULTILINE))


def children(folder: Path) -> set[str]:
    """Return the packages and modules directly in a folder, as they are written on the page."""
    found = set()
    for entry in folder.iterdir():
        path = entry.relative_to(ROOT).as_posix()
        if entry.suffix == ".py":
            found.add(path)
        elif entry.is_dir() and next(entry.glob("*.py"), None):
            found.add(f"{path}/")
    return found


def test_every_room_that_is_named_exists() -> None:
    wrong = {
        room
        for room in rooms()
        if not ((ROOT / room).is_dir() if room.endswith("/") else (ROOT / room).is_file())
    }
    assert wrong == set()


def test_every_module_and_package_has_its_line() -> None:
    assert children(ROOT / "assemble_trace") - rooms() == set()


def test_every_folder_of_tests_has_its_line() -> None:
    assert {room for room in children(ROOT / "tests") if room.endswith("/")} - rooms() == set()


def test_every_folder_of_the_front_end_has_its_line() -> None:
    source = ROOT / "labextension" / "src"
    folders = {f"{entry.relative_to(ROOT)}/" for entry in source.iterdir() if entry.is_dir()}
    assert folders - rooms() == set()


def test_the_floors_are_those_that_the_import_rules_keep() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (
        one for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers"
    )
    kept = [sorted(layer.split(" | ")) for layer in contract["layers"]]
    told = [
        sorted(re.findall(r"`([^`]+)`", row.split("|")[1]))
        for row in section("Floors").splitlines()
        if row.startswith("| `")
    ]
    assert told == kept


def test_every_module_of_the_forge_and_the_steps_is_mentioned() -> None:
    for folder in ("practice_forge", "steps"):
        for module in (ROOT / "assemble_trace" / folder).glob("[a-z]*.py"):
            names = {f"`{module.stem}`", f"`{module.name}`", f"{folder}/{module.name}`"}
            family = f"`{module.stem.partition('_')[0]}_*.py`"
            assert any(name in PAGE for name in names | {family}), module.name


def test_links_to_other_pages_lead_somewhere() -> None:
    pages = [*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
            if "://" not in target and not target.startswith("docs/images/"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"
