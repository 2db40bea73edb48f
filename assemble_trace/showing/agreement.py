"""Whether what was tried here and what CI found agree, and if not, in what they differ."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from assemble_trace.models import Agreement, Apart, Verdict

#: Numbers of two runs that are closer than this count as the same, as a share of the larger.
_CLOSE = 1e-9
#: The numbers of an accepter that are compared.
_MEASURED = ("statistic", "threshold")

Loose = dict[str, Any]


def agreement(
    trial: Loose | None, evaluation: Loose | None, verdict: Verdict, trouble: str = ""
) -> Agreement | None:
    """Compare a trial with what CI came to; None while there is nothing to compare.

    ``verdict`` is CI's, ``evaluation`` the report behind it, ``trouble`` what it said of itself
    instead. What differs is named whether or not the verdicts agree: rows, versions and base may
    each move a feature across the threshold. What one side does not say is not called the same.
    """
    here = (trial or {}).get("verdict")
    if not trial or here not in ("accepted", "rejected") or not (evaluation or trouble):
        return None
    apart = list(_circumstances(trial, evaluation or {}))
    if verdict == "none":
        why = ((evaluation or {}).get("error") or {}).get("message") or trouble
        sentence = f"Your trial said {here}. CI gave no verdict{f': {why}' if why else '.'}"
        return Agreement(agree=False, sentence=sentence, apart=apart)
    measured = list(_measured(trial, evaluation or {}))
    if here == verdict:
        numbers = _on_numbers(trial, evaluation or {}, measured)
        return Agreement(
            agree=True, sentence=f"CI came to the verdict of your trial{numbers}", apart=apart
        )
    sentence = (
        f"Your trial said {here}, and CI says {verdict}. CI's verdict is the one that counts."
    )
    if apart:
        sentence += (
            f" They did not judge the same thing: {_listed([one.what for one in apart])} differ."
        )
    return Agreement(
        agree=False,
        sentence=sentence + _on_circumstances(trial, evaluation or {}, apart),
        apart=apart + measured,
    )


def _on_numbers(trial: Loose, evaluation: Loose, measured: list[Apart]) -> str:
    """The end of the sentence on verdicts that agree."""
    mine, theirs = _numbers(trial), _numbers(evaluation)
    if measured:
        return ", though its numbers differ a little."
    if unsaid := [name for name in _MEASURED if name in mine and name not in theirs]:
        return f". It does not say its {_listed(unsaid)}."
    return ", with the same numbers." if mine and mine.keys() == theirs.keys() else "."


def _on_circumstances(trial: Loose, evaluation: Loose, apart: list[Apart]) -> str:
    """What follows from circumstances that are the same, or that one side does not say."""
    sentences = []
    for who, report, other in (("Your trial", trial, evaluation), ("CI", evaluation, trial)):
        if unsaid := _unsaid(report, other):
            sentences.append(f" {who} does not say which {_listed(unsaid)} it used.")
    if not sentences and not apart:
        return " Base, rows and versions were the same, so the feature may depend on chance."
    return "".join(sentences)


def _unsaid(report: Loose, other: Loose) -> list[str]:
    """Those of the circumstances that a report says nothing of, or less than the other one."""
    versions, others = report.get("environment") or {}, other.get("environment") or {}
    said = {
        "base": report.get("base"),
        "rows": _count(report.get("rows")),
        "versions": versions and others.keys() <= versions.keys(),
    }
    return [what for what, value in said.items() if not value]


def _circumstances(trial: Loose, evaluation: Loose) -> Iterator[Apart]:
    """Where both sides say something, and not the same."""
    pairs = [
        ("base", str(trial.get("base") or "")[:10], str(evaluation.get("base") or "")[:10]),
        ("rows", _count(trial.get("rows")), _count(evaluation.get("rows"))),
        ("rows looked at", _looked_at(trial), _looked_at(evaluation)),
    ]
    here, there = trial.get("environment") or {}, evaluation.get("environment") or {}
    pairs += [(f"{name}'s version", str(here[name]), str(there.get(name) or "")) for name in here]
    for what, mine, theirs in pairs:
        if mine and theirs and mine != theirs:
            yield Apart(what=what, here=mine, ci=theirs)


def _measured(trial: Loose, evaluation: Loose) -> Iterator[Apart]:
    mine, theirs = _numbers(trial), _numbers(evaluation)
    for name in [one for one in _MEASURED if one in mine and one in theirs]:
        one, other = mine[name], theirs[name]
        if not math.isclose(one, other, rel_tol=_CLOSE, abs_tol=_CLOSE):
            yield Apart(what=name, here=f"{one:.6g}", ci=f"{other:.6g}")


def _numbers(report: Loose) -> dict[str, int | float]:
    """The numbers that decide, as far as a report says them."""
    for stage in report.get("stages") or []:
        if stage.get("key") == "acceptance":
            said = stage.get("numbers") or {}
            return {
                name: said[name] for name in _MEASURED if isinstance(said.get(name), int | float)
            }
    return {}


def _looked_at(report: Loose) -> str:
    """How many rows the accepter looked at: a sample, or all that there are to validate on."""
    data = report.get("data") or {}
    return _count(data.get("sampled") or data.get("validation_rows"))


def _count(rows: object) -> str:
    return f"{rows:,}" if isinstance(rows, int) else ""


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
