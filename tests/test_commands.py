"""What is shown is what bash will do."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assemble_trace.commands import CREDENTIAL_HELPER, call, git, instead, render, show, write

_PRINT = "import json, sys; print(json.dumps(sys.argv[1:]))"
# what a command line can carry: no NUL, no halves of pairs
_WORDS = st.text(
    st.one_of(
        st.sampled_from("'\"`$\\!\n\r\t\x1b\x7f\x85\u200d\u202e\u2028\u00a0\ufeff"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=40,
)


def bash(line: str, **env: str) -> str:
    done = subprocess.run(
        ["bash", "-c", line],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", **env},
    )
    return done.stdout


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, min_size=1, max_size=5))
def test_bash_gives_back_exactly_the_words(words: list[str]) -> None:
    line = render(instead(sys.executable, "-c", _PRINT, *words)).text
    assert line.isprintable()  # in one line, and nothing in it that cannot be seen
    assert json.loads(bash(line, LC_ALL="C.UTF-8")) == words
    assert json.loads(bash(line)) == words


def test_what_cannot_be_seen_is_written_in_bytes() -> None:
    shown = render(git("commit", "--message=a\x1b[31m\u202eb", "it's\n")).text
    assert shown == r"git commit $'--message=a\x1b[31m\xe2\x80\xaeb' $'it\'s\n'"


def test_the_folder_changes_once_where_it_changes() -> None:
    lines = show(
        [
            ("branch", [git("clone", "u", "proj"), git("switch", "--create", "b", cwd="proj")]),
            ("push", [git("push", "fork", "b", cwd="proj")]),
        ]
    )
    assert [line.text for line in lines["branch"]] == [
        "git clone u proj",
        "cd proj",
        "git switch --create b",
    ]
    assert [line.text for line in lines["push"]] == ["git push fork b"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(_WORDS, st.sampled_from(["EOF", "EOF_", "-n", "x = 1"])), max_size=6))
def test_any_text_can_be_written(lines: list[str]) -> None:
    text = "\n".join(lines)
    with tempfile.TemporaryDirectory() as folder:
        command = write("-new folder/$(x).py", text)
        line = show([("commit", [command.model_copy(update={"cwd": folder})])])["commit"]
        written = "\n".join(one.text for one in line)
        assert written.replace("\n", "").isprintable()
        bash(written)
        assert Path(folder, "-new folder", "$(x).py").read_bytes() == text.encode()


@pytest.mark.parametrize(
    "text", ["x = 1\n", "", "print('$HOME `id`')\n", "EOF\n", "no newline at the end"]
)
def test_a_written_file_holds_what_was_meant(text: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    target = tmp_path / "a folder" / "file.py"
    line = render(write(str(target), text)).text
    subprocess.run(["bash", "-c", line], check=True)
    assert target.read_text() == text


def test_a_call_takes_the_token_from_the_environment_and_never_from_argv() -> None:
    command = call("POST", "http://127.0.0.1:1/x", '{"a": "it\'s"}', gh=["gh", "x"])
    shown = render(command)
    assert shown.text.startswith("printf 'Authorization: Bearer %s\\n' \"$GITHUB_TOKEN\" | curl ")
    assert shown.gh == "gh x"
    assert all("GITHUB_TOKEN" not in word for word in command.argv)


def test_the_credential_helper_answers_git_from_the_environment() -> None:
    done = subprocess.run(
        ["git", "-c", f"credential.helper={CREDENTIAL_HELPER}", "credential", "fill"],
        input="protocol=http\nhost=127.0.0.1\n\n",
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "GITHUB_TOKEN": "t0ken-value", "HOME": "/nonexistent"},
    )
    assert "username=x-access-token\npassword=t0ken-value" in done.stdout
