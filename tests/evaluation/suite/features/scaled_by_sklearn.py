from ballet import Feature
from sklearn.preprocessing import StandardScaler

feature = Feature(["Overall Qual", "Full Bath"], StandardScaler())
