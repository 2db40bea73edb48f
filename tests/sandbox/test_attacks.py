"""What contributed code may try, in each mode and as everybody; nothing of it may succeed."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.sandbox import attacks, people

#: Seconds after its limit by which each has to be over.
GRACE = 5.0
#: What an attack must be ended for, because nothing stops it before. Where the system counts a
#: user's processes it keeps a bomb small, and its time ends it; so it does with what is slow.
ENDED = {
    "fork_bomb": {"processes_exceeded", "timed_out"},
    "fork_bomb_in_sessions": {"processes_exceeded", "timed_out"},
    "many_files": {"disk_exceeded", "timed_out"},
    "many_files_in_a_locked_folder": {"disk_exceeded", "timed_out"},
    "nameless_files": {"disk_exceeded", "timed_out"},
    "memory_in_several": {"memory_exceeded", "timed_out"},
    "log_flood": {"timed_out"},
    "sleeps": {"timed_out"},
    "ignores_signals": {"timed_out"},
}


def name(way: tuple[str, str]) -> str:
    return f"{way[0]}-{way[1]}"


@pytest.fixture(params=people.ways(), ids=name, scope="module")
def found(request: pytest.FixtureRequest) -> dict[str, Any]:
    """All attacks in one mode as one user."""
    return people.attacked(*request.param)


def evidence(one: dict[str, Any], attack: str) -> None:
    """Check that one attack ran, got nothing, and was over in time."""
    result = one["results"][attack]
    assert result["end"] is not None, "its keeper did not live to tell"
    assert result["end"]["whole"] < people.WALL + GRACE
    reason = {key for key, value in result["end"].items() if value is True}
    assert reason <= {
        "timed_out", "memory_exceeded", "disk_exceeded", "processes_exceeded"
    }  # fmt: skip
    assert result["end"]["peak_bytes"] < 3_000_000_000
    if not reason:
        # Then it was let run, and its judge lived to say what it printed.
        assert result["end"]["exit_code"] == 0
        assert result["said"].startswith("confined\n")
    assert "GOT" not in result["said"] and "BROKEN" not in result["said"], result["said"]


def nothing_outside(one: dict[str, Any]) -> None:
    """Check what only shows from outside."""
    seen = one["seen"]
    assert seen["complete"], "the process that serves all runs did not live to the end"
    assert not seen["forged"]
    assert seen["changed"] == []
    assert seen["heard"] == []
    assert seen["victim"] is None
    assert seen["left"] == []
    assert seen["written"] < 1_500_000_000
    assert not seen["shared"]
    assert not seen["not_cleared"]
    assert seen["home_is_there"]


@pytest.mark.parametrize("attack", sorted(attacks.ATTACKS))
def test_the_attack_does_not_succeed(found: dict[str, Any], attack: str) -> None:
    evidence(found, attack)
    reason = {key for key, value in found["results"][attack]["end"].items() if value is True}
    assert not ENDED.get(attack) or reason & ENDED[attack]


def test_nothing_came_of_them_outside(found: dict[str, Any]) -> None:
    nothing_outside(found)


def test_the_mode_and_the_user_were_those_that_were_meant() -> None:
    ran = [people.attacked(*way) for way in people.ways()]
    assert [one["mode"] for one in ran] == [way[0].partition("-")[0] for way in people.ways()]
    assert [one["own_user"] for one in ran] == [
        who == "root" and "same" not in mode for mode, who in people.ways()
    ]


@pytest.mark.parametrize("way", people.older(), ids=name)
def test_an_older_kernel_stops_them_as_well(way: tuple[str, str]) -> None:
    found = people.attacked(*way, *people.WITHOUT_LANDLOCK)
    for attack in people.WITHOUT_LANDLOCK:
        evidence(found, attack)
    nothing_outside(found)


def test_without_isolation_they_succeed() -> None:
    who = "root" if os.geteuid() == 0 else "user"
    found = people.attacked("none", who)
    got = {one for one, result in found["results"].items() if "GOT" in result["said"]}
    assert got == attacks.HARMLESS - {"forged_result"}
    assert found["seen"]["forged"]
    assert found["seen"]["heard"] == ["abstract", "datagram", "path_socket", "tcp", "udp"]


def test_there_are_many() -> None:
    assert len(attacks.ATTACKS) >= 25
