from ballet import Feature

feature = Feature("Year Built", None)
