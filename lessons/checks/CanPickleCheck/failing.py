import sqlite3

from ballet import Feature


def marks():
    # A connection to a database: it ends with the program and cannot be saved.
    known = sqlite3.connect(":memory:")
    known.execute("CREATE TABLE marks AS SELECT 'Y' AS air, 1 AS mark UNION SELECT 'N', 0")

    def mark(air):
        return air.map(dict(known.execute("SELECT air, mark FROM marks")))

    return mark


feature = Feature("Central Air", marks(), name="Air conditioning")
