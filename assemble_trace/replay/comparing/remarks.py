"""What to bear in mind while comparing: what was not the same from the start, or is not known."""

from __future__ import annotations

from collections.abc import Iterator

from assemble_trace.replay.comparing.apart import same_project
from assemble_trace.replay.comparing.sides import Side
from assemble_trace.replay.comparing.wording import capital, in_a_row


def remarks(left: Side, right: Side) -> list[str]:
    """Return the sentences that belong below the first one."""
    found = list(_between(left, right)) if left.trace.id != right.trace.id else []
    for side in (left, right):
        found += map(capital, _of(side))
    return found


def _between(left: Side, right: Side) -> Iterator[str]:
    one, other = left.trace, right.trace
    alike = code_of(left) == code_of(right)
    if code_of(left) and alike:
        odd = {one.verdict, other.verdict} == {"accepted", "rejected"}
        more = ", so something else made the difference" if odd else ""
        yield f"The code is the same in both{more}."
    if one.base and other.base and one.base != other.base and same_project(left, right):
        yield (
            "They start from different commits of the upstream:"
            f" {left.name} from {one.base[:10]}, {right.name} from {other.base[:10]}."
        )
    if left.report and right.report and same_project(left, right):
        here, there = _circumstances(left), _circumstances(right)
        differ = [name for name in here if name in there and here[name] != there[name]]
        if differ:
            yield f"They were not judged under the same conditions: {in_a_row(differ)} differ."


def _circumstances(side: Side) -> dict[str, str]:
    report = side.report
    assert report is not None
    rows = (report.data.rows if report.data else None) or report.rows
    sampled = report.data.sampled if report.data else None
    found = {"the data's rows": rows, "the rows looked at": sampled or rows}
    versions = {f"the version of {name}": one for name, one in report.environment.items()}
    return {name: str(value) for name, value in (found | versions).items() if value}


def code_of(side: Side) -> str:
    """Return the code that was sent, or was going to be."""
    plan = side.trace.plan
    return plan.files[-1].content if plan and plan.files else side.trace.source.text


def _of(side: Side) -> Iterator[str]:
    trace, name = side.trace, side.name
    if trace.status == "planned":
        yield f"{name} was never sent: it is a plan."
    if trace.status == "interrupted":
        yield f"{name} was interrupted: what comes after that is missing, and did not fail."
    if trace.rebuilt:
        yield f"{name} was rebuilt from {trace.rebuilt.source}: nobody recorded it."
        concluded = [
            step.title for step in trace.steps if step.basis == "inferred" or step.inferred
        ]
        if concluded:
            yield f"Of {name}, some is concluded and not known: see {in_a_row(concluded)}."
    if side.unread:
        yield f"The report of {name} cannot be read, so checks and numbers may be missing."
    if side.report:
        for part, why in side.report.missing.items():
            yield f"The report of {name} has no {part}: {why.rstrip('.')}."
    later = [one for one in side.view.attempts if one.kind == "withdraw" and one.id != trace.id]
    if any(one.status == "submitted" and one.created_at > trace.created_at for one in later):
        yield f"{name} was withdrawn since then."
    if side.view.merged is not None:
        yield _merged(side, side.view.merged)


def _merged(side: Side, number: int) -> str:
    """Say which attempt was merged: a later one may have gone into the same pull request."""
    if number != side.trace.attempt:
        return f"The pull request of {side.name} was merged since then, with attempt {number}."
    if side.trace.verdict == "rejected":
        return f"The pull request of {side.name} was merged since then."
    return f"{side.name} was merged since then."
