from ballet import Feature
from sklearn.decomposition import PCA

input = ["1st Flr SF", "2nd Flr SF"]
# Two components cannot be learned from one home.
transformer = PCA(n_components=2)
feature = Feature(input, transformer, name="Size of the floors")
