from ballet import Feature


def frontage(feet):
    # Homes without a value are left out, and so there are fewer rows.
    return feet.dropna()


feature = Feature("Lot Frontage", frontage, name="Street frontage")
