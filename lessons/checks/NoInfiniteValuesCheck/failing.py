from ballet import Feature


def area_for_each_fireplace(df):
    # Many homes have no fireplace, and dividing by zero gives infinity.
    return df["Gr Liv Area"] / df["Fireplaces"]


input = ["Gr Liv Area", "Fireplaces"]
feature = Feature(input, area_for_each_fireplace, name="Area for each fireplace")
