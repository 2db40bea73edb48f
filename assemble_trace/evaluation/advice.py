"""What to try next, in plain words and the best idea first, from the whole report.

Nothing here praises and nothing consoles: an idea is only given where something in the report
speaks for it.
"""

from __future__ import annotations

from typing import Any

from .grounds import decider
from .words import percent

#: A report gives so many ideas at most; who has more does not know where to begin.
MOST = 4

#: From this share on another feature is held against this one.
REDUNDANT = 0.5

#: From this part of the threshold on a rejected feature came near.
NEAR = 0.6

#: A gain below this share of the error is small.
SMALL = 0.005

ERRORS = {
    "time": [
        "Compute the feature for the whole column at once: loops over rows in Python are slow, and "
        "so is apply with a function of your own.",
        "Run the cell on the project's data and see how long it takes. If it never ends, look for "
        "a loop whose condition stays true.",
    ],
    "memory": [
        "Look for a table that has a row for each pair of rows, or a column for each value of a "
        "column with many values, and compute the same without it.",
    ],
    "disk": ["Keep values in memory: a feature has no need to write files."],
    "output": ["Take out what prints, above all in functions that are called for each row."],
    "data": [
        "Nothing in the feature needs to change. Tell the maintainers that the project's data "
        "cannot be read, with the message above."
    ],
    "project": [
        "Nothing in the feature needs to change. Tell the maintainers that the project's settings "
        "cannot be used, with the message above."
    ],
    "conflict": [
        "Bring the branch up to date with the project's newest version, and push it again."
    ],
    "unfinished": [
        "The evaluation was cut off, so there is no verdict. If the feature computes for long, "
        "needs much memory or ends the program, change that; otherwise have it judged again."
    ],
    "exception": [
        "Have it judged again. If the same message comes, show it to the maintainers: it says "
        "nothing about the feature."
    ],
}

STRUCTURE = {
    "IsAdditionCheck": "Leave files that are part of the project as they are; add new ones only.",
    "IsPythonSourceCheck": "Send the feature's .py file and an empty __init__.py, nothing else.",
    "WithinContribCheck": "Put the file into the folder for contributions: "
    "…/features/contrib/user_<you>/feature_<name>.py.",
    "SubpackageNameCheck": "Name the folder user_ and your name, of letters, digits and _ only.",
    "RelativeNameDepthCheck": "Put the file directly into your own folder, not into one below it.",
    "ModuleNameCheck": "Name the file feature_<name>.py, of letters, digits and _ only.",
    "IfInitModuleThenIsEmptyCheck": "Empty the file __init__.py, and keep it.",
}

ONE_VALUE = "Choose another column or another rule: one value for all rows tells nothing."

NUMERIC = (
    "Turn the values into numbers, for example categories with a OneHotEncoder or with map() and "
    "a dictionary."
)

API = {
    "IsFeatureCheck": "End the cell with feature = Feature(input, transformer), and define one "
    "feature only.",
    "HasCorrectInputTypeCheck": "Give as input the name of a column, or a list of names.",
    "HasTransformerInterfaceCheck": "Use a function, None, or an object with fit and transform as "
    "transformer.",
    "CanMakeMapperCheck": "Use a function, None, or an object with fit and transform as "
    "transformer.",
    "CanFitCheck": "Run feature.fit(X_df, y_df) in the notebook and look at the message. A column "
    "name that does not exist is a frequent cause.",
    "CanFitOneRowCheck": "Make fit work for a single row too: feature.fit(X_df.iloc[:1], "
    "y_df.iloc[:1]) shows what happens.",
    "CanTransformCheck": "Run feature.fit_transform(X_df, y_df) in the notebook and look at the "
    "message. A column name that does not exist is a frequent cause.",
    "CanTransformNewRowsCheck": "Make it work for rows that it was not fitted to: keep in fit what "
    "transform needs, and expect values that fit has not seen.",
    "CanTransformOneRowCheck": "Make transform work for a single row too: "
    "feature.transform(X_df.iloc[:1]) shows what happens.",
    "CanFitTransformCheck": "Run feature.fit_transform(X_df, y_df) in the notebook and look at the "
    "message.",
    "HasCorrectOutputDimensionsCheck": "Return one row of values for each row: nothing may be "
    "filtered, grouped or dropped without being brought back to the same rows.",
    "CanDeepcopyCheck": "Keep open files, connections and modules out of the transformer.",
    "CanPickleCheck": "Use a function with a name (def) instead of a lambda inside the "
    "transformer, and keep open files out of it.",
    "NoMissingValuesCheck": "Fill missing values: ballet.eng.NullFiller() or fillna(), with a "
    "value that makes sense for the column.",
    "NoInfiniteValuesCheck": "Find the division by zero or the logarithm of zero: log(1 + x), or "
    "a small number added below the line, avoids it.",
}


def advice(report: dict[str, Any]) -> list[str]:
    """At most four ideas, the best first. ``report`` is the report so far, in any state."""
    error = report.get("error")
    stages = {stage["key"]: stage for stage in report.get("stages") or []}
    failed = next((one for one in stages.values() if one["status"] == "failure"), None)
    if failed is not None and failed["key"] in ("structure", "api"):
        ideas = _of_checks(failed)
    elif failed is not None and failed["ballet_error"] != "FeatureRejected":
        ideas = _of_crash(failed)
    elif error:
        ideas = ERRORS.get(error["kind"], ERRORS["exception"])
    elif report.get("verdict") == "rejected":
        ideas = _of_rejection(report, (stages.get("acceptance") or {}).get("numbers") or {})
    elif report.get("verdict") == "accepted":
        ideas = _of_acceptance(report)
    else:
        ideas = []
    return list(dict.fromkeys(ideas))[:MOST]


