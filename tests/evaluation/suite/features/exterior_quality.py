from ballet import Feature

GRADES = {"Po": 1.0, "Fa": 2.0, "TA": 3.0, "Gd": 4.0, "Ex": 5.0}
feature = Feature("Exter Qual", lambda column: column.map(GRADES))
