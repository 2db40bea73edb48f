# Some editors add an ending of their own.
path = "src/house_prices/features/contrib/user_mary/feature_lot_area.py.txt"
before = None
after = "from ballet import Feature\n\nfeature = Feature('Lot Area', None, name='Lot area')\n"
