"""The sample project "predict house prices": its content, and how it is made."""
