from ballet import Feature

# The column is called like this.
input = "Gr Liv Area"
transformer = None
feature = Feature(input, transformer, name="Living area")
