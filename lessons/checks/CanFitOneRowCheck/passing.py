from ballet import Feature
from sklearn.decomposition import PCA

input = ["1st Flr SF", "2nd Flr SF"]
# One component can, if only just.
transformer = PCA(n_components=1)
feature = Feature(input, transformer, name="Size of the floors")
