"""Opening the store: the engine, SQLite's durability, and migrations."""

from __future__ import annotations

import time
from pathlib import Path
from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.pool import ConnectionPoolEntry

from assemble_trace.errors import TraceError
from assemble_trace.store.store import Store

#: The newest migration. A store that has it is opened without loading alembic.
HEAD = "0003"
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "ceph", "glusterfs"}


def open_store(url: str) -> Store:
    """Open the store at a database URL and bring its tables up to date.

    Raises `TraceError` ``store_unreadable`` when the database cannot be used.
    """
    try:
        engine = _engine(url)
        with engine.begin() as connection:
            _migrate(connection)
    except TraceError:
        raise
    except Exception as problem:
        raise TraceError(
            "store_unreadable",
            f"The trace store could not be opened: {type(problem).__name__}.",
            advice="Check that the Jupyter data directory can be written and has free space.",
        ) from problem
    return Store(engine)


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    path = Path(parsed.database or "")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(parsed, connect_args={"timeout": 30, "check_same_thread": False})
    journal = "DELETE" if on_network(path) else "WAL"

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # SQLAlchemy's "begin" decides, below
        _journal(connection, journal)
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("reads"):  # readers wait for nobody
            connection.exec_driver_sql("BEGIN")
            return
        passing = options.get("passing") and journal == "WAL"
        connection.exec_driver_sql(f"PRAGMA synchronous={'NORMAL' if passing else 'FULL'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _journal(connection: Any, wanted: str) -> None:
    """Set the journal mode. SQLite does not wait while another process does the same."""
    for attempt in range(100):
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0].upper() != wanted:
                connection.execute(f"PRAGMA journal_mode={wanted}")
            return
        except OperationalError:
            if attempt == 99:
                raise
            time.sleep(0.05)


def on_network(path: Path) -> bool:
    """Say whether a path lies on a network file system, where SQLite's WAL does not work."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return False
    best, kind = "", ""
    target = str(path.resolve())
    for line in mounts.read_text().splitlines():
        _, where, what, *_ = line.split(" ")
        where = where.replace("\\040", " ")
        inside = target == where or target.startswith(where.rstrip("/") + "/")
        if inside and len(where) >= len(best):
            best, kind = where, what
    return kind in _NETWORK


def _migrate(connection: Connection) -> None:
    if "alembic_version" in inspect(connection).get_table_names():
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if found == HEAD:
            return
        if found is not None and str(found) > HEAD:
            raise TraceError(
                "store_newer",
                "The trace store was written by a newer version of Assemblé Trace.",
                advice="Update assemble-trace, or point JUPYTER_DATA_DIR at another folder.",
            )
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
