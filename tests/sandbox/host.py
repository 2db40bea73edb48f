"""What stands for the judging process in these tests: ours, shut in, and keeping its runs apart.

``python -I host.py REQUEST``: makes one attack after the other, some at once, each as the
real thing is done: a keeper, in it a judge, in it a worker that is confined before it begins.
It writes JSON lines to a descriptor that no worker has.
"""

from __future__ import annotations

import importlib.util
import json
import os
import selectors
import sys
import time
from contextlib import suppress
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
AT_ONCE = 4
#: What a judge keeps of what its worker prints (bytes).
KEPT = 2000


def module(path: str, name: str) -> Any:
    folders = [os.path.dirname(path)] if path.endswith("__init__.py") else None
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=folders)
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    spec.loader.exec_module(loaded)
    return loaded


def main(request: dict[str, Any]) -> None:
    load = module(os.path.join(request["inside"], "entering.py"), "entering").load
    inside = {name: load(request["inside"], name) for name in ("keeping", "confining", "linux")}
    if request["landlock"] is not None:
        landlock = load(request["inside"], "landlock")
        landlock.version = lambda: request["landlock"]
    inside["linux"].prctl(4, 0)  # as keep does; no user's process may look into another's
    attacks = module(os.path.join(HERE, "attacks", "__init__.py"), "attacks")
    targets = {**request["targets"], "host": os.getpid()}
    running: set[int] = set()
    for number, name in enumerate(request["attacks"]):
        if len(running) >= AT_ONCE:
            running.discard(os.wait()[0])
        pid = os.fork()
        if pid == 0:
            try:
                if request["policy"]["uid"] is not None:
                    request["policy"]["uid"] += number
                keep(name, request, inside, attacks, targets)
            finally:
                os._exit(0)
        running.add(pid)
    while running:
        running.discard(os.wait()[0])
    tell(request, {"event": "all"})


def tell(request: dict[str, Any], said: dict[str, Any]) -> None:
    os.write(request["result_fd"], json.dumps(said).encode() + b"\n")


def keep(
    name: str, request: dict[str, Any], inside: dict[str, Any], attacks: Any, targets: Any
) -> None:
    """Be the keeper of one run."""
    scratch = os.path.join(request["scratch"], name)
    os.mkdir(scratch, 0o711)
    known = {**targets, "keeper": os.getpid()}
    begun = time.monotonic()
    ended = inside["keeping"].keep(
        lambda: judge(name, scratch, request, inside, attacks, known),
        **request["keep"],
        scratch=scratch,
        pass_fds=(request["result_fd"],),
    )
    tell(request, {"event": "end", "name": name, "whole": time.monotonic() - begun, **ended})


def judge(
    name: str, scratch: str, request: dict[str, Any], inside: dict[str, Any], attacks: Any,
    targets: dict[str, Any],
) -> int:  # fmt: skip
    """Start the worker, hear what it prints, say it on."""
    room = os.path.join(scratch, "room")
    os.mkdir(room, 0o700)
    policy = {**request["policy"], "write": [room]}
    if policy["uid"] is not None:
        os.chown(room, policy["uid"], policy["uid"])
    targets = {**targets, "judge": os.getpid()}
    reading, writing = os.pipe()
    worker = os.fork()
    if worker == 0:
        work(name, room, writing, policy, inside, attacks, targets, request)
    os.close(writing)
    said = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(reading, selectors.EVENT_READ)
        while True:
            if selector.select(0.05):
                piece = os.read(reading, 65536)
                said += piece[: KEPT - len(said)]
                if not piece:
                    break
            elif os.waitpid(worker, os.WNOHANG)[0]:
                break
    tell(request, {"event": "judge", "name": name, "said": said.decode("utf-8", "replace")})
    time.sleep(0.05)
    return 0


def work(
    name: str, room: str, writing: int, policy: dict[str, Any], inside: dict[str, Any],
    attacks: Any, targets: dict[str, Any], request: dict[str, Any],
) -> None:  # fmt: skip
    """Be the worker."""
    try:
        os.setsid()
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        if policy["mode"] != "none":
            os.environ.clear()
            for descriptor in map(int, os.listdir("/proc/self/fd")):
                if descriptor > 2:
                    with suppress(OSError):
                        os.close(descriptor)
        os.chdir(room)
        inside["confining"].confine(policy)
        print("confined", flush=True)
        attacks.main(name, targets)
    except BaseException as error:
        print(f"BROKEN {type(error).__name__}: {error}", flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
