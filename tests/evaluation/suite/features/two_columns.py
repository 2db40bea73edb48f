from ballet import Feature

feature = Feature(["Overall Qual", "Overall Cond"], None, name="Quality and condition")
