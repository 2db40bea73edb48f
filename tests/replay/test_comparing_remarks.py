"""What to bear in mind while two traces are compared."""

from __future__ import annotations

from datetime import timedelta

from assemble_trace.models import Rebuilt, SinceThen
from assemble_trace.replay.comparing import compare
from tests.replay.stories import NOON, example, family, plan, rejected, told

MINE = plan("learner")
ADAS = plan("ada")


def test_remarks_say_what_was_not_the_same_from_the_start() -> None:
    later = example("sampled")
    later["environment"]["numpy"] = "2.1.0"
    moved = plan("ada", base="e" * 40)

    found = compare(
        rejected("reject", of=MINE),
        told(of=moved, report=later, name="brave-fox", imported=True),
    )

    assert found.remarks[:2] == [
        "The code is the same in both, so something else made the difference.",
        "They start from different commits of the upstream: yours from bbbbbbbbbb, ada's from"
        " eeeeeeeeee.",
    ]
    assert found.remarks[2].startswith("They were not judged under the same conditions: ")
    assert "the version of numpy" in found.remarks[2]


def test_remarks_tell_of_what_is_not_known_of_each() -> None:
    rebuilt = told(
        of=ADAS, report=example("plain_log"), name="brave-fox", imported=True,
        rebuilt=Rebuilt(
            kind="pull_request", source="ames/house-prices#12", at=NOON, exact=False,
            why_not="It is a merge.",
        ),
    )  # fmt: skip
    rebuilt.trace.steps[1].basis = "inferred"
    rebuilt.trace.steps[3].inferred = ["commands"]

    found = compare(
        told(of=MINE, stopped=("push", "interrupted", ""), status="interrupted"), rebuilt
    )

    assert (
        "Yours was interrupted: what comes after that is missing, and did not fail."
        in found.remarks
    )
    assert "Ada's was rebuilt from ames/house-prices#12: nobody recorded it." in found.remarks
    assert "Of ada's, some is concluded and not known: see Fork and Commit." in found.remarks


def test_remarks_tell_of_what_became_of_them_since() -> None:
    first = told(of=MINE, report=example("accept"))
    taken = told(of=MINE, kind="withdraw", name="brave-fox", revises=first.trace.id)
    taken.trace.created_at = NOON + timedelta(hours=1)
    merged = SinceThen(at=NOON, kind="merged", actor="bot", text="", key="merged")
    theirs = told(
        of=ADAS, report=example("accept"), name="wise-owl", imported=True, since_then=[merged]
    )

    found = compare(family(first, taken)[0], theirs)

    assert "Yours was withdrawn since then." in found.remarks
    assert "Ada's was merged since then." in found.remarks
