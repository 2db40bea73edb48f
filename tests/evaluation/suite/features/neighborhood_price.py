import numpy as np
import pandas as pd
from ballet import Feature
from ballet.eng import BaseTransformer


class MedianPrice(BaseTransformer):
    def fit(self, X, y=None, **fit_kwargs):
        prices = pd.Series(np.ravel(y), index=np.ravel(X))
        self.medians_ = prices.groupby(level=0).median()
        self.overall_ = prices.median()
        return self

    def transform(self, X):
        medians = pd.Series(np.ravel(X)).map(self.medians_).fillna(self.overall_)
        return medians.to_numpy().reshape(-1, 1)


feature = Feature("Neighborhood", MedianPrice())
