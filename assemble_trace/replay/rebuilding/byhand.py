"""What a person would type to make a line of commits."""

from __future__ import annotations

from collections.abc import Sequence

from assemble_trace.commands import git, write
from assemble_trace.models import Command, EnvRef
from assemble_trace.replay.rebuilding.changes import Change, Held, folder, holds
from assemble_trace.replay.rebuilding.exactness import Typed
from assemble_trace.replay.rebuilding.line import Line, Link
from assemble_trace.replay.rebuilding.raw import Who

#: Where the message stands that ``--message`` would change; git never looks there.
MESSAGE, LINK = ".git/MESSAGE", ".git/LINK"
#: Files are taken as they were written, whatever the project's attributes say.
_ATTRIBUTES = "* -text -ident -filter !eol !working-tree-encoding\n"


def commands(line: Line, typed: Sequence[Typed], where: str) -> list[Command]:
    """Return the commands that make every commit of a line, in order."""
    first = typed[0].author
    found = []
    if _converts(line):
        found.append(write(".git/info/attributes", _ATTRIBUTES, cwd=where))
    if first.email:
        found += [
            git("config", "user.name", first.name, cwd=where),
            git("config", "user.email", first.email, cwd=where),
        ]
    before = line.base.tree
    for link, one in zip(line.told, typed, strict=True):
        found += _files(line, link, before, where)
        found += _commit(one, first, link.commit.tree == before, where)
        before = link.commit.tree
    return found


def taken(line: Line) -> list[str]:
    """Return the paths of files that hold no text, or too much of it, and are copied instead."""
    return sorted({one.path for link in line.told for one in link.changes if _copied(line, one)})


def _converts(line: Line) -> bool:
    """Say whether git could change a file on its way into a commit."""
    texts = [line.text(one.after) or "" for link in line.told for one in link.changes]
    if any("\r" in one for one in texts):
        return True
    above = {
        "/".join(one.path.split("/")[:depth])
        for link in line.told
        for one in link.changes
        for depth in range(one.path.count("/") + 1)
    }
    return any(
        holds(line.store, link.commit.tree, f"{path}/.gitattributes".lstrip("/"))
        for link in line.told
        for path in above
    )


def _files(line: Line, link: Link, before: str, where: str) -> list[Command]:
    """Return what brings the files to where a commit has them."""
    moved = _moved(line, link, before)
    sources = {one.path for one, _ in moved}
    left = [one for one in link.changes if one.path not in sources]
    left = [one for one in left if one.path not in {two.path for _, two in moved}]
    found = [git("mv", "--", one.path, two.path, cwd=where) for one, two in moved]
    found += _removed(left, where)
    new = [one for one in left if one.after is not None]
    for one in new:
        text = line.text(one.after)
        if _is_file(one) and text is not None and not _same(one):
            found.append(write(one.path, text, cwd=where))
    copied = [one.path for one in new if _copied(line, one)]
    if copied:
        found.append(git("checkout", link.commit.id, "--", *copied, cwd=where))
    found += _added([one for one in new if _is_file(one) and one.path not in copied], where)
    for one in new:
        if one.after and one.after.held == "link" and line.text(one.after) is not None:
            found += [
                write(LINK, line.text(one.after) or "", cwd=where),
                git("hash-object", "-w", "--no-filters", LINK, cwd=where),
                _entry("120000", one.after.sha, one.path, where),
            ]
        elif one.after and one.after.held == "submodule":
            found.append(_entry("160000", one.after.sha, one.path, where))
    return found


def _is_file(one: Change) -> bool:
    return one.after is not None and one.after.held in {"file", "executable"}


def _copied(line: Line, one: Change) -> bool:
    """Say whether a file is copied from the commit, because it cannot be typed."""
    if one.after is None or one.after.held == "submodule":
        return False
    return line.text(one.after) is None and not _same(one)


def _same(one: Change) -> bool:
    """Say whether a file holds what it held before, so that only its mode can have changed."""
    return (
        one.before is not None
        and one.before.held in {"file", "executable"}
        and _is_file(one)
        and one.after is not None
        and one.before.sha == one.after.sha
    )


