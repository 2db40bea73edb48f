from ballet import Feature

feature = Feature("Lot Frontage", None)
