"""What calling a function may do: read outside names, change them or its arguments."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from assemble_trace.linting.slices.knowledge import Facts, Function, Knowledge
from assemble_trace.linting.slices.sharing import Sharing, Value, part, root

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
#: Functions may call each other in a circle; after so many rounds nothing new is learned.
_ROUNDS = 5


def learn(known: Knowledge, walk: Callable[[Knowledge], Any]) -> None:
    """Fill in what is known of the notebook's functions and methods, until nothing is new."""
    for _ in range(_ROUNDS):
        functions: dict[str, Facts] = {}
        methods: dict[str, Facts] = {}
        for node, method in known.defined:
            kind = methods if method else functions
            kind[node.name] = kind.get(node.name, Facts()) | body_facts(node, known, walk)
        if (functions, methods) == (known.functions, known.methods):
            return
        known.functions, known.methods = functions, methods


def body_facts(
    node: Function | ast.Lambda, known: Knowledge, walk: Callable[[Knowledge], Any]
) -> Facts:
    """Return what calling a function may do. ``walk`` is the class `effects.Walk`."""
    inside = walk(known)
    body = node.body if isinstance(node.body, list) else [ast.Return(node.body)]
    arguments = {one.arg for one in ast.walk(node.args) if isinstance(one, ast.arg)}
    declared, stored = _stores(body)
    own = (arguments | stored) - declared
    given = set(arguments)
    for statement in body:
        inside.statement(statement)
        given -= _replaced(statement, inside) & given
    found = inside.done()
    free = (found.uses | found.late | found.drops | declared) - own
    sharing = Sharing()
    for name, value in found.ties:
        sharing.tie(name, value)
    touched = {group for changed in found.changes for group in sharing.groups(changed)}
    seen = {name for name in free | arguments if not touched.isdisjoint(sharing.reached(name))}
    changes = {changed for changed in found.changes if root(changed) not in own}
    changes |= {part(name) for name in seen & free}
    if seen & given & _kept(node.args):  # a default value that is changed stays changed
        changes.add(getattr(node, "name", ""))
    given_back = {
        group
        for value in found.returns
        for node in value.same | value.inner.same | value.holds
        for group in sharing.groups(node)
    }
    shared = {name for name in free | arguments if given_back & sharing.reached(name)}
    return Facts(
        free=frozenset(free),
        changes=frozenset(changes),
        writes=frozenset((found.binds | found.maybe | found.drops) & declared),
        shared=Value(frozenset(shared & free - known.plain)),
        from_arguments=bool(shared & arguments),
        changes_arguments=bool(seen & given),
        maker=any(
            isinstance(one, (*_SCOPES, ast.Yield, ast.YieldFrom, ast.GeneratorExp))
            for statement in body
            for one in ast.walk(statement)
        ),
    )


def _kept(arguments: ast.arguments) -> set[str]:
    """Return the arguments whose default value can be changed."""
    names = [*arguments.posonlyargs, *arguments.args]
    pairs = [*zip(reversed(names), reversed(arguments.defaults), strict=False)]
    pairs += [(a, b) for a, b in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if b]
    return {name.arg for name, default in pairs if not isinstance(default, ast.Constant)}


def _replaced(statement: ast.stmt, inside: Any) -> set[str]:
    """Return the argument that a statement such as ``df = df.copy()`` makes the function's own."""
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        name = statement.targets[0].id
        untouched = name not in {root(node) for node in inside.found.changes}
        if untouched and inside.value(statement.value).fresh:
            return {name}
    return set()


def _stores(body: list[Any]) -> tuple[set[str], set[str]]:
    """Return the names that a body declares to be outside, and those that it binds."""
    declared: set[str] = set()
    stored: set[str] = set()
    todo: list[ast.AST] = list(body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Global):
            declared |= set(node.names)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            stored.add(node.id)
        elif isinstance(node, ast.alias):
            stored.add(node.asname or node.name.partition(".")[0])
        elif isinstance(node, ast.MatchAs | ast.MatchStar | ast.ExceptHandler):
            stored |= {node.name} if node.name else set()
        elif isinstance(node, ast.MatchMapping) and node.rest:
            stored.add(node.rest)
        if isinstance(node, _SCOPES):
            stored |= {node.name} if not isinstance(node, ast.Lambda) else set()
            todo += [*getattr(node, "decorator_list", [])]
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            walrus = (one for one in ast.walk(node) if isinstance(one, ast.NamedExpr))
            stored |= {one.target.id for one in walrus}
        else:
            todo += ast.iter_child_nodes(node)
    return declared, stored
