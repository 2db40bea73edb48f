from ballet import Feature

feature = Feature(7, None)
