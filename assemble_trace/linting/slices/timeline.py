"""The notebook's statements in the order in which they ran, and what each does to which name."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from typing import Literal

from assemble_trace.linting.slices.effects import Effects, Walk, effects
from assemble_trace.linting.slices.functions import learn
from assemble_trace.linting.slices.knowledge import Knowledge
from assemble_trace.linting.slices.reading import Code
from assemble_trace.linting.slices.sharing import Sharing, root

#: When something ran: 0 for other cells and 1 for the chosen ones, then the order within.
Time = tuple[int, float, int, int]
END: Time = (2, 0, 0, 0)
#: ``ends``: the name is bound anew, whatever it was; ``adds``: it is bound, perhaps, or beside
#: what it was; ``changes``: its object changes; ``drops``: it is deleted.
Does = Literal["ends", "adds", "changes", "drops"]
DEFINES = frozenset({"ends", "adds"})


@dataclass(eq=False)
class Statement:
    """A statement at the top level of a cell. ``names`` are those for whose sake it is taken."""

    node: ast.stmt
    code: Code
    time: Time
    does: Effects
    alone: bool
    names: set[str] = field(default_factory=set)

    @property
    def imports(self) -> dict[str, str]:
        """Return what each name that an import binds stands for."""
        if isinstance(self.node, ast.Import):
            return {
                one.asname or one.name.partition(".")[0]: f"{one.name} as {one.asname}"
                for one in self.node.names
            }
        if isinstance(self.node, ast.ImportFrom):
            start = "." * self.node.level + (self.node.module or "")
            return {one.asname or one.name: f"{start} {one.name}" for one in self.node.names}
        return {}

    @property
    def adds_to_package(self) -> bool:
        """Say whether it is such as ``import a.b``, which leaves an earlier ``a.c`` in place."""
        return isinstance(self.node, ast.Import) and any(
            "." in one.name and not one.asname for one in self.node.names
        )


Event = tuple[Time, Statement, Does]


class History:
    """What some statements, in order, do to each name."""

    def __init__(
        self, statements: list[Statement], sharing: Sharing, reach: dict[str, frozenset[str]]
    ) -> None:
        self.bindings: dict[str, list[Event]] = defaultdict(list)
        self._sharing = sharing
        self._by_group: dict[str, list[Event]] = defaultdict(list)
        self._changes: dict[frozenset[str], list[Event]] = {}
        for one in statements:
            self._bind(one)
            nodes = one.does.changes.union(*(reach[name] for name in one.does.uses & reach.keys()))
            for group in {group for node in nodes for group in sharing.groups(node)}:
                self._by_group[group].append((one.time, one, "changes"))

    def before(self, name: str, time: Time) -> Iterator[Event]:
        """Yield what happened to a name before a time, newest first."""
        binds, changes = self.bindings.get(name, []), self._changes_of(name)
        bound, changed = _until(binds, time), _until(changes, time)
        while bound or changed:
            if not changed or (bound and binds[bound - 1][0] >= changes[changed - 1][0]):
                bound -= 1
                yield binds[bound]
                if changed and changes[changed - 1][0] == binds[bound][0]:
                    changed -= 1  # what it binds is what it changed
            else:
                changed -= 1
                yield changes[changed]

    def _changes_of(self, name: str) -> list[Event]:
        """Return the changes that can be seen through a name; those of one group are shared."""
        groups = self._sharing.reached(name)
        if groups not in self._changes:
            found = {one[0]: one for group in groups for one in self._by_group.get(group, ())}
            self._changes[groups] = [found[time] for time in sorted(found)]
        return self._changes[groups]

    def _bind(self, one: Statement) -> None:
        does = one.does
        adds = does.maybe | (does.binds if one.adds_to_package else set())
        deletes = isinstance(one.node, ast.Delete)
        for name in adds | (set() if deletes else does.drops - does.binds):
            self.bindings[name].append((one.time, one, "adds"))
        for name in does.drops if deletes else ():
            self.bindings[name].append((one.time, one, "drops"))
        for name in does.binds - adds:
            self.bindings[name].append((one.time, one, "ends"))


class Timeline:
    """The statements of a notebook, and what happened to each name."""

    def __init__(self, others: list[Code], chosen: list[Code]) -> None:
        ran = [code for code in others if code.cell.execution_count is not None]
        ran.sort(key=lambda code: (code.cell.execution_count or 0, code.cell.index))
        never = [code for code in others if code.cell.execution_count is None]
        never.sort(key=lambda code: code.cell.index)
        chosen = sorted(chosen, key=lambda code: code.cell.index)
        known = Knowledge(code.tree for code in [*others, *chosen])
        learn(known, Walk)
        self.ran = [
            one
            for code in ran
            for one in _statements(code, known, 0, float(code.cell.execution_count or 0))
        ]
        self.never = [one for code in never for one in _statements(code, known, 0, inf)]
        self.chosen = [
            one for place, code in enumerate(chosen) for one in _statements(code, known, 1, place)
        ]
        self._known = known
        every = [*self.ran, *self.never, *self.chosen]
        reach = _reach(every, known)
        #: Names of which something runs later, so that what it reads matters later too.
        self.lasting = self._lasting(every)
        sharing = Sharing()
        for one in every:
            for name, value in one.does.ties:
                sharing.tie(name, value)
        self._happened = History([*self.ran, *self.chosen], sharing, reach)
        self._spare = History(self.never, sharing, reach)
        self.stars = [one for one in [*self.ran, *self.never, *self.chosen] if one.does.star]

    def before(self, name: str, time: Time, limit: float) -> Iterator[Event]:
        """Yield what happened to a name before a time, newest first.

        Of other cells, only those that ran before ``limit`` count.
        """
        for event in self._happened.before(name, time):
            if event[0][0] or event[0][1] < limit:
                yield event

    def spare(self, name: str) -> list[Event]:
        """Return what would happen to a name in cells that never ran, newest first."""
        return list(self._spare.before(name, END))

    def definitions(self, name: str) -> list[Statement]:
        """Return the statements of other cells that define a name, whenever they ran."""
        events = self._happened.bindings.get(name, [])
        return [one for when, one, does in events if does in DEFINES and not when[0]]

    def makes(self, name: str) -> bool:
        """Say whether what a call of this name gives may run something later."""
        facts = self._known.functions.get(name)
        return name in self._known.classes or (facts is not None and facts.maker)

    def _lasting(self, statements: list[Statement]) -> set[str]:
        lasting = {name for one in statements if one.does.late for name in _bound(one)}
        grown = True
        while grown:
            grown = False
            for one in statements:
                bound = _bound(one)
                if one.does.carries & lasting and not bound <= lasting:
                    lasting |= bound
                    grown = True
                elif any(name in lasting and self.makes(name) for name in one.does.calls):
                    grown |= not bound <= lasting
                    lasting |= bound
        return lasting


def _statements(code: Code, known: Knowledge, phase: int, order: float) -> list[Statement]:
    body = code.tree.body
    starts = [first_line(node) for node in body] + [len(code.lines) + 1]
    ends = [0] + [node.end_lineno or node.lineno for node in body]
    return [
        Statement(
            node,
            code,
            (phase, order, code.cell.index, place),
            effects(node, known),
            alone=ends[place] < starts[place] and ends[place + 1] < starts[place + 1],
        )
        for place, node in enumerate(body)
    ]


def first_line(node: ast.stmt) -> int:
    """Return the line, from 1, on which a statement begins, decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])


