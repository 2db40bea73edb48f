"""Repositories: one in memory to build and push a commit, a copy on the disk to judge one."""

from .history import History
from .idents import Author, clean_ident, clean_message
from .memory import Workspace
from .mirror import Wanted, mirror
from .problems import branch_moved, branch_taken

__all__ = [
    "Author",
    "History",
    "Wanted",
    "Workspace",
    "branch_moved",
    "branch_taken",
    "clean_ident",
    "clean_message",
    "mirror",
]
