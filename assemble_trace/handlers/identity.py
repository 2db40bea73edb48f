"""Who is signed in."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from assemble_trace.errors import TraceError
from assemble_trace.handlers.base import RESOURCE, Handler
from assemble_trace.models import ErrorRecord, IdentityView, SignIn


class IdentityHandler(Handler):
    """The identity: read it, sign in with a pasted token, sign out. No token ever leaves."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """Give the identity, or why there is none."""
        self.give(await self._view())

    @authenticated
    @authorized("write", RESOURCE)
    async def post(self) -> None:
        """Sign in with a token, which is kept in memory only."""
        wanted = self.take(SignIn)
        identity = await self.service.sign_in(wanted.token, wanted.api)
        self.give(IdentityView(identity=identity))

    @authenticated
    @authorized("write", RESOURCE)
    async def delete(self) -> None:
        """Sign out: back to the practice identity."""
        self.service.sign_out()
        self.give(await self._view())

    async def _view(self) -> IdentityView:
        try:
            return IdentityView(identity=await self.service.identity())
        except TraceError as problem:
            error = ErrorRecord(code=problem.code, message=problem.message, advice=problem.advice)
            return IdentityView(identity=None, error=error)
