"""A submission as Markdown and as a notebook: read by people, and harmless whatever it holds."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import nbformat
import pytest
from markdown_it import MarkdownIt
from nbclient import NotebookClient

from assemble_trace.models import TraceView
from assemble_trace.replay.exports import EXPORTS, Material
from assemble_trace.replay.timeline import timeline
from tests.faults.small import Small
from tests.replay.hostile import BAD, hostile
from tests.replay.literal import failed, step, view, whole

#: The elements that a harmless page is made of.
HARMLESS = {
    "h1", "h2", "p", "em", "strong", "code", "pre", "table", "thead", "tbody", "tr", "th", "td",
    "ul", "li", "blockquote", "span",
}  # fmt: skip


def made(shown: TraceView, format: str) -> str:
    material = Material(timeline(shown, []), lambda: b"")
    return EXPORTS[format].make(material).decode()


def html(markdown: str) -> str:
    """Render Markdown with everything on that could do harm."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(
        markdown
    )  # fmt: skip


def cells(text: str) -> list[nbformat.NotebookNode]:
    notebook = nbformat.reads(text, 4)
    nbformat.validate(notebook)
    found: list[nbformat.NotebookNode] = notebook.cells
    return found


def harmless(markdown: str) -> None:
    page = html(markdown)
    assert {name.lower() for name in re.findall(r"<([a-zA-Z]+[0-9]*)", page)} <= HARMLESS
    assert re.findall(r"<[a-z0-9]+ [^>]*(?:href|src|on[a-z]+)=", page) == []
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page) == []
    outside = re.sub(r"<pre>.*?</pre>|<code>.*?</code>", "", page, flags=re.DOTALL)
    assert "$" not in outside.replace("<span>$</span>", "")
    assert "heading</h" not in page.replace("echo owned</h", "")
    assert "\\(" not in outside


def test_markdown_tells_each_step_what_was_typed_and_what_came_of_it() -> None:
    text = made(whole(), "md")

    assert text.startswith(
        "# Add rooms\n\nquiet-otter-12 · ames/houses\\#7 · 2026-03-02 12:00 UTC · accepted\n"
    )
    assert "## Push: passed in 400 ms\n\n*What push is for.*\n" in text
    assert "Your commit travels from this computer to your copy of the project" in text
    assert "```bash\ngit push fork ada/feature-rooms\n```" in text
    assert "| Acceptance | success. It helps |" in text
    assert text.endswith(
        "## The verdict\n\nThe feature was **accepted**.\n\n## Since then\n\n"
        "* maintainer commented: Well done.\n* maintainer merged it.\n"
    )
    assert "+feature = Feature('x', None)\n" in text


def test_markdown_says_what_went_wrong_and_explains_it() -> None:
    broken = step("push", status="failed", began=0, ended=1, error=failed())

    text = made(view(broken, status="failed"), "md")

    assert "**The forge refused it.** Try again." in text
    assert "The forge did not take your commit. The message is its own reason." in text


@pytest.mark.parametrize("format", ["md", "ipynb"])
def test_nothing_in_a_record_is_markup(format: str) -> None:
    text = made(hostile(), format)

    if format == "md":
        harmless(text)
        assert html(text).count("&lt;img src=x onerror=alert(1)&gt;") > 20
        return
    found = cells(text)
    for cell in found:
        if cell.cell_type == "markdown":
            harmless(cell.source)
    # a word that ends a block ends no cell: what runs is what the quoted commands say
    assert [cell.source.splitlines()[0] for cell in found if cell.cell_type == "code"] == [
        "# A new folder for everything, and git as it is on a machine that nobody has set up.",
        "%%bash",
        "# The forge asks who you are. What you type here is kept in this kernel's memory only.",
        "%%bash",
    ]


def test_a_notebook_has_nothing_to_run_of_what_happened_elsewhere() -> None:
    shown = whole()
    shown.imported = shown.trace.created_at

    found = cells(made(shown, "ipynb"))

    assert {cell.cell_type for cell in found} == {"markdown"}
    assert "This record was made elsewhere." in found[0].source
    assert any("```bash\ngit push fork ada/feature-rooms\n```" in one.source for one in found)


def test_a_notebook_of_a_refusal_has_nothing_to_run_either() -> None:
    refused = step("lint", status="failed", began=0, ended=1, error=failed("syntax_error"))

    found = cells(made(view(refused, plan=None, status="failed"), "ipynb"))

    assert {cell.cell_type for cell in found} == {"markdown"}


def test_a_step_that_was_skipped_is_told_and_not_run() -> None:
    skipped = step("lint", status="skipped", began=0, ended=1, outcome={"Skipped": "no need"})

    found = cells(made(view(skipped), "ipynb"))

    assert not any(cell.source.startswith("%%bash") for cell in found)
    assert any("python -m pyflakes cell.py" in cell.source for cell in found)


@pytest.mark.asyncio
async def test_a_notebook_makes_the_same_commit_and_pull_request(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = small.service()
    planned, _ = await service.plan(small.request(), small.file)
    copy = service.taking.copy(planned.trace.id, "ipynb")
    await service.close()
    notebook = nbformat.reads(copy.data.decode(), 4)
    monkeypatch.setenv("GITHUB_TOKEN", small.token)
    monkeypatch.delenv("NO_PROXY", raising=False)

    client = NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}})
    await client.async_execute()

    printed = [
        output.get("text", "")
        for cell in notebook.cells if cell.cell_type == "code"
        for output in cell.outputs
    ]  # fmt: skip
    assert f"the same commit: {planned.trace.commit}\n" in "".join(printed)
    assert small.pushes(str(planned.trace.branch)) == [[None, planned.trace.commit]]
    assert [one["number"] for one in small.done("pull_request.open")] == [1]
    assert small.token not in json.dumps(notebook)
    assert [one for one in os.listdir(tmp_path) if one.startswith(planned.trace.short_id)]


def test_the_bad_text_is_bad() -> None:
    assert "<img" in html(BAD)
    with pytest.raises(AssertionError):
        harmless(BAD)
