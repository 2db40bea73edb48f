from ballet import Feature

feature = Feature("Lot Area", None)
raise RuntimeError("not today")
