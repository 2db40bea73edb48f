"""A submission in which every text is an attack on whatever shows it."""

from __future__ import annotations

from assemble_trace.commands import git, instead
from assemble_trace.models import Cell, ErrorRecord, Source, TraceView
from tests.replay.literal import at, plan, request, step, view

#: Scripts, HTML, Markdown, formulas, ends of code blocks, and what moves a terminal's cursor.
BAD = (
    "\x1b[1A\n</script><img src=x onerror=alert(1)> [c](javascript:alert(2)) "
    "![i](http://x.test/i.png) "
    "``` ~~~ <!-- | $x$ $\\href{javascript:alert(3)}{x}$ \\(y\\) {{7*7}} ](x) "
    "\x1b[2J\x1b]0;title\x07\x9b31m\u202egnp.exe\u2028\r\n```\n# heading\n%%bash\necho owned\n"
)


def hostile() -> TraceView:
    """Return a submission whose every text is `BAD`."""
    check = {"name": BAD, "key": BAD, "status": "completed", "conclusion": BAD, "title": BAD}
    error = ErrorRecord(code=BAD, message=BAD, advice=BAD, details={BAD: BAD})
    commands = [instead("echo", BAD, gh=["gh", BAD]), git("commit", f"--message={BAD}", cwd=BAD)]
    frozen = plan(title=BAD, message=BAD, body=BAD, feature=BAD, branch=BAD, fork=BAD)
    frozen.files[0].path = frozen.files[0].content = BAD
    return view(
        step("lint", title=BAD, purpose=BAD, status="passed", began=0, ended=1, commands=commands,
             outcome={BAD: BAD, "list": [BAD]}, requests=[request(0.5, BAD, BAD, sent=BAD)]),
        step("ci", title=BAD, purpose=BAD, status="failed", began=2, ended=3, commands=commands,
             outcome={"checks": [check]}, error=error, basis="inferred"),
        plan=frozen, short_id='a"; rm -rf ~; "', project=BAD, verdict="rejected",
        source=Source(path=BAD, cells=[Cell(id="a", index=0, source=BAD)]),
        since_then=[{"at": at(9), "kind": "commented", "actor": BAD, "text": BAD, "key": "k"}],
    )  # fmt: skip
