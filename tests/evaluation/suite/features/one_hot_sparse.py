from ballet import Feature
from sklearn.preprocessing import OneHotEncoder

feature = Feature(["Central Air"], OneHotEncoder(handle_unknown="ignore"))
