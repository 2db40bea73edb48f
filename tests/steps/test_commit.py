"""A commit made in memory is the one that git makes, whoever makes it and whatever it says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assemble_trace.models import FileChange
from assemble_trace.steps.commit import zone
from assemble_trace.workspace import Author, Workspace, clean_ident, clean_message
from tests.faults.small import git

#: Characters that a command line can carry: no NUL, no halves of pairs.
TEXT = st.text(
    st.one_of(
        st.sampled_from(" \t\n\r\f\v.,:;<>\"\\'#-aé✓"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=20,
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a file in a folder."""
    where = tmp_path_factory.mktemp("commit")
    git(where, "init", "--quiet", "--initial-branch=main")
    (where / "src").mkdir()
    (where / "src" / "old.py").write_text("old = 1\n")
    git(where, "add", "--all")
    git(where, "commit", "--quiet", "--message", "Begin")
    return where


def workspace(repository: Path) -> tuple[Workspace, str]:
    """Return a workspace that holds the repository's first commit, and its id."""
    from dulwich.repo import Repo

    made = Workspace("", lambda request: None)
    with Repo(str(repository)) as real:
        for name in real.object_store:
            made.repo.object_store.add_object(real.object_store[name])
    return made, git(repository, "rev-list", "--max-parents=0", "main")


def committed(repository: Path, base: str, change: FileChange, message: str, who: Author) -> str:
    """Let real git make the commit; returns its id."""
    git(repository, "checkout", "--quiet", "--force", "--detach", base)
    target = repository / change.path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(change.content.encode())
    git(repository, "add", "--", change.path)
    date = f"{who.date} {zone(who.zone)}"
    names = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", who.name), ("EMAIL", who.email), ("DATE", date))
    }
    git(repository, "commit", "--quiet", f"--message={message}", env=names)
    return git(repository, "rev-parse", "HEAD")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example("Add\v\n\n\n\f\n x \t\n", "A. U. Thor Jr.", "a@b")
@example("#not a comment\r\n\r\nend\r", "<x> y", " a@b. ")
@given(TEXT, TEXT, TEXT)
def test_the_commit_is_the_one_that_git_makes(
    repository: Path, message: str, name: str, email: str
) -> None:
    cleaned = clean_ident(name)
    if not clean_message(message) or not cleaned:
        return  # git refuses these, and so does the plan
    made, base = workspace(repository)
    who = Author(cleaned, clean_ident(email), 1_700_000_000, 19_800)
    change = FileChange(path="src/new/feature.py", content="new = 1\n")
    tree, commit = made.build(base, [change], message, who)
    assert committed(repository, base, change, message, who) == commit
    assert git(repository, "rev-parse", "HEAD^{tree}") == tree


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_a_cleaned_name_is_clean_and_stays_as_it_is(name: str) -> None:
    cleaned = clean_ident(name)
    assert clean_ident(cleaned) == cleaned
    assert not set(cleaned) & set("<>\n")


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0, "+0000"), (19_800, "+0530"), (-12_600, "-0330"), (-1800, "-0030"), (46_800, "+1300")],
)
def test_a_zone_is_written_as_git_does(seconds: int, written: str) -> None:
    assert zone(seconds) == written


@pytest.mark.parametrize("seconds", [0, 19_800, -12_600, -1800, 46_800])
def test_every_zone_gives_the_same_commit(repository: Path, seconds: int) -> None:
    made, base = workspace(repository)
    who = Author("Ada", "ada@example.org", 1_700_000_000, seconds)
    change = FileChange(path="new.py", content="")
    _, commit = made.build(base, [change], "Add", who)
    assert committed(repository, base, change, "Add", who) == commit


def test_nothing_but_the_commits_own_objects_is_kept_to_send(repository: Path) -> None:
    made, base = workspace(repository)
    changes = [
        FileChange(path="src/a/__init__.py", content=""),
        FileChange(path="src/a/feature.py", content="x = 1\n"),
    ]
    _, commit = made.build(base, changes, "Add", Author("Ada", "a@b", 1_700_000_000, 0))
    kinds = sorted(one.type_name.decode() for one in made.made.values())
    assert kinds == ["blob", "blob", "commit", "tree", "tree", "tree"]
    assert commit.encode() in made.made
    assert os.fspath(repository)  # its disk was never written to
    assert git(repository, "cat-file", "--batch-all-objects", "--batch-check").count(commit) == 0
