# A pair, as sklearn-pandas writes it: a column, and what is done with it.
input = "Lot Area"
transformer = None
feature = (input, transformer)
