# The file is there already, and the change rewrites it.
path = "src/house_prices/features/contrib/user_mary/feature_lot_area.py"
before = "from ballet import Feature\n"
after = "from ballet import Feature\n\nfeature = Feature('Lot Area', None, name='Lot area')\n"
