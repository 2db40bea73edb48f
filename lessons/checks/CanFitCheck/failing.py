from ballet import Feature

# The data have no column of this name.
input = "Living Area"
transformer = None
feature = Feature(input, transformer, name="Living area")
