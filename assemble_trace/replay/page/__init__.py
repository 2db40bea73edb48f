"""One HTML file in which a submission plays: in any browser, without Lab and without a network.

The file is written by hand around three things that were made elsewhere: the player, which is
bundled with everything it needs when the lab extension is built; the replay, as data; and the
text, in which all of it can be read where scripts do not run, and printed. The browser is told
to run that one script, whatever a record may hold, and to load nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path

from assemble_trace.models import Replay
from assemble_trace.replay.page.article import article, filled, heading

__all__ = ["page"]

_BUILT = Path(__file__).with_name("static")
#: What HTML or JavaScript could take for the end of the data, as JSON writes it otherwise.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def page(replay: Replay) -> bytes:
    """Return the file. Raises FileNotFoundError in a checkout that was never built."""
    script, style = _built("player.js"), _built("player.css")
    text = filled(
        "page.html",
        heading=heading(replay.view),
        policy=policy(script, style),
        style=style,
        article=article(replay),
        data=data(replay),
        script=script,
    )
    return text.encode("utf-8", "replace")


def data(replay: Replay) -> str:
    """Return a replay as JSON in which nothing can be taken for HTML."""
    return json.dumps(replay.model_dump(mode="json")).translate(_ESCAPES)


def policy(script: str, style: str) -> str:
    """Return what the browser may do: run this script, use this style, and nothing else."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(script)}'",
            f"style-src '{_digest(style)}'",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _built(name: str) -> str:
    """Return a file of the built player."""
    return (_BUILT / name).read_text(encoding="utf-8")
