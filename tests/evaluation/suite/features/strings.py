from ballet import Feature

feature = Feature("Neighborhood", None)
