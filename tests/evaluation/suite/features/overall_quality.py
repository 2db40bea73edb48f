from ballet import Feature

feature = Feature("Overall Qual", None)
