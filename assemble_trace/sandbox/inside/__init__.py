"""What runs beside contributed code, in the project's own Python, and shuts that code in.

It needs the standard library of Python 3.8 and nothing of our package, and is loaded by its
path under the name ``inside``.
"""
