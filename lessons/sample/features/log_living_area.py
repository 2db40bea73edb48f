import numpy as np
from ballet import Feature

input = "Gr Liv Area"
transformer = np.log
name = "Log living area"
description = "Living area above ground, on a scale where equal steps are equal ratios"
feature = Feature(input, transformer, name=name, description=description)
