from ballet import Feature


def count(df):
    full = df["Full Bath"] + df["Bsmt Full Bath"].fillna(0)
    return full + 0.5 * (df["Half Bath"] + df["Bsmt Half Bath"].fillna(0))


input = ["Full Bath", "Half Bath", "Bsmt Full Bath", "Bsmt Half Bath"]
feature = Feature(input, count, name="Total bathrooms")
