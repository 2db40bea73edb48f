import numpy as np
from ballet import Feature


def noise(df):
    return np.random.RandomState(11).normal(size=len(df))


feature = Feature("Lot Area", noise)
