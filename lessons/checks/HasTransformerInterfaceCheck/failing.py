from ballet import Feature


class Thousands:
    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return X / 1000


# Given to Feature(…), it would be refused at once; put in afterwards, only the check sees it.
feature = Feature("Lot Area", None, name="Lot area in thousands")
feature.transformer = Thousands()
