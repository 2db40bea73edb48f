"""The page of the pull request as far as the record knows it, as a text."""

from __future__ import annotations

from assemble_trace.models import Submission

_WORDS = {
    "merged": "merged it",
    "closed": "closed it",
    "reopened": "opened it again",
    "commented": "commented",
    "reviewed": "reviewed it",
    "score": "told the score",
    "pruned": "pruned features",
}


def conversation(submission: Submission) -> str:
    """Return title, text and what others did since, or nothing where there is no pull request."""
    pull, plan = submission.pull_request, submission.plan
    if pull is None or plan is None:
        return ""
    owner = plan.fork.partition("/")[0]
    lines = [
        f"# {plan.title} (#{pull.number})",
        "",
        f"{pull.repository}, {pull.state}: {plan.identity.login} wants to merge"
        f" {owner}:{plan.branch} into {plan.base_branch}. Verdict: {submission.verdict}.",
        "",
        plan.body.strip(),
    ]
    for one in submission.since_then:
        lines += ["", f"## {one.actor} {_WORDS[one.kind]}, {one.at:%Y-%m-%d %H:%M}", ""]
        lines += [one.text.strip()] if one.text.strip() else []
    return "\n".join(lines).strip() + "\n"
