"""What an expression may give, and what a call may change."""

from __future__ import annotations

import ast

from assemble_trace.linting.slices import habits
from assemble_trace.linting.slices.knowledge import Facts, Knowledge
from assemble_trace.linting.slices.sharing import Value, part, union


class Calls:
    """The half of a walk that knows values. ``local`` are names of an inner scope.

    A call whose result is dropped is there for what it changes: then an unknown function is
    taken to change its arguments. An unknown method is always taken to change its object.
    """

    def __init__(self, known: Knowledge) -> None:
        self.known = known
        self.local: dict[str, Value] = {}

    def change(self, value: Value, *, deep: bool = True) -> None:
        """Note that an object changes; ``deep`` that what it contains may change too."""
        raise NotImplementedError

    def tie(self, node: str, value: Value) -> None:
        """Note that a node may be this value from now on."""
        raise NotImplementedError

    # -- values ----------------------------------------------------------------------------

    def value(self, node: ast.expr | None) -> Value:
        """Return what an expression may give."""
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.Attribute | ast.Subscript):
            return self.value(node.value).inner
        if isinstance(node, ast.Starred):
            return self.value(node.value).inner
        if isinstance(node, ast.Await | ast.NamedExpr):
            return self.value(node.value)
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            return union(self.value(one) for one in node.elts).held
        if isinstance(node, ast.Dict):
            return union(self.value(one) for one in node.values).held
        if isinstance(node, ast.IfExp):
            return self.value(node.body) | self.value(node.orelse)
        if isinstance(node, ast.BoolOp):
            return union(self.value(one) for one in node.values)
        if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            return self._comprehended(node)
        return self._result(node) if isinstance(node, ast.Call) else Value()

    def _name(self, name: str) -> Value:
        if name in self.local:
            return self.local[name]
        known = self.known
        if name in known.plain or name in known.functions or name in known.classes:
            return Value()
        if name in known.modules or name in known.imported:
            return Value()
        return Value(frozenset({name}))

    def _comprehended(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Value:
        outer = dict(self.local)
        found = Value()
        for one in node.generators:
            source = self.value(one.iter)
            if isinstance(node, ast.GeneratorExp):
                found = found | source
            for name in ast.walk(one.target):
                if isinstance(name, ast.Name):
                    self.local[name.id] = source.inner
        element = self.value(node.value if isinstance(node, ast.DictComp) else node.elt)
        self.local = outer
        return found | element.held

    def _arguments(self, node: ast.Call) -> Value:
        values = [*node.args, *(one.value for one in node.keywords)]
        return union(self.value(one) for one in values)

    def _result(self, node: ast.Call) -> Value:
        given, function = self._arguments(node), node.func
        if isinstance(function, ast.Name) and function.id not in self.local:
            return self._function_result(function.id, given)
        if isinstance(function, ast.Attribute):
            if self.package(function.value):
                return _imported_result(function.attr, given)
            owner = self.value(function.value)
            own = self.known.methods.get(function.attr)
            if function.attr in habits.COPYING and own is None:
                return Value()
            return owner | owner.inner | (Value() if _looks(function.attr) else given.held)
        made = self.value(function)
        return made | made.inner | given.held

    def _function_result(self, name: str, given: Value) -> Value:
        known = self.known
        if name in known.functions:
            facts = known.functions[name]
            return facts.shared | (given | given.inner if facts.from_arguments else Value())
        if name in known.classes:
            return given.held
        if name in known.imported:
            return _imported_result(name, given)
        if name in habits.BUILTINS:
            if name in habits.LAZY:
                return given
            if name == "next":
                return given.inner
            return Value(holds=given.inner.same) if name in habits.SHALLOW else Value()
        made = self._name(name)
        return made.inner | given.held

    # -- changes ---------------------------------------------------------------------------

    def call(self, node: ast.Call, *, dropped: bool) -> None:
        """Note what a call may change."""
        function, given = node.func, self._arguments(node)
        outside = [one.value for one in node.keywords if one.arg == "out"]
        self.change(union(self.value(one) for one in outside))
        in_place = any(
            one.arg == "inplace" and getattr(one.value, "value", True) is not False
            for one in node.keywords
        )
        if isinstance(function, ast.Name) and function.id not in self.local:
            if in_place or self._function_changes(function.id, dropped):
                self.change(given)
            made = self._name(function.id)
            if function.id in self.known.classes:
                self._own(self.known.methods.get("__init__"), given)
            if function.id not in habits.BUILTINS:  # a variable that is called keeps a state
                self.change(made)
        elif isinstance(function, ast.Attribute):
            package = self.package(function.value)
            if package:
                self._module_call(function, package, dropped=dropped, given=given)
                if in_place:
                    self.change(given)
            else:
                self._method(function, given, in_place=in_place)
        elif dropped:
            self.change(given)

    def _function_changes(self, name: str, dropped: bool) -> bool:
        """Say whether a function called by its name may change its arguments."""
        known = self.known
        if name in known.functions:
            return known.functions[name].changes_arguments
        if name in known.classes:
            return False
        if name in habits.CHANGING_ARGUMENTS:
            return True
        if name in known.imported:
            harmless = known.imported[name] in habits.HARMLESS or name[:1].isupper()
            return dropped and not harmless
        return dropped and name not in habits.BUILTINS | habits.NOTEBOOK_ONLY

    def _module_call(
        self, function: ast.Attribute, package: str, *, dropped: bool, given: Value
    ) -> None:
        base, path = function.value, [function.attr]
        while isinstance(base, ast.Attribute):
            path.append(base.attr)
            base = base.value
        assert isinstance(base, ast.Name)
        drawn = "random" in {package, *path[1:]}  # each draw moves the generator on
        if drawn or habits.SETTING.match(function.attr):
            self.change(Value(frozenset({base.id})))
        unknown = dropped and package not in habits.HARMLESS
        if function.attr in habits.CHANGING_ARGUMENTS or unknown:
            self.change(given)

    def _method(self, function: ast.Attribute, given: Value, *, in_place: bool) -> None:
        owner = self.value(function.value)
        own: Facts | None = self.known.methods.get(function.attr)
        self._own(own, given)
        if function.attr in habits.CHANGING_ARGUMENTS:
            self.change(given)
        harmless = function.attr in habits.COPYING | habits.LOOKING
        if harmless and own is None and not in_place:
            return
        self.change(owner, deep=function.attr not in habits.FILLING)
        for node in owner.same | owner.holds:
            self.tie(part(node), given | given.held)

    def _own(self, method: Facts | None, given: Value) -> None:
        """Note what a method of the notebook's own classes changes outside."""
        if method:
            self.change(Value(method.changes | method.writes), deep=False)
            if method.changes_arguments:
                self.change(given)

    def package(self, node: ast.expr) -> str:
        """Return the package of a module such as ``np.random``, or nothing."""
        while isinstance(node, ast.Attribute):
            node = node.value
        if not isinstance(node, ast.Name) or node.id in self.local:
            return ""
        return self.known.modules.get(node.id, "")


def _imported_result(name: str, given: Value) -> Value:
    if name in habits.VIEWING:
        return given | given.held
    return given.held if name[:1].isupper() else Value()


def _looks(method: str) -> bool:
    return method in habits.LOOKING or method in {"pop", "popitem", "popleft"}
