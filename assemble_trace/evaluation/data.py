"""The project's data: read once with the base's code, kept in files, and served to Ballet.

Reading may need the network or a password, which contributed code must not have; so the data
come first, in a process in which nothing contributed runs, and the judge is served what was read.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import pickle
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ballet.validation.main as ballet_main
import pandas as pd

from .reasons import shown

MANIFEST = "manifest.json"

#: Exceptions that come of a network that is not there, by name: their modules need not be here.
_NETWORK = {
    "gaierror", "herror", "URLError", "ConnectionError", "ConnectionRefusedError", "MaxRetryError",
    "NewConnectionError", "ConnectTimeout", "ConnectTimeoutError", "ConnectError", "ReadTimeout",
    "NameResolutionError", "EndpointConnectionError", "ClientConnectorError", "ProxyError",
    "SSLError", "HTTPException",
}  # fmt: skip


class Unreadable(Exception):
    """The data cannot be had; the message says why. ``needs_network``: for want of a network."""

    def __init__(self, message: str, needs_network: bool = False) -> None:
        super().__init__(message)
        self.needs_network = needs_network


class Data:
    """What was read: entities and targets for each set of arguments of ``load_data``."""

    def __init__(self, tables: dict[str, Any] | None = None, digest: str | None = None) -> None:
        self.tables = {} if tables is None else tables
        #: Stands for the content; made up if the data were not read from files.
        self.digest = digest or uuid.uuid4().hex

    def serve(self, project: Any) -> None:
        """Let every call of the project's ``load_data`` for the same split share one reading.

        Each call form gets copies of its own, as it would from Ballet, whose cache takes
        ``load_data()`` and ``load_data(split="train")`` for different data.
        """
        api = project.api
        load: Callable[..., Any] = inspect.unwrap(api._load_data)
        signature = inspect.signature(load)
        given: dict[str, Any] = {}

        def load_data(*args: Any, **kwargs: Any) -> Any:
            form = repr((args, sorted(kwargs.items())))
            if form not in given:
                bound = signature.bind(*args, **kwargs)
                bound.apply_defaults()
                key = repr(sorted(bound.arguments.items()))
                if key not in self.tables:
                    found = load(*args, **kwargs)
                    if not _two_tables(found):
                        raise Unreadable("The project's load_data does not return two tables.")
                    self.tables[key] = found
                given[form] = tuple(table.copy() for table in self.tables[key])
            return given[form]

        api._load_data = load_data


def first_look(project: Any) -> tuple[int, int]:
    """Read all that the stages need; the number of rows, and of those to validate on.

    Raises `Unreadable`.
    """
    try:
        both = project.api.load_data(), ballet_main._load_validation_data(project)
    except Unreadable:
        raise
    except Exception as error:
        raise unreadable(error) from error
    counts = []
    for entities, targets in both:
        if len(entities) != len(targets):
            raise Unreadable(
                f"The project's data do not fit together: {len(entities)} rows of entities "
                f"and {len(targets)} of targets."
            )
        if not len(entities):
            raise Unreadable("The project's data have no rows, so there is nothing to judge by.")
        counts.append(len(entities))
    return counts[0], counts[1]


def _two_tables(found: Any) -> bool:
    kinds = (pd.DataFrame, pd.Series)
    two = isinstance(found, (tuple, list)) and len(found) == 2
    return two and all(isinstance(one, kinds) for one in found)


def unreadable(error: BaseException) -> Unreadable:
    """What to say of an exception that came from reading the data."""
    if isinstance(error, NotImplementedError):
        return Unreadable(
            "The project does not say yet how its data are read: load_data raises "
            "NotImplementedError. A maintainer has to write it."
        )
    chain: BaseException | None = error
    while chain is not None:
        names = {one.__name__ for one in type(chain).__mro__}
        if names & _NETWORK or _refused_socket(chain):
            return Unreadable(
                f"The project's data have to be fetched from the network, and there is none "
                f"here ({shown(error)}). Allow the network for reading the data, which runs only "
                "the project's own code, or let a maintainer put the data into the project.",
                needs_network=True,
            )
        chain = chain.__cause__ or chain.__context__
    return Unreadable(f"The project's data could not be read ({shown(error)}).")


def _refused_socket(error: BaseException) -> bool:
    """Whether it came from asking for a socket that the process may not have."""
    trace = error.__traceback__
    while isinstance(error, OSError) and trace is not None:
        if Path(trace.tb_frame.f_code.co_filename).name in ("socket.py", "connection.py"):
            return True
        trace = trace.tb_next
    return False


def missing_targets(project: Any) -> str | None:
    """A sentence on target values that are missing; None if there are none."""
    _, targets = ballet_main._load_validation_data(project)
    missing = pd.DataFrame(targets).isnull().any(axis=1)
    if not missing.any():
        return None
    return (
        f"The target is missing in {int(missing.sum()):,} of {len(missing):,} rows, and the "
        "project cannot judge features like that. A maintainer has to leave these rows out in "
        "load_data, or name an accepter in ballet.yml that can do without them."
    )


def write(data: Data, counts: tuple[int, int], folder: Path) -> None:
    """Write the tables, then the manifest that makes them count."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    tables = []
    for number, (key, pair) in enumerate(data.tables.items()):
        names = []
        for name, table in zip(("entities", "targets"), pair):
            sent = pickle.dumps(table, protocol=4)
            digest.update(key.encode() + name.encode() + sent)
            names.append(f"{number}-{name}.pickle")
            (folder / names[-1]).write_bytes(sent)
        tables.append({"key": key, "files": names})
    manifest = {
        "version": 1,
        "rows": counts[0],
        "validation_rows": counts[1],
        "tables": tables,
        "digest": digest.hexdigest(),
    }
    partial = folder / (MANIFEST + ".part")
    partial.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    partial.replace(folder / MANIFEST)


def read(folder: Path) -> Data:
    """Read what `write` wrote. The files are the project's own, made by its own code."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    tables = {
        one["key"]: tuple(pickle.loads((folder / name).read_bytes()) for name in one["files"])
        for one in manifest["tables"]
    }
    return Data(tables, str(manifest["digest"]))
