from ballet import Feature

feature = Feature("Full Bath", None)
