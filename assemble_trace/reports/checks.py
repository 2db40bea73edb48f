"""Ballet's 22 checks in words, for a log that gives only their names."""

from __future__ import annotations

#: Check → (what it looks at, what to do where it fails).
STRUCTURE = {
    "IsAdditionCheck": (
        "A contribution only adds new files.",
        "Leave the files that are there already as they are, and put your code into a new one.",
    ),
    "IsPythonSourceCheck": (
        "Every new file is a Python file.",
        "Take everything out of the pull request that does not end in .py.",
    ),
    "WithinContribCheck": (
        "Every new file is in the folder of contributions.",
        "Move the file into the folder that ballet.yml names under contrib.",
    ),
    "SubpackageNameCheck": (
        "The file is in a folder named user_ and its author's name.",
        "Name the folder user_ and your name, of letters, digits and underscores.",
    ),
    "RelativeNameDepthCheck": (
        "The file is directly in its author's folder.",
        "Put the file directly into your own folder, not into one within it.",
    ),
    "ModuleNameCheck": (
        "The file is named feature_ and a name, ending in .py.",
        "Name the file feature_ and a name of letters, digits and underscores.",
    ),
    "IfInitModuleThenIsEmptyCheck": (
        "A file named __init__.py is empty.",
        "Empty the file __init__.py: it only marks the folder as a package.",
    ),
}

API = {
    "IsFeatureCheck": (
        "The object is a ballet.Feature.",
        "Define the feature with ballet.Feature(…).",
    ),
    "HasCorrectInputTypeCheck": (
        "The feature's input is a column's name, or a list of them.",
        "Give the names of columns as input, as text.",
    ),
    "HasTransformerInterfaceCheck": (
        "The transformer has fit, transform and fit_transform.",
        "Use a function, or a class that has these three methods.",
    ),
    "CanMakeMapperCheck": (
        "The feature can be turned into a pipeline.",
        "Run feature.as_feature_engineering_pipeline() and mend what it complains about.",
    ),
    "CanFitCheck": (
        "The feature can be fitted to the data.",
        "Fit the feature to the project's data in the notebook and read the error.",
    ),
    "CanFitOneRowCheck": (
        "The feature can be fitted to a single row.",
        "Do not count on more than one row: the first row alone has to work.",
    ),
    "CanTransformCheck": (
        "The feature can compute its values.",
        "Compute the feature's values in the notebook and read the error.",
    ),
    "CanTransformNewRowsCheck": (
        "The feature can compute values for rows that it was not fitted to.",
        "Do not remember rows: compute each row's value from that row and what was fitted.",
    ),
    "CanTransformOneRowCheck": (
        "The feature can compute its value for a single row.",
        "Do not count on more than one row when values are computed.",
    ),
    "CanFitTransformCheck": (
        "The feature can be fitted and compute its values at once.",
        "Run fit_transform in the notebook and read the error.",
    ),
    "HasCorrectOutputDimensionsCheck": (
        "The feature gives one row of values for each row of data.",
        "Keep every row: fill gaps instead of dropping rows that have them.",
    ),
    "CanDeepcopyCheck": (
        "The feature can be copied.",
        "Keep open files, connections and generators out of the feature.",
    ),
    "CanPickleCheck": (
        "The feature can be saved to disk.",
        "Keep open files, connections and generators out of the feature.",
    ),
    "NoMissingValuesCheck": (
        "None of the feature's values is missing.",
        "Fill the gaps, for example with ballet.eng.NullFiller, and see that values are numbers.",
    ),
    "NoInfiniteValuesCheck": (
        "None of the feature's values is infinite.",
        "Look for divisions by zero and logarithms of zero, and see that values are numbers.",
    ),
}


def described(name: str) -> tuple[str, str | None]:
    """Return what a check looks at, and what to do where it fails; its name if it is not known."""
    return {**STRUCTURE, **API}.get(name, (name, None))
