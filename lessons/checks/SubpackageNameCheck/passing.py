# A folder called user_ and the author's name.
path = "src/house_prices/features/contrib/user_mary/feature_lot_area.py"
before = None
after = "from ballet import Feature\n\nfeature = Feature('Lot Area', None, name='Lot area')\n"
