from ballet import Feature

feature = Feature("Total Bsmt SF", lambda column: column.fillna(0))
