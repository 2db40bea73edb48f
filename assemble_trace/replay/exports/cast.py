"""A replay as an asciicast, version 2: what the terminal shows, for asciinema's player."""

from __future__ import annotations

import json

from assemble_trace.errors import TraceError
from assemble_trace.replay import saying
from assemble_trace.replay.exports.material import Material
from assemble_trace.replay.pace import LONGEST
from assemble_trace.replay.terminal import frames
from assemble_trace.replay.terminal.pen import Pen

#: The size of the terminal, in columns and rows.
WIDTH, HEIGHT = 80, 24


def cast(material: Material) -> bytes:
    """Return the recording. Each step begins at a marker.

    Raises ``nothing_to_export`` where nothing happened.
    """
    replay = material.replay
    if not replay.marks:
        raise TraceError(
            "nothing_to_export",
            "There is nothing here that could be played: nothing happened yet.",
            advice="Export a submission that was sent.",
        )
    header = {
        "version": 2,
        "width": WIDTH,
        "height": HEIGHT,
        "timestamp": int(replay.moments[0].at.timestamp()),
        "duration": replay.duration,
        "idle_time_limit": LONGEST,
        "title": saying.title(material.trace),
        "env": {"TERM": "xterm-256color", "SHELL": "/bin/bash"},
    }
    events: list[tuple[float, str, str]] = [
        (mark.played, "m", saying.line(mark.title)) for mark in replay.marks
    ]
    for frame in frames(replay, Pen(WIDTH, wraps=True, colour=True)):
        events.append((frame.played, "o", frame.text.replace("\n", "\r\n")))
    # a marker stands before what comes with it, and whatever was written earlier before both
    ordered = sorted(events, key=lambda one: one[0])
    return "".join(json.dumps(one) + "\n" for one in [header, *map(list, ordered)]).encode()
