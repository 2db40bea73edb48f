"""What the whole notebook says of its names, in whatever order: modules, functions, classes."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from assemble_trace.linting.slices.habits import PLAIN
from assemble_trace.linting.slices.sharing import Value

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Facts:
    """What calling a function may do, as far as its text tells.

    ``free`` are the names that it reads outside, ``changes`` the nodes outside that it changes,
    ``shared`` what its result may be, apart from its arguments (``from_arguments``). ``maker``
    says that something which it makes runs later.
    """

    free: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()
    shared: Value = field(default_factory=Value)
    from_arguments: bool = False
    changes_arguments: bool = False
    maker: bool = False

    def __or__(self, other: Facts) -> Facts:
        return Facts(
            self.free | other.free,
            self.changes | other.changes,
            self.writes | other.writes,
            self.shared | other.shared,
            self.from_arguments or other.from_arguments,
            self.changes_arguments or other.changes_arguments,
            self.maker or other.maker,
        )


class Knowledge:
    """Names of modules (with their packages), functions, classes, methods and plain values."""

    def __init__(self, trees: Iterable[ast.Module]) -> None:
        self.modules: dict[str, str] = {}
        self.imported: dict[str, str] = {}
        self.functions: dict[str, Facts] = {}
        self.classes: set[str] = set()
        self.methods: dict[str, Facts] = {}
        self.defined: list[tuple[Function, bool]] = []
        self._values: dict[str, list[ast.expr | None]] = defaultdict(list)
        for tree in trees:
            self._collect(tree, in_class=False)
        for function, method in self.defined:
            (self.methods if method else self.functions)[function.name] = Facts()
        self.plain = {name for name in self._values if self._is_plain(name, frozenset())}

    def _collect(self, node: ast.AST, *, in_class: bool) -> None:
        todo = [(node, in_class)]
        while todo:
            here, inside = todo.pop()
            self._note(here, inside)
            if not isinstance(here, ast.Lambda):
                inside = isinstance(here, ast.ClassDef) or (inside and not _is_function(here))
                todo += [(child, inside) for child in ast.iter_child_nodes(here)]

    def _note(self, node: ast.AST, inside: bool) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                self.modules[alias.asname or top] = top
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                package = (node.module or "").partition(".")[0]
                self.imported[alias.asname or alias.name] = package
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            self.defined.append((node, inside))
        elif isinstance(node, ast.ClassDef):
            self.classes.add(node.name)
        self._note_values(node)

    def _note_values(self, node: ast.AST) -> None:
        """Remember what each name is bound to; None where that cannot be read off."""
        plain_targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            plain_targets = [one for one in node.targets if isinstance(one, ast.Name)]
        elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
            plain_targets = [node.target] if isinstance(node.target, ast.Name) else []
        for target in plain_targets:
            assert isinstance(target, ast.Name)
            self._values[target.id].append(getattr(node, "value", None))
        others: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            others = [one for one in node.targets if not isinstance(one, ast.Name)]
        elif isinstance(node, ast.withitem) and node.optional_vars:
            others = [node.optional_vars]
        elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            others = [node.target]
        counted = isinstance(node, ast.For | ast.comprehension) and _counts(node.iter)
        for one in [name for target in others for name in ast.walk(target)]:
            if isinstance(one, ast.Name):
                self._values[one.id].append(ast.Constant(0) if counted else None)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self._values[node.name].append(None)
        elif isinstance(node, ast.arg):
            self._values[node.arg].append(None)
        elif isinstance(node, ast.alias):
            self._values[node.asname or node.name.partition(".")[0]].append(None)
        elif isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
            self._values[node.name].append(None)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            self._values[node.rest].append(None)

    def _is_plain(self, name: str, asked: frozenset[str]) -> bool:
        """Say whether a name only ever stands for numbers, truth values and texts."""
        if name in asked:
            return True
        values = self._values.get(name)
        if not values or len(asked) > 20:
            return False
        return all(value is not None and self._plain(value, asked | {name}) for value in values)

    def _plain(self, value: ast.expr, asked: frozenset[str]) -> bool:
        if isinstance(value, ast.Constant | ast.JoinedStr | ast.Compare):
            return not isinstance(value, ast.Compare) or self._all(
                [value.left, *value.comparators], asked
            )
        if isinstance(value, ast.UnaryOp):
            return self._plain(value.operand, asked)
        if isinstance(value, ast.BinOp):
            return self._all([value.left, value.right], asked)
        if isinstance(value, ast.BoolOp):
            return self._all(value.values, asked)
        if isinstance(value, ast.Name):
            return self._is_plain(value.id, asked)
        return (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Name)
            and value.func.id in PLAIN
            and value.func.id not in self._values
        )

    def _all(self, values: list[ast.expr], asked: frozenset[str]) -> bool:
        return all(self._plain(value, asked) for value in values)


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _counts(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range"
    )
