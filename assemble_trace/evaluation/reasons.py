"""Says in sentences for a beginner why a stage ended as it did.

Every sentence on a failure also carries the name of Ballet's own error or check, so that a
person can look for it in Ballet's documentation and in its log.
"""

from __future__ import annotations

from typing import Any

STRUCTURE = {
    "IsAdditionCheck": "{path} is already part of the project: a contribution only adds new files.",
    "IsPythonSourceCheck": "{path} is not a Python file.",
    "WithinContribCheck": "{path} is outside {contrib}, the folder where contributions go.",
    "SubpackageNameCheck": "{path} is not in a folder named user_ and its author's name.",
    "RelativeNameDepthCheck": "{path} has to be directly in its author's folder.",
    "ModuleNameCheck": "{path} has to be named feature_ and a name, ending in .py.",
    "IfInitModuleThenIsEmptyCheck": "{path} has to be empty.",
}

API = {
    "IsFeatureCheck": "The object is not a ballet.Feature.",
    "HasCorrectInputTypeCheck": "The feature's input is neither a column name nor a list of them.",
    "HasTransformerInterfaceCheck": "The feature's transformer lacks fit, transform or both.",
    "CanMakeMapperCheck": "The feature cannot be turned into a pipeline.",
    "CanFitCheck": "The feature fails when it is fitted to the data.",
    "CanFitOneRowCheck": "The feature fails when it is fitted to a single row.",
    "CanTransformCheck": "The feature fails when it computes its values.",
    "CanTransformNewRowsCheck": "The feature fails on rows that it was not fitted to.",
    "CanTransformOneRowCheck": "The feature fails when it is given a single row.",
    "CanFitTransformCheck": "The feature fails when it is fitted and computes its values at once.",
    "HasCorrectOutputDimensionsCheck": "The feature does not give one row of values for each row.",
    "CanDeepcopyCheck": "The feature cannot be copied.",
    "CanPickleCheck": "The feature cannot be saved to disk (pickled).",
    "NoMissingValuesCheck": "Some of the feature's values are missing (NaN).",
    "NoInfiniteValuesCheck": "Some of the feature's values are infinite.",
}

#: These two fail for another reason than the one that they are named for.
NUMERIC = ("NoMissingValuesCheck", "NoInfiniteValuesCheck")

STAGE_OK = {
    "structure": "Every new file is where it belongs.",
    "api": "The feature can be computed, copied, saved and applied to new rows.",
    "acceptance": "The feature was accepted.",
    "pruning": "No feature became redundant.",
}

#: What is done, while it is done.
DOING = {
    "data": "Reading the data",
    "api": "Checking the feature",
    "acceptance": "Asking what the feature adds to the accepted ones",
    "pruning": "Looking for features that are no longer needed",
    "project": "Scoring the project",
    "opinion": "Asking for a second opinion",
    "comparison": "Comparing with the accepted features",
}

#: The worker's answer on its checks was none.
NOT_TOLD = "The feature's checks did not come to an end, so the feature cannot be accepted."


def shown(error: BaseException) -> str:
    """An exception in one line, shortened to 300 characters."""
    text = " ".join(str(error).split())
    name = type(error).__name__
    line = f"{name}: {text}" if text else name
    return line if len(line) <= 300 else line[:299] + "…"


def failed_checks(key: str, checks: list[dict[str, Any]], contrib: str, error: str) -> str:
    """Why the checks of a stage failed: the first failure in words, then Ballet's names."""
    failed = [check for check in checks if not check["passed"]]
    first = failed[0]
    names = ", ".join(dict.fromkeys(check["name"] for check in failed))
    if key == "structure":
        sentence = STRUCTURE.get(first["name"], first["description"] or first["name"])
        sentence = str(sentence).format(path=first["path"], contrib=contrib)
    else:
        sentence = _api_sentence(first)
    return f"{sentence} Ballet says {error}: {names}."


def _api_sentence(check: dict[str, Any]) -> str:
    exception = check["exception"] or ""
    if check["name"] in NUMERIC and not exception.startswith("AssertionError"):
        return f"The feature's values are not numbers ({exception})."
    sentence = API.get(check["name"], check["description"] or check["name"])
    if exception and exception != "AssertionError":
        return f"{sentence} ({exception})"
    return str(sentence)


def not_imported(path: str, error: BaseException) -> str:
    """Why a feature's file could not be imported."""
    line = getattr(error, "lineno", None)
    where = f", line {line}" if isinstance(error, SyntaxError) and line else ""
    return f"{path}{where} cannot be imported ({shown(error)}). Ballet says InvalidFeatureApi."


def none_collected(paths: list[str]) -> str:
    """Why Ballet found no feature although no check failed."""
    if not paths:
        return "The pull request adds no feature file. Ballet says InvalidFeatureApi."
    return (
        "{} has to define exactly one feature; Ballet found none or several. "
        "Ballet says InvalidFeatureApi."
    ).format(", ".join(paths))


def pruned(paths: list[str]) -> str:
    """What pruning found."""
    if not paths:
        return STAGE_OK["pruning"]
    return "No longer needed, now that the new feature is here: {}.".format(", ".join(paths))


def too_many(paths: list[str]) -> str:
    """Why a pull request with several features is refused."""
    return (
        "One pull request may add one feature, and this one adds {}: {}. "
        "Ballet says FeatureCollectionError."
    ).format(len(paths), ", ".join(paths))


def raised(path: str, error: BaseException) -> str:
    """Why a feature that ended in an exception of its own is refused."""
    if isinstance(error, SystemExit) or type(error).__name__ == "SystemExit":
        return f"{path} ended the program while it was being judged ({shown(error)})."
    return f"{path} failed with {shown(error)}."


def ended(path: str, error: BaseException) -> str:
    """Why a feature that ended its own process is refused."""
    return f"{path} ended the process in which it was judged: {error}."


def out_of_memory(path: str, error: BaseException) -> str:
    """Why there is no verdict on a feature that needed too much memory."""
    return f"{path} needed more memory than it may use, and was stopped ({shown(error)})."


def out_of_time(path: str) -> str:
    """Why there is no verdict on a feature that took too long."""
    return f"{path} took longer than it may, and was stopped."


def accepted_failed(path: str, error: BaseException) -> str:
    """Why a feature that is in the project already keeps the new one from being judged."""
    return (
        f"{path}, which the project accepted before, failed ({shown(error)}). This says nothing "
        "about the new feature: the project's maintainer has to mend or remove that file."
    )


def contradicted(path: str, check: str) -> str:
    """Why the checks of a feature are not believed that its values contradict."""
    return f"{API[check]} {path} passed its checks only in its own process ({check})."


def conflict(paths: list[str]) -> str:
    """Why a head that cannot be merged is not judged."""
    return (
        "The pull request cannot be merged: it and the project's newest version both changed "
        "{}. Bring the branch up to date with the project, then it is judged."
    ).format(", ".join(paths) or "the same files")
