from ballet import Feature

feature = Feature("Overall Qual", None)
another = Feature("Full Bath", None)
