"""Which folders a program needs in order to run."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

_ASK = """
import json, os, site, sys, sysconfig
found = [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix]
found += [os.path.dirname(os.path.realpath(sys.executable)), *site.getsitepackages()]
found += sysconfig.get_paths().values()
print(json.dumps([one for one in found if os.path.isdir(one)]))
"""


def folders(program: str) -> list[Path]:
    """The folders with a Python and its libraries, or the one in which another program lies.

    Folders of the system itself are left out, and so are folders inside of others.
    """
    where = shutil.which(program)
    return list(_folders(where, Path(where).lstat().st_mtime_ns)) if where else []


@lru_cache(maxsize=32)
def _folders(program: str, _age: int) -> tuple[Path, ...]:
    found = [str(Path(program).parent), str(Path(program).resolve().parent)]
    if Path(program).name.startswith(("python", "pypy")):
        asked = subprocess.run(
            [program, "-I", "-c", _ASK],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env={},
            check=False,
        )
        with contextlib.suppress(ValueError):
            found = list(json.loads(asked.stdout))
    wanted: list[Path] = []
    both = {Path(one).absolute() for one in found} | {Path(one).resolve() for one in found}
    for path in sorted(both):
        if not path.is_relative_to("/usr") and not any(path.is_relative_to(x) for x in wanted):
            wanted.append(path)
    return tuple(path for path in wanted if str(path) not in ("/", "/bin", "/sbin"))
