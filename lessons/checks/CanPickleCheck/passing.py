from ballet import Feature


def marks():
    # Plain values: they can be saved.
    known = {"Y": 1, "N": 0}

    def mark(air):
        return air.map(dict(known))

    return mark


feature = Feature("Central Air", marks(), name="Air conditioning")
