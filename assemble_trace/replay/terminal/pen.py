"""Writes for a terminal: wrapped or not, in colours or without. Texts must be plain already."""

from __future__ import annotations

from io import StringIO

from rich.box import ROUNDED
from rich.console import Console
from rich.panel import Panel
from rich.text import Text


class Pen:
    """Turns texts into what a terminal is sent.

    ``width`` is in columns; ``wraps`` says whether long lines are broken there, ``colour``
    whether there are colours. Without colours there are no control codes at all.
    """

    def __init__(self, width: int, *, wraps: bool, colour: bool) -> None:
        self.width = width
        self.wraps = wraps
        self.colour = colour
        self._console = Console(
            file=StringIO(), width=width, force_terminal=colour, no_color=not colour,
            color_system="standard" if colour else None, legacy_windows=False, markup=False,
            highlight=False, emoji=False, _environ={},
        )  # fmt: skip

    def text(self, text: str, style: str = "", *, first: str = "", rest: str = "") -> str:
        """Write a text. ``first`` stands before its first line, ``rest`` before all others."""
        return self.styled(Text(text, style), first=Text(first, style), rest=rest)

    def styled(self, text: Text, *, first: Text, rest: str, begin: str | None = None) -> str:
        """Write a text that has styles already.

        ``begin`` stands before lines that begin in the text itself, and not where it is broken.
        """
        made: list[Text] = []
        for number, line in enumerate(text.split("\n", allow_blank=True)):
            lead = first if number == 0 else Text(rest if begin is None else begin)
            parts = [line]
            if self.wraps:
                room = max(self.width - max(lead.cell_len, len(rest)), 10)
                parts = list(line.wrap(self._console, room, overflow="fold")) or parts
            for part in parts:
                part.rstrip()
                made.append(Text.assemble(lead, part))
                lead = Text(rest)
        return self._written(Text("\n").join(made))

    def one_line(self, text: Text) -> str:
        """Write a text in one line; what finds no room is left out."""
        if self.wraps:
            text.truncate(self.width, overflow="ellipsis")
        return self._written(text)

    def rule(self, left: str, right: str, style: str) -> str:
        """Write a heading in a line that goes from side to side."""
        end = f" {right} ──" if right else ""
        made = Text.assemble(("── ", style), (left, f"bold {style}"))
        made.truncate(self.width - len(end) - 3, overflow="ellipsis")
        made.append(" ")
        made.append("─" * max(self.width - made.cell_len - len(end), 2), style)
        made.append(end, style)
        return self._written(made)

    def box(self, text: str, style: str) -> str:
        """Write a text in a box."""
        panel = Panel.fit(
            Text(text, f"bold {style}"), box=ROUNDED, border_style=style, padding=(0, 2)
        )
        return self._rendered(panel)

    def _written(self, text: Text) -> str:
        with self._console.capture() as capture:
            self._console.print(text, soft_wrap=True)
        return capture.get()

    def _rendered(self, panel: Panel) -> str:
        with self._console.capture() as capture:
            self._console.print(panel)
        return "".join(f"  {one}\n" for one in capture.get().splitlines())
