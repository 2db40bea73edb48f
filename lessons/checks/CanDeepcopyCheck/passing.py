from threading import Lock

from ballet import Feature
from ballet.eng import BaseTransformer


class Thousands(BaseTransformer):
    # The lock is made when it is needed, and the transformer does not keep it.
    def transform(self, X):
        with Lock():
            return X / 1000


feature = Feature("Lot Area", Thousands(), name="Lot area in thousands")