def _of_checks(stage: dict[str, Any]) -> list[str]:
    known = STRUCTURE if stage["key"] == "structure" else API
    ideas = []
    for check in stage.get("checks") or []:
        if check["passed"]:
            continue
        name, exception = check["name"], check.get("exception") or ""
        if name in ("NoMissingValuesCheck", "NoInfiniteValuesCheck"):
            numbers = exception.startswith("AssertionError") or not exception
            ideas.append(known[name] if numbers else NUMERIC)
        elif "KeyError" in exception:
            ideas.append(
                f"Check the names of the columns ({exception}): capital letters and spaces count."
            )
        else:
            ideas.append(known.get(name) or check.get("advice") or f"Look at what {name} asks for.")
    return ideas or _of_crash(stage)


def _of_crash(stage: dict[str, Any]) -> list[str]:
    said = stage.get("ballet_error") or ""
    if said == "SystemExit":
        return ["Take out what ends the program, such as exit() or sys.exit()."]
    if said == "FeatureCollectionError":
        return ["Send one feature at a time: one pull request, one feature."]
    if said in ("ImportError", "ModuleNotFoundError") or "cannot be imported" in stage["reason"]:
        return [
            "Mend what keeps the file from being imported, and use only packages that the "
            "project has. Restart the kernel and run the cell by itself to see the message.",
        ]
    if "has to define exactly one feature" in stage["reason"]:
        return [API["IsFeatureCheck"]]
    return [
        "Restart the kernel, run the cell by itself and mend what the message above says; what "
        "other cells have defined is not there when the feature is judged."
    ]


def _of_rejection(report: dict[str, Any], numbers: dict[str, Any]) -> list[str]:
    ideas = []
    opinion = report.get("opinion") or {}
    noise, gain = opinion.get("noise"), opinion.get("gain")
    redundant = _redundant(report)
    if "same value in every row" in _reason(report):
        return [ONE_VALUE]
    if "rows that it was not fitted to" in (opinion.get("why") or {}).get("gain", ""):
        return [API["CanTransformNewRowsCheck"]]
    name = decider(numbers)
    if name in ("NeverAccepter", "RandomAccepter"):
        return [
            f"Nothing in the feature decided this: the project's accepter ({name}) does not look "
            "at it. Ask the maintainers what they want to be proposed."
        ]
    if opinion.get("agrees") is False:
        ideas.append(
            "Show the held-out gain to the maintainers: the verdict and the gain do not agree."
        )
    if redundant:
        ideas.append(_beyond(redundant))
    if name == "VarianceThresholdAccepter" and numbers.get("statistic") == 0:
        return [ONE_VALUE]
    if name == "VarianceThresholdAccepter":
        ideas.append(
            "Ask the maintainers in which unit they expect the values: this accepter asks how much "
            "they vary, and in a smaller unit the same values vary more."
        )
        return ideas
    statistic, threshold = numbers.get("statistic") or 0.0, numbers.get("threshold") or 0.0
    near = statistic >= NEAR * threshold > 0
    if near and not redundant:
        ideas.append(
            f"It reached {percent(statistic / threshold)} of what it needs. A clearer version of "
            "the same idea may be enough: a ratio instead of a difference, a logarithm for values "
            "that spread widely, or rare categories put together."
        )
    elif not redundant and not _promising(noise, gain):
        ideas.append(
            "Start from another idea: nothing here suggests that this one tells anything about "
            "the target. Ask first why it should, and plot it against the target."
        )
    if gain is not None and gain["better"] is False:
        ideas.append(
            "Look for columns that hardly ever differ or that single out a few rows: a model "
            "that learns from them does worse on new rows."
        )
    if ideas and not redundant and not near:
        ideas.append(
            "Look at the rows for which the model is most wrong, and ask what they have in common."
        )
    return ideas


def _of_acceptance(report: dict[str, Any]) -> list[str]:
    ideas = []
    opinion = report.get("opinion") or {}
    noise, gain = opinion.get("noise"), opinion.get("gain")
    redundant = _redundant(report)
    if noise is not None and not noise["above"]:
        ideas.append(
            "Do not build on this feature before you know why it should help: shuffled copies of "
            "it score as high."
        )
    if gain is not None and gain["better"] is not True:
        ideas.append(
            "Look for a form that helps a simple model more, such as a logarithm, a ratio or a "
            "few broad groups: with this one no gain on new rows could be shown."
        )
    if redundant:
        ideas.append(_beyond(redundant))
    if gain is not None and gain["better"] and gain["share"] < SMALL and not redundant:
        ideas.append(
            f"It saves {percent(gain['share'])} of the error. For more, combine it with a column "
            "that no accepted feature uses yet."
        )
    return ideas


def _promising(noise: dict[str, Any] | None, gain: dict[str, Any] | None) -> bool:
    """Whether one of the two looks saw something in the feature."""
    return bool(noise and noise["above"]) or bool(gain and gain["better"])


def _redundant(report: dict[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] | None = (report.get("comparison") or {}).get("redundant_with")
    return found if found and found["share"] >= REDUNDANT else None


def _beyond(other: dict[str, Any]) -> str:
    whose = f"“{other['name']}”" + (f" by {other['author']}" if other.get("author") else "")
    return (
        f"{whose} tells {percent(other['share'])} of this already: look for what that feature "
        "does not know, such as its ratio to another column."
    )


def _reason(report: dict[str, Any]) -> str:
    return " ".join(str(stage.get("reason", "")) for stage in report.get("stages") or [])
