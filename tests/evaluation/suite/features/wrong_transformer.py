from ballet import Feature

feature = Feature("Lot Area", "not a transformer")
