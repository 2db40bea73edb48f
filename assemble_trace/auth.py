"""Who is signed in. Tokens live in memory only; the practice token stays in its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assemble_trace.errors import TraceError
from assemble_trace.redact import register

GITHUB = "https://api.github.com"


@dataclass(frozen=True)
class Credential:
    """A token and the REST address that it may be sent to."""

    api: str
    token: str
    practice: bool

    def __repr__(self) -> str:
        return f"Credential(api={self.api!r}, practice={self.practice})"


class Keys:
    """The credentials of one person, by REST address.

    ``practice`` returns the practice forge's credential after checking that the forge that
    answers is the one it belongs to, or None where there is no such forge. ``environment`` is
    where ``GITHUB_TOKEN`` and ``GITHUB_API_URL`` are looked up.
    """

    def __init__(
        self, practice: Callable[[], Credential | None], environment: Mapping[str, str]
    ) -> None:
        self.practice = practice
        self._variables = environment
        self._pasted: Credential | None = None

    def sign_in(self, token: str, api: str = "") -> Credential:
        """Keep a pasted token for an address (github.com where none is given).

        Raises `TraceError` ``token_malformed`` for what cannot be a token or an address.
        """
        token, api = token.strip(), normal_address(api)
        if not token.isascii() or not token.isprintable() or " " in token or len(token) < 8:
            raise TraceError(
                "token_malformed",
                "That is not a token: tokens are one word of letters, digits and signs.",
                advice="Copy the token from the forge's settings and paste it whole.",
            )
        register(token)
        self._pasted = Credential(api, token, practice=False)
        return self._pasted

    def sign_out(self) -> None:
        """Forget the pasted token."""
        self._pasted = None

    def current(self) -> Credential:
        """Return the credential that stands for "who am I": pasted, else the practice one."""
        found = self._pasted or self.practice() or self._environment(GITHUB)
        if found is None:
            raise _not_signed_in(GITHUB)
        return found

    def for_api(self, api: str) -> Credential:
        """Return the credential for an address. A token never goes to another one."""
        if self._pasted and self._pasted.api == api:
            return self._pasted
        practice = self.practice()
        if practice and practice.api == api:
            return practice
        found = self._environment(api)
        if found is None:
            raise _not_signed_in(api)
        return found

    def _environment(self, api: str) -> Credential | None:
        """``GITHUB_TOKEN`` belongs to github.com, or to ``GITHUB_API_URL`` where that is set."""
        token = self._variables.get("GITHUB_TOKEN", "")
        if not token or api != normal_address(self._variables.get("GITHUB_API_URL", "")):
            return None
        register(token)
        return Credential(api, token, practice=False)


def normal_address(api: str) -> str:
    """Return a REST address from what a person typed: a host, a site, or the address itself."""
    api = api.strip().rstrip("/")
    if not api or api in {"github.com", "https://github.com", "api.github.com"}:
        return GITHUB
    if "://" not in api:
        api = f"https://{api}"
    scheme, _, rest = api.partition("://")
    host, _, path = rest.partition("/")
    local = host.partition(":")[0] in {"127.0.0.1", "localhost"}
    if (scheme != "https" and not (scheme == "http" and local)) or not host or "@" in host:
        raise TraceError(
            "address_malformed",
            f"{api!r} is not the address of a forge.",
            advice="Type the site's name, such as github.example.edu, or leave it empty.",
        )
    if api == GITHUB or path:
        return api
    return f"{api}/api/v3"


def _not_signed_in(api: str) -> TraceError:
    return TraceError(
        "not_signed_in",
        f"This project lives on {api}, where you are not signed in.",
        advice="Press the identity button and paste a token, or set GITHUB_TOKEN.",
    )
