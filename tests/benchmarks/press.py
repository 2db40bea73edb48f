"""From press to pull request, against git and curl in a shell."""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from assemble_trace import practice_forge
from assemble_trace.models import Trace
from assemble_trace.service import Service
from tests.benchmarks.figures import Figure, Shard
from tests.benchmarks.places import Place, make

SHELL = """
set -e
git clone --quiet {url}/ames/big.git work
cd work
git switch --quiet --create {branch}
mkdir -p src/big/features/contrib/user_learner
printf 'x = {number}\\n' > src/big/features/contrib/user_learner/feature_{number}.py
git add --all
git -c user.name=L -c user.email=l@e commit --quiet --message 'Add feature'
git push --quiet http://x:$TOKEN@{host}/learner/big.git {branch}
curl --silent --show-error --fail --header "Authorization: Bearer $TOKEN" \\
  --data '{body}' {url}/api/v3/repos/ames/big/pulls > /dev/null
"""


def press_1(small: bool) -> list[Figure]:
    """Measure at an upstream of 1 MB."""
    ratio, sent = _measure(1, 3 if small else 15)
    how = "git clone, commit, push and one curl in a shell; pairs in turn"
    return [
        Figure("press to pull request at 1 MB, against the shell", 1.5, True, "×", ratio, how),
        Figure("bytes moved at 1 MB", 50, True, "kB", sent / 1000, "REST and git bodies"),
    ]


def press_100(small: bool) -> list[Figure]:
    """Measure at an upstream of 100 MB."""
    ratio, sent = _measure(100, 2 if small else 7)
    how = "the same shell lines; how many times faster the press is"
    return [
        Figure("speed of a press at 100 MB, against the shell", 5, False, "×", 1 / ratio, how),
        Figure("bytes moved at 100 MB", 50, True, "kB", sent / 1000, "REST and git bodies"),
    ]


def _measure(megabytes: float, rounds: int) -> tuple[float, float]:
    """Return the median ratio press : shell, and the largest number of bytes moved."""
    with tempfile.TemporaryDirectory() as folder:
        place = make(Path(folder), megabytes)
        try:
            return asyncio.run(_pairs(place, Path(folder), rounds))
        finally:
            practice_forge.stop(place.data / "forge")


async def _pairs(place: Place, folder: Path, rounds: int) -> tuple[float, float]:
    service = Service(place.data)
    await service.linter.warm()
    ratios, moved = [], []
    try:
        await _press(service, place, 0)  # makes the fork, and warms both sides
        for number in range(1, rounds + 1):
            trace, ours = await _press(service, place, number)
            theirs = await asyncio.to_thread(_shell, place, folder / f"shell-{number}", number)
            await _quiet(service, place, number)
            ratios.append(ours / theirs)
            moved.append(_bytes(trace))
    finally:
        await service.close()
    return statistics.median(ratios), max(moved)


async def _press(service: Service, place: Place, number: int) -> tuple[Trace, float]:
    """Submit, and return the seconds until the pull request was open."""
    begun = time.time()
    view, _ = await service.plan(place.request(number), place.file)
    await service.start(view.trace.id)
    while True:
        trace = await asyncio.to_thread(service.store.trace, view.trace.id)
        step = trace.steps[5]
        if step.finished_at:
            assert step.status == "passed", step.error
            return trace, step.finished_at.timestamp() - begun
        await asyncio.sleep(0.01)


def _shell(place: Place, folder: Path, number: int) -> float:
    folder.mkdir()
    branch = f"shell-{number}"
    body = json.dumps({"title": "T", "head": f"learner:{branch}", "base": "main", "body": "B"})
    script = SHELL.format(
        url=place.url, host=place.url.partition("://")[2], branch=branch, number=number, body=body
    )
    begun = time.time()
    subprocess.run(
        ["bash", "-c", script], cwd=folder, check=True,
        env={"PATH": "/usr/bin:/bin", "TOKEN": place.token, "HOME": str(folder)},
    )  # fmt: skip
    return time.time() - begun


async def _quiet(service: Service, place: Place, number: int) -> None:
    """Wait until both pull requests' checks are done, so that they disturb no measurement."""
    connection = await service.connections.open(f"{place.url}/api/v3")
    for head in ("learner:learner/feature-f" + str(number), f"learner:shell-{number}"):
        pull = await connection.forge.find_pull_request("ames/big", head)
        assert pull is not None, head
        state = await connection.forge.pull_state(pull)
        while any(
            check.status != "completed"
            for check in await connection.forge.checks("ames/big", state.head)
        ):
            await asyncio.sleep(0.2)


def _bytes(trace: Trace) -> int:
    """Add up what the submission moved up to the pull request, plan included."""
    return sum(
        one.bytes_sent + one.bytes_received for step in trace.steps[:6] for one in step.requests
    )


PRESS_1 = Shard("press-1", press_1)
PRESS_100 = Shard("press-100", press_100)
