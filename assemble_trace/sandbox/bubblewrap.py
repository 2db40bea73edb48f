"""The command line of bubblewrap: an empty system with some folders of this one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from .inside import confining, landlock, users

#: Stands where the number of the descriptor with the seccomp filter goes.
FILTER = "{filter}"


def program() -> str | None:
    """Where bubblewrap is, if it is installed."""
    return shutil.which("bwrap")


def argv(
    command: Sequence[str],
    *,
    cwd: Path,
    read: Sequence[Path],
    write: Sequence[Path],
    network: bool,
    filtered: bool,
) -> list[str]:
    """The command, shut in: own processes, own network, nothing to write but in ``write``.

    As root it keeps what is needed to become other users; otherwise it gets a user namespace, in
    which it has no rights at all. ``filtered`` puts all of it under a seccomp filter.
    """
    root = os.geteuid() == 0
    words = [program() or "bwrap", "--die-with-parent", "--unshare-ipc", "--unshare-pid"]
    words += ["--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox", "--cap-drop", "ALL"]
    if not network:
        words.append("--unshare-net")
    if root:
        words += [word for name in users.KEPT_NAMES for word in ("--cap-add", name)]
    else:
        words.append("--unshare-user")
        if not landlock.version():
            # Else bubblewrap's own first process would be the one that others may look into.
            words.append("--as-pid-1")
    words += ["--proc", "/proc", "--dev", "/dev"]
    for place in [*confining.SYSTEM, *(confining.NETWORK if network else [])]:
        if place.startswith(("/proc", "/dev")):
            continue
        if Path(place).is_symlink() and place.count("/") == 1:
            words += ["--symlink", str(Path(place).readlink()), place]
        else:
            words += ["--ro-bind-try", place, place]
    binds = {str(path): "--ro-bind" for path in read} | {str(path): "--bind" for path in write}
    # The folders on the way are made anew, so that any user can pass.
    for place in sorted({str(one) for path in binds for one in Path(path).parents} - {"/"}):
        words += ["--perms", "0755", "--dir", place]
    for place in sorted(binds):
        words += [binds[place], place, place]
    # Otherwise the root and /dev would be folders in memory that nobody measures.
    words += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", str(cwd)]
    if filtered:
        words += ["--seccomp", FILTER]
    return [*words, "--", *command]
