from ballet import Feature
from ballet.eng import NullFiller

input = "Lot Frontage"
# No value: no street frontage.
transformer = NullFiller(replacement=0)
feature = Feature(input, transformer, name="Street frontage")
