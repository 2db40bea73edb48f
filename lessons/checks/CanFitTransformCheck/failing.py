from ballet import Feature


class Thousands:
    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return X / 1000

    def fit_transform(self, X, y=None):
        # The word self is missing before fit.
        return fit(X, y).transform(X)


# Given to Feature(…), its fit_transform would never be called; put in afterwards, it is.
feature = Feature("Lot Area", None, name="Lot area in thousands")
feature.transformer = Thousands()
