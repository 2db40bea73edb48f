from ballet import Feature
from sklearn.compose import make_column_selector

# A function that picks the columns: it works, and the check still refuses it.
input = make_column_selector(pattern="^(Full|Half) Bath$")
transformer = None
feature = Feature(input, transformer, name="Bathrooms")
