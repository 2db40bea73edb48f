"""A script for PowerShell, as a grammar of PowerShell reads it. Nobody runs it here."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assemble_trace.models import Cell, PlanRequest
from assemble_trace.scripts import script
from assemble_trace.scripts.powershell import quote
from tests.faults.small import Small
from tests.scripts import grammar

_TEXT = st.text(
    st.one_of(
        st.sampled_from("'\"`$\\\n\r\t‘’‚‛“”„\x85\u202e\ufeff@({#"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_TEXT, min_size=1, max_size=4))
def test_words_are_read_as_they_were_meant(words: list[str]) -> None:
    line = f"Invoke-Git @({', '.join(map(quote, words))})\n"
    assert grammar.problems(line) == []
    assert grammar.words(line) == words


@pytest.mark.parametrize("line", ["Invoke-Git @('a\n", "if ($a { }", "'it's'", "Text 'é'"])
def test_the_grammar_sees_what_is_wrong(line: str) -> None:
    assert grammar.problems(line) != []


@pytest.mark.asyncio
async def test_a_script_holds_every_word_of_every_command(small: Small) -> None:
    odd = "It's “odd” ’ `$HOME` \\ \u202e ✓ \U0001f600"
    source = f"from ballet import Feature\n\nf = Feature('x', None, name={odd!r})\n"
    service = small.service()
    cell = Cell(id="a", index=0, source=source)
    request = PlanRequest(path="a.ipynb", cells=[cell], title=odd, body=f"{odd}\n\n\t{odd}")
    trace = (await service.plan(request, small.file))[0].trace
    await service.close()
    text = script(trace, "ps1").script
    assert grammar.problems(text) == []
    said = grammar.words(text)
    for step in trace.steps[1:]:
        for command in step.commands:
            for line in (command.stdin or "").split("\n"):
                assert line in said
            if command.kind == "git":
                for word in command.argv[1:]:
                    assert word.removeprefix(small.proxy.url) in said
    body = next(one for one in trace.steps if one.key == "pull_request").commands[0]
    assert body.argv[body.argv.index("--data") + 1] in said
