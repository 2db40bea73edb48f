"""What a terminal shows of a replay, piece by piece, each with the time at which it comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.text import Text

from assemble_trace.models import Mark, Moment, Replay, StepKey, StepRecord
from assemble_trace.replay import saying
from assemble_trace.replay.terminal.pen import Pen

#: How long a character takes to be typed (seconds), and how many pieces a line has at most.
_KEY, _PIECES = 0.025, 40
_STYLES = {"passed": "green", "failed": "red", "skipped": "cyan", "interrupted": "yellow"}
_SIGNS = {"passed": "✓", "failed": "✗", "skipped": "–", "cancelled": "–", "interrupted": "!"}
_CHECKS = {"success": ("✓", "green"), "failure": ("✗", "red"), "in_progress": ("▸", "yellow")}
#: What is not said of a check: that it waits for its turn.
_QUIET = {"queued", "pending", "waiting"}


class Frame(NamedTuple):
    """Something to write, and when: in played seconds from the beginning."""

    played: float
    text: str


def frames(replay: Replay, pen: Pen, begin: Mark | None = None) -> Iterator[Frame]:
    """Return all that is written, in order; with ``begin``, from that mark on."""
    screen = _Screen(replay, pen)
    start = begin.played if begin else 0.0
    yield Frame(0.0, screen.heading())
    moments = replay.moments
    for number, moment in enumerate(moments):
        if begin and moment.played < start and moment.step != begin.key:
            continue
        later = moments[number + 1].played if number + 1 < len(moments) else moment.played + 2
        played = max(moment.played - start, 0.0)
        if moment.kind == "typed":
            yield from screen.typed(moment, played, later - moment.played)
        elif text := screen.told(moment):
            yield Frame(played, text)
    yield Frame(max(replay.duration - start, 0.0), "\n")


class _Screen:
    """What was written so far decides what is written next."""

    def __init__(self, replay: Replay, pen: Pen) -> None:
        self._replay = replay
        self._pen = pen
        self._records = {record.key: record for record in replay.view.trace.steps}
        self._begun: list[StepKey] = []
        self._early: dict[StepKey, list[Moment]] = {}
        self._asked: set[tuple[StepKey | None, str]] = set()
        self._again = 0
        self._checks: dict[str, str] = {}
        self._sentences: set[str] = set()
        self._since = False

    def heading(self) -> str:
        """Return what stands above everything."""
        trace, pen, replay = self._replay.view.trace, self._pen, self._replay
        facts = saying.facts(trace)
        if replay.moments:
            facts.append(f"took {saying.lasting(replay.lasted)}")
        parts = [pen.text(saying.title(trace), "bold"), pen.text(" · ".join(facts), "dim")]
        parts += [pen.text(one, "yellow", first="! ", rest="  ") for one in replay.missing]
        return "".join(parts)

    def typed(self, moment: Moment, played: float, room: float) -> Iterator[Frame]:
        """Type a line, in the time until something else happens."""
        assert moment.step is not None
        first = Text("  $ ", "green")
        whole = self._pen.styled(Text(moment.text, "bold"), first=first, rest="    ", begin="  > ")
        pieces = min(len(moment.text), _PIECES) or 1
        size = -(-len(whole) // pieces)
        lasts = min(room * 0.9, len(moment.text) * _KEY)
        for number, piece in enumerate(_cut(whole, size)):
            yield Frame(round(played + lasts * number / pieces, 3), piece)
        shown = self._replay.view.shown[moment.step][moment.lines - 1]
        if shown.gh:
            other = self._pen.one_line(Text(f"    or: {saying.line(shown.gh)}", "dim"))
            yield Frame(round(played + lasts, 3), other)

    def told(self, moment: Moment) -> str:
        """Return what is written of any other moment; nothing, where it says nothing new."""
        idle = ""
        if moment.idle >= 1:
            words = f"⋯ {saying.lasting(moment.idle)} of waiting left out"
            idle = self._pen.text(words, "dim", first="  ")
        return idle + {
            "begun": self._begin,
            "request": self._request,
            "progress": self._progress,
            "ended": self._end,
            "verdict": self._verdict,
            "since": self._happened,
        }[moment.kind](moment)

    def _begin(self, moment: Moment) -> str:
        assert moment.step is not None
        record = self._records[moment.step]
        number = list(self._records).index(moment.step) + 1
        again = ", again" if moment.step in self._begun else ""
        self._begun.append(moment.step)
        self._again, self._checks = 0, {}
        name = f"{number} of {len(self._records)}  {saying.line(record.title)}{again}"
        parts = ["\n", self._pen.rule(name, moment.at.strftime("%H:%M:%S"), "blue")]
        parts.append(self._pen.text(saying.line(moment.text), "italic", first="  ", rest="  "))
        if record.basis != "recorded":
            parts.append(self._pen.text(_basis(record), "yellow", first="  ", rest="  "))
        parts += map(self._request, self._early.pop(moment.step, []))
        return "".join(parts)

    def _request(self, moment: Moment) -> str:
        assert moment.step is not None
        if moment.step not in self._begun:
            self._early.setdefault(moment.step, []).append(moment)
            return ""
        if (moment.step, moment.text) in self._asked or moment.text.endswith("→ 304"):
            self._again += 1
            return ""
        self._asked.add((moment.step, moment.text))
        changes = self._records[moment.step].requests[moment.requests - 1].changes
        style = "" if changes else "dim"
        call, _, answer = saying.line(moment.text).rpartition(" → ")
        return self._pen.one_line(Text.assemble(("  → ", style), (f"{answer}  {call}", style)))

    def _progress(self, moment: Moment) -> str:
        if said := self._said(moment):
            return said
        return self._pen.text(moment.text, "yellow", first="  … ", rest="    ")

    def _said(self, moment: Moment) -> str:
        """Return what the checks say now that they did not say before."""
        parts = []
        for name, state, title in saying.checks(moment.outcome):
            if self._checks.get(name) == state or state in _QUIET:
                continue
            self._checks[name] = state
            sign, style = _CHECKS.get(state, ("·", "cyan"))
            words = f"{name}: {title or state.replace('_', ' ')}"
            self._sentences.add(words)
            first = Text(f"  {sign} ", style)
            parts.append(self._pen.styled(Text(words), first=first, rest="    "))
        return "".join(parts)

    def _end(self, moment: Moment) -> str:
        assert moment.step is not None
        record, pen = self._records[moment.step], self._pen
        parts = []
        if moment.step not in self._begun:
            parts.append("\n")
        if self._again:
            words = "once" if self._again == 1 else f"{self._again} times"
            parts.append(pen.text(f"and asked the same {words} more", "dim", first="    "))
        parts.append(self._said(moment))
        status = moment.status or "passed"
        style = _STYLES.get(status, "cyan")
        latest = moment.status == record.status and moment.error == record.error
        took = f" in {saying.took(record)}" if latest and saying.took(record) else ""
        name = f"{saying.line(record.title)} {status}{took}"
        parts.append(
            pen.text(name, f"bold {style}", first=f"  {_SIGNS.get(status, '·')} ", rest="    ")
        )
        if moment.error:
            said = saying.line(moment.error.message)
            if said not in self._sentences:
                parts.append(pen.text(said, style, first="    ", rest="    "))
            advice = saying.line(moment.error.advice)
            parts.append(pen.text(advice, first="    ", rest="    ") if advice else "")
        found = saying.rows(moment.outcome or {})
        wide = min(max((len(label) for label, _ in found), default=0), 18)
        for label, value in found:
            first = Text(f"    {label[:wide]:<{wide}}  ", "dim")
            parts.append(pen.styled(Text(value), first=first, rest=" " * (wide + 6)))
        return "".join(parts)

    def _verdict(self, moment: Moment) -> str:
        good = moment.verdict == "accepted"
        words = f"{'✓' if good else '✗'}  {moment.text}"
        return "\n" + self._pen.box(words, "green" if good else "red")

    def _happened(self, moment: Moment) -> str:
        first = not self._since
        self._since = True
        head = "\n" + self._pen.rule("Since then", "", "blue") if first else ""
        return head + self._pen.text(saying.line(moment.text), first="  ", rest="  ")


def _basis(record: StepRecord) -> str:
    if record.basis == "inferred":
        return "Nobody recorded this: it was concluded from what is there."
    return "Nobody recorded this: it is known from what is there."


def _cut(text: str, size: int) -> Iterator[str]:
    """Cut a text into pieces; a control code stays in one piece."""
    piece, inside = "", False
    for sign in text:
        piece += sign
        inside = sign == "\x1b" or (inside and sign != "m")
        if len(piece) >= size and not inside:
            yield piece
            piece = ""
    if piece:
        yield piece
