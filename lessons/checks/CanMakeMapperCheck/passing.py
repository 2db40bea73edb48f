from ballet import Feature


class LotArea(Feature):
    # It leaves the setting up to Feature, which forgets nothing.
    def __init__(self):
        super().__init__("Lot Area", None, name="Lot area")


feature = LotArea()
