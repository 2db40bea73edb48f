"""The history of a learner who submitted ten thousand times, read from a real store."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from assemble_trace.models import Cell, HistoryQuery, PullRequest, Source, Submission
from assemble_trace.store import Store, open_store
from assemble_trace.store.searching import find
from assemble_trace.store.store import summary
from assemble_trace.store.tables import submissions, words
from assemble_trace.store.wording import words_of
from tests.benchmarks.figures import Figure, Shard

MANY = 10_000
ROUNDS = 20
#: As long as the report of a feature that was judged.
REPORT = {"stages": [{"name": f"stage {number}", "text": "judged " * 40} for number in range(60)]}
CODE = '''
from ballet import Feature
from ballet.eng import SimpleFunctionTransformer

input = ["Lot Area", "Year Built"]


def made(houses):
    """Number {number}: how old a house was when it was sold, by the size of its lot."""
    age = houses["Yr Sold"] - houses["Year Built"]
    return (age.clip(lower=0) + {number}) / houses["Lot Area"]


feature = Feature(input, SimpleFunctionTransformer(made), name="Feature {number}")
'''
#: What is asked: as the panel opens, as somebody types, and as somebody looks for what failed.
ASKED = {
    "as it opens": HistoryQuery(),
    "of one notebook": HistoryQuery(path="notebook-3.ipynb"),
    "by two words": HistoryQuery(text="lot number"),
    "by a number that one has": HistoryQuery(text="#77"),
    "by an error": HistoryQuery(error="feature_rejected", step="ci"),
}


def measure(small: bool) -> list[Figure]:
    """Fill a store, and read the first page of each question with its count."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'traces.db'}")
        try:
            fill(store, 200 if small else MANY)
            took = {said: _milliseconds(store, query) for said, query in ASKED.items()}
        finally:
            store.close()
    slowest = max(took, key=lambda said: took[said])
    each = ", ".join(f"{said} {milliseconds:.0f} ms" for said, milliseconds in took.items())
    return [
        Figure(
            "first page of the history",
            100, True, "ms", took[slowest],
            f"{MANY:,} submissions with a report each in SQLite, with how many there are in all,"
            f" medians of {ROUNDS}, the slowest question ({slowest}): {each}",
        )
    ]  # fmt: skip


def fill(store: Store, many: int) -> None:
    """Write submissions straight into the tables: they are all alike but for their words."""
    for first in range(0, many, 500):
        rows, texts = [], []
        for number in range(first, min(first + 500, many)):
            rejected = number % 3 == 0
            made = Submission(
                id=str(uuid.uuid4()),
                short_id=f"feature-{number}",
                created_at=datetime.fromtimestamp(1_700_000_000 + number // 2, UTC),
                status="submitted",
                verdict="rejected" if rejected else "accepted",
                source=Source(
                    path=f"notebook-{number % 9}.ipynb",
                    cells=[Cell(id="c", index=0, source=CODE.format(number=number))],
                ),
                pull_request=PullRequest(repository="ames/houses", number=number),
                evaluation=REPORT,
            )
            document = made.model_dump(mode="json")
            rows.append(
                summary(document)
                | {
                    "id": made.id,
                    "short_id": made.short_id,
                    "created_at": made.created_at.timestamp(),
                    "step": "ci",
                    "error": "feature_rejected" if rejected else None,
                    "environment": json.dumps({}),
                    "sequence": 1,
                }
            )
            texts.append({"submission": made.id, "text": words_of(document)})
        with store.engine.begin() as connection:
            connection.execute(insert(submissions), rows)
            connection.execute(insert(words), texts)


def _milliseconds(store: Store, query: HistoryQuery) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        assert find(store, query).submissions
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


HISTORY = Shard("history", measure)
