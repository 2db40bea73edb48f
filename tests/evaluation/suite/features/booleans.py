from ballet import Feature

feature = Feature("Overall Qual", lambda column: column > 6)
