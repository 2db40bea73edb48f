from ballet import Feature
from sklearn.decomposition import PCA

input = ["Gr Liv Area", "1st Flr SF", "TotRms AbvGrd"]
feature = Feature(input, PCA(n_components=1, random_state=0))
