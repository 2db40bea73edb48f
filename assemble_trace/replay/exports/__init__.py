"""A submission in other formats, to take away."""

from __future__ import annotations

from assemble_trace import scripts
from assemble_trace.replay import bundles
from assemble_trace.replay.exports.account import account
from assemble_trace.replay.exports.cast import cast
from assemble_trace.replay.exports.document import document
from assemble_trace.replay.exports.material import Export, Material
from assemble_trace.replay.exports.notebook import notebook
from assemble_trace.replay.page import page

__all__ = ["EXPORTS", "Export", "Material"]

#: Every format, by its name, in the order in which they are offered.
EXPORTS: dict[str, Export] = {
    "html": Export(
        label="Web page",
        good_for="one file that plays in any browser, without Lab or a network",
        ending="html",
        media="text/html; charset=utf-8",
        make=lambda material: page(material.replay),
    ),
    "bundle": Export(
        label="Bundle",
        good_for="everything that is known, to be read in by Assemblé Trace elsewhere",
        ending=bundles.ENDING,
        media=bundles.MEDIA,
        make=lambda material: material.bundle(),
    ),
    "md": Export(
        label="Markdown",
        good_for="reading and pasting: each step, what was typed and what came of it",
        ending="md",
        media="text/markdown; charset=utf-8",
        make=account,
    ),
    "ipynb": Export(
        label="Notebook",
        good_for="learning: it explains each step, and its cells do it again",
        ending="ipynb",
        media="application/x-ipynb+json",
        make=notebook,
    ),
    "cast": Export(
        label="Asciicast",
        good_for="showing it as it looks in a terminal, in asciinema's player",
        ending="cast",
        media="application/x-asciicast",
        make=cast,
    ),
    "json": Export(
        label="JSON",
        good_for="programs: the whole record, as its published schema says",
        ending="json",
        media="application/json",
        make=document,
    ),
    "sh": Export(
        label="Script for bash",
        good_for="doing it again: it makes the same commit on Linux and macOS",
        ending="sh",
        media="text/x-shellscript; charset=utf-8",
        make=lambda material: scripts.script(material.trace, "sh").script.encode(),
    ),
    "ps1": Export(
        label="Script for PowerShell",
        good_for="doing it again: it makes the same commit on Windows",
        ending="ps1",
        media="text/plain; charset=utf-8",
        make=lambda material: scripts.script(material.trace, "ps1").script.encode(),
    ),
}
