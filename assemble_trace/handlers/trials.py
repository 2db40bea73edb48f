"""Trials: judging a plan here, before it is sent."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from assemble_trace.handlers.base import RESOURCE, Handler
from assemble_trace.models import TrialRequest


class TrialHandler(Handler):
    """The trial of one plan."""

    @authenticated
    @authorized("execute", RESOURCE)
    async def post(self, name: str) -> None:
        """Start it, unless it runs."""
        network = self.take(TrialRequest).network
        self.give(await self.service.try_out(name, network=network), 202)

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self, name: str) -> None:
        """Say where it stands."""
        self.give(await self.service.trial(name))

    @authenticated
    @authorized("execute", RESOURCE)
    async def delete(self, name: str) -> None:
        """Stop it."""
        self.give(await self.service.stop_trial(name))
