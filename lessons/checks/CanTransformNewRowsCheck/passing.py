from ballet import Feature
from sklearn.preprocessing import OrdinalEncoder

input = ["Roof Matl"]
# A roof that it has not met in fit becomes -1.
transformer = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
feature = Feature(input, transformer, name="Roof material")
