"""Remove a folder that others have filled, whatever they did to keep it there."""

from __future__ import annotations

import os
import secrets
import stat


def clear(folder: str) -> None:
    """Remove a folder with all that is in it. Links are removed and not followed.

    Folders are brought up to the first level before they are emptied, so that no depth is too
    deep. What cannot be removed is left.
    """
    folder = os.path.abspath(str(folder))
    if os.path.islink(folder):
        os.unlink(folder)
        return
    while True:
        inner = [entry.path for entry in _entries(folder) if _is_folder_or_removed(entry)]
        moved = False
        for one in inner:
            for entry in _entries(one):
                if _is_folder_or_removed(entry):
                    _open_up(entry.path)
                    try:
                        os.rename(entry.path, os.path.join(folder, f".{secrets.token_hex(16)}"))
                        moved = True
                    except OSError:
                        pass
            try:
                os.rmdir(one)
            except OSError:
                pass
        if not moved:
            break
    try:
        os.rmdir(folder)
    except OSError:
        pass


def _entries(folder: str) -> "list[os.DirEntry[str]]":
    _open_up(folder)
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _is_folder_or_removed(entry: "os.DirEntry[str]") -> bool:
    """Whether it is a folder; anything else is removed."""
    try:
        if entry.is_dir(follow_symlinks=False):
            return True
        os.unlink(entry.path)
    except OSError:
        pass
    return False


def _open_up(folder: str) -> None:
    """Make a folder readable and writable for its owner; a link to one stays as it is."""
    try:
        if stat.S_ISDIR(os.lstat(folder).st_mode):
            os.chmod(folder, 0o700)
    except OSError:
        pass
