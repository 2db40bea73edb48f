from ballet import Feature
from ballet.transformer import make_robust_transformer


class LotArea(Feature):
    # It sets what comes to mind and forgets the rest, such as the output's name.
    def __init__(self):
        self.input = "Lot Area"
        self.transformer = make_robust_transformer(None)


feature = LotArea()
