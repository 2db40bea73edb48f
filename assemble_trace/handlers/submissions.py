"""One submission, and what can be pressed on it."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from assemble_trace.handlers.base import RESOURCE, Handler
from assemble_trace.models import Remark, StartRequest


class SubmissionHandler(Handler):
    """One submission's record."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self, name: str) -> None:
        """Give the trace with what is needed to show it."""
        self.give(await self.service.view(name))

    @authenticated
    @authorized("write", RESOURCE)
    async def delete(self, name: str) -> None:
        """Delete the record. Nothing on the forge changes."""
        await self.service.delete(name)
        self.set_status(204)
        self.finish()


class StartHandler(Handler):
    """Press Submit."""

    @authenticated
    @authorized("execute", RESOURCE)
    async def post(self, name: str) -> None:
        """Start the submission; with ``stepwise``, stop before each step."""
        stepwise = self.take(StartRequest).stepwise
        self.give(await self.service.start(name, stepwise=stepwise), 202)


class ResumeHandler(Handler):
    """Go on where it stopped."""

    @authenticated
    @authorized("execute", RESOURCE)
    async def post(self, name: str) -> None:
        """Run what is left to the end."""
        self.give(await self.service.start(name), 202)


class NextHandler(Handler):
    """One step of a paused submission."""

    @authenticated
    @authorized("execute", RESOURCE)
    async def post(self, name: str) -> None:
        """Run the step that it is paused before."""
        self.give(await self.service.next(name), 202)


class WithdrawHandler(Handler):
    """Take a submission back."""

    @authenticated
    @authorized("execute", RESOURCE)
    async def post(self, name: str) -> None:
        """Give the record of the withdrawal, which is under way."""
        self.give(await self.service.withdraw(name), 202)


class CancelHandler(Handler):
    """Stop before the next step, or at once where it is paused."""

    @authenticated
    @authorized("execute", RESOURCE)
    async def post(self, name: str) -> None:
        """Ask the submission to stop."""
        self.give(await self.service.cancel(name), 202)


class RefreshHandler(Handler):
    """Ask the forge what happened since."""

    @authenticated
    @authorized("execute", RESOURCE)
    async def post(self, name: str) -> None:
        """Look once and give the trace."""
        self.give(await self.service.refresh(name))


class CommentHandler(Handler):
    """Comment on the pull request."""

    @authenticated
    @authorized("write", RESOURCE)
    async def post(self, name: str) -> None:
        """Write a comment."""
        self.give(await self.service.remark(name, "comment", self.take(Remark)))


class ReviewHandler(Handler):
    """Review the pull request."""

    @authenticated
    @authorized("write", RESOURCE)
    async def post(self, name: str) -> None:
        """Write a review."""
        self.give(await self.service.remark(name, "review", self.take(Remark)))


class MergeHandler(Handler):
    """Merge the pull request, for those who may."""

    @authenticated
    @authorized("write", RESOURCE)
    async def post(self, name: str) -> None:
        """Merge it."""
        self.give(await self.service.remark(name, "merge", Remark()))
