from ballet import Feature
from ballet.eng import BaseTransformer


class Centred(BaseTransformer):
    def fit(self, X, y=None):
        self.mean_ = X.mean()
        return self

    def transform(self, X):
        # What was learned is called mean_, not mean.
        return X - self.mean


feature = Feature("Lot Area", Centred(), name="Lot area, centred")
