from ballet import Feature

input = "Lot Frontage"
# As it is in the data, where 490 homes have no value.
transformer = None
feature = Feature(input, transformer, name="Street frontage")
