from ballet import Feature

for number in range(20):
    print("x" * 1_000_000)
feature = Feature("Lot Area", lambda column: column * 0)
