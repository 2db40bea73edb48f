"""Assemblé Trace: submit a notebook cell as a pull request, and see how it is made."""


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Say where the built lab extension lies, for ``jupyter-builder develop``."""
    return [{"src": "labextension", "dest": "assemble-trace"}]
