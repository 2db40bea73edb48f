from ballet import Feature


def spread(column):
    assert len(column) > 1, "one row is too few"
    return column - column.min()


feature = Feature("Lot Area", spread)
