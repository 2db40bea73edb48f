from ballet import Feature


def area_for_each_fireplace(df):
    # One more than there are: never zero.
    return df["Gr Liv Area"] / (df["Fireplaces"] + 1)


input = ["Gr Liv Area", "Fireplaces"]
feature = Feature(input, area_for_each_fireplace, name="Area for each fireplace")
