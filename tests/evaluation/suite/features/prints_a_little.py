from ballet import Feature

print("hello")
feature = Feature("Overall Qual", None)
