"""The card on the forge's pages: it says what the panel's card says, and no text becomes markup."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from assemble_trace.practice_forge import card
from assemble_trace.practice_forge.card_plots import (
    GainPlot,
    Span,
    bar_plot,
    gain_plot,
    history_plot,
    rank_plot,
    scale,
)
from assemble_trace.practice_forge.card_values import amount, figure, from_fence, step_of
from tests.practice_forge.forge_in_a_thread import Practice
from tests.practice_forge.test_pages import HOSTILE, Seen, see

REPORTS = Path(__file__).resolve().parents[1] / "reports"
#: What either front says of each example, in one sentence.
SAID: dict[str, str] = json.loads((REPORTS / "said.json").read_text())


def example(name: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads((REPORTS / "examples" / f"{name}.json").read_text())
    return report


def made(name: str) -> card.Card:
    report = example(name)
    return card.made_of(report, "merge" if report["stage"] == "merge" else report["verdict"])


@pytest.mark.parametrize("name", SAID)
def test_both_fronts_say_the_same_sentence(name: str) -> None:
    assert made(name).sentence == SAID[name]


def test_a_disagreement_stands_apart_from_the_verdict() -> None:
    shown = made("disagree_noise")

    assert shown.word == "Accepted"
    assert shown.opinion is not None and shown.opinion.disagrees
    assert shown.opinion.gain is not None
    gain = shown.opinion.gain
    assert (gain.metric, gain.unit) == ("Mean absolute error of SalePrice", "")
    assert (gain.before, gain.after) == ("26,310", "26,321 ± 48")
    assert gain.words == "Worse by 11 (between −37 and 60), which may be chance."
    assert [(bar.statistic, bar.threshold, bar.chance) for bar in shown.bars] == [
        ("0.2874", "0.0362", "0.3094")
    ]


def test_chance_measured_on_other_rows_has_a_bar_of_its_own() -> None:
    report = example("accept")
    report["opinion"]["noise"] |= {"statistic": 0.05, "sentence": "Measured on 1,000 rows."}

    own, chance = card.made_of(report, "accepted").bars

    assert (own.threshold, own.chance) == ("0.00291", "")
    assert (chance.statistic, chance.threshold, chance.chance) == ("0.05", "", "0.001973")
    assert chance.caption.endswith("Measured on 1,000 rows.")


def test_a_long_ranking_shows_the_first_the_last_and_the_neighbours() -> None:
    compared = made("stock_50").comparison

    assert compared is not None and len(compared.ranking) == 51
    assert [one.rank for one in compared.glance] == [1, 2, 3, 4, 5, 38, 39, 40, 51]
    assert [one.rank for one in compared.glance if one.gap] == [38, 51]
    assert [one.rank for one in compared.glance if one.this] == [39]


def test_what_was_not_reached_is_not_called_failed() -> None:
    shown = made("time_out")

    assert [(one.name, one.word) for one in shown.stages] == [
        ("Project structure", "passed"),
        ("Feature API", "not judged"),
        ("Feature acceptance", "not judged"),
    ]
    assert shown.bars == [] and shown.comparison is None and shown.opinion is None


def test_not_isolated_is_said_aloud_and_isolated_quietly() -> None:
    assert made("not_isolated").not_isolated.startswith("Not isolated")
    assert made("accept").not_isolated == ""
    assert made("accept").facts.startswith("Bubblewrap shut it in")
    assert "looked at 10,000 of 100,000 rows" in made("sampled").facts


def test_what_is_missing_is_named() -> None:
    assert "second opinion" in dict(made("plain_log").missing)
    assert dict(made("version_1").missing)["second opinion"].startswith("An earlier version")


def test_every_iteration_of_the_stock_accepter_is_there() -> None:
    table = made("stock_50").iterations

    assert table is not None and len(table.rows) == 51
    assert table.head[:3] == ["omitted", "candidate_cmi", "omitted_cmi"]


def test_after_a_merge_it_is_the_pruning_and_the_score() -> None:
    shown = made("merge_pruned")

    assert [one.name for one in shown.stages] == ["Feature pruning"]
    assert shown.score is not None
    assert (shown.score.before, shown.score.after) == ("0.1842", "0.1791")


def test_rubbish_makes_a_card_of_nothing() -> None:
    odd = {
        "stages": [None, {"key": "acceptance", "status": 5, "numbers": {"statistic": 1e300}}],
        "opinion": {"noise": {"statistic": "1"}, "gain": [], "why": 5},
        "comparison": {"features": [{"gain": float("nan")}], "history": [{"error": True}]},
        "environment": [], "isolation": "none", "advice": [1, "one"], "data": {"rows": 10**400},
    }  # fmt: skip

    shown = card.made_of(odd, "none", "It crashed")

    assert (shown.word, shown.sentence, shown.bars) == ("No verdict", "It crashed", [])
    assert shown.advice == ["one"]
    assert from_fence("```json\n" + "[" * 100_000 + "\n```") is None
    assert from_fence("```json\n[]\n```") is None


def test_pictures_keep_to_one_scale() -> None:
    assert [scale([0, 10])(value) for value in (0, 5, 10)] == [2, 50, 98]
    bar = bar_plot(8, 3, [-2, 1], 1)
    assert (bar.statistic, bar.threshold) == (Span(21.2, 76.8), 50)
    assert (bar.copies, bar.chance) == ([2, 30.8], Span(2, 28.8))
    assert gain_plot(10, -5, 25) == GainPlot(18, 50, Span(2, 96))
    assert history_plot([100, 99]) == [(2, 0), (98, 0.01)]
    assert rank_plot([30, -2, None]) == [Span(8, 90), Span(2, 6), None]


def test_figures_are_as_exact_as_they_are_known() -> None:
    assert [amount(value, step_of(212)) for value in (26310.4, 25742.6)] == ["26,310", "25,740"]
    assert (amount(0.21349, step_of(0.0042)), amount(-0.2, 1)) == ("0.2135", "0")
    assert [figure(value) for value in (123456, 12345.6, 0.00012345, -0.5)] == [
        "123,456", "12,350", "0.0001234", "−0.5",
    ]  # fmt: skip


# --- on the page ---------------------------------------------------------------------------


def judged(practice: Practice, tmp_path: Path, report: dict[str, Any] | None, *ends: str) -> None:
    """A pull request whose checks for structure, API and acceptance end like this."""
    pull = practice.propose(tmp_path, "ada", "mine", {"a.py": "a = 1\n"})
    text = None if report is None else f"```json\n{json.dumps(report)}\n```"
    for key, end in zip(("structure", "api", "acceptance"), ends, strict=True):
        output = {"title": f"{key} ended.", "summary": HOSTILE}
        if key == "acceptance" and text:
            output["text"] = text
        run = {
            "name": key, "external_id": key, "head_sha": pull["head"]["sha"],
            "conclusion": end, "output": output,
        }  # fmt: skip
        practice.rest("POST", "/repos/house/prices/check-runs", practice.user("house"), run)


def attacked(value: Any) -> Any:
    """The report with an attack in the place of every text that is not read as a key."""
    if isinstance(value, dict):
        kept = ("key", "status", "mode", "stage", "verdict")
        return {k: v if k in kept else attacked(v) for k, v in value.items()} | {HOSTILE: HOSTILE}
    if isinstance(value, list):
        return [attacked(one) for one in value]
    return HOSTILE if isinstance(value, str) else value


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("disagree_gain", ("success", "success", "failure")),
        ("reject_nan", ("success", "failure", "skipped")),
    ],
)
@pytest.mark.parametrize("tab", ["", "/checks"])
def test_nothing_of_a_report_becomes_markup(
    practice: Practice, tmp_path: Path, name: str, ends: tuple[str, ...], tab: str
) -> None:
    judged(practice, tmp_path, attacked(example(name)), *ends)

    text, seen = see(practice, f"/house/prices/pull/1{tab}")

    assert 'data-card="Rejected"' in text and "&lt;script&gt;" in text
    assert not {"script", "img", "form", "iframe", "link", "object"} & set(seen.tags)
    assert not [one for one in seen.attributes if one.startswith("on")]
    assert not [link for link in seen.links if ":" in link]


def test_the_forge_decides_and_not_the_report(practice: Practice, tmp_path: Path) -> None:
    judged(practice, tmp_path, example("accept"), "success", "success", "timed_out")

    text, _ = see(practice, "/house/prices/pull/1")

    assert 'data-card="No verdict"' in text
    assert 'data-card="Accepted"' not in text


def test_without_a_report_the_check_says_why(practice: Practice, tmp_path: Path) -> None:
    judged(practice, tmp_path, None, "action_required", "action_required", "action_required")

    text, _ = see(practice, "/house/prices/pull/1")

    assert 'data-card="No verdict"' in text
    assert '<p class="sentence">structure ended.</p>' in text


def test_each_picture_has_its_table(practice: Practice, tmp_path: Path) -> None:
    judged(practice, tmp_path, example("accept"), "success", "success", "success")

    text, seen = see(practice, "/house/prices/pull/1")

    assert 'data-card="Accepted"' in text
    pictures = [one for one in text.split("<svg")[1:] if "viewBox" in one]
    assert len(pictures) == seen.tags.count("svg") == 3 + 2 * 5
    assert all('aria-hidden="true"' in one.partition(">")[0] for one in pictures)
    assert seen.tags.count("table") >= 4
    main = Seen()
    main.feed(text.partition("<main")[2])
    levels = [int(tag[1]) for tag in main.tags if tag in ("h1", "h2", "h3", "h4")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
