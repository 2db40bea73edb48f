"""What one statement does to names: reads, binds, changes. Compound statements are one whole."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assemble_trace.linting.slices.calls import Calls
from assemble_trace.linting.slices.functions import body_facts
from assemble_trace.linting.slices.knowledge import Knowledge
from assemble_trace.linting.slices.sharing import Value, part, places, root, union

_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass
class Effects:
    """What a statement does. Names are those of its own scope, nodes as in `sharing`.

    ``uses`` has to be there before it; ``late`` whenever something that it binds is used.
    ``binds`` is bound for certain, ``maybe`` perhaps, ``drops`` is deleted. What it binds may
    run what ``carries`` holds, or what the functions in ``calls`` made.
    """

    uses: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    maybe: set[str] = field(default_factory=set)
    drops: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)
    carries: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    ties: list[tuple[str, Value]] = field(default_factory=list)
    returns: list[Value] = field(default_factory=list)
    star: bool = False


def effects(statement: ast.stmt, known: Knowledge) -> Effects:
    """Return what a statement at the top level of a cell does."""
    walk = Walk(known)
    walk.statement(statement)
    return walk.done()


class Walk(Calls):
    """Walks over statements of one scope in the order in which they run."""

    def __init__(self, known: Knowledge) -> None:
        super().__init__(known)
        self.found = Effects()
        self.bound: set[str] = set()
        self._stored: set[str] = set()

    def done(self) -> Effects:
        """Return what was found."""
        self.found.binds = self._stored & self.bound
        self.found.maybe = self._stored - self.bound - self.found.drops
        return self.found

    # -- names -----------------------------------------------------------------------------

    def read(self, name: str, *, called: bool = False) -> None:
        if name in self.local or name in self.bound:
            return
        self.found.uses.add(name)
        (self.found.calls if called else self.found.carries).add(name)

    def bind(self, name: str, value: Value | None = None) -> None:
        if name in self.local:
            return
        self._stored.add(name)
        self.bound.add(name)
        if value is not None and not value.fresh:
            self.found.ties.append((name, value))

    def change(self, value: Value, *, deep: bool = True) -> None:
        nodes = {node for node in value.same if node not in self.known.plain}
        self.found.changes |= nodes
        if deep:
            self.found.changes |= {part(node) for node in nodes}

    def tie(self, node: str, value: Value) -> None:
        if not value.fresh:
            self.found.ties.append((node, value))

    def _target(self, target: ast.expr, value: Value, *, again: bool = False) -> None:
        """Bind a target; ``again`` that what is there is changed rather than replaced."""
        if isinstance(target, ast.Name):
            self.bind(target.id, value)
        elif isinstance(target, ast.Starred):
            self._target(target.value, value.held)
        elif isinstance(target, ast.Tuple | ast.List):
            for one in target.elts:
                self._target(one, value.inner)
        else:
            self.expression(target)
            assert isinstance(target, ast.Attribute | ast.Subscript)
            owner = self.value(target.value)
            self.change(owner, deep=again)
            if isinstance(target, ast.Subscript):
                self.found.changes |= {places(node) for node in owner.same}
            for node in owner.same:
                self.tie(part(node), value)

    # -- expressions -----------------------------------------------------------------------

    def expression(self, node: ast.AST | None, *, dropped: bool = False) -> None:
        """Walk over an expression; ``dropped`` says that nobody keeps its value."""
        if node is None:
            return
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                self.read(node.id)
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                self.read(node.func.id, called=True)
            else:
                self.expression(node.func)
            for argument in [*node.args, *node.keywords]:
                self.expression(argument)
            self.call(node, dropped=dropped)
        elif isinstance(node, ast.NamedExpr):
            self.expression(node.value)
            self._target(node.target, self.value(node.value))
        elif isinstance(node, ast.Lambda):
            self._defaults(node.args)
            self._later(body_facts(node, self.known, Walk).free)
        elif isinstance(node, _Comprehension):
            self._comprehension(node)
        else:
            alone = dropped and isinstance(node, ast.Await)
            for child in ast.iter_child_nodes(node):
                self.expression(child, dropped=alone)

    def _comprehension(self, node: _Comprehension) -> None:
        outer = dict(self.local)
        for one in node.generators:
            self.expression(one.iter)
            element = self.value(one.iter).inner
            self.local |= dict.fromkeys(_names([one.target]), element)
            self.expression(one.target)
            for condition in one.ifs:
                self.expression(condition)
        for child in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            self.expression(child)
        if isinstance(node, ast.GeneratorExp):  # it runs when it is asked, perhaps later
            self._later(_names([node]))
        self.local = outer

    def _later(self, names: Iterable[str]) -> None:
        self.found.late |= {name for name in names if name not in self.local}

    def _defaults(self, arguments: ast.arguments) -> None:
        for default in [*arguments.defaults, *arguments.kw_defaults]:
            self.expression(default)

    # -- statements ------------------------------------------------------------------------

    def block(self, statements: Sequence[ast.AST]) -> None:
        for one in statements:
            assert isinstance(one, ast.stmt)
            self.statement(one)

    def statement(self, node: ast.stmt) -> None:
        """Walk over a statement and everything in it."""
        special = getattr(self, f"_{type(node).__name__}", None)
        if special:
            special(node)
        else:
            for child in ast.iter_child_nodes(node):
                self.expression(child)

    def _Expr(self, node: ast.Expr) -> None:
        self.expression(node.value, dropped=True)

    def _Assign(self, node: ast.Assign) -> None:
        self.expression(node.value)
        for target in node.targets:
            for one, value in [(a, self.value(b)) for a, b in _pairs(target, node.value)]:
                self._target(one, value)

    def _AnnAssign(self, node: ast.AnnAssign) -> None:
        self.expression(node.annotation)
        self.expression(node.value)
        if node.value is not None:
            self._target(node.target, self.value(node.value))

    def _AugAssign(self, node: ast.AugAssign) -> None:
        self.expression(node.value)
        if isinstance(node.target, ast.Name):
            self.read(node.target.id)
            self.change(self.value(node.target), deep=False)
            self.found.changes |= {places(one) for one in self.value(node.target).same}
            self.bind(node.target.id)
            self.tie(part(node.target.id), self.value(node.value).inner)
        else:
            self._target(node.target, self.value(node.value).inner, again=True)

    def _Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.bound.discard(target.id)
                self.found.drops.add(target.id)
            else:
                for one in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
                    if isinstance(one, ast.Name):
                        self.bound.discard(one.id)
                        self.found.drops.add(one.id)
                    else:
                        self._target(one, Value())

    def _Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.bind(alias.asname or alias.name.partition(".")[0])

    def _ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.found.star = True
            elif node.module != "__future__":
                self.bind(alias.asname or alias.name)

    def _FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for decorator in node.decorator_list:
            self.expression(decorator)
        self._defaults(node.args)
        for argument in _arguments(node.args):
            self.expression(argument.annotation)
        self.expression(node.returns)
        self._later(body_facts(node, self.known, Walk).free)
        self.bind(node.name, union(self.value(one) for one in node.args.defaults).held)

    _AsyncFunctionDef = _FunctionDef

    def _ClassDef(self, node: ast.ClassDef) -> None:
        for one in [*node.decorator_list, *node.bases, *node.keywords]:
            self.expression(one)
        inside = Walk(self.known)
        inside.local = dict(self.local)
        inside.block(node.body)
        found = inside.done()
        for name in found.uses:
            self.read(name)
        own = found.binds | found.maybe
        self.found.changes |= {node for node in found.changes if root(node) not in own}
        self._later(found.late)
        self.bind(node.name)

    def _Return(self, node: ast.Return) -> None:
        self.expression(node.value)
        if node.value is not None:
            self.found.returns.append(self.value(node.value))

    def _For(self, node: ast.For | ast.AsyncFor) -> None:
        self.expression(node.iter)
        before = set(self.bound)
        self._target(node.target, self.value(node.iter).inner)
        self.block(node.body)
        self.bound = set(before)
        self.block(node.orelse)
        self.bound = before

    _AsyncFor = _For

    def _While(self, node: ast.While) -> None:
        self.expression(node.test)
        before = set(self.bound)
        self.block(node.body)
        self.bound = set(before)
        self.block(node.orelse)
        self.bound = before

    def _If(self, node: ast.If) -> None:
        self.expression(node.test)
        self._either([node.body, node.orelse])

    def _either(self, branches: list[list[ast.stmt]]) -> None:
        """Walk over branches of which one runs: bound is what each of them binds."""
        before, ends = set(self.bound), []
        for branch in branches:
            self.bound = set(before)
            self.block(branch)
            if not (branch and isinstance(branch[-1], ast.Raise)):
                ends.append(self.bound)
        self.bound = set.intersection(*ends) if ends else before

    def _With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            self.expression(item.context_expr)
            if item.optional_vars:
                self._target(item.optional_vars, self.value(item.context_expr))
        self.block(node.body)

    _AsyncWith = _With

    def _Try(self, node: ast.Try) -> None:
        for handler in node.handlers:
            self.expression(handler.type)
        before = set(self.bound)
        names = {handler.name for handler in node.handlers if handler.name} - set(self.local)
        self.local |= {name: Value() for name in names}
        self._either([[*node.body, *node.orelse], *(one.body for one in node.handlers)])
        for name in names:
            del self.local[name]
        after, self.bound = self.bound, before
        self.block(node.finalbody)
        self.bound |= after

    _TryStar = _Try

    def _Match(self, node: ast.Match) -> None:
        self.expression(node.subject)
        subject = self.value(node.subject)
        before = set(self.bound)
        for case in node.cases:
            self.bound = set(before)
            for one in ast.walk(case.pattern):
                name = getattr(one, "rest", None) or getattr(one, "name", None)
                if isinstance(name, str):
                    self.bind(name, subject | subject.inner)
                elif isinstance(one, ast.MatchValue | ast.MatchClass):
                    self.expression(one.value if isinstance(one, ast.MatchValue) else one.cls)
            self.expression(case.guard)
            self.block(case.body)
        self.bound = before


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """Read ``a, b = c, d`` one by one, where that is possible."""
    if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
        starred = any(isinstance(one, ast.Starred) for one in [*target.elts, *value.elts])
        if len(target.elts) == len(value.elts) and not starred:
            return list(zip(target.elts, value.elts, strict=True))
    return [(target, value)]


def _names(nodes: Sequence[ast.expr]) -> set[str]:
    return {one.id for node in nodes for one in ast.walk(node) if isinstance(one, ast.Name)}


def _arguments(arguments: ast.arguments) -> list[ast.arg]:
    extra = [one for one in (arguments.vararg, arguments.kwarg) if one]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *extra]
