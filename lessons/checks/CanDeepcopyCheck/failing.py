from threading import Lock

from ballet import Feature
from ballet.eng import BaseTransformer


class Thousands(BaseTransformer):
    # A lock belongs to the running program: it cannot be copied.
    def __init__(self):
        self.lock = Lock()

    def transform(self, X):
        with self.lock:
            return X / 1000


feature = Feature("Lot Area", Thousands(), name="Lot area in thousands")
