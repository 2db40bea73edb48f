from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from tests.practice_forge.forge_in_a_thread import Practice

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>&'


class Seen(HTMLParser):
    """The tags and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.links += [value for name, value in attrs if name in ("href", "src")]


def see(practice: Practice, path: str) -> tuple[str, Seen]:
    """A page that must be there, and what is in it."""
    reply = practice.call("GET", path)
    assert reply.status == 200, (path, reply)
    assert reply.headers["Content-Security-Policy"] == (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    )
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    text = reply.body.decode()
    seen = Seen()
    seen.feed(text)
    return text, seen


@pytest.fixture
def hostile(practice: Practice, tmp_path: Path) -> Practice:
    """A forge in which every text is an attack."""
    pull = practice.propose(
        tmp_path, "ada", "mine", {"a<b>&.py": HOSTILE, "README.md": HOSTILE}, title=HOSTILE
    )
    bob, house = practice.user("bob"), practice.user("house")
    base = "/repos/house/prices"
    text = f"{HOSTILE}\n\n[x](javascript:alert(3)) ![y](http://evil.example/y.png) <svg onload=x>"
    practice.rest("POST", f"{base}/issues/1/comments", bob, {"body": text})
    practice.rest("POST", f"{base}/pulls/1/reviews", bob, {"event": "APPROVE", "body": text})
    run = {
        "name": HOSTILE, "head_sha": pull["head"]["sha"], "conclusion": "failure",
        "output": {"title": HOSTILE, "summary": text},
    }  # fmt: skip
    practice.rest("POST", f"{base}/check-runs", house, run)
    practice.rest("PATCH", base, house, {"description": HOSTILE})
    merged = practice.rest("PUT", f"{base}/pulls/1/merge", house, {})
    practice.merge_commit = merged["sha"]  # type: ignore[attr-defined]
    return practice


PAGES = ["/", "/house/prices", "/house/prices/pull/1", "/house/prices/pull/1/commits",
         "/house/prices/pull/1/files", "/house/prices/pull/1/checks",
         "/house/prices/commit/{sha}", "/house/prices/blob/{sha}/a%3Cb%3E&.py",
         "/house/prices/blob/{sha}/README.md"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_nothing_that_people_write_becomes_markup(hostile: Practice, page: str) -> None:
    _, seen = see(hostile, page.format(sha=hostile.merge_commit))  # type: ignore[attr-defined]
    assert not {"script", "img", "svg", "form", "iframe", "link"} & set(seen.tags)
    assert not [name for name in seen.attributes if name.startswith("on")]
    assert not [link for link in seen.links if ":" in link]
    assert {"main", "h1", "header"} <= set(seen.tags)


@pytest.mark.parametrize("prefix", ["", "/user/x/assemble/forge"])
def test_links_are_relative_and_lead_somewhere_under_any_prefix(
    hostile: Practice, prefix: str
) -> None:
    waiting, done = ["/house/prices"], set()
    while waiting:
        path = waiting.pop()
        if path in done:
            continue
        done.add(path)
        _, seen = see(hostile, path)
        for link in seen.links:
            if link.startswith("#"):
                continue
            assert not link.startswith("/"), link
            target = urljoin(f"http://hub{prefix}{path}", link)
            assert target.startswith(f"http://hub{prefix}/"), (path, link)
            waiting.append(target.removeprefix(f"http://hub{prefix}"))
    assert len(done) > 8


def test_the_pull_request_page_tells_the_story_in_order(hostile: Practice) -> None:
    text, _ = see(hostile, "/house/prices/pull/1")
    shown = re.sub(r"<[^>]+>", "", text.partition("<main")[2])
    places = [
        shown.index(words)
        for words in ("opened this", "described it", "commented", "approved this", "merged this")
    ]
    assert places == sorted(places)
    assert "Merged" in shown


def test_a_diff_marks_lines_by_signs_too(hostile: Practice) -> None:
    text, _ = see(hostile, "/house/prices/pull/1/files")
    assert '<tr class="add">' in text and '<td class="s">+</td>' in text
    assert '<tr class="del">' in text and '<td class="s">−</td>' in text


def test_a_page_that_is_not_there(practice: Practice) -> None:
    reply = practice.call("GET", "/house/prices/pull/9")
    assert reply.status == 404
    assert b"Not Found" in reply.body
    assert "sandbox" in reply.headers["Content-Security-Policy"]
    assert practice.call("POST", "/house/prices").status == 405


def test_an_empty_repository_has_a_page(practice: Practice) -> None:
    practice.rest("POST", "/user/repos", practice.user("house"), {"name": "empty"})
    text, _ = see(practice, "/house/empty")
    assert "The repository is empty." in text
