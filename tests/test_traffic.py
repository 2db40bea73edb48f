"""What is read out of git's traffic is what git itself says."""

from __future__ import annotations

from assemble_trace.traffic import NOTHING, packets, pushed, said, wants

REF = "refs/heads/feature"


def line(text: bytes) -> bytes:
    """Return one pkt-line."""
    return f"{len(text) + 4:04x}".encode() + text


def test_a_push_says_its_references_and_objects() -> None:
    old, new = "a" * 40, "b" * 40
    body = line(f"{old} {new} {REF}\0 report-status agent=x".encode())
    body += line(f"{NOTHING} {new} refs/heads/other".encode()) + b"0000"
    pack = b"PACK" + (2).to_bytes(4, "big") + (7).to_bytes(4, "big") + b"rest"
    assert pushed(body + pack) == (
        [f"{old} {new} {REF}", f"{NOTHING} {new} refs/heads/other"], 7
    )  # fmt: skip
    assert pushed(body) == ([f"{old} {new} {REF}", f"{NOTHING} {new} refs/heads/other"], None)


def test_a_report_within_a_band_and_the_remotes_own_words() -> None:
    report = line(b"unpack ok\n") + line(b"ng refs/heads/x hook declined\n") + b"0000"
    answer = line(b"\2Counting: 50%\rCounting: 100%, done.\nSee ") + line(b"\2the rules\n")
    answer += line(b"\1" + report) + b"0000"
    assert said(answer) == (
        ["unpack ok", "ng refs/heads/x hook declined",
         "remote: Counting: 100%, done.", "remote: See the rules"], None,
    )  # fmt: skip


def test_a_fetch_says_what_it_wants_and_how_much_came() -> None:
    wanted = "c" * 40
    body = line(b"command=fetch") + b"0001" + line(f"want {wanted}\n".encode()) + b"0000"
    assert wants(body) == [wanted]
    pack = b"PACK" + (2).to_bytes(4, "big") + (300).to_bytes(4, "big")
    answer = line(b"packfile\n") + line(b"\1" + pack[:6]) + line(b"\1" + pack[6:])
    assert said(answer + line(b"\1more") + b"0000") == (["packfile"], 300)


def test_what_is_no_git_traffic_is_read_as_nothing() -> None:
    for nonsense in (b"", b"<html>", b"zzzz", b"0003", b"ffff", b"00"):
        assert not [one for one in packets(nonsense) if one]
        assert pushed(nonsense) == ([], None)
        assert said(nonsense) == ([], None)
