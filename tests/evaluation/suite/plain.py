"""Plain `ballet validate`, for many proposals in one process: imported once, forked for each.

Reads a JSON object a line, with ``clone``, ``base`` and ``head``, and answers with a line: the
name of the exception in which the validation ended, ``""`` if in none, or how the process ended.
Contributed code runs in it with full rights and no limits, as it does with Ballet.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import signal
import sys
import traceback

import ballet.validation.feature_acceptance.validator
import ballet.validation.feature_api.validator
import ballet.validation.project_structure.validator  # noqa: F401
from ballet.project import Project
from ballet.validation.main import validate

SECONDS = 60


def main() -> None:
    """Answer until there is no more to read."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        print(json.dumps(outcome(**json.loads(line))), file=answers, flush=True)


def outcome(clone: str, base: str, head: str) -> str:
    """How the validation of one proposal ends."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        # the answers are out of reach, and so is this one for who tries the first descriptors
        write = fcntl.fcntl(write, fcntl.F_DUPFD, 200)
        os.closerange(3, 200)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        name = "nothing"
        try:
            os.chdir(clone)
            os.environ.update(
                TRAVIS_BUILD_DIR=clone,
                TRAVIS_PULL_REQUEST="7",
                TRAVIS_COMMIT_RANGE=f"{base}...{head}",
            )
            validate(Project.from_path(clone), True, True, True, False)
            name = ""
        except BaseException as error:
            traceback.print_exc()
            name = type(error).__name__
        os.write(write, json.dumps(name).encode())
        os._exit(0)
    os.close(write)
    ready, _, _ = select.select([read], [], [], SECONDS)
    if not ready:
        os.kill(pid, signal.SIGKILL)
    found = os.read(read, 1000)
    os.close(read)
    _, status = os.waitpid(pid, 0)
    try:
        return str(json.loads(found))
    except ValueError:
        return f"ended with {status}"


if __name__ == "__main__":
    main()
