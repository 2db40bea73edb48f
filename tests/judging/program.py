"""A program that speaks as the evaluation does, and does what the file ``behaviour`` says.

It runs alone in a folder of its own, as ``__main__.py``.
"""

from __future__ import annotations

import array
import importlib
import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any


def data(checkout: Path, output: Path) -> None:
    """Read ``data.txt`` of the base; each reading can be told from every other.

    ``name -> path`` in it leaves a link of that name instead of a file, or beside it.
    """
    said = (checkout / "data.txt").read_text().strip()
    if said == "none":
        error = {"kind": "data", "message": "There is no data.", "needs_network": True}
        print(json.dumps({"error": error}))
        sys.exit(1)
    for link in re.findall(r"(\S+) -> (\S+)", said):
        (output / link[0]).symlink_to(link[1])
    if "manifest.json ->" in said:
        print(json.dumps({"rows": 1, "validation_rows": 1, "error": None}))
        return
    (output / "manifest.json").write_text(json.dumps({"said": said, "reading": uuid.uuid4().hex}))
    print(json.dumps({"rows": 1, "validation_rows": 1, "error": None}))


def judge(given: dict[str, Any], results: int, how: str) -> None:
    """Tell of everything that a test may want to know."""

    def tell(event: str, **more: Any) -> None:
        os.write(results, json.dumps({"event": event, **more}).encode() + b"\n")

    def report(status: str, **more: Any) -> None:
        stages = [{"key": key, "status": status, "reason": key} for key in ("structure", "api")]
        seen = subprocess.run(
            ["git", "-C", given["checkout"], "cat-file", "-t", "proposed-by-others"],
            capture_output=True, check=False,
        ).returncode  # fmt: skip
        told = {
            "version": 2, "stage": given["stage"], "base": given["base"], "head": given["head"],
            "pull_request": given["pull_request"], "verdict": "none", "stages": stages,
            "error": {"kind": "unfinished", "message": "-"}, "isolation": {"mode": "made up"},
            "how": how, "zygote": os.environ.get("ZYGOTE"), "checks": given["checks"],
            "data": given["data"] and (Path(given["data"]) / "manifest.json").read_text(),
            "others": seen == 0, **more,
        }  # fmt: skip
        tell("report", report=told)

    behaviour = (Path(given["checkout"]) / "behaviour").read_text().strip()
    report("error")
    if behaviour == "fall" and how == "warm":
        os.kill(int(os.environ["ZYGOTE"]), 9)
        time.sleep(300)
    if behaviour == "wait":
        tell("progress", text="Waiting")
        print("about to wait", file=sys.stderr, flush=True)
        time.sleep(300)
    if behaviour == "cut":
        os.write(results, b'{"event": "report", "report": {"verd')
        return
    report("success", error=None)


def kept(given: dict[str, Any], results: int, how: str, lifeline: int | None) -> None:
    """Judge below the real keeper."""
    inside = given["inside"]
    spec = importlib.util.spec_from_file_location(
        "inside", inside + "/__init__.py", submodule_search_locations=[inside]
    )
    assert spec and spec.loader
    sys.modules["inside"] = package = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)
    limits = given["limits"]
    told = importlib.import_module("inside.keeping").keep(
        lambda: judge(given, results, how),
        wall_seconds=limits["wall_seconds"], memory_bytes=limits["memory_bytes"],
        disk_bytes=limits["disk_bytes"], scratch=given["scratch"], pass_fds=[results],
        lifeline=lifeline,
    )  # fmt: skip
    os.write(results, json.dumps({"event": "end", **told}).encode() + b"\n")


def zygote(descriptor: int) -> None:
    """Fork for every request."""
    os.environ["ZYGOTE"] = str(os.getpid())
    with socket.socket(fileno=descriptor) as told:
        told.send(b".")
        while True:
            line, beside, _, _ = told.recvmsg(1 << 20, socket.CMSG_SPACE(12))
            if not line:
                return
            given = array.array("i")
            given.frombytes(beside[0][2])
            if os.fork() == 0:
                told.close()
                os.dup2(given[1], 2)
                kept(json.loads(line), given[0], "warm", given[2])
                os._exit(0)
            for one in given:
                os.close(one)


if sys.argv[1] == "data":
    data(Path(sys.argv[3]), Path(sys.argv[5]))
elif sys.argv[1] == "zygote":
    zygote(int(sys.argv[2]))
else:
    asked = json.load(sys.stdin)
    kept(asked, asked["result_fd"], "cold", None)
