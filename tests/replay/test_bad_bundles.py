"""Bundles that are none, that were cut or changed, or that would do harm."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.replay.bundles import MOST_BYTES, pack, read
from assemble_trace.replay.bundles.archive import Archive, packed
from assemble_trace.replay.bundles.writing import sealed
from assemble_trace.store.carrying import carry_in
from tests.replay.kept import ID, accepted, new_store


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A bundle as it was saved."""
    folder = tmp_path_factory.mktemp("good")
    store = new_store(folder)
    accepted(store, folder / "repository")
    data = pack(store, ID)
    store.close()
    return data


def entries(data: bytes) -> dict[str, bytes]:
    """Return the entries of a bundle, without its manifest."""
    archive = Archive(data)
    return {name: archive.entry(name) for name in archive.names[1:]}


def changed(good: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return a bundle whose record somebody changed, with digests to match."""
    held = entries(good)
    record = json.loads(held["record.json"])
    change(record)
    return sealed(held | {"record.json": json.dumps(record).encode()})


def refusal(data: bytes) -> TraceError:
    """Return the error with which a bundle is refused."""
    with pytest.raises(TraceError) as problem:
        read(data)
    return problem.value


def zipped(good: bytes, add: Callable[[zipfile.ZipFile], object] = lambda archive: None) -> bytes:
    """Return a bundle as a zip program would pack it, with something more in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as whole, zipfile.ZipFile(out, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, whole.read(name))
        add(archive)
    return out.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK", b"\x89PNG\r\n", b"{}", b"<!doctype html>"])
def test_something_else_is_not_a_bundle(data: bytes) -> None:
    assert refusal(data).code == "not_a_bundle"


@pytest.mark.parametrize("left", [4, 100, -1, -21, -22, -100])
def test_what_is_cut_off_is_said_to_be(good: bytes, left: int) -> None:
    assert refusal(good[:left]).code == "bundle_cut"


def test_what_follows_its_end_is_not_passed_over(good: bytes) -> None:
    assert "something follows its end" in refusal(good + b"\n").message


def test_a_newer_version_is_said_to_be_newer_whatever_else_it_holds(good: bytes) -> None:
    manifest = json.dumps({"format": "assemble-trace bundle", "version": 2, "signature": "x"})
    data = packed([("bundle.json", manifest.encode()), ("films/one.webm", b"new")])
    problem = refusal(data)
    assert problem.code == "bundle_newer"
    assert "format 2" in problem.message


@pytest.mark.parametrize("name", ["record.json", "pull-request.md", "pages/steps/push.md"])
def test_one_changed_entry_is_found_out(good: bytes, name: str) -> None:
    archive = Archive(good)
    held = {one: archive.entry(one) for one in archive.names}
    held[name] = held[name].replace(b"s", b"z", 1)
    assert refusal(packed(held.items())).code == "bundle_edited"


def test_an_entry_that_is_missing_or_was_added_is_found_out(good: bytes) -> None:
    archive = Archive(good)
    held = {one: archive.entry(one) for one in archive.names}
    less = {name: data for name, data in held.items() if name != "pull-request.md"}
    assert refusal(packed(less.items())).code == "bundle_edited"
    more = held | {"pages/errors/no_ci.md": b"## What\n"}
    assert refusal(packed(more.items())).code == "bundle_edited"


def test_every_single_byte_is_watched_over(good: bytes) -> None:
    whole = read(good)
    found_out = 0
    for at in range(0, len(good), 7):
        data = bytearray(good)
        data[at] ^= 1 << (at % 8)
        try:
            assert read(bytes(data)) == whole  # a bit between two entries, which says nothing
        except TraceError:
            found_out += 1
    assert found_out > len(good) // 7 * 0.95


def test_a_git_object_has_to_give_its_own_id(good: bytes) -> None:
    held = entries(good)
    name = next(name for name in held if name.startswith("objects/"))
    problem = refusal(sealed(held | {name: held[name] + b" "}))
    assert (problem.code, "git object" in problem.message) == ("bundle_refused", True)


@pytest.mark.parametrize(
    "name",
    [
        "../outside", "/etc/cron.d/x", "pages/steps/../../../x.md", "objects\\x", "C:x",
        "record.json/x", "objects/" + "A" * 40, "pages/steps/push.html", "RECORD.JSON", "a\nb", "",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_not_known(good: bytes, name: str) -> None:
    archive = Archive(good)
    held = {one: archive.entry(one) for one in archive.names} | {name: b"x"}
    assert refusal(packed(held.items())).code == "bundle_refused"
    with pytest.raises(TraceError):  # nor with the digests to match
        read(sealed(entries(good) | {name: b"x"}))


def test_links_are_not_read(good: bytes) -> None:
    def link(archive: zipfile.ZipFile) -> None:
        about = zipfile.ZipInfo("pages/steps/link.md")
        about.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(about, "/etc/passwd")

    assert refusal(zipped(good, link)).code == "bundle_refused"


def test_what_a_zip_program_packed_anew_is_refused_with_advice(good: bytes) -> None:
    problem = refusal(zipped(good))
    assert "packed by another program" in problem.message
    assert "as it was saved" in problem.advice


def test_one_name_twice_is_refused(good: bytes) -> None:
    archive = Archive(good)
    held = [(name, archive.entry(name)) for name in archive.names]
    assert "twice" in refusal(packed([*held, held[-1]])).message


def test_encrypted_entries_are_refused(good: bytes) -> None:
    data = bytearray(good)
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "encrypted" in refusal(bytes(data)).message


def test_entries_that_lie_upon_each_other_are_refused(good: bytes) -> None:
    data = bytearray(good)
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, at + 42, 0)  # the last one begins where the first one does
    assert refusal(bytes(data)).code == "bundle_refused"


def test_a_bomb_is_not_unpacked() -> None:
    manifest = ("bundle.json", b"{}")
    bombs = [(f"objects/{number:040x}", bytes(4 << 20)) for number in range(9)]
    assert refusal(packed([manifest, *bombs])).code == "bundle_too_large"
    assert refusal(packed([manifest, ("record.json", bytes((16 << 20) + 1))])).code == (
        "bundle_too_large"
    )


def test_an_entry_that_lies_about_its_size_is_not_unpacked_further() -> None:
    data = packed([("bundle.json", bytes(1 << 20))])
    lying = data.replace(struct.pack("<L", 1 << 20), struct.pack("<L", 10))
    assert lying != data
    assert refusal(lying).code == "bundle_edited"


def test_too_many_entries_and_too_many_bytes_are_refused() -> None:
    many = [(f"objects/{number:040x}", b"") for number in range(2001)]
    assert refusal(packed(many)).code == "bundle_refused"
    assert refusal(b"PK\x03\x04" + bytes(MOST_BYTES)).code == "bundle_too_large"


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "9" * 5_000, "{", "null", '"x"', "\xff", "NaN", "[1e999]"]
)
def test_json_that_is_none_is_refused(good: bytes, text: str) -> None:
    held = entries(good) | {"record.json": text.encode("latin-1")}
    assert refusal(sealed(held)).code == "bundle_refused"


