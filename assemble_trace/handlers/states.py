"""Time travel: the files and branches around a step, and the step done by hand."""

from __future__ import annotations

from pathlib import Path

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from assemble_trace.handlers.base import RESOURCE, Handler


class StateHandler(Handler):
    """How everything stood around a step."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self, name: str, step: str) -> None:
        """Give the tree, the differences and the branches. No forge is asked."""
        self.give(await self.service.states.state(name, step))


class FileHandler(Handler):
    """A file of the tree at a step."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self, name: str, step: str) -> None:
        """Give the file at ``path``, as far as it was kept."""
        path: str = self.get_query_argument("path")
        self.give(await self.service.states.file(name, step, path))


class InFolder(Handler):
    """A handler of what lies under the server's folder."""

    @property
    def root(self) -> Path:
        """Return the folder that the file browser shows."""
        return Path(self.settings["server_root_dir"]).expanduser().absolute()


class SandboxHandler(InFolder):
    """The repository in which a step is done by hand."""

    @authenticated
    @authorized("execute", RESOURCE)
    async def post(self, name: str, step: str) -> None:
        """Make it, or give the one that is there."""
        self.give(await self.service.sandboxes.open(self.root, name, step), 201)

    @authenticated
    @authorized("write", RESOURCE)
    async def delete(self, name: str, step: str) -> None:
        """Delete it, with all that was done in it. The record stays."""
        await self.service.sandboxes.close(self.root, name, step)
        self.set_status(204)
        self.finish()


class CheckHandler(InFolder):
    """Whether a step was done by hand."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self, name: str, step: str) -> None:
        """Judge the sandbox by how things stand in it."""
        self.give(await self.service.sandboxes.check(self.root, name, step))
