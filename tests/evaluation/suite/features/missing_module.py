import not_installed_here
from ballet import Feature

feature = Feature("Lot Area", None)
