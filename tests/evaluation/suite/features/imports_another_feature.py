import numpy as np
from ballet import Feature
from house_prices.features.contrib.user_ada import feature_log_living_area

input = feature_log_living_area.input
transformer = feature_log_living_area.transformer
feature = Feature(input, lambda column: np.sqrt(column))
