# One folder too high: contrib is missing.
path = "src/house_prices/features/user_mary/feature_lot_area.py"
before = None
after = "from ballet import Feature\n\nfeature = Feature('Lot Area', None, name='Lot area')\n"
