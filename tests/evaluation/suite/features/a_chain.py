import numpy as np
from ballet import Feature
from ballet.eng import NullFiller

feature = Feature("Total Bsmt SF", [NullFiller(0), np.log1p])
