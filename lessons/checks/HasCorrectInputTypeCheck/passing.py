from ballet import Feature

# The same columns by their names.
input = ["Full Bath", "Half Bath"]
transformer = None
feature = Feature(input, transformer, name="Bathrooms")
