import numpy as np
from ballet import Feature

calls = []


def changing(column):
    calls.append(len(column))
    return np.asarray(column, dtype=float) if len(calls) < 40 else np.full(len(column), np.nan)


feature = Feature("Overall Qual", changing)
