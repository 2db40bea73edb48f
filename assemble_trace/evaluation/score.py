"""The project's score with and without the features that a merge brought in."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold

from .project import described, path_of

FOLDS = 5


def project_score(project: Any, new: list[str]) -> dict[str, Any]:
    """Held-out error before and after, and the features that now stand.

    A ridge regression on the standardised features predicts the encoded target, with features
    and model fitted anew in each fold. ``new`` are the paths of the files that were merged in.
    """
    api = project.api
    X_df, y_df = api.load_data()
    y = np.asarray(api.encoder.fit_transform(y_df))
    y = y.reshape(len(y), -1)
    features = api.features
    paths = [path_of(project, feature) for feature in features]
    standing = [number for number, path in enumerate(paths) if path not in new]
    everyone = list(range(len(features)))
    result: dict[str, Any] = {
        "metric": None,
        "score_before": None,
        "score_after": None,
        "higher_is_better": False,
        "features": [described(path, feature) for path, feature in zip(paths, features)],
    }
    if not np.issubdtype(y.dtype, np.number):
        return result
    folds = list(KFold(FOLDS, shuffle=True, random_state=0).split(X_df))
    values = [[_values(feature, X_df, y_df, train) for train, _ in folds] for feature in features]
    result["metric"] = f"RMSE of {_target(api.encoder, y_df)}, {FOLDS}-fold cross-validation"
    before = _predicted(values, standing, y, folds)
    after = _predicted(values, everyone, y, folds)
    result["score_before"] = _rmse(y, before)
    result["score_after"] = _rmse(y, after)
    result["typical_error"] = _typical_error(api.encoder, y_df, before, after)
    return result


def _values(feature: Any, X_df: Any, y_df: Any, train: NDArray[Any]) -> NDArray[Any]:
    pipeline = feature.as_feature_engineering_pipeline()
    pipeline.fit(X_df.iloc[train], y=y_df.iloc[train])
    values = np.asarray(pipeline.transform(X_df), dtype=float).reshape(len(X_df), -1)
    spread = values[train].std(axis=0)
    values = (values - values[train].mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    finite: NDArray[Any] = np.nan_to_num(values)
    return finite


def _predicted(
    values: list[list[NDArray[Any]]], chosen: list[int], y: NDArray[Any], folds: Any
) -> NDArray[Any]:
    predicted = np.empty(y.shape)
    for number, (train, test) in enumerate(folds):
        if not chosen:
            predicted[test] = y[train].mean(axis=0)
            continue
        X = np.hstack([values[feature][number] for feature in chosen])
        model = Ridge(alpha=1.0).fit(X[train], y[train])
        predicted[test] = model.predict(X[test]).reshape(len(test), -1)
    return predicted


def _rmse(y: NDArray[Any], predicted: NDArray[Any]) -> float:
    return float(np.sqrt(((y - predicted) ** 2).mean()))


def _target(encoder: Any, y_df: Any) -> str:
    name = _name(y_df)
    function = getattr(getattr(encoder, "func", None), "__name__", "identity")
    return name if function == "identity" else f"{function} {name}"


def _name(y_df: Any) -> str:
    columns = getattr(y_df, "columns", None)
    if columns is not None:
        return ", ".join(map(str, columns))
    return str(getattr(y_df, "name", None) or "target")


def _typical_error(
    encoder: Any, y_df: Any, before: NDArray[Any], after: NDArray[Any]
) -> dict[str, Any] | None:
    """Median absolute error in the target's own units, if the encoder can be undone."""
    try:
        true = np.asarray(y_df, dtype=float).reshape(len(before), -1)
        errors = [
            float(np.median(np.abs(true - np.asarray(encoder.inverse_transform(predicted)))))
            for predicted in (before, after)
        ]
    except Exception:  # an encoder need not know the way back
        return None
    return {"before": errors[0], "after": errors[1], "unit": _name(y_df)}
