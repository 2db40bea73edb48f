from ballet import Feature


def age(df):
    return (df["Yr Sold"] - df["Year Built"]).clip(lower=0)


input = ["Yr Sold", "Year Built"]
transformer = age
name = "House age"
description = "Years from building to sale"
feature = Feature(input, transformer, name=name, description=description)
