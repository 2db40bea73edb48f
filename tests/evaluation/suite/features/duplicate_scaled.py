import numpy as np
from ballet import Feature

feature = Feature("Gr Liv Area", lambda column: 3 * np.log(column) - 7)
