from ballet import Feature

feature = Feature("Gr Liv Area", lambda column: -column)
