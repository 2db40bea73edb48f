from ballet import Feature


def frontage(feet):
    # Homes without a value get one, and no row is lost.
    return feet.fillna(0)


feature = Feature("Lot Frontage", frontage, name="Street frontage")
