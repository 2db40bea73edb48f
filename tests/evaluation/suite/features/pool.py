from ballet import Feature

feature = Feature("Pool Area", None)
