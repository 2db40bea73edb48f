from ballet import Feature

feature = Feature(
