from ballet import Feature

# The same column and the same transformer, as Ballet's own object.
input = "Lot Area"
transformer = None
feature = Feature(input, transformer, name="Lot area")
