from ballet import Feature
from sklearn.preprocessing import OneHotEncoder

feature = Feature(["Central Air"], OneHotEncoder(sparse_output=False, handle_unknown="ignore"))
