import numpy as np
from ballet import Feature

feature = Feature("Gr Liv Area", np.log)
