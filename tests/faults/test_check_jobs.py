"""Check jobs that do not come to a judgement."""

from __future__ import annotations

import asyncio

import pytest

from assemble_trace import practice_forge
from assemble_trace.models import Trace
from tests.conftest import Practice, feature

TOO_LONG = (
    "import time\n\nfrom ballet import Feature\n\ntime.sleep(600)\nf = Feature('Lot Area', None)\n"
)
TOO_LARGE = (
    "import numpy as np\n\nfrom ballet import Feature\n\nones = np.ones(10**10)\n"
    "f = Feature('Lot Area', None)\n"
)
CRASH = "import os\n\nfrom ballet import Feature\n\nos._exit(3)\nf = Feature('Lot Area', None)\n"


@pytest.mark.asyncio
async def test_a_check_job_over_its_limits_is_no_verdict_a_crash_is(practice: Practice) -> None:
    practice_forge.settings.change(practice.forge, check_seconds=12.0)
    service = practice.service()

    async def submit(name: str, code: str) -> Trace:
        request = feature(code).model_copy(update={"feature": name})
        view, _ = await service.plan(request, practice.notebook)
        await service.start(view.trace.id)
        await service.runner.wait(view.trace.id)
        return (await service.view(view.trace.id)).trace

    long, large, crash = await asyncio.gather(
        submit("too_long", TOO_LONG), submit("too_large", TOO_LARGE), submit("crash", CRASH)
    )
    for trace, verdict, code in (
        (long, "none", "check_timed_out"),
        (large, "none", "check_crashed"),
        # Its own process ended, and nothing else: that is the feature's doing.
        (crash, "rejected", "api_failed"),
    ):
        ci = trace.steps[-1]
        assert (trace.status, trace.verdict, ci.status) == ("submitted", verdict, "failed")
        assert ci.error is not None
        assert ci.error.code == code, ci.error
        assert ci.error.advice
        assert trace.pull_request is not None
        connection = await service.connections.open(f"{practice.url}/api/v3")
        state = await connection.forge.pull_state(trace.pull_request)
        assert state.pull_request.state == "open"  # nobody merges what nobody judged
    await service.close()