def _moved(line: Line, link: Link, before: str) -> list[tuple[Change, Change]]:
    """Return the files that went elsewhere unchanged, into a folder that was there already."""
    gone: dict[tuple[str, Held], Change] = {
        (one.before.sha, one.before.held): one
        for one in link.changes
        if one.before and one.after is None and one.before.held in {"file", "executable"}
    }
    found = []
    for one in link.changes:
        if one.before is None and one.after and (one.after.sha, one.after.held) in gone:
            above = one.path.rpartition("/")[0]
            free = not folder(line.store, before, one.path)
            if free and folder(line.store, before, above):
                found.append((gone.pop((one.after.sha, one.after.held)), one))
    return found


def _removed(left: Sequence[Change], where: str) -> list[Command]:
    """Return what takes away files, and whatever another kind of thing takes the place of."""
    plain, forced, modules = [], [], []
    for one in left:
        if one.before is None:
            continue
        held = one.before.held
        if held == "submodule" and (one.after is None or one.after.held != "submodule"):
            modules.append(one.path)
        elif held == "link":
            forced.append(one.path)
        elif one.after is None or one.after.held in {"link", "submodule"}:
            plain.append(one.path)
    groups = [(plain, ()), (forced, ("--force",)), (modules, ("--cached",))]
    return [_paths(("rm", "--quiet", *options), paths, where) for paths, options in groups if paths]


def _added(new: Sequence[Change], where: str) -> list[Command]:
    """Return what puts files into the next commit, with or without the leave to run them."""
    plain, runs, rests = [], [], []
    for one in new:
        was = one.before.held if one.before else "file"
        if one.after and one.after.held == "executable" and was != "executable":
            runs.append(one.path)
        elif one.after and one.after.held == "file" and was == "executable":
            rests.append(one.path)
        else:
            plain.append(one.path)
    groups = [(plain, ()), (runs, ("--chmod=+x",)), (rests, ("--chmod=-x",))]
    return [
        _paths(("add", "--force", *options), paths, where) for paths, options in groups if paths
    ]


def _paths(words: Sequence[str], paths: Sequence[str], where: str) -> Command:
    """Return a command on paths; signs that git takes for a pattern are told to be none."""
    literal = any(char in path for path in paths for char in "*?[\\:")
    lead = ["--literal-pathspecs"] if literal else []
    return git(*lead, *words, "--", *paths, cwd=where)


def _entry(mode: str, sha: str, path: str, where: str) -> Command:
    return git("update-index", "--add", "--cacheinfo", f"{mode},{sha},{path}", cwd=where)


def _commit(one: Typed, known: Who, empty: bool, where: str) -> list[Command]:
    """Return what makes a commit of what was added."""
    env = _names(one, known)
    flags = ["--allow-empty"] if empty else []
    flags += [] if one.message.strip() else ["--allow-empty-message"]
    found = []
    if one.plain and one.message:
        said = [f"--message={one.message.removesuffix(chr(10))}"]
    else:
        found.append(write(MESSAGE, one.message, cwd=where))
        said = ["--cleanup=verbatim", f"--file={MESSAGE}"]
    coded = ["-c", f"i18n.commitEncoding={one.encoding}"] if one.encoding else []
    lead = [] if one.recoded else coded
    found.append(git(*lead, "commit", *flags, *said, cwd=where, env=env))
    if one.recoded:
        again = ["commit", "--amend", "--no-edit", "--cleanup=verbatim", *flags]
        found.append(git(*coded, *again, cwd=where, env=env))
    return found


def _names(one: Typed, known: Who) -> dict[str, str | EnvRef]:
    """Return dates, and the names that differ from those that git was told."""
    env: dict[str, str | EnvRef] = {}
    for role, person in (("AUTHOR", one.author), ("COMMITTER", one.committer)):
        if not known.email or (person.name, person.email) != (known.name, known.email):
            env |= {f"GIT_{role}_NAME": person.name, f"GIT_{role}_EMAIL": person.email}
        env[f"GIT_{role}_DATE"] = f"@{person.date} {person.zone}"
    return env
