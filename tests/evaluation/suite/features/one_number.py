from ballet import Feature

feature = Feature("Lot Area", lambda column: column.mean())
