from ballet import Feature

feature = Feature("PID", lambda column: column % 1000)