def test_json_that_is_too_deep_within_a_report_is_refused(good: bytes) -> None:
    deep: Any = {}
    for _ in range(400):
        deep = {"a": [deep]}

    change = put("submission", "document", "evaluation", value=deep)
    assert refusal(changed(good, change)).code == "bundle_refused"


def put(*path: str | int, value: Any) -> Callable[[dict[str, Any]], None]:
    """Return a change of one value in a record."""

    def change(record: dict[str, Any]) -> None:
        at: Any = record
        for part in path[:-1]:
            at = at[part]
        at[path[-1]] = value

    return change


DOCUMENT = ("submission", "document")


@pytest.mark.parametrize(
    "change",
    [
        put("submission", "sequence", value=2**40),
        put("submission", "step", value="../x"),
        put("submission", "environment", value={"python": 3}),
        put("submission", "document", value="{}"),
        put("submission", "document", value=" not json"),
        put("more", value=1),
        put(*DOCUMENT, "evaluation", value={"gain": float("nan")}),
        put("steps", 0, value='{"key": "lint", "title": "", "purpose": "", "basis": NaN}'),
        put("steps", value=[]),
        put("steps", 0, "key", value="evil"),
        put("steps", 0, "started_at", value="2026-03-02T12:00:00"),
        put("steps", 0, "commands", 0, "argv", value=[]),
        put("steps", 3, "outcome", "Verdict", value={"not": "a word"}),
        put("steps", 3, "outcome", "checks", value=5),
        put("steps", 3, "outcome", "checks", value=[{"name": "api"}]),
        put("events", 0, "sequence", value=2),
        put("events", 0, "sequence", value=0),
        put("events", 0, "at", value=float("nan")),
        put("events", 0, "at", value="noon"),
        put("events", 1, "document", "key", value="Lint!"),
        put(*DOCUMENT, "id", value="../../x"),
        put(*DOCUMENT, "id", value="33333333-3333-4333-8333-333333333333"),
        put(*DOCUMENT, "short_id", value=ID),
        put(*DOCUMENT, "short_id", value="a/../b"),
        put(*DOCUMENT, "created_at", value="2026-03-02T12:00:00"),
        put(*DOCUMENT, "created_at", value=5),
        put(*DOCUMENT, "status", value="planned"),
        put(*DOCUMENT, "attempt", value=-1),
        put(*DOCUMENT, "attempt", value=2**70),
        put(*DOCUMENT, "unknown", value=1),
        put(*DOCUMENT, "source", "path", value="a\0b"),
        put(*DOCUMENT, "source", "path", value="\ud800"),
        put(*DOCUMENT, "pull_request", "repository", value="../../../x"),
        put(*DOCUMENT, "pull_request", "url", value="javascript:alert(1)"),
        put(*DOCUMENT, "plan", "project", "git", value="javascript:alert(1)//"),
        put(*DOCUMENT, "plan", "project", "api", value="file:///etc/passwd"),
        put(*DOCUMENT, "plan", "upstream", "clone_url", value="ext::sh -c id"),
        put(*DOCUMENT, "plan", "commit", value="--upload-pack=x"),
        put(*DOCUMENT, "plan", "date", value=10**30),
    ],
)
def test_a_record_that_is_none_is_refused(
    good: bytes, change: Callable[[dict[str, Any]], None]
) -> None:
    assert refusal(changed(good, change)).code == "bundle_refused"


def test_tokens_in_somebody_elses_record_are_taken_out(good: bytes, tmp_path: Path) -> None:
    token = "ghp_" + "a" * 36
    bundle = read(changed(good, put(*DOCUMENT, "plan", "title", value=f"Use {token}")))
    assert bundle.remarks == ["Something in it looked like a token and was taken out."]
    store = new_store(tmp_path)
    carry_in(store, bundle.carried, 1.0)
    store.close()
    assert token.encode() not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_markup_in_any_field_is_text(good: bytes) -> None:
    hostile = "<script>alert(1)</script>\u2028</script><img src=x onerror=alert(1)>"
    bundle = read(changed(good, put(*DOCUMENT, "plan", "title", value=hostile)))
    assert bundle.trace().plan is not None
    assert bundle.view().trace.plan.title == hostile  # type: ignore[union-attr]


def test_nothing_is_written_anywhere(
    good: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    read(good)
    refusal(zipped(good, lambda archive: archive.writestr("../outside", "x")))
    assert list(tmp_path.iterdir()) == []
