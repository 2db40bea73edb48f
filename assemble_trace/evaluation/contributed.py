"""Finds contributed modules as Ballet does, without running any of them.

Ballet imports whatever lies in the folder of contributions. Here that happens in workers only:
in every other process `guard` refuses it, whoever asks.
"""

from __future__ import annotations

import importlib.abc
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: The subpackage that Ballet walks, whatever ballet.yml says.
CONTRIB = "features.contrib"


@dataclass(frozen=True)
class Module:
    """A contributed module: its dotted name, its file, and whether it is a package."""

    name: str
    file: Path
    package: bool = False

    @property
    def empty(self) -> bool:
        """Whether there can be no feature in it."""
        return self.package and self.file.stat().st_size == 0


def folder(package: Any) -> Path:
    """Where a project's contributions are. ``package`` is the project's own."""
    return Path(package.__path__[0]).joinpath(*CONTRIB.split("."))


def modules(package: Any) -> list[Module]:
    """All contributed modules, in the order in which Ballet walks them."""
    return list(_walk(folder(package), f"{package.__name__}.{CONTRIB}."))


def _walk(where: Path, prefix: str) -> Iterator[Module]:
    for found in pkgutil.iter_modules([str(where)], prefix):
        last = found.name.rpartition(".")[2]
        if found.ispkg:
            yield Module(found.name, where / last / "__init__.py", True)
            yield from _walk(where / last, found.name + ".")
        else:
            yield Module(found.name, where / (last + ".py"))


class Guard(importlib.abc.MetaPathFinder):
    """Refuses to import what is contributed."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> None:
        """Raise `ImportError` for a contributed module, and know nothing of others."""
        if name == self.prefix or name.startswith(self.prefix + "."):
            raise ImportError(f"{name} is contributed, and is not imported in this process")


def guard(package: str) -> None:
    """Refuse contributed modules of the project's package from now on."""
    sys.meta_path.insert(0, Guard(f"{package}.{CONTRIB}"))


def unguard() -> None:
    """Let them be imported. Only a worker does this."""
    sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, Guard)]
