from ballet import Feature

feature = Feature("Kitchen Qual", lambda column: (column == "Ex") * 1.0)