def _bound(one: Statement) -> set[str]:
    roots = {root(node) for node in one.does.changes}
    return one.does.binds | one.does.maybe | roots


def _reach(statements: list[Statement], known: Knowledge) -> dict[str, frozenset[str]]:
    """Return which nodes may change when a name is used, because a function behind it does so."""
    reach = {
        name: frozenset(facts.changes | facts.writes)
        for name, facts in known.functions.items()
        if facts.changes or facts.writes
    }
    callers = {name: facts.free for name, facts in known.functions.items()}
    grown = bool(reach)
    while grown:
        grown = False
        for name, free in callers.items():
            grown |= _add(reach, name, free)
        for one in statements:
            behind = one.does.carries | one.does.late
            if not reach.keys().isdisjoint(behind):
                for name in _bound(one):
                    grown |= _add(reach, name, behind)
    return reach


def _add(reach: dict[str, frozenset[str]], name: str, behind: set[str] | frozenset[str]) -> bool:
    new = frozenset[str]().union(*(reach[one] for one in behind & reach.keys()))
    if new <= reach.get(name, frozenset()):
        return False
    reach[name] = reach.get(name, frozenset()) | new
    return True


def _until(events: list[Event], time: Time) -> int:
    return bisect_left(events, time, key=lambda event: event[0])
