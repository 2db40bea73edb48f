import numpy as np
from ballet import Feature

feature = Feature("Lot Area", np.log)
