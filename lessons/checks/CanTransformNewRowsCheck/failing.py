from ballet import Feature
from sklearn.preprocessing import OrdinalEncoder

input = ["Roof Matl"]
# A roof that it has not met in fit is an error.
transformer = OrdinalEncoder()
feature = Feature(input, transformer, name="Roof material")
