# The file that makes the folder a package has a line in it.
path = "src/house_prices/features/contrib/user_mary/__init__.py"
before = None
after = "# Mary's features\n"
