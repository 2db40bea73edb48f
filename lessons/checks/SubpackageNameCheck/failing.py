# A folder with the author's bare name.
path = "src/house_prices/features/contrib/mary/feature_lot_area.py"
before = None
after = "from ballet import Feature\n\nfeature = Feature('Lot Area', None, name='Lot area')\n"
