"""The forge without its server: everything that one directory holds, put together."""

from __future__ import annotations

from pathlib import Path

from assemble_trace import judging
from assemble_trace.jobs import PARALLEL, Queue, Runner
from assemble_trace.jobs.cluster import Cluster

from . import settings
from .check_runs import CheckRuns
from .checks import Checks
from .database import Database
from .git import Git
from .maintainer import Maintainer
from .pulls import Pulls
from .remarks import Remarks
from .repositories import Repositories
from .settings import Settings
from .users import Users


class Forge:
    """One directory's users, repositories, pull requests and checks."""

    def __init__(self, directory: Path, *, evaluation: Path | None = None) -> None:
        """``evaluation`` is the program that judges; None is our own."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.directory = directory
        self.db = Database(directory / "forge.db")
        self.git = Git(directory)
        self.users = Users(self.db, directory)
        self.repositories = Repositories(self.db, self.git, directory)
        self.pulls = Pulls(self.db, self.repositories)
        self.remarks = Remarks(self.db)
        self.check_runs = CheckRuns(self.db)
        self.queue = Queue(directory / "jobs.db")
        self.maintainer = Maintainer(self.users, self.repositories, self.pulls, self.remarks)
        self.checks = Checks(
            directory=directory,
            evaluation=evaluation,
            queue=self.queue,
            users=self.users,
            repositories=self.repositories,
            pulls=self.pulls,
            check_runs=self.check_runs,
            maintainer=self.maintainer,
        )
        self.pulls.changed = self.checks.changed
        self.runner: Runner | None = None

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return settings.load(self.directory)

    def start(self) -> None:
        """Begin to work through the queue. Only for the one process that owns the directory."""
        judging.clean(self.directory / "judging")
        address = self.settings.dask_scheduler
        cluster = Cluster(address) if address else None
        self.queue.release_all()
        self.checks.recover()
        self.checks.elsewhere = cluster is not None
        self.runner = Runner(
            self.queue,
            self.checks,
            executor=cluster,
            parallel=PARALLEL if cluster is None else cluster.slots,
        )
        self.checks.wake = self.runner.wake
        self.runner.start()

    def close(self) -> None:
        """Stop working and close the files; what was running is taken up at the next start."""
        if self.runner is not None:
            self.runner.stop()
            judging.close()
            judging.clean(self.directory / "judging")
        self.queue.close()
        self.db.close()
