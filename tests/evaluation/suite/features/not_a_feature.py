class Feature:
    input = "Lot Area"


feature = Feature()
