from ballet import Feature

input = "Overall Qual"
transformer = None
name = "Overall quality"
description = "Material and finish of the house, rated from 1 to 10"
feature = Feature(input, transformer, name=name, description=description)
