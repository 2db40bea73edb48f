import numpy as np
from ballet import Feature


def permuted(column):
    return np.random.RandomState(5).permutation(column)


feature = Feature("Overall Qual", permuted)
