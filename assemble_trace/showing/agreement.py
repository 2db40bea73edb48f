"""Whether what was tried here and what CI found agree, and if not, in what they differ."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from assemble_trace.models import Agreement, Apart

#: Numbers of two runs that are closer than this count as the same, as a share of the larger.
_CLOSE = 1e-9

Loose = dict[str, Any]


def agreement(trial: Loose | None, evaluation: Loose | None) -> Agreement | None:
    """Compare two reports of one feature; None unless both came to a verdict.

    What differs is named whether or not the verdicts agree: rows, versions and base may each
    move a feature across the threshold.
    """
    if not trial or not evaluation:
        return None
    here, there = trial.get("verdict"), evaluation.get("verdict")
    if "none" in (here, there) or not here or not there:
        return None
    apart = list(_circumstances(trial, evaluation))
    measured = list(_measured(trial, evaluation))
    if here == there:
        same = "with the same numbers" if not measured else "though its numbers differ a little"
        return Agreement(
            agree=True, sentence=f"CI came to the verdict of your trial, {same}.", apart=apart
        )
    sentence = f"Your trial said {here}, and CI says {there}. CI's verdict is the one that counts."
    if apart:
        sentence += f" They did not judge the same thing: {_listed(apart)} differ."
    else:
        sentence += " Base, rows and versions were the same, so the feature may depend on chance."
    return Agreement(agree=False, sentence=sentence, apart=apart + measured)


def _circumstances(trial: Loose, evaluation: Loose) -> Iterator[Apart]:
    pairs = [
        ("base", str(trial.get("base") or "")[:10], str(evaluation.get("base") or "")[:10]),
        ("rows", _count(trial.get("rows")), _count(evaluation.get("rows"))),
        ("rows looked at", _sampled(trial), _sampled(evaluation)),
    ]
    here, there = trial.get("environment") or {}, evaluation.get("environment") or {}
    pairs += [(f"{name}'s version", str(here[name]), str(there.get(name) or "")) for name in here]
    for what, mine, theirs in pairs:
        if mine and theirs and mine != theirs:
            yield Apart(what=what, here=mine, ci=theirs)


def _measured(trial: Loose, evaluation: Loose) -> Iterator[Apart]:
    mine, theirs = _numbers(trial), _numbers(evaluation)
    for name in ("statistic", "threshold"):
        one, other = mine.get(name), theirs.get(name)
        if not isinstance(one, int | float) or not isinstance(other, int | float):
            continue
        if not math.isclose(one, other, rel_tol=_CLOSE, abs_tol=_CLOSE):
            yield Apart(what=name, here=f"{one:.6g}", ci=f"{other:.6g}")


def _numbers(report: Loose) -> Loose:
    for stage in report.get("stages") or []:
        if stage.get("key") == "acceptance":
            return stage.get("numbers") or {}
    return {}


def _sampled(report: Loose) -> str:
    return _count((report.get("data") or {}).get("sampled"))


def _count(rows: object) -> str:
    return f"{rows:,}" if isinstance(rows, int) else ""


def _listed(apart: list[Apart]) -> str:
    names = [one.what for one in apart]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
