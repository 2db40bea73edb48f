from ballet import Feature

input = ["Total Bsmt SF", "1st Flr SF", "2nd Flr SF"]
feature = Feature(input, lambda df: df.fillna(0).sum(axis=1))
