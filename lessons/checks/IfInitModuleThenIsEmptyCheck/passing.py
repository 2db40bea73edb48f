# The file that makes the folder a package is empty.
path = "src/house_prices/features/contrib/user_mary/__init__.py"
before = None
after = ""
