"""No secret gets through, in whatever form."""

from __future__ import annotations

import base64
import logging
from urllib.parse import quote

import pytest

from assemble_trace import redact as module
from assemble_trace.redact import MASK, RedactingFilter, redact, redact_value, register


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_known", ())


@pytest.mark.parametrize(
    "form",
    [
        "s3cret/+token==",
        quote("s3cret/+token==", safe=""),
        base64.b64encode(b"x-access-token:s3cret/+token==").decode(),
        base64.b64encode(b"s3cret/+token==").decode(),
    ],
)
def test_a_known_token_is_masked_in_every_form(form: str) -> None:
    register("s3cret/+token==")
    assert redact(f"before {form} after").replace("=", "") == f"before {MASK} after"


@pytest.mark.parametrize(
    "token",
    [
        "ghp_" + "a1B2" * 9,
        "github_pat_" + "a1B2_" * 12,
        "gho_" + "x" * 36,
        "ghs_12345_" + "eyJhbGciOiJSUzI1NiJ9." + "A-b_c." * 80,
    ],
)
def test_an_unknown_token_is_masked_whole_by_its_shape(token: str) -> None:
    assert redact(f"token={token}") == f"token={MASK}"


def test_addresses_and_headers_lose_their_passwords() -> None:
    assert redact("https://ada:hunter2hunter@host/x") == f"https://ada:{MASK}@host/x"
    assert redact("Authorization: Bearer abcdefgh1234") == f"Authorization: Bearer {MASK}"


def test_every_string_of_a_value_is_redacted() -> None:
    register("topsecret1")
    assert redact_value({"topsecret1": ["a topsecret1", 3, None]}) == {MASK: [f"a {MASK}", 3, None]}


def test_a_log_loses_secrets_in_message_arguments_and_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    register("topsecret1")
    log = logging.getLogger("test_redact")
    log.addFilter(RedactingFilter())
    try:
        raise ValueError("with topsecret1")
    except ValueError:
        log.exception("said %s", "topsecret1")
    assert "topsecret1" not in caplog.text
    assert "ValueError" in caplog.text
