from ballet import Feature

feature = Feature("Mo Sold", None)
