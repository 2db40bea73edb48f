from ballet import Feature

feature = Feature("Lot Arrea", None)
