"""The small process between ours and a command: ``python -I -S supervisor.py REQUEST``.

It starts the command in a session of its own, shut in and limited, and kills all that the command
started when it is over, its time is up or whoever asked is gone. It imports only the standard
library, because it runs without our package; ``inside`` is loaded by its path.
"""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import sys
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))


def main(request: dict[str, Any]) -> None:
    """Run the command, then write what came of it to the descriptor ``report``."""
    load = _loader()
    keeping = load(os.path.join(HERE, "inside"), "keeping")
    confining = load(os.path.join(HERE, "inside"), "confining")
    filtering = load(os.path.join(HERE, "inside"), "filtering")
    policy, keep = request["policy"], request["keep"]
    argv: list[str] = request["argv"]
    inherited: list[int] = list(request["pass_fds"])
    if "{filter}" in argv:
        reading, writing = os.pipe()
        os.write(writing, filtering.ours(policy["network"]).packed())
        os.close(writing)
        inherited.append(reading)
        argv = [str(reading) if word == "{filter}" else word for word in argv]
    # Only the command holds its output: the end of it is the end of the output.
    output = [os.dup(1), os.dup(2)]
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)

    def start() -> int:
        os.dup2(output[0], 1)
        os.dup2(output[1], 2)
        for one in output:
            os.close(one)
        try:
            os.chdir(request["cwd"])
            for one in inherited:
                os.set_inheritable(one, True)
            for name in request["confine"]:
                getattr(confining, name)(policy)
            os.execvpe(argv[0], argv, request["env"])
        except BaseException as error:
            os.write(2, f"The command could not be started: {error}\n".encode())
        return 127

    told = keeping.keep(
        start,
        **keep,
        hand_over=(*inherited, *output),
        lifeline=request["lifeline"],
    )
    code = told["exit_code"]
    if request["behind_bubblewrap"] and code is not None and 128 < code < 128 + signal.NSIG:
        told["exit_code"] = 128 - code
    if request["report"] is not None:
        os.write(request["report"], json.dumps(told).encode())
    code = told["exit_code"]
    sys.exit(70 if code is None else code if code >= 0 else 128 - code)


def _loader() -> Any:
    path = os.path.join(HERE, "inside", "entering.py")
    spec = importlib.util.spec_from_file_location("entering", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.load


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
