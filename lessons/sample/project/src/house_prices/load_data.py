from pathlib import Path

from ballet.project import load_config
from ballet.util.io import load_table_from_config
from funcy import some, where

ROOT = Path(__file__).resolve().parents[2]


def load_data(split="train", input_dir=None):
    """Load the homes (entities) and their prices in dollars (targets)

    If input dir is not None, then load whatever dataset appears in
    `input_dir`. Otherwise, load the data split indicated by `split`.
    """
    config = load_config(__file__)
    if input_dir is None:
        input_dir = ROOT / config.data.splits[split]
    tables = config.data.tables
    entities = some(where(tables, name=config.data.entities_table_name))
    targets = some(where(tables, name=config.data.targets_table_name))
    return (
        load_table_from_config(input_dir, entities),
        load_table_from_config(input_dir, targets),
    )
