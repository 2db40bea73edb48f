"""PowerShell as a grammar reads it: what is wrong with a script, and what its words say."""

from __future__ import annotations

import re
from collections.abc import Iterator

import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

_PARSER = Parser(Language(tree_sitter_powershell.language()))
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|(.))")
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def problems(script: str) -> list[str]:
    """Say what the grammar cannot read, and what would be read otherwise in another code page."""
    tree = _PARSER.parse(script.encode())
    found = [
        f"PowerShell, line {node.start_point.row + 1}: {(node.text or b'').decode()[:200]!r}"
        for node in _nodes(tree.root_node)
        if node.is_error or node.is_missing
    ]
    if not script.isascii() or not script.replace("\n", "").isprintable():
        found.append("PowerShell: not plain ASCII")
    return found


def words(script: str) -> list[str]:
    """Return what each string of a script stands for, those that `Text` reads unescaped."""
    tree = _PARSER.parse(script.encode())
    found = []
    for node in _nodes(tree.root_node):
        if node.type == "verbatim_string_characters":
            literal = (node.text or b"").decode()[1:-1].replace("''", "'")
            found.append(_unescaped(literal) if _is_text(node) else literal)
    return found


def _is_text(node: Node) -> bool:
    """Say whether a string is what `Text` is called with."""
    while node.parent and node.type != "command":
        node = node.parent
    name = node.child_by_field_name("command_name")
    return name is not None and name.text == b"Text"


def _unescaped(text: str) -> str:
    units = _ESCAPE.sub(lambda one: chr(int(one[1], 16)) if one[1] else _SHORT[one[2]], text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _nodes(child)
