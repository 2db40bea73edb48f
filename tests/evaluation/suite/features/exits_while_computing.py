import os

from ballet import Feature


def leave(column):
    os._exit(0)


feature = Feature("Overall Qual", leave)
