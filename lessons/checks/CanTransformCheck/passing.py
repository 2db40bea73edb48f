from ballet import Feature
from ballet.eng import BaseTransformer


class Centred(BaseTransformer):
    def fit(self, X, y=None):
        self.mean_ = X.mean()
        return self

    def transform(self, X):
        # What was learned goes by its name.
        return X - self.mean_


feature = Feature("Lot Area", Centred(), name="Lot area, centred")
