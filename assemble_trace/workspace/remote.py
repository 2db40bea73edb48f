"""A git client for one remote, whose traffic is told of."""

from __future__ import annotations

from dulwich.client import Urllib3HttpGitClient

from assemble_trace.traffic import Observe, Observed


def remote(url: str, token: str, observe: Observe) -> tuple[Urllib3HttpGitClient, str]:
    """Return a client for the host of a repository's address, and the path on it."""
    host, _, path = url.partition("://")[2].partition("/")
    client = Urllib3HttpGitClient(
        f"{url.partition('://')[0]}://{host}",
        dumb=False,
        pool_manager=Observed(observe),
        username="x-access-token" if token else None,
        password=token or None,
        timeout=60,
    )
    return client, f"/{path}"
