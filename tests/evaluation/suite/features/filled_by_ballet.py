from ballet import Feature
from ballet.eng import NullFiller

feature = Feature("Garage Yr Blt", NullFiller(1900))
